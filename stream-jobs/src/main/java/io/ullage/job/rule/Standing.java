package io.ullage.job.rule;

import io.ullage.schema.alert.AlertSeverity;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * State: one rule and one entity.
 *
 * @param version of the rule by which {@code now} was found
 * @param before where it stood before the latest interval, from where a rewritten row of that interval starts again
 * @param told what was said of it and not taken back; absent where it does not fire
 */
public record Standing(
        String version, Moment before, Moment now, @Nullable Told told) {

    /**
     * @param startsMillis of the firing
     * @param atMillis time of the sample that it was told with last
     * @param labels of the alert, as they were when it began
     * @param entityLabels the same of the entity
     */
    public record Told(
            String fingerprint,
            long startsMillis,
            long atMillis,
            AlertSeverity severity,
            Map<String, String> labels,
            Map<String, String> entityLabels,
            Map<String, String> annotations,
            @Nullable String silencedBy) {}

    /** There is nothing that a later sample could need. */
    boolean forgettable() {
        return before.idle() && now.idle() && told == null;
    }
}
