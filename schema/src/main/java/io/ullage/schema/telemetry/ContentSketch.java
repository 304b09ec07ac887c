package io.ullage.schema.telemetry;

import io.ullage.schema.InvalidFieldException;
import io.ullage.schema.Require;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A sample of a volume's content for dedup estimates: the fingerprints whose low {@code k} bits are zero. An epoch that does not
 * fit into one message is sent in parts, and counts when all have come; it replaces the epoch before it. Parts never share a hash.
 * An epoch of one part, with nothing scanned and no fingerprint, says that the volume holds nothing any more, or is gone.
 *
 * @param domainId pools inside which equal blocks are stored once
 * @param epoch when the scan of the volume began
 * @param scannedBytes mapped bytes that this part speaks for: read in this scan, or in an earlier one and unchanged since. The parts
 *     sum to the volume
 * @param zeroBytes of those, in chunks that are all zeros
 */
public record ContentSketch(
        int version,
        String domainId,
        String volumeId,
        Instant epoch,
        int part,
        int parts,
        int chunkBytes,
        int k,
        long scannedBytes,
        long zeroBytes,
        List<Fingerprint> fingerprints) {
    public static final int VERSION = 1;

    public ContentSketch {
        if (version != VERSION) {
            throw new InvalidFieldException("version", "must be " + VERSION, version);
        }
        Require.text("domainId", domainId);
        Require.text("volumeId", volumeId);
        Require.present("epoch", epoch);
        Require.between("parts", parts, 1, 1_000_000);
        Require.between("part", part, 0, parts - 1L);
        Require.between("chunkBytes", chunkBytes, 512, 1 << 24);
        Require.between("k", k, 0, 32);
        Require.notNegative("scannedBytes", scannedBytes);
        Require.notNegative("zeroBytes", zeroBytes);
        fingerprints = Require.list("fingerprints", Require.present("fingerprints", fingerprints));
    }

    /**
     * One kept chunk hash.
     *
     * @param hash keyed with the domain's secret; tells nothing outside it
     * @param references chunks of this volume with that content
     * @param storedBytes of one such chunk after compression, or of the mapped piece of a chunk that is mapped in part; absent where
     *     nothing else is known than that it holds {@code chunkBytes}
     */
    public record Fingerprint(
            long hash, int references, @Nullable Integer storedBytes) {
        public Fingerprint {
            Require.positive("fingerprints.references", references);
            if (storedBytes != null) {
                Require.notNegative("fingerprints.storedBytes", storedBytes);
            }
        }
    }
}
