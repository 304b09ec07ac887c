package io.ullage.job.dedup;

/**
 * One volume of a set.
 *
 * @param volume within the domain
 * @param products {@code Σ r·R}, {@code R} being the references from the set
 * @param chunks the volume's share of what the set alone holds, in chunks, beside the references to the whole of it
 * @param compressed the same in compressed bytes
 */
record MemberSums(VolumeSums volume, double products, Moments chunks, Moments compressed) {
    static final MemberSums NOTHING = new MemberSums(VolumeSums.NOTHING, 0, Moments.NOTHING, Moments.NOTHING);

    /** A volume as the only one of its set. */
    static MemberSums alone(VolumeSums volume) {
        return new MemberSums(
                volume,
                volume.squares(),
                volume.chunks().exclusive(),
                volume.compressed().exclusive());
    }

    MemberSums plus(MemberSums other) {
        return new MemberSums(
                volume.plus(other.volume),
                products + other.products,
                chunks.plus(other.chunks, 1),
                compressed.plus(other.compressed, 1));
    }
}
