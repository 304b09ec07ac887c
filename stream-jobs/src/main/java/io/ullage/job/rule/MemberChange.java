package io.ullage.job.rule;

import io.ullage.schema.alert.AlertEnd;
import io.ullage.schema.alert.AlertSeverity;
import io.ullage.schema.alert.AlertValue;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A rule begins, goes on or ends to fire for one entity. All entities of one cause meet under {@code fingerprint}.
 *
 * @param endsMillis absent while it fires
 * @param annotations texts of the rule, not yet filled
 * @param value absent where it is not known any more
 * @param lessIsWorse of two values the lower one is the worse
 */
public record MemberChange(
        String fingerprint,
        String rule,
        AlertSeverity severity,
        Watch watch,
        String entityId,
        long startsMillis,
        @Nullable Long endsMillis,
        @Nullable AlertEnd end,
        long timeMillis,
        Map<String, String> labels,
        Map<String, String> entityLabels,
        Map<String, String> annotations,
        @Nullable AlertValue value,
        boolean lessIsWorse,
        @Nullable String silencedBy) {
    boolean firing() {
        return endsMillis == null;
    }
}
