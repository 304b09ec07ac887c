package io.ullage.job.rule;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Holds alerts back from delivery: they are told with the comment of the silence.
 *
 * @param match labels of the alert
 * @param from by the times of readings; absent: always
 * @param until absent: for ever
 */
public record Silence(
        Matchers match, @Nullable Instant from, @Nullable Instant until, String comment) {
    boolean holds(Map<String, String> alertLabels, long timeMillis) {
        return (from == null || from.toEpochMilli() <= timeMillis)
                && (until == null || timeMillis < until.toEpochMilli())
                && match.matches(alertLabels);
    }
}
