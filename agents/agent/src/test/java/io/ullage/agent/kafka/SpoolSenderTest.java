package io.ullage.agent.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.ullage.agent.spool.Spool;
import io.ullage.agent.spool.SpoolRecord;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class SpoolSenderTest {
    private static final Duration PAUSE = Duration.ofMillis(5);

    @TempDir
    Path directory;

    private final ScriptedTransport transport = new ScriptedTransport();
    private final AtomicInteger delivered = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();
    private final AtomicInteger failed = new AtomicInteger();
    private Spool spool;

    @BeforeEach
    void open() throws Exception {
        spool = Spool.open(directory, 1 << 20, Duration.ofDays(1), Clock.systemUTC());
    }

    @AfterEach
    void close() throws Exception {
        spool.close();
    }

    @Test
    void everythingArrivesInOrderThroughAnOutage() throws Exception {
        transport.script.add(new Transport.Delivery(0, 0, "the broker is away"));
        transport.script.add(new Transport.Delivery(2, 0, "went away in the middle"));
        transport.script.add(new Transport.Delivery(0, 0, "the broker is away"));
        append(5);
        try (SpoolSender sender = sender()) {
            List<String> arrived = transport.take(5);
            assertThat(arrived).containsExactly("m0", "m1", "m2", "m3", "m4");
            append(1);
            assertThat(transport.take(1)).containsExactly("m0");
            assertThat(sender).isNotNull();
        }
        assertThat(transport.closed.getCount()).isZero();
        assertThat(spool.state().records()).isZero();
        assertThat(delivered).hasValue(6);
        assertThat(failed).hasValue(3);
    }

    @Test
    void whatTheBrokerNeverTakesIsCountedAndDoesNotBlockTheRest() throws Exception {
        transport.script.add(new Transport.Delivery(3, 1, ""));
        append(3);
        try (SpoolSender sender = sender()) {
            transport.take(3);
            assertThat(sender).isNotNull();
        }
        assertThat(delivered).hasValue(2);
        assertThat(refused).hasValue(1);
    }

    @Test
    void closingDuringAnOutageKeepsTheMessages() throws Exception {
        for (int i = 0; i < 10_000; i++) {
            transport.script.add(new Transport.Delivery(0, 0, "the broker is away"));
        }
        append(3);
        try (SpoolSender sender = sender()) {
            transport.tried.acquire(3);
            assertThat(sender).isNotNull();
        }
        assertThat(spool.state().records()).isEqualTo(3);
    }

    private SpoolSender sender() {
        return new SpoolSender(
                spool,
                transport,
                new SpoolSender.Observer() {
                    @Override
                    public void delivered(int messages, int refusedMessages) {
                        delivered.addAndGet(messages);
                        refused.addAndGet(refusedMessages);
                    }

                    @Override
                    public void failed() {
                        failed.incrementAndGet();
                    }
                },
                PAUSE,
                PAUSE.multipliedBy(4));
    }

    private void append(int count) throws Exception {
        for (int i = 0; i < count; i++) {
            spool.append("a", ("m" + i).getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Does what its script says, then takes everything. */
    private static final class ScriptedTransport implements Transport {
        private final BlockingQueue<Delivery> script = new LinkedBlockingQueue<>();
        private final BlockingQueue<String> arrived = new LinkedBlockingQueue<>();
        private final Semaphore tried = new Semaphore(0);
        private final CountDownLatch closed = new CountDownLatch(1);

        @Override
        public Delivery deliver(List<SpoolRecord> records) {
            Delivery next = script.poll();
            Delivery delivery = next == null ? new Delivery(records.size(), 0, "") : next;
            for (SpoolRecord spooled : records.subList(0, delivery.done())) {
                arrived.add(new String(spooled.message(), StandardCharsets.UTF_8));
            }
            tried.release();
            return delivery;
        }

        List<String> take(int count) throws InterruptedException {
            List<String> taken = new ArrayList<>();
            while (taken.size() < count) {
                taken.add(arrived.poll(30, TimeUnit.SECONDS));
            }
            return taken;
        }

        @Override
        public void close() {
            closed.countDown();
        }
    }
}
