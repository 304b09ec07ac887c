package io.ullage.job.dedup;

import org.jspecify.annotations.Nullable;

/** How far a volume's known size may correct what its sample says. */
final class Controls {
    /** From 2 to 4 sigma of references that the sample misses, the correction is taken back: a chunk with very many must have been missed. */
    private static final double TRUSTED_SIGMA = 2;

    private static final double DISTRUSTED_SIGMA = 4;

    private final Sampling sampling;

    Controls(Sampling sampling) {
        this.sampling = sampling;
    }

    Control of(VolumeSums volume, VolumeTotals totals, DomainSums domain) {
        double held = (double) totals.dataBytes() / sampling.chunkBytes();
        double deviation = held - volume.references() * sampling.expansion();
        if (sampling.k() == 0) {
            return new Control(deviation, 0, volume.unsized() == 0 ? 0.0 : null);
        }
        double trust = trust(volume, held);
        boolean empty = volume.fingerprints() == 0;
        double chunks = empty
                ? ratio(domain.chunks().products(), domain.squares())
                : ratio(products(volume.chunks()), volume.products());
        double most = trust * chunks;
        return new Control(
                deviation,
                within(most, deviation, volume.chunks().exclusive().sum(), held),
                compressed(volume, domain, trust, deviation, held));
    }

    private @Nullable Double compressed(
            VolumeSums volume, DomainSums domain, double trust, double deviation, double held) {
        if (held == 0) {
            return 0.0;
        }
        boolean empty = volume.fingerprints() == 0;
        if (empty ? domain.unsized() > 0 || domain.chunks().sum() == 0 : volume.unsized() > 0) {
            return null;
        }
        double bytes = empty
                ? ratio(domain.compressed().products(), domain.squares())
                : ratio(products(volume.compressed()), volume.products());
        return within(trust * bytes, deviation, volume.compressed().exclusive().sum(), held * sampling.chunkBytes());
    }

    /** 1 while the sample's references agree with the volume's size, down to 0 where they are far too few. */
    private double trust(VolumeSums volume, double held) {
        double expected = held / sampling.expansion();
        double missed = expected - volume.references();
        double sigma = Math.sqrt(Math.max(volume.squares(), expected) * sampling.unsampledRatio());
        if (missed <= 0) {
            return 1;
        }
        double trust = (DISTRUSTED_SIGMA - missed / sigma) / (DISTRUSTED_SIGMA - TRUSTED_SIGMA);
        return Math.max(0, Math.min(1, trust));
    }

    /** So that unique bytes, {@code 2^k · exclusive + coefficient · deviation}, lie between nothing and all of the volume. */
    private double within(double coefficient, double deviation, double exclusive, double most) {
        double sampled = exclusive * sampling.expansion();
        if (deviation < 0) {
            double least = Math.max(0, (sampled - most) / -deviation);
            return Math.max(least, Math.min(coefficient, sampled / -deviation));
        }
        return deviation == 0 ? coefficient : Math.min(coefficient, Math.max(0, (most - sampled) / deviation));
    }

    private static double products(ContentSums content) {
        return content.exclusive().products() + content.shared().products();
    }

    private static double ratio(double dividend, double divisor) {
        return divisor <= 0 ? 0 : dividend / divisor;
    }
}
