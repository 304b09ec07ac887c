package io.ullage.service.recommend;

import io.ullage.service.recommend.rule.Action;
import io.ullage.service.recommend.rule.Thresholds;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/**
 * How to recommend.
 *
 * @param rules that may propose something
 * @param interval from one run on the node to the next
 */
public record RecommendSettings(Set<Action> rules, Duration interval, Thresholds thresholds) {
    public static final RecommendSettings STANDARD =
            new RecommendSettings(EnumSet.allOf(Action.class), Duration.ofHours(1), Thresholds.STANDARD);

    public RecommendSettings {
        rules = Set.copyOf(rules);
    }
}
