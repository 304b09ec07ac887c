package io.ullage.job.dedup;

import io.ullage.schema.ledger.Estimate;
import io.ullage.schema.ledger.Method;

/**
 * A total {@code Σ y} over a population, from the sample's sum of {@code y} and a prediction {@code m} of which the total is known.
 *
 * @param sum {@code Σ y} over the sample
 * @param squares {@code Σ y²}
 * @param predicted {@code Σ m}
 * @param predictedSquares {@code Σ m²}, or more
 * @param products {@code Σ y·m}
 * @param adjustment the population's total of {@code m}, less the sample's {@code Σ m} times the expansion
 * @param unitBytes what 1 of {@code y} is in bytes
 * @param largest the largest value that one {@code y} is taken to have where none was sampled
 */
record Prediction(
        double sum,
        double squares,
        double predicted,
        double predictedSquares,
        double products,
        double adjustment,
        double unitBytes,
        double largest) {

    double bestBytes(Sampling sampling) {
        return (sum * sampling.expansion() + adjustment) * unitBytes;
    }

    /**
     * The low bound rests on the sample alone. A chunk with very many references, which the sample misses, makes the prediction too large and
     * never too small: so it has its say in the high bound only.
     *
     * @param best within 0 and {@code most}
     */
    Estimate around(long best, long most, Sampling sampling) {
        if (sampling.k() == 0) {
            return Estimate.exact(best);
        }
        double unsampled = sampling.unsampledRatio();
        double expanded = sampling.expansion() * unitBytes;
        double low = Math.max((sum - PoissonBounds.below(sum, squares, unsampled)) * expanded, sum * unitBytes);
        double high = bestBytes(sampling) + widthAbove(unsampled) * expanded;
        long lowBytes = Math.min(best, Math.round(low));
        long highBytes = Math.max(best, Math.min(most, Math.round(high)));
        return new Estimate(lowBytes, best, highBytes, Method.SAMPLED);
    }

    /** Both parts of the figure vary, and together: MOVER (Zou, Donner, Statistics in Medicine 27, 2008) with their correlation. */
    private double widthAbove(double unsampled) {
        double own = PoissonBounds.above(sum, squares, largest, unsampled);
        if (predicted <= 0) {
            return own;
        }
        double other = PoissonBounds.below(predicted, predictedSquares, unsampled);
        double correlation = squares <= 0 ? 0 : Math.min(1, products / Math.sqrt(squares * predictedSquares));
        return Math.sqrt(Math.max(0, own * own + other * other - 2 * correlation * own * other));
    }
}
