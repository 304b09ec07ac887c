package io.ullage.job.sketch;

import java.io.Serializable;
import java.time.Duration;

/**
 * @param interval length of an interval of event time; of its rows the newest stands
 * @param publishEvery figures of a domain are written no more often than this
 * @param rewriteAfter after this much event time an epoch's fingerprints are all written again, not only what changed: rows that are older
 *     than the store keeps them are then not needed any more
 * @param forgetAfter a volume that nobody sketched for so long is taken out
 */
public record DedupSettings(Duration interval, Duration publishEvery, Duration rewriteAfter, Duration forgetAfter)
        implements Serializable {
    /** The store keeps fingerprints for 120 days. */
    private static final Duration MOST = Duration.ofDays(110);

    public static final DedupSettings DEFAULTS =
            new DedupSettings(Duration.ofHours(1), Duration.ofMinutes(1), Duration.ofDays(14), Duration.ofDays(35));

    public DedupSettings {
        positive("interval", interval);
        positive("publishEvery", publishEvery);
        positive("rewriteAfter", rewriteAfter);
        positive("forgetAfter", forgetAfter);
        if (rewriteAfter.plus(forgetAfter).compareTo(MOST) > 0) {
            throw new IllegalArgumentException("rewriteAfter and forgetAfter: must be at most " + MOST.toDays()
                    + " days together, the store keeps no fingerprint longer, were " + rewriteAfter + " and "
                    + forgetAfter);
        }
    }

    private static void positive(String field, Duration value) {
        if (value.toMillis() <= 0) {
            throw new IllegalArgumentException(field + ": must be positive, was " + value);
        }
    }
}
