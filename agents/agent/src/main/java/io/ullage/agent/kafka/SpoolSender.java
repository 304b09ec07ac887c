package io.ullage.agent.kafka;

import io.ullage.agent.kafka.Transport.Delivery;
import io.ullage.agent.spool.Spool;
import io.ullage.agent.spool.SpoolRecord;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Empties the spool into a transport, on a thread of its own, for as long as it runs; waits longer and longer while nothing arrives. */
public final class SpoolSender implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(SpoolSender.class);
    private static final int BATCH_RECORDS = 200;
    private static final long BATCH_BYTES = 4L << 20;
    private static final Duration IDLE = Duration.ofSeconds(1);
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(5);

    private final Spool spool;
    private final Transport transport;
    private final Observer observer;
    private final Duration firstPause;
    private final Duration longestPause;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;
    private String lastProblem = "";

    /** Told of what was sent; from the sender's thread. */
    public interface Observer {
        void delivered(int records, int refused);

        void failed();
    }

    /** Starts at once. Closes the transport at the end, not the spool. */
    public SpoolSender(Spool spool, Transport transport, Observer observer) {
        this(spool, transport, observer, Duration.ofSeconds(1), Duration.ofSeconds(30));
    }

    SpoolSender(Spool spool, Transport transport, Observer observer, Duration firstPause, Duration longestPause) {
        this.spool = spool;
        this.transport = transport;
        this.observer = observer;
        this.firstPause = firstPause;
        this.longestPause = longestPause;
        this.thread = new Thread(this::run, "spool-sender");
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        Duration pause = firstPause;
        try (transport) {
            while (!finished()) {
                if (sendSome()) {
                    pause = firstPause;
                } else if (closing.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                    return;
                } else {
                    pause = pause.multipliedBy(2).compareTo(longestPause) > 0 ? longestPause : pause.multipliedBy(2);
                }
            }
        } catch (InterruptedException e) {
            log.debug("stopped while sending; the rest stays in the spool");
        }
    }

    /** Asked to stop, and nothing is left that could be sent now. */
    private boolean finished() {
        return closing.getCount() == 0 && spool.state().records() == 0;
    }

    /** False if it makes no sense to go on at once. */
    private boolean sendSome() throws InterruptedException {
        try {
            List<SpoolRecord> records = spool.peek(BATCH_RECORDS, BATCH_BYTES);
            if (records.isEmpty()) {
                spool.awaitRecords(IDLE);
                return true;
            }
            Delivery delivery = transport.deliver(records);
            if (delivery.done() > 0) {
                spool.acknowledge(records.get(delivery.done() - 1).number());
                observer.delivered(delivery.done() - delivery.refused(), delivery.refused());
            }
            if (delivery.refused() > 0) {
                log.error("{} messages are larger than the broker takes and were dropped", delivery.refused());
            }
            report(delivery.problem());
            return delivery.problem().isEmpty();
        } catch (IOException e) {
            report("the spool cannot be read: " + e.getMessage());
            return false;
        }
    }

    /** Says it when it begins, when it changes and when it is over; not at every try. */
    private void report(String problem) {
        if (!problem.isEmpty()) {
            observer.failed();
        }
        if (!problem.equals(lastProblem)) {
            if (problem.isEmpty()) {
                log.info("sending again");
            } else {
                log.warn("messages stay in the spool: {}", problem);
            }
            lastProblem = problem;
        }
    }

    /** Sends what it can for a moment, then stops. */
    @Override
    public void close() {
        closing.countDown();
        try {
            thread.join(CLOSE_PATIENCE.toMillis());
            thread.interrupt();
            thread.join(CLOSE_PATIENCE.toMillis());
        } catch (InterruptedException e) {
            thread.interrupt();
            Thread.currentThread().interrupt();
        }
    }
}
