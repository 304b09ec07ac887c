package io.ullage.job.rule;

import io.ullage.schema.alert.AlertValue;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * State: the alert of one cause.
 *
 * @param startsMillis of the firing, the last one if none is now
 * @param revision of the last message about it
 * @param members by entity, what it fires for; empty where it does not fire
 * @param toldCount how many members the last message spoke of
 * @param toldMillis time of the sample that it was made from
 * @param toldAs severity, labels and silence as they were told, in one text
 */
public record GroupState(
        long startsMillis, long revision, Map<String, Member> members, long toldCount, long toldMillis, String toldAs) {

    /** One entity that a cause reaches. */
    public record Member(
            Map<String, String> labels, @Nullable AlertValue value, boolean lessIsWorse) {}

    public boolean firing() {
        return !members.isEmpty();
    }
}
