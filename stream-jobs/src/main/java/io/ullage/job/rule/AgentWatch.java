package io.ullage.job.rule;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes samples of an agent's silence. Silence is counted from when the broker took a report, so that a spool which is sent late is no
 * telemetry meanwhile, and a topic that is read again tells the same.
 *
 * <p>A sample is made of each report, with no silence, and of each cycle without one: after a hundred of them of fewer and fewer.
 */
public final class AgentWatch {
    /** An agent that is silent for longer is gone: it was taken away, or its host was. */
    static final Duration GONE_AFTER = Duration.ofDays(7);

    private static final long SHORTEST_CYCLE_MILLIS = 1_000;
    private static final long UNKNOWN_CYCLE_MILLIS = 60_000;
    private static final long LONGEST_TICK_MILLIS = 3_600_000;
    private static final int EVERY_TICK = 100;

    private AgentWatch() {}

    /** @param samples in the order of their times */
    public record Outcome(AgentState state, List<Sample> samples) {}

    /**
     * A report was taken by the broker.
     *
     * @param state absent for an agent that was never heard of
     * @param sequence of the agent's cycle
     */
    public static Outcome heard(
            @Nullable AgentState state,
            String agentId,
            Map<String, String> labels,
            long receivedMillis,
            long reportMillis,
            long sequence) {
        if (state != null && receivedMillis <= state.heardMillis()) {
            return new Outcome(state, List.of());
        }
        List<Sample> samples = new ArrayList<>();
        if (state != null) {
            samples.addAll(silentUntil(state, receivedMillis - 1).samples());
        }
        boolean next = state != null && sequence > state.sequence() && reportMillis > state.reportMillis();
        Long cycle = state == null ? null : state.cycleMillis();
        if (next) {
            cycle = Math.max(
                    SHORTEST_CYCLE_MILLIS, (reportMillis - state.reportMillis()) / (sequence - state.sequence()));
        }
        boolean older = state != null && reportMillis < state.reportMillis();
        AgentState after = new AgentState(
                agentId,
                labels,
                receivedMillis,
                older ? state.reportMillis() : reportMillis,
                older ? state.sequence() : sequence,
                cycle,
                0);
        samples.add(sample(after, 0, 1));
        return new Outcome(after, samples);
    }

    /** The clock went on and nothing was heard. */
    public static Outcome silentUntil(AgentState state, long nowMillis) {
        List<Sample> samples = new ArrayList<>();
        long ticks = state.ticks();
        long last = Math.min(nowMillis, state.heardMillis() + GONE_AFTER.toMillis());
        while (state.heardMillis() + after(state, ticks) * tick(state) <= last) {
            ticks = after(state, ticks);
            samples.add(sample(state, ticks, 0));
        }
        AgentState told = new AgentState(
                state.agentId(),
                state.labels(),
                state.heardMillis(),
                state.reportMillis(),
                state.sequence(),
                state.cycleMillis(),
                ticks);
        return new Outcome(told, samples);
    }

    /** When {@link #silentUntil} has something to tell next. */
    public static long dueMillis(AgentState state) {
        return state.heardMillis() + after(state, state.ticks()) * tick(state);
    }

    /** Nothing will be told of it any more. */
    public static boolean gone(AgentState state, long nowMillis) {
        return nowMillis > state.heardMillis() + GONE_AFTER.toMillis();
    }

    /** Fewer and fewer, and yet no further apart than an hour: rules take longer silence between samples for a gap. */
    private static long after(AgentState state, long ticks) {
        long hour = Math.max(1, LONGEST_TICK_MILLIS / tick(state));
        return ticks < EVERY_TICK ? ticks + 1 : ticks + Math.min(ticks / 20, hour);
    }

    private static long tick(AgentState state) {
        return Math.min(cycle(state), LONGEST_TICK_MILLIS);
    }

    private static long cycle(AgentState state) {
        return state.cycleMillis() == null ? UNKNOWN_CYCLE_MILLIS : state.cycleMillis();
    }

    private static Sample sample(AgentState state, long ticks, long revision) {
        long silentMillis = ticks * tick(state);
        Map<String, Double> measures = new HashMap<>();
        measures.put("silentSeconds", silentMillis / 1000.0);
        if (state.cycleMillis() != null) {
            measures.put("silentIntervals", (double) (silentMillis / state.cycleMillis()));
            measures.put("cycleSeconds", state.cycleMillis() / 1000.0);
        }
        return Sample.of(
                Watch.AGENT, state.agentId(), state.heardMillis() + silentMillis, revision, state.labels(), measures);
    }
}
