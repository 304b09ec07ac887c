package io.ullage.job.dedup;

import io.ullage.schema.InvalidFieldException;
import io.ullage.schema.Require;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All that the estimates need of the fingerprints to which a set of volumes refers. Adds up over shards of the hash space.
 *
 * @param references {@code Σ r}: chunks of the set with a sampled fingerprint
 * @param squares {@code Σ r²}
 * @param chunks content in chunks
 * @param compressed content in bytes after compression
 * @param unsized fingerprints whose size after compression nobody told
 */
public record SetSums(double references, double squares, SetContent chunks, SetContent compressed, long unsized) {
    public static final SetSums NOTHING = new SetSums(0, 0, SetContent.NOTHING, SetContent.NOTHING, 0);

    /**
     * One fingerprint to which the set refers.
     *
     * @param inSet references from the set
     * @param inDomain all references; {@code inSet} if nothing outside refers to it
     * @param predictedChunks over the set's volumes, the sum of {@link Control#chunks()} times references
     * @param predictedBytes over the set's volumes, the sum of {@link Control#compressed()} times references, 0 where that is absent
     * @param storedBytes of one such chunk after compression, where known
     */
    public static SetSums of(
            long inSet, long inDomain, double predictedChunks, double predictedBytes, @Nullable Integer storedBytes) {
        Require.positive("inSet", inSet);
        if (inDomain < inSet) {
            throw new InvalidFieldException("inDomain", "must not be less than inSet " + inSet, inDomain);
        }
        double limited = References.limited(inSet);
        boolean exclusive = inSet == inDomain;
        return new SetSums(
                inSet,
                limited * limited,
                SetContent.of(1, limited, exclusive, predictedChunks),
                storedBytes == null
                        ? SetContent.NOTHING
                        : SetContent.of(storedBytes, limited, exclusive, predictedBytes),
                storedBytes == null ? 1 : 0);
    }

    /**
     * One fingerprint of the domain; nothing if the set does not refer to it.
     *
     * @param set the set's volumes with what the domain's estimate says of them
     */
    public static SetSums of(
            Map<String, Integer> references, @Nullable Integer storedBytes, Map<String, VolumeDedup> set) {
        long inSet = 0;
        long inDomain = 0;
        double predictedChunks = 0;
        double predictedBytes = 0;
        for (Map.Entry<String, Integer> reference : references.entrySet()) {
            int count = reference.getValue();
            inDomain += count;
            VolumeDedup member = set.get(reference.getKey());
            if (member != null) {
                Double coefficient = member.control().compressed();
                inSet += count;
                predictedChunks += member.control().chunks() * count;
                predictedBytes += coefficient == null ? 0 : coefficient * count;
            }
        }
        return inSet == 0 ? NOTHING : of(inSet, inDomain, predictedChunks, predictedBytes, storedBytes);
    }

    static SetSums of(VolumeSums volume, Control control) {
        Double compressed = control.compressed();
        return new SetSums(
                volume.references(),
                volume.squares(),
                SetContent.of(volume.chunks(), volume, control.chunks()),
                compressed == null ? SetContent.NOTHING : SetContent.of(volume.compressed(), volume, compressed),
                volume.unsized());
    }

    public SetSums plus(SetSums other) {
        return new SetSums(
                references + other.references,
                squares + other.squares,
                chunks.plus(other.chunks),
                compressed.plus(other.compressed),
                unsized + other.unsized);
    }
}
