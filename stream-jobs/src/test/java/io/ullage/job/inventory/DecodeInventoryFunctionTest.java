package io.ullage.job.inventory;

import static io.ullage.job.Readings.MACHINE;
import static io.ullage.job.Readings.T0;
import static org.assertj.core.api.Assertions.assertThat;

import io.ullage.job.ingest.RawMessage;
import io.ullage.job.row.InventoryRow;
import io.ullage.schema.codec.DeadLetter;
import io.ullage.schema.codec.TelemetryCodec;
import io.ullage.schema.codec.WireFormat;
import io.ullage.schema.telemetry.Inventory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.jobgraph.OperatorID;
import org.apache.flink.runtime.metrics.groups.InternalOperatorMetricGroup;
import org.apache.flink.runtime.metrics.groups.TaskMetricGroup;
import org.apache.flink.runtime.metrics.groups.UnregisteredMetricGroups;
import org.apache.flink.runtime.metrics.util.InterceptingOperatorMetricGroup;
import org.apache.flink.runtime.operators.testutils.MockEnvironmentBuilder;
import org.apache.flink.streaming.api.operators.ProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DecodeInventoryFunctionTest {
    private static final Instant ARRIVED = T0.plusSeconds(1);

    private final TelemetryCodec codec = new TelemetryCodec();
    private OneInputStreamOperatorTestHarness<RawMessage, InventoryRow> decode;
    private final InterceptingOperatorMetricGroup metrics = new InterceptingOperatorMetricGroup() {
        @Override
        public MetricGroup addGroup(String name) {
            return this;
        }
    };
    private long offset;

    @BeforeEach
    void open() throws Exception {
        decode = new OneInputStreamOperatorTestHarness<>(
                new ProcessOperator<>(new DecodeInventoryFunction()),
                new MockEnvironmentBuilder().setMetricGroup(task()).build());
        decode.open();
    }

    @AfterEach
    void close() throws Exception {
        decode.close();
    }

    @ParameterizedTest
    @EnumSource
    void aMessageInEitherFormatIsARow(WireFormat format) throws Exception {
        Inventory sent = of("acme", T0);
        offset = 7;
        send(codec.encode(sent, format));

        assertThat(decode.extractOutputValues()).containsExactly(new InventoryRow(ARRIVED, 7, sent));
        assertThat(letters()).isEmpty();
    }

    @Test
    void whatIsNotKnownIsAbsent() throws Exception {
        send(codec.encode(new Inventory(1, "test", MACHINE, "web-1", null, null, null, null, T0, Map.of())));

        assertThat(decode.extractOutputValues()).singleElement().satisfies(row -> {
            assertThat(row.inventory().tenant()).isNull();
            assertThat(row.inventory().costCentre()).isNull();
            assertThat(row.inventory().poweredOn()).isNull();
        });
    }

    @Test
    void aDeletionIsGotOver() throws Exception {
        send(new byte[0]);
        send(codec.encode(of("acme", T0)));

        assertThat(decode.extractOutputValues()).hasSize(1);
        assertThat(letters()).isEmpty();
        assertThat(counter("deleted")).isEqualTo(1);
    }

    @Test
    void aWrongFieldIsRefusedByItsName() throws Exception {
        String json = new String(codec.encode(of("acme", T0), WireFormat.JSON), StandardCharsets.UTF_8);
        send(json.replace("\"web-1\"", "\"\"").getBytes(StandardCharsets.UTF_8));

        assertThat(decode.extractOutputValues()).isEmpty();
        assertThat(letters()).singleElement().satisfies(letter -> {
            assertThat(letter.field()).isEqualTo("machineName");
            assertThat(letter.topic()).isEqualTo("ullage.inventory");
            assertThat(letter.offset()).isZero();
            assertThat(letter.time()).isEqualTo(ARRIVED);
            assertThat(new String(letter.payload(), StandardCharsets.UTF_8)).contains("acme");
        });
    }

    @Test
    void anOwnerFromNextYearOnIsRefusedWithTheTime() throws Exception {
        send(codec.encode(of("soon", T0.plus(Duration.ofHours(23)))));
        send(codec.encode(of("early", T0.plus(Duration.ofDays(400)))));

        assertThat(decode.extractOutputValues())
                .extracting(row -> row.inventory().tenant())
                .containsExactly("soon");
        assertThat(letters()).singleElement().satisfies(letter -> {
            assertThat(letter.field()).isEqualTo("since");
            assertThat(letter.reason())
                    .startsWith("since: must not be later than 1 day")
                    .contains("2027-12-27");
        });
    }

    @Test
    void aHugeMessageIsKeptAsItsBeginning() throws Exception {
        receive(new RawMessage(new byte[DeadLetter.MAX_PAYLOAD_BYTES], 10 << 20, "ullage.inventory", 0, 42, T0));

        assertThat(letters()).singleElement().satisfies(letter -> {
            assertThat(letter.payloadBytes()).isEqualTo(10 << 20);
            assertThat(letter.reason()).contains("must have at most").contains("10485760 bytes");
        });
    }

    /** accepted = emitted + malformed + deleted, whatever comes. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void everyMessageIsCountedOnce(long seed) throws Exception {
        Random random = new Random(seed);
        int accepted = 200;
        for (int i = 0; i < accepted; i++) {
            byte[] message = codec.encode(of("tenant-" + i, T0.minusSeconds(i)));
            switch (random.nextInt(5)) {
                case 0 -> message = Arrays.copyOf(message, random.nextInt(message.length));
                case 1 -> message[random.nextInt(message.length)] ^= (byte) (1 << random.nextInt(8));
                case 2 -> message = new byte[0];
                case 3 -> random.nextBytes(message);
                default -> {
                    // As it was sent.
                }
            }
            send(message);
        }

        assertThat(counter("accepted")).isEqualTo(accepted);
        assertThat(counter("emitted")).isEqualTo(decode.extractOutputValues().size());
        assertThat(counter("malformed")).isEqualTo(letters().size());
        assertThat(counter("deleted")).isPositive();
        assertThat(counter("emitted") + counter("malformed") + counter("deleted"))
                .isEqualTo(accepted);
    }

    private static Inventory of(String tenant, Instant since) {
        return new Inventory(
                1, "test", MACHINE, "web-1", "kvm", tenant, "4711", true, since, Map.of("env", "prod", "app", "shop"));
    }

    private void send(byte[] payload) throws Exception {
        receive(new RawMessage(payload, payload.length, "ullage.inventory", 0, offset++, ARRIVED));
    }

    private void receive(RawMessage message) throws Exception {
        decode.processElement(new StreamRecord<>(message));
    }

    private TaskMetricGroup task() {
        return new UnregisteredMetricGroups.UnregisteredTaskMetricGroup() {
            @Override
            public InternalOperatorMetricGroup getOrAddOperator(
                    OperatorID id, String name, Map<String, String> variables) {
                return metrics;
            }
        };
    }

    private long counter(String name) {
        return ((Counter) metrics.get(name)).getCount();
    }

    private List<DeadLetter> letters() {
        var side = decode.getSideOutput(DecodeInventoryFunction.REFUSED);
        return side == null
                ? List.of()
                : side.stream().map(StreamRecord::getValue).toList();
    }
}
