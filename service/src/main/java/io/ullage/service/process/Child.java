package io.ullage.service.process;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** One run of a process that the node needs, as its {@link Supervisor} sees it. */
public interface Child extends AutoCloseable {
    long pid();

    boolean isAlive();

    /** Completes with the exit code when the process has ended. */
    CompletableFuture<Integer> exit();

    /**
     * Waits until the process serves.
     *
     * @return what it tells, such as the ports it listens on
     * @throws ChildFailedException when it died or the time is over
     */
    Map<String, String> awaitReady(Duration within) throws IOException, InterruptedException;

    /** Asks the process to stop in order; ends it by force after {@code grace}. Returns when it is gone. */
    void stop(Duration grace) throws InterruptedException;

    /** Ends the process at once if it still runs. */
    @Override
    void close();
}
