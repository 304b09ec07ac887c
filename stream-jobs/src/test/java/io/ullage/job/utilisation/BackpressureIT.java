package io.ullage.job.utilisation;

import static io.ullage.job.Readings.GIB;
import static io.ullage.job.Readings.T0;
import static io.ullage.job.Readings.hostAgent;
import static io.ullage.job.Readings.report;
import static io.ullage.job.Readings.volume;
import static org.assertj.core.api.Assertions.assertThat;

import io.ullage.job.ingest.RawMessage;
import io.ullage.job.row.LedgerRow;
import io.ullage.schema.codec.TelemetryCodec;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A store that takes nothing for a while: what was not read stays where it is, and in the end nothing is missing. */
@Tag("flink")
class BackpressureIT {
    @RegisterExtension
    static final MiniClusterExtension FLINK = new MiniClusterExtension(new MiniClusterResourceConfiguration.Builder()
            .setNumberTaskManagers(1)
            .setNumberSlotsPerTaskManager(2)
            .build());

    private static final int MESSAGES = 20_000;
    private static final int MESSAGES_PER_SECOND = 3_000;
    private static final Duration WAIT = Duration.ofSeconds(400);
    private static final Duration STILL = Duration.ofSeconds(3);

    private static final TelemetryCodec CODEC = new TelemetryCodec();
    private static final AtomicInteger READ = new AtomicInteger();
    private static final CountDownLatch STORE_IS_BACK = new CountDownLatch(1);

    @Test
    void aStoreThatIsAwayHoldsTheSourceUpAndLosesNothing() throws Exception {
        CollectingSinks out = new CollectingSinks();
        UtilisationSinks all = out.sinks();
        UtilisationSinks sinks = new UtilisationSinks(
                new HeldSink(all.ledgers()),
                all.pools(),
                all.snapshots(),
                all.guestDisks(),
                all.fileSystems(),
                all.unmatched(),
                all.ingest(),
                all.deadLetters());
        StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment();
        environment.setParallelism(2);
        DataGeneratorSource<RawMessage> source = new DataGeneratorSource<>(
                BackpressureIT::message,
                MESSAGES,
                RateLimiterStrategy.perSecond(MESSAGES_PER_SECOND),
                TypeInformation.of(RawMessage.class));
        new UtilisationJob(source, sinks, UtilisationSettings.DEFAULTS).lay(environment);
        JobClient job = environment.executeAsync();

        awaitStandstill();
        assertThat(READ).as("messages read while the store was away").hasValueLessThan(MESSAGES);
        assertThat(out.ledgers.rows()).isEmpty();

        STORE_IS_BACK.countDown();
        job.getJobExecutionResult().get(WAIT.toSeconds(), TimeUnit.SECONDS);
        assertThat(READ).hasValue(MESSAGES);
        assertThat(out.standingLedgers()).hasSize(MESSAGES);
    }

    private static void awaitStandstill() throws InterruptedException {
        long deadline = System.nanoTime() + WAIT.toNanos();
        int before = -1;
        long since = System.nanoTime();
        while (READ.get() == 0 || System.nanoTime() - since < STILL.toNanos()) {
            if (READ.get() != before) {
                before = READ.get();
                since = System.nanoTime();
            }
            assertThat(System.nanoTime()).as("the source was held up in time").isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    /** One volume, an interval later with each. */
    private static RawMessage message(long index) {
        READ.incrementAndGet();
        Instant time = T0.minus(Duration.ofDays(60)).plusSeconds(60 * index);
        byte[] payload = CODEC.encode(
                report(hostAgent("host"), time, volume("vol-1").allocated(GIB).reading()));
        return new RawMessage(payload, payload.length, "ullage.reports", 0, index, T0);
    }

    /** Hands on to another sink, once the store is back. */
    private record HeldSink(Sink<LedgerRow> store) implements Sink<LedgerRow> {
        @Override
        public SinkWriter<LedgerRow> createWriter(WriterInitContext context) throws IOException {
            SinkWriter<LedgerRow> writer = store.createWriter(context);
            return new SinkWriter<>() {
                @Override
                public void write(LedgerRow row, Context rowContext) throws IOException, InterruptedException {
                    STORE_IS_BACK.await();
                    writer.write(row, rowContext);
                }

                @Override
                public void flush(boolean endOfInput) throws IOException, InterruptedException {
                    writer.flush(endOfInput);
                }

                @Override
                public void close() throws Exception {
                    writer.close();
                }
            };
        }
    }
}
