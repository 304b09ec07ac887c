package io.ullage.agent.collect;

import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;

/**
 * Cycle times: multiples of the interval since the epoch, shifted by a share of it that belongs to the agent, so that a fleet with one
 * configuration does not report in the same second, and by a jitter that is new every time.
 */
public final class Schedule {
    private final Duration interval;
    private final Duration jitter;
    private final long shiftMillis;
    private final RandomGenerator random;

    /**
     * @param agentId decides the agent's fixed share
     * @param jitter most that is added; less than the interval
     */
    public Schedule(Duration interval, Duration jitter, String agentId, RandomGenerator random) {
        this.interval = interval;
        this.jitter = jitter;
        this.shiftMillis = Math.floorMod(scattered(agentId), interval.toMillis());
        this.random = random;
    }

    /** The first cycle after {@code now}. */
    public Instant after(Instant now) {
        long period = interval.toMillis();
        long past = Math.floorMod(now.toEpochMilli() - shiftMillis, period);
        long slot = now.toEpochMilli() - past + period;
        long extra = jitter.isZero() ? 0 : random.nextLong(jitter.toMillis() + 1);
        return Instant.ofEpochMilli(slot + extra);
    }

    /** String.hashCode of ids that differ in one character differs little; this spreads it (the finisher of SplitMix64). */
    private static long scattered(String agentId) {
        long z = agentId.hashCode() + 0x9e3779b97f4a7c15L;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
