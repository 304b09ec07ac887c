package io.ullage.service.process;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one child running: when it dies it is started again, after a pause that doubles while it keeps dying.
 *
 * <p>The pause starts at {@value #FIRST_PAUSE_MILLIS} ms and ends at {@value #LONGEST_PAUSE_MILLIS} ms; a child that stayed up for
 * {@value #STABLE_MILLIS} ms starts anew from the first.
 */
public final class Supervisor implements AutoCloseable {
    static final long FIRST_PAUSE_MILLIS = 250;
    static final long LONGEST_PAUSE_MILLIS = 30_000;
    static final long STABLE_MILLIS = 60_000;

    /** Where a supervised child stands. */
    public enum State {
        STARTING,
        READY,
        RESTARTING,
        STOPPED
    }

    /** Starts the process once more, on the same ports and the same files. */
    @FunctionalInterface
    public interface Starter {
        Child start() throws IOException;
    }

    private static final Logger LOG = LoggerFactory.getLogger(Supervisor.class);

    private final String name;
    private final Starter starter;
    private final Duration readyWithin;
    private final Duration stopWithin;
    private final Object lock = new Object();

    private @Nullable Child child;
    private @Nullable Thread watcher;
    private State state = State.STOPPED;
    private int restarts;

    /**
     * @param readyWithin how long one start may take
     * @param stopWithin how long an ordered stop may take before the child is terminated
     */
    public Supervisor(String name, Starter starter, Duration readyWithin, Duration stopWithin) {
        this.name = name;
        this.starter = starter;
        this.readyWithin = readyWithin;
        this.stopWithin = stopWithin;
    }

    public Supervisor(ChildSpec spec, Duration readyWithin, Duration stopWithin) {
        this(spec.name(), () -> ChildJvm.start(spec), readyWithin, stopWithin);
    }

    /**
     * Starts the child and waits until it is ready. A child that cannot start the first time is not tried again.
     *
     * @return what the child said when it was ready
     * @throws ChildFailedException when it dies or is late
     */
    public Map<String, String> start() throws IOException, InterruptedException {
        Child first;
        synchronized (lock) {
            if (watcher != null) {
                throw new IllegalStateException(name + " is already supervised");
            }
            state = State.STARTING;
            first = starter.start();
            child = first;
        }
        Map<String, String> facts;
        try {
            facts = awaitReady(first);
        } catch (IOException failure) {
            synchronized (lock) {
                state = State.STOPPED;
            }
            throw failure;
        }
        synchronized (lock) {
            if (state == State.STOPPED) {
                return facts;
            }
            state = State.READY;
            Thread thread = new Thread(this::watch, "supervisor-" + name);
            thread.setDaemon(true);
            watcher = thread;
            thread.start();
        }
        return facts;
    }

    /** Stops the child in order and starts it no more. */
    public void stop() throws InterruptedException {
        Child last;
        Thread thread;
        synchronized (lock) {
            state = State.STOPPED;
            last = child;
            thread = watcher;
            lock.notifyAll();
        }
        if (last != null) {
            last.stop(stopWithin);
        }
        if (thread != null) {
            thread.join(stopWithin.toMillis());
        }
    }

    @Override
    public void close() {
        try {
            stop();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    public String name() {
        return name;
    }

    public State state() {
        synchronized (lock) {
            return state;
        }
    }

    /** How often the child had to be started again. */
    public int restarts() {
        synchronized (lock) {
            return restarts;
        }
    }

    /** Of the child that runs now; absent while none does. */
    public OptionalLong pid() {
        synchronized (lock) {
            return child != null && child.isAlive() ? OptionalLong.of(child.pid()) : OptionalLong.empty();
        }
    }

    private Map<String, String> awaitReady(Child started) throws IOException, InterruptedException {
        boolean ready = false;
        try {
            Map<String, String> facts = started.awaitReady(readyWithin);
            ready = true;
            return facts;
        } finally {
            if (!ready) {
                started.close();
            }
        }
    }

    private void watch() {
        long pauseMillis = FIRST_PAUSE_MILLIS;
        long upSince = System.nanoTime();
        Child watched = current();
        try {
            while (true) {
                int exitCode = watched.exit().join();
                if (TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - upSince) > STABLE_MILLIS) {
                    pauseMillis = FIRST_PAUSE_MILLIS;
                }
                if (!pause(pauseMillis, exitCode)) {
                    return;
                }
                pauseMillis = Math.min(pauseMillis * 2, LONGEST_PAUSE_MILLIS);
                upSince = System.nanoTime();
                watched = startAgain(watched);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns false when the child is not to be started again. */
    private boolean pause(long pauseMillis, int exitCode) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(pauseMillis);
        synchronized (lock) {
            if (state == State.STOPPED) {
                return false;
            }
            state = State.RESTARTING;
            LOG.warn("{} ended with exit code {}; starting it again in {} ms", name, exitCode, pauseMillis);
            for (long left = pauseMillis;
                    left > 0 && state != State.STOPPED;
                    left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime())) {
                lock.wait(left);
            }
            return state != State.STOPPED;
        }
    }

    /** Returns the new child, ready, or the one that did not come up, dead: the watcher then tries once more. */
    private Child startAgain(Child before) throws InterruptedException {
        Child next;
        synchronized (lock) {
            if (state == State.STOPPED) {
                return before;
            }
            restarts++;
            try {
                next = starter.start();
            } catch (IOException failure) {
                LOG.error("{} cannot be started", name, failure);
                return before;
            }
            child = next;
        }
        try {
            awaitReady(next);
            LOG.info("{} is back, pid {}", name, next.pid());
            synchronized (lock) {
                state = state == State.STOPPED ? State.STOPPED : State.READY;
            }
        } catch (IOException failure) {
            LOG.error("{} did not come back: {}", name, failure.getMessage());
        }
        return next;
    }

    private Child current() {
        synchronized (lock) {
            if (child == null) {
                throw new IllegalStateException(name + " was never started");
            }
            return child;
        }
    }
}
