package io.ullage.agent.collect;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A source that several collectors need, read once per cycle by the first that asks; the others get the same answer, or the same
 * failure. Who waits for a reader that hangs gives up after a while.
 */
public final class PerCycle<T> {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** How the source is read. */
    @FunctionalInterface
    public interface Source<T> {
        /** Reads it; {@code cycle} is there to ask other sources of the same cycle. */
        T read(Cycle cycle) throws IOException, InterruptedException;
    }

    private final String name;
    private final Source<T> source;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Cycle last;
    private @Nullable T value;
    private @Nullable IOException failure;

    public PerCycle(String name, Source<T> source) {
        this.name = name;
        this.source = source;
    }

    public T get(Cycle cycle) throws IOException, InterruptedException {
        if (!lock.tryLock(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new IOException(name + ": another collector still waits for it");
        }
        try {
            if (!cycle.equals(last)) {
                read(cycle);
            }
            T answer = value;
            if (answer == null) {
                throw new IOException(
                        failure == null ? name + ": was interrupted" : name + ": " + failure.getMessage(), failure);
            }
            return answer;
        } finally {
            lock.unlock();
        }
    }

    private void read(Cycle cycle) throws InterruptedException {
        last = cycle;
        value = null;
        failure = null;
        try {
            value = source.read(cycle);
        } catch (IOException e) {
            failure = e;
        }
    }
}
