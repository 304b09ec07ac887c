package io.ullage.agent.collect;

import java.time.Instant;

/** One round over all collectors. Two cycles are never equal, even at one time. */
public final class Cycle {
    private final Instant time;
    private final Progress progress;

    /**
     * A new cycle.
     *
     * @param time of everything read in it
     * @param progress told of long work
     */
    public Cycle(Instant time, Progress progress) {
        this.time = time;
        this.progress = progress;
    }

    /** A cycle whose progress nobody watches. */
    public static Cycle at(Instant time) {
        return new Cycle(time, Progress.SILENT);
    }

    public Instant time() {
        return time;
    }

    public Progress progress() {
        return progress;
    }
}
