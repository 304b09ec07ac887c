package io.ullage.job.rule;

import io.ullage.schema.alert.AlertSeverity;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An alert rule.
 *
 * @param version of all that stands here: another one if anything is changed
 * @param when it fires, if this holds for as long as {@code holdFor}
 * @param clear when it resolves; absent: when {@code when} does not hold any more
 * @param holdFor how long {@code when} must hold, by the times of readings
 * @param keepFiring how long {@code clear} must hold
 * @param staleAfter what is not read for longer is gone
 * @param cause labels of the entity that name what is wrong: of all entities that share them one alert fires
 * @param labels put on the alert
 * @param annotations texts for people, {@code summary} among them, with {@code {{value}}}, {@code {{count}}} and labels in braces
 */
public record Rule(
        String name,
        String version,
        Watch watch,
        Condition when,
        @Nullable Condition clear,
        Duration holdFor,
        Duration keepFiring,
        Duration staleAfter,
        AlertSeverity severity,
        Matchers select,
        List<String> cause,
        Map<String, String> labels,
        Map<String, String> annotations) {

    public Rule {
        cause = List.copyOf(cause);
        labels = Map.copyOf(labels);
        annotations = Map.copyOf(annotations);
    }

    boolean watches(Sample sample) {
        return watch == sample.watch() && select.matches(sample.labels());
    }

    Truth fires(Expression.Known known, boolean reported) {
        return when.holds(known, reported);
    }

    Truth clears(Expression.Known known, boolean reported) {
        return clear == null ? when.holds(known, reported).not() : clear.holds(known, reported);
    }
}
