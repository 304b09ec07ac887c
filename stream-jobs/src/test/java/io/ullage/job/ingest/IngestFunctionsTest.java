package io.ullage.job.ingest;

import static io.ullage.job.Readings.GIB;
import static io.ullage.job.Readings.T0;
import static io.ullage.job.Readings.hostAgent;
import static io.ullage.job.Readings.report;
import static io.ullage.job.Readings.volume;
import static org.assertj.core.api.Assertions.assertThat;

import io.ullage.job.row.IngestOutcome;
import io.ullage.job.row.IngestRow;
import io.ullage.schema.codec.DeadLetter;
import io.ullage.schema.codec.TelemetryCodec;
import io.ullage.schema.codec.WireFormat;
import io.ullage.schema.telemetry.Report;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.api.operators.ProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.apache.flink.util.OutputTag;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IngestFunctionsTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final TelemetryCodec codec = new TelemetryCodec();
    private OneInputStreamOperatorTestHarness<RawMessage, DecodedReport> decode;
    private KeyedOneInputStreamOperatorTestHarness<String, DecodedReport, DecodedReport> deduplicate;
    private long offset;
    private int forwarded;

    @BeforeEach
    void open() throws Exception {
        decode = new OneInputStreamOperatorTestHarness<>(new ProcessOperator<>(new DecodeFunction(MINUTE)));
        decode.open();
        deduplicate = new KeyedOneInputStreamOperatorTestHarness<>(
                new KeyedProcessOperator<>(new DeduplicateFunction(MINUTE, Duration.ofHours(1))),
                report -> report.agent().id(),
                Types.STRING);
        deduplicate.open();
    }

    @AfterEach
    void close() throws Exception {
        decode.close();
        deduplicate.close();
    }

    @Test
    void aReportInEitherFormatIsRead() throws Exception {
        Report sent = report(hostAgent("a"), T0, volume("v").allocated(GIB).reading());
        send(codec.encode(sent, WireFormat.SMILE));
        send(codec.encode(sent, WireFormat.JSON));

        assertThat(decode.extractOutputValues()).hasSize(2).allSatisfy(read -> assertThat(read.volumes())
                .containsExactly(volume("v").allocated(GIB).reading()));
    }

    @Test
    void theFirstOfEqualReportsPassesAndThoseOfAnEarlierIntervalAreLate() throws Exception {
        send(codec.encode(of("a", T0)));
        send(codec.encode(of("a", T0)));
        send(codec.encode(of("b", T0)));
        send(codec.encode(of("a", T0.plusSeconds(70))));
        send(codec.encode(of("a", T0.plusSeconds(65))));
        send(codec.encode(of("a", T0.plusSeconds(30))));
        send(codec.encode(of("a", T0.minus(Duration.ofDays(90)))));
        send(codec.encode(of("a", T0.plusSeconds(30))));

        assertThat(deduplicate.extractOutputValues()).hasSize(6);
        assertThat(outcomes())
                .isEqualTo(Map.of(IngestOutcome.EMITTED, 4L, IngestOutcome.LATE, 2L, IngestOutcome.DUPLICATE, 2L));
    }

    @Test
    void partsOfOneCycleAreDifferentReports() throws Exception {
        Report whole = of("a", T0);
        for (int part = 0; part < 3; part++) {
            send(codec.encode(new Report(1, whole.agent(), 1, part, 3, T0, whole.readings())));
        }

        assertThat(outcomes()).isEqualTo(Map.of(IngestOutcome.EMITTED, 3L));
    }

    @Test
    void theNameOfAReportIsForgottenAfterAWhile() throws Exception {
        deduplicate.setStateTtlProcessingTime(0);
        send(codec.encode(of("a", T0)));
        deduplicate.setStateTtlProcessingTime(Duration.ofHours(2).toMillis());
        send(codec.encode(of("a", T0)));

        assertThat(outcomes()).isEqualTo(Map.of(IngestOutcome.EMITTED, 2L));
    }

    @Test
    void oneWrongReadingCostsOneReading() throws Exception {
        String json = new String(
                codec.encode(
                        report(
                                hostAgent("a"),
                                T0,
                                volume("good").allocated(GIB).reading(),
                                volume("bad").allocated(4711L).reading()),
                        WireFormat.JSON),
                StandardCharsets.UTF_8);
        send(json.replace("4711", "-4711").getBytes(StandardCharsets.UTF_8));

        assertThat(decode.extractOutputValues()).singleElement().satisfies(read -> {
            assertThat(read.volumes()).hasSize(1);
            assertThat(read.rejectedReadings()).isEqualTo(1);
        });
        assertThat(letters()).singleElement().satisfies(letter -> {
            assertThat(letter.field()).endsWith("allocatedBytes");
            assertThat(letter.value()).isEqualTo("-4711");
            assertThat(letter.offset()).isZero();
        });
        assertThat(outcomes()).isEqualTo(Map.of(IngestOutcome.EMITTED, 1L));
    }

    @Test
    void aReportOfNextYearIsRefusedWithItsTime() throws Exception {
        send(codec.encode(of("a", T0.plus(Duration.ofDays(400)))));

        assertThat(letters()).singleElement().satisfies(letter -> {
            assertThat(letter.field()).isEqualTo("time");
            assertThat(letter.reason()).contains("2027-12-27T10:00:00Z");
        });
    }

    @Test
    void aHugeMessageIsKeptAsItsBeginning() throws Exception {
        byte[] beginning = new byte[DeadLetter.MAX_PAYLOAD_BYTES];
        receive(new RawMessage(beginning, 10 << 20, "ullage.reports", 3, 42, T0));

        assertThat(letters()).singleElement().satisfies(letter -> {
            assertThat(letter.payloadBytes()).isEqualTo(10 << 20);
            assertThat(letter.payload()).hasSize(DeadLetter.MAX_PAYLOAD_BYTES);
            assertThat(letter.partition()).isEqualTo(3);
            assertThat(letter.offset()).isEqualTo(42);
            assertThat(letter.reason()).contains("must have at most").contains("10485760 bytes");
        });
        assertThat(outcomes()).isEqualTo(Map.of(IngestOutcome.MALFORMED, 1L));
    }

    /** accepted = emitted + late + malformed + duplicate, whatever comes. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void everyMessageHasExactlyOneOutcome(long seed) throws Exception {
        Random random = new Random(seed);
        int accepted = 300;
        for (int i = 0; i < accepted; i++) {
            byte[] message = codec.encode(
                    of("agent-" + random.nextInt(3), T0.plusSeconds(60L * random.nextInt(20))),
                    random.nextBoolean() ? WireFormat.SMILE : WireFormat.JSON);
            switch (random.nextInt(5)) {
                case 0 -> message = Arrays.copyOf(message, random.nextInt(message.length));
                case 1 -> message[random.nextInt(message.length)] ^= (byte) (1 << random.nextInt(8));
                case 2 -> random.nextBytes(message);
                default -> {
                    // As it was sent.
                }
            }
            send(message);
        }

        Map<IngestOutcome, Long> outcomes = outcomes();
        assertThat(outcomes.values().stream().mapToLong(Long::longValue).sum()).isEqualTo(accepted);
        assertThat(outcomes).containsOnlyKeys(IngestOutcome.values());
        assertThat(deduplicate.extractOutputValues())
                .hasSize((int) (outcomes.get(IngestOutcome.EMITTED) + outcomes.get(IngestOutcome.LATE)));
        assertThat(letters().stream().filter(letter -> !letter.reason().startsWith("readings[")))
                .hasSize(Math.toIntExact(outcomes.get(IngestOutcome.MALFORMED)));
        assertThat(rows().stream().map(IngestRow::offset).distinct()).hasSize(accepted);
    }

    private static Report of(String agentId, Instant time) {
        return report(hostAgent(agentId), time, volume("v").allocated(GIB).reading());
    }

    private void send(byte[] payload) throws Exception {
        receive(new RawMessage(payload, payload.length, "ullage.reports", 0, offset++, T0.plusSeconds(1)));
    }

    private void receive(RawMessage message) throws Exception {
        decode.processElement(new StreamRecord<>(message));
        List<DecodedReport> decoded = decode.extractOutputValues();
        for (; forwarded < decoded.size(); forwarded++) {
            deduplicate.processElement(new StreamRecord<>(decoded.get(forwarded)));
        }
    }

    private Map<IngestOutcome, Long> outcomes() {
        Map<IngestOutcome, Long> outcomes = new EnumMap<>(IngestOutcome.class);
        rows().forEach(row -> outcomes.merge(row.outcome(), 1L, Long::sum));
        return outcomes;
    }

    private List<IngestRow> rows() {
        List<IngestRow> rows = new ArrayList<>(side(decode, DecodeFunction.OUTCOMES));
        rows.addAll(side(deduplicate, DecodeFunction.OUTCOMES));
        return rows;
    }

    private List<DeadLetter> letters() {
        return side(decode, DecodeFunction.REFUSED);
    }

    private static <T> List<T> side(AbstractStreamOperatorTestHarness<?> harness, OutputTag<T> tag) {
        var side = harness.getSideOutput(tag);
        return side == null
                ? List.of()
                : side.stream().map(StreamRecord::getValue).toList();
    }
}
