package io.ullage.agent.collect;

import java.io.IOException;

/**
 * One source of readings. An implementation is one file about one source; schedule, time-out, back-off and metrics are the
 * {@link CollectorRunner}'s.
 */
public interface Collector {
    /** Stable name, in the metrics and as {@link io.ullage.schema.telemetry.Reading#source() source} of what it reads. */
    String name();

    /**
     * Reads the source once. May be interrupted when it takes too long.
     *
     * @throws IOException if the source could not be read: the runner turns it into {@link Outcome.Failed}
     */
    Outcome collect(Cycle cycle) throws IOException, InterruptedException;
}
