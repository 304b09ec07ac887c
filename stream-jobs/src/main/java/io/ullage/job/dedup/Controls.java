package io.ullage.job.dedup;

/** How far a volume's known size may correct what its sample says. */
final class Controls {
    /**
     * Where sample and size are further apart than chance lets them be, the sample has missed a chunk with very many references, and the
     * correction is taken back. In sigma; on both sides, so that the figures of many volumes do not all err the same way.
     */
    private static final double TRUSTED_SIGMA = 2;

    private static final double DISTRUSTED_SIGMA = 4;

    private final Sampling sampling;

    Controls(Sampling sampling) {
        this.sampling = sampling;
    }

    /** @param domain stands in for a volume that is too small to have a fingerprint */
    Control of(VolumeSums volume, VolumeTotals totals, DomainSums domain) {
        double held = held(totals);
        double deviation = held - volume.references() * sampling.expansion();
        double trust = trust(volume.references(), volume.squares(), held);
        boolean empty = volume.fingerprints() == 0;
        double chunks = empty
                ? ratio(domain.chunks().products(), domain.squares())
                : ratio(volume.chunks().products(), volume.products());
        Double compressed = null;
        if (held == 0) {
            compressed = 0.0;
        } else if (empty ? domain.unsized() == 0 && domain.chunks().sum() > 0 : volume.unsized() == 0) {
            double bytes = empty
                    ? ratio(domain.compressed().products(), domain.squares())
                    : ratio(volume.compressed().products(), volume.products());
            compressed = limited(trust * bytes, volume.compressed().attributed().sum(), deviation);
        }
        return new Control(
                deviation, limited(trust * chunks, volume.chunks().attributed().sum(), deviation), compressed);
    }

    /** The volume in chunks, zero chunks left out. */
    double held(VolumeTotals totals) {
        return (double) totals.dataBytes() / sampling.chunkBytes();
    }

    /**
     * 1 while the sample's references agree with the known number, down to 0 where they do not.
     *
     * @param references in the sample
     * @param squares their sum of squares
     * @param held chunks in the population
     */
    double trust(double references, double squares, double held) {
        if (sampling.k() == 0) {
            return 0;
        }
        double expected = held / sampling.expansion();
        double sigma = Math.sqrt(Math.max(squares, expected) * sampling.unsampledRatio());
        if (sigma == 0) {
            return 0;
        }
        double apart = Math.abs(expected - references) / sigma;
        return Math.max(0, Math.min(1, (DISTRUSTED_SIGMA - apart) / (DISTRUSTED_SIGMA - TRUSTED_SIGMA)));
    }

    /** No correction takes away more than there is. */
    private double limited(double coefficient, double attributed, double deviation) {
        return deviation < 0 ? Math.min(coefficient, attributed * sampling.expansion() / -deviation) : coefficient;
    }

    static double ratio(double dividend, double divisor) {
        return divisor <= 0 ? 0 : dividend / divisor;
    }
}
