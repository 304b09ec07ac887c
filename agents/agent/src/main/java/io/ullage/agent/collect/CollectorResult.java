package io.ullage.agent.collect;

import java.time.Duration;

/**
 * What one collector did in one cycle.
 *
 * @param skipped not tried, because it failed before and backs off, or still runs since an earlier cycle; {@code outcome} says so
 */
public record CollectorResult(String collector, Outcome outcome, Duration duration, boolean skipped) {}
