package io.ullage.job.dedup;

/**
 * A set's content by who else holds it, counted in chunks or in compressed bytes, beside the set's references.
 *
 * @param exclusive fingerprints to which nothing outside the set refers
 * @param shared fingerprints to which something outside refers too
 */
record SetContent(Moments exclusive, Moments shared) {
    static final SetContent NOTHING = new SetContent(Moments.NOTHING, Moments.NOTHING);

    static SetContent of(double size, long inSet, boolean exclusive) {
        Moments moments = new Moments(size, size * size, size * References.limited(inSet));
        return exclusive ? new SetContent(moments, Moments.NOTHING) : new SetContent(Moments.NOTHING, moments);
    }

    SetContent plus(SetContent other) {
        return new SetContent(exclusive.plus(other.exclusive, 1), shared.plus(other.shared, 1));
    }
}
