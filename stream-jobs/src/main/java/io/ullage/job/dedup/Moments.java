package io.ullage.job.dedup;

/**
 * Sums over sampled fingerprints of a quantity {@code y} beside the references {@code r} to each. The terms are multiples of a power of
 * two, so that the sums are exact, whatever the order, as long as they need no more than 53 bits.
 *
 * @param sum {@code Σ y}
 * @param squares {@code Σ y²}
 * @param products {@code Σ y·r}
 */
public record Moments(double sum, double squares, double products) {
    static final Moments NOTHING = new Moments(0, 0, 0);

    Moments plus(Moments other, int sign) {
        return new Moments(sum + sign * other.sum, squares + sign * other.squares, products + sign * other.products);
    }
}
