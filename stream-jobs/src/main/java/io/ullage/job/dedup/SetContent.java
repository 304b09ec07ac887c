package io.ullage.job.dedup;

/**
 * A set's content by who else holds it, counted in chunks or in compressed bytes; {@code m} is the sum over the set's volumes of
 * coefficient times references, {@code r} the references from the set.
 *
 * @param exclusive fingerprints to which nothing outside the set refers, beside {@code r}
 * @param shared fingerprints to which something outside refers too, beside {@code r}
 * @param exclusivePredicted {@code Σ y·m} over the exclusive ones
 * @param sharedPredicted {@code Σ y·m} over the shared ones
 * @param predicted {@code Σ m}
 * @param predictedSquares {@code Σ m²}
 * @param predictedProducts {@code Σ m·r}
 */
public record SetContent(
        Moments exclusive,
        Moments shared,
        double exclusivePredicted,
        double sharedPredicted,
        double predicted,
        double predictedSquares,
        double predictedProducts) {
    static final SetContent NOTHING = new SetContent(Moments.NOTHING, Moments.NOTHING, 0, 0, 0, 0, 0);

    static SetContent of(double size, double references, boolean exclusive, double predicted) {
        Moments moments = new Moments(size, size * size, size * references);
        return new SetContent(
                exclusive ? moments : Moments.NOTHING,
                exclusive ? Moments.NOTHING : moments,
                exclusive ? size * predicted : 0,
                exclusive ? 0 : size * predicted,
                predicted,
                predicted * predicted,
                predicted * references);
    }

    /** A volume as a set of one: {@code m} is everywhere {@code coefficient · r}. */
    static SetContent of(ContentSums content, VolumeSums volume, double coefficient) {
        return new SetContent(
                content.exclusive(),
                content.shared(),
                coefficient * content.exclusive().products(),
                coefficient * content.shared().products(),
                coefficient * volume.references(),
                coefficient * coefficient * volume.squares(),
                coefficient * volume.squares());
    }

    SetContent plus(SetContent other) {
        return new SetContent(
                exclusive.plus(other.exclusive, 1),
                shared.plus(other.shared, 1),
                exclusivePredicted + other.exclusivePredicted,
                sharedPredicted + other.sharedPredicted,
                predicted + other.predicted,
                predictedSquares + other.predictedSquares,
                predictedProducts + other.predictedProducts);
    }
}
