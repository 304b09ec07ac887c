package io.ullage.agent.content;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * A token bucket: on average no more than its rate is taken, at once no more than a quarter of a second's worth beyond it. Who takes more
 * than there is waits afterwards for as long as that takes to fill up again. For one thread.
 */
final class Throttle {
    private static final double BURST_SECONDS = 0.25;
    private static final double NANOS = 1e9;

    /** Waits; {@link TimeUnit#NANOSECONDS} outside of tests. */
    @FunctionalInterface
    interface Sleeper {
        void sleep(long nanos) throws InterruptedException;
    }

    private final double bytesPerNano;
    private final double mostBytes;
    private final LongSupplier nanoTime;
    private final Sleeper sleeper;
    private double bytes;
    private long last;

    Throttle(long bytesPerSecond) {
        this(bytesPerSecond, System::nanoTime, TimeUnit.NANOSECONDS::sleep);
    }

    /** @param nanoTime as {@link System#nanoTime} */
    Throttle(long bytesPerSecond, LongSupplier nanoTime, Sleeper sleeper) {
        this.bytesPerNano = bytesPerSecond / NANOS;
        this.mostBytes = bytesPerSecond * BURST_SECONDS;
        this.nanoTime = nanoTime;
        this.sleeper = sleeper;
        this.last = nanoTime.getAsLong();
    }

    void take(long wanted) throws InterruptedException {
        fill();
        bytes -= wanted;
        while (bytes < 0) {
            sleeper.sleep((long) Math.ceil(-bytes / bytesPerNano));
            fill();
        }
    }

    private void fill() {
        long now = nanoTime.getAsLong();
        bytes = Math.min(mostBytes, bytes + (now - last) * bytesPerNano);
        last = now;
    }
}
