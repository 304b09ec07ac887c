package io.ullage.job.dedup;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The sums over the fingerprints to which a set of volumes refers, or over a shard of them. Adding and merging commute. Not safe for
 * concurrent use.
 */
public final class SetSums {
    private final Set<String> volumeIds;
    private final Map<String, MemberSums> members = new HashMap<>();
    private double references;
    private double squares;
    private SetContent chunks = SetContent.NOTHING;
    private SetContent compressed = SetContent.NOTHING;
    private long unsized;

    /** @param volumeIds the set; volumes that have no fingerprint belong to it too */
    public SetSums(Set<String> volumeIds) {
        this.volumeIds = Set.copyOf(volumeIds);
    }

    /** A volume as a set of one. */
    static SetSums alone(String volumeId, VolumeSums volume) {
        SetSums sums = new SetSums(Set.of(volumeId));
        sums.members.put(volumeId, MemberSums.alone(volume));
        sums.references = volume.references();
        sums.squares = volume.squares();
        sums.chunks =
                new SetContent(volume.chunks().exclusive(), volume.chunks().shared());
        sums.compressed = new SetContent(
                volume.compressed().exclusive(), volume.compressed().shared());
        sums.unsized = volume.unsized();
        return sums;
    }

    /**
     * One sampled fingerprint; it counts for nothing where no volume of the set refers to it.
     *
     * @param references chunks with that content by volume, of all volumes of the domain
     * @param storedBytes of one such chunk after compression, where known
     */
    public void add(Map<String, Integer> references, @Nullable Integer storedBytes) {
        long inSet = 0;
        long inDomain = 0;
        for (Map.Entry<String, Integer> reference : references.entrySet()) {
            inDomain += reference.getValue();
            inSet += volumeIds.contains(reference.getKey()) ? reference.getValue() : 0;
        }
        if (inSet == 0) {
            return;
        }
        boolean exclusive = inSet == inDomain;
        double limited = References.limited(inSet);
        this.references += inSet;
        squares += limited * limited;
        chunks = chunks.plus(SetContent.of(1, inSet, exclusive));
        if (storedBytes == null) {
            unsized++;
        } else {
            compressed = compressed.plus(SetContent.of(storedBytes, inSet, exclusive));
        }
        for (Map.Entry<String, Integer> reference : references.entrySet()) {
            if (volumeIds.contains(reference.getKey())) {
                VolumeSums volume = VolumeSums.of(reference.getValue(), inDomain, storedBytes);
                MemberSums member = new MemberSums(
                        volume,
                        References.limited(reference.getValue()) * limited,
                        exclusive ? volume.chunks().attributedOfWhole() : Moments.NOTHING,
                        exclusive ? volume.compressed().attributedOfWhole() : Moments.NOTHING);
                members.merge(reference.getKey(), member, MemberSums::plus);
            }
        }
    }

    public void merge(SetSums other) {
        references += other.references;
        squares += other.squares;
        chunks = chunks.plus(other.chunks);
        compressed = compressed.plus(other.compressed);
        unsized += other.unsized;
        Map.copyOf(other.members).forEach((volumeId, member) -> members.merge(volumeId, member, MemberSums::plus));
    }

    public Set<String> volumeIds() {
        return volumeIds;
    }

    MemberSums member(String volumeId) {
        return members.getOrDefault(volumeId, MemberSums.NOTHING);
    }

    double references() {
        return references;
    }

    double squares() {
        return squares;
    }

    SetContent chunks() {
        return chunks;
    }

    SetContent compressed() {
        return compressed;
    }

    long unsized() {
        return unsized;
    }
}
