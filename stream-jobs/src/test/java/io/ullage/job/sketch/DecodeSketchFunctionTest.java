package io.ullage.job.sketch;

import static io.ullage.job.Readings.T0;
import static org.assertj.core.api.Assertions.assertThat;

import io.ullage.job.ingest.RawMessage;
import io.ullage.schema.codec.DeadLetter;
import io.ullage.schema.codec.TelemetryCodec;
import io.ullage.schema.codec.WireFormat;
import io.ullage.schema.telemetry.ContentSketch;
import io.ullage.schema.telemetry.ContentSketch.Fingerprint;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.streaming.api.operators.ProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class DecodeSketchFunctionTest {
    private final TelemetryCodec codec = new TelemetryCodec();
    private OneInputStreamOperatorTestHarness<RawMessage, SketchPart> decode;

    @BeforeEach
    void open() throws Exception {
        decode = new OneInputStreamOperatorTestHarness<>(new ProcessOperator<>(new DecodeSketchFunction()));
        decode.open();
    }

    @AfterEach
    void close() throws Exception {
        decode.close();
    }

    @ParameterizedTest
    @EnumSource
    void aSketchInEitherFormatIsAPart(WireFormat format) throws Exception {
        ContentSketch sketch = sketch(T0, 2, 100, 50, new Fingerprint(8, 3, 20), new Fingerprint(-4, 1, null));
        send(codec.encode(sketch, format));

        assertThat(decode.extractOutputValues()).singleElement().satisfies(part -> {
            assertThat(part.domain()).isEqualTo(new Domain("d", 512, 2));
            assertThat(part.fingerprints().hashes()).as("sorted as unsigned").containsExactly(8, -4);
            assertThat(part.fingerprints().storedBytes(0)).isEqualTo(20);
            assertThat(part.fingerprints().storedBytes(1)).isNull();
        });
        assertThat(letters()).isEmpty();
    }

    static Stream<Arguments> wrong() {
        Instant nextYear = T0.plus(Duration.ofDays(400));
        return Stream.of(
                Arguments.of("epoch", sketch(nextYear, 0, 0, 0)),
                Arguments.of("zeroBytes", sketch(T0, 0, 100, 101)),
                Arguments.of("scannedBytes", sketch(T0, 0, Long.MAX_VALUE, 0)),
                Arguments.of("fingerprints.hash", sketch(T0, 3, 100, 0, new Fingerprint(12, 1, null))),
                Arguments.of(
                        "fingerprints.hash",
                        sketch(T0, 0, 100, 0, new Fingerprint(12, 1, null), new Fingerprint(12, 1, null))),
                Arguments.of("fingerprints.storedBytes", sketch(T0, 0, 100, 0, new Fingerprint(12, 1, 513))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrong")
    void aWrongSketchIsADeadLetterWithFieldRuleAndValue(String field, ContentSketch sketch) throws Exception {
        send(codec.encode(sketch));

        assertThat(decode.extractOutputValues()).isEmpty();
        assertThat(letters()).singleElement().satisfies(letter -> {
            assertThat(letter.field()).isEqualTo(field);
            assertThat(letter.rule()).startsWith("must ");
            assertThat(letter.reason()).startsWith(field + ": must ").contains(", was ");
        });
    }

    @Test
    void anEmptyValueIsGotOver() throws Exception {
        send(new byte[0]);

        assertThat(decode.extractOutputValues()).isEmpty();
        assertThat(letters()).isEmpty();
    }

    private static ContentSketch sketch(
            Instant epoch, int k, long scannedBytes, long zeroBytes, Fingerprint... fingerprints) {
        return new ContentSketch(1, "d", "v", epoch, 0, 1, 512, k, scannedBytes, zeroBytes, List.of(fingerprints));
    }

    private void send(byte[] payload) throws Exception {
        decode.processElement(new StreamRecord<>(new RawMessage(payload, payload.length, "ullage.sketches", 0, 7, T0)));
    }

    private List<DeadLetter> letters() {
        var side = decode.getSideOutput(DecodeSketchFunction.REFUSED);
        return side == null
                ? List.of()
                : side.stream().map(StreamRecord::getValue).toList();
    }
}
