package io.ullage.job.rule;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * State: when something was heard of an agent.
 *
 * @param heardMillis when the broker took its last report
 * @param reportMillis what that report says of its time
 * @param sequence its cycle
 * @param cycleMillis from one cycle to the next; absent before two were seen
 * @param ticks cycles of silence that were told since, or hours where a cycle is longer
 */
public record AgentState(
        String agentId,
        Map<String, String> labels,
        long heardMillis,
        long reportMillis,
        long sequence,
        @Nullable Long cycleMillis,
        long ticks) {}
