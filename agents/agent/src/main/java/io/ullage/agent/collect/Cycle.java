package io.ullage.agent.collect;

import java.time.Instant;

/**
 * One round over all collectors.
 *
 * @param time of everything read in it
 * @param progress told of long work
 */
public record Cycle(Instant time, Progress progress) {
    public static Cycle at(Instant time) {
        return new Cycle(time, Progress.SILENT);
    }
}
