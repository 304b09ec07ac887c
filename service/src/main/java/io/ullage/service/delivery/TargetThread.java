package io.ullage.service.delivery;

import java.time.Duration;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One target's thread. When the broker fails it, it begins again from the progress that is kept there. */
final class TargetThread implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TargetThread.class);
    private static final Duration PAUSE = Duration.ofSeconds(2);
    /** A request that was sent may take half a minute, and so may the note of it. */
    private static final Duration END = Duration.ofSeconds(65);

    private final Stop stop = new Stop();
    private final Thread thread;

    private TargetThread(Target target, Supplier<AlertLog> log, Work work) {
        thread = new Thread(() -> run(target, log, work), "delivery-" + target.name());
        thread.setDaemon(true);
    }

    static TargetThread start(Target target, Supplier<AlertLog> log, Work work) {
        TargetThread started = new TargetThread(target, log, work);
        started.thread.start();
        return started;
    }

    private void run(Target target, Supplier<AlertLog> log, Work work) {
        try {
            do {
                try (AlertLog opened = log.get()) {
                    work.run(opened, stop);
                } catch (org.apache.kafka.common.errors.InterruptException e) {
                    Thread.currentThread().interrupt();
                    return;
                } catch (KafkaException e) {
                    LOG.warn("{}: the alerts cannot be read, and are tried again: {}", target.name(), e.toString());
                } catch (RuntimeException e) {
                    LOG.error("{}: delivery failed, and begins again", target.name(), e);
                }
            } while (!stop.within(PAUSE));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void askToStop() {
        stop.ask();
    }

    @Override
    public void close() {
        askToStop();
        try {
            thread.join(END.toMillis());
            if (thread.isAlive()) {
                LOG.warn("{} did not end within {}", thread.getName(), END);
                thread.interrupt();
            }
        } catch (InterruptedException e) {
            thread.interrupt();
            Thread.currentThread().interrupt();
        }
    }
}
