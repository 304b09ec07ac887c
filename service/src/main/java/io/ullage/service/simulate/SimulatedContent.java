package io.ullage.service.simulate;

import io.ullage.schema.ledger.LedgerBytes;
import io.ullage.schema.ledger.LedgerClass;
import io.ullage.schema.telemetry.ContentSketch.Fingerprint;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * What a simulated volume holds, in chunks of {@value #CHUNK_BYTES} bytes: most of the template that it was cloned from, some of a library
 * that all volumes draw from, and what is its own, of which some is written anew now and then and some stands there more than once.
 *
 * <p>No chunk is made. Of a stretch of chunks the kept ones lie at random gaps, so that as many are kept as hashing all of them would keep,
 * and at {@code k} = 0 every chunk is.
 */
final class SimulatedContent {
    static final int CHUNK_BYTES = 8 << 10;

    private static final long LIBRARY = 0x6C696272617279L;
    private static final long LIBRARY_CHUNKS = (8L << 30) / CHUNK_BYTES;
    private static final long TEMPLATE_BYTES = 3L << 30;
    private static final long WINDOWS_TEMPLATE_BYTES = 12L << 30;
    private static final int TEMPLATES = 3;
    /** Of what was cloned from a template, so much is still as it was. */
    private static final double TEMPLATE_KEPT = 0.85;
    /** What is not cloned comes from the library up to this share. */
    private static final double MOST_FROM_LIBRARY = 0.3;
    /** Of a volume's own chunks, so many stand there twice. */
    private static final double TWICE = 0.05;
    /** Every own chunk is written anew once in this time; each at a moment of its own. */
    private static final Duration REWRITTEN_WITHIN = Duration.ofDays(400);

    private final boolean systemDisk;
    private final boolean windows;
    private final long seed;

    private SimulatedContent(String volumeId, boolean windows) {
        this.systemDisk = volumeId.endsWith("-disk1");
        this.windows = windows;
        this.seed = mixed(volumeId.hashCode(), 0x766F6CL);
    }

    static SimulatedContent of(VolumeProfile profile) {
        return of(profile.volumeId(), profile.fileSystem().equals("ntfs"));
    }

    static SimulatedContent of(String volumeId, boolean windows) {
        return new SimulatedContent(volumeId, windows);
    }

    /** Chunks that are equal wherever their seed and place are. */
    private interface Chunks {
        void chunk(long stretchSeed, long place);
    }

    /** Mapped bytes, of which {@link #zeroBytes} are zeros: what a scan reads. */
    static long scannedBytes(LedgerBytes ledger) {
        return ledger.of(LedgerClass.LIVE)
                + ledger.of(LedgerClass.DEAD)
                + ledger.of(LedgerClass.STRANDED)
                + ledger.of(LedgerClass.UNSEEN)
                + zeroBytes(ledger);
    }

    static long zeroBytes(LedgerBytes ledger) {
        return ledger.of(LedgerClass.ZEROED);
    }

    /**
     * The chunks that a scan would keep.
     *
     * @param k low bits of a kept hash that are zero
     */
    Iterable<Fingerprint> fingerprints(LedgerBytes ledger, Instant time, int k) {
        Map<Long, Integer> references = new TreeMap<>();
        lay((scannedBytes(ledger) - zeroBytes(ledger)) / CHUNK_BYTES, time, k, (stretchSeed, place) -> {
            long hash = mixed(stretchSeed, place) >>> k << k;
            references.merge(hash, 1, Integer::sum);
        });
        return () -> references.entrySet().stream()
                .map(each -> new Fingerprint(each.getKey(), each.getValue(), null))
                .iterator();
    }

    private void lay(long chunks, Instant time, int k, Chunks out) {
        long cloned = 0;
        if (systemDisk) {
            long template = (windows ? WINDOWS_TEMPLATE_BYTES : TEMPLATE_BYTES) / CHUNK_BYTES;
            long templateSeed = mixed(windows ? 1 : 2, Math.floorMod(seed, TEMPLATES));
            cloned = share(Math.min(template, chunks), TEMPLATE_KEPT);
            kept(templateSeed, Math.min(template, chunks), k, TEMPLATE_KEPT, out);
        }
        double drawn = MOST_FROM_LIBRARY * unit(mixed(seed, 1));
        long fromLibrary = Math.min(share(chunks - cloned, drawn), LIBRARY_CHUNKS);
        kept(LIBRARY, LIBRARY_CHUNKS, k, (double) fromLibrary / LIBRARY_CHUNKS, out);
        long own = chunks - cloned - fromLibrary;
        long twice = share(own, TWICE);
        long once = own - 2 * twice;
        rewritten(mixed(seed, 2), once, time, k, out);
        rewritten(mixed(seed, 3), twice, time, k, out);
        rewritten(mixed(seed, 3), twice, time, k, out);
    }

    /** Of a stretch that others have too, the volume holds the same part each time. */
    private void kept(long stretchSeed, long chunks, int k, double share, Chunks out) {
        keptPlaces(stretchSeed, chunks, k, place -> {
            if (unit(mixed(mixed(seed, stretchSeed), place)) < share) {
                out.chunk(stretchSeed, place);
            }
        });
    }

    /** A chunk that is written anew is another one; that it is kept does not change. */
    private void rewritten(long stretchSeed, long chunks, Instant time, int k, Chunks out) {
        long within = REWRITTEN_WITHIN.toSeconds();
        keptPlaces(stretchSeed, chunks, k, place -> {
            long phase = (long) StrictMath.floor(unit(mixed(stretchSeed, ~place)) * within);
            out.chunk(mixed(stretchSeed, (time.getEpochSecond() + phase) / within), place);
        });
    }

    private interface Places {
        void place(long place);
    }

    /** Gaps between kept chunks are geometric: each chunk is kept with probability 2<sup>-k</sup>, whatever the others are. */
    private static void keptPlaces(long stretchSeed, long chunks, int k, Places out) {
        SplittableRandom gaps = new SplittableRandom(stretchSeed ^ k);
        double none = StrictMath.log1p(-StrictMath.pow(2, -k));
        for (long place = gap(gaps, none); place < chunks; place += 1 + gap(gaps, none)) {
            out.place(place);
        }
    }

    private static long gap(SplittableRandom gaps, double none) {
        return (long) StrictMath.floor(StrictMath.log(1 - gaps.nextDouble()) / none);
    }

    private static long share(long chunks, double share) {
        return (long) StrictMath.floor(chunks * share);
    }

    private static double unit(long bits) {
        return (bits >>> 11) * 0x1.0p-53;
    }

    /** The finalizer of SplitMix64 (Steele, Lea, Flood, OOPSLA 2014) over both. */
    private static long mixed(long one, long other) {
        long bits = one * 0x9E3779B97F4A7C15L + other;
        bits = (bits ^ (bits >>> 30)) * 0xBF58476D1CE4E5B9L;
        bits = (bits ^ (bits >>> 27)) * 0x94D049BB133111EBL;
        return bits ^ (bits >>> 31);
    }
}
