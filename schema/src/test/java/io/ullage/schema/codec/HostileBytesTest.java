package io.ullage.schema.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import io.ullage.schema.telemetry.Report;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever the bytes, the answer is a message or a {@link MalformedMessageException}, soon. */
class HostileBytesTest {
    /** Generous: the machine may be busy. What this guards against takes minutes or never ends. */
    private static final Duration SOON = Duration.ofSeconds(20);

    private final TelemetryCodec codec = new TelemetryCodec();

    @Property(tries = 100)
    void truncatedReportsAreRefused(@ForAll("reports") Report report, @ForAll WireFormat format) {
        byte[] whole = codec.encode(report, format);
        int step = Math.max(1, whole.length / 100);
        for (int length = 0; length < whole.length; length += step) {
            assertThat(answer(Arrays.copyOf(whole, length)))
                    .as("cut after %s bytes", length)
                    .isEmpty();
        }
    }

    @Property(tries = 1000)
    void flippedBitsAreReadOrRefused(@ForAll("reports") Report report, @ForAll WireFormat format, @ForAll long seed) {
        Random random = new Random(seed);
        byte[] message = codec.encode(report, format);
        for (int flips = 1 + random.nextInt(8); flips > 0; flips--) {
            message[random.nextInt(message.length)] ^= (byte) (1 << random.nextInt(8));
        }
        consistent(message);
    }

    @Property(tries = 1000)
    void bytesThatOnlyBeginAsAMessageAreReadOrRefused(@ForAll byte[] tail, @ForAll WireFormat format) {
        byte[] head = format == WireFormat.SMILE ? new byte[] {':', ')', '\n', 3} : new byte[] {'{', '"'};
        byte[] message = Arrays.copyOf(head, head.length + tail.length);
        System.arraycopy(tail, 0, message, head.length, tail.length);
        consistent(message);
    }

    @Property(tries = 300)
    void spliceOfTwoMessagesIsReadOrRefused(
            @ForAll("reports") Report first, @ForAll("reports") Report second, @ForAll long seed) {
        byte[] left = codec.encode(first);
        byte[] right = codec.encode(second);
        int at = new Random(seed).nextInt(Math.min(left.length, right.length));
        byte[] message = Arrays.copyOf(left, Math.max(at, 1) + right.length - at);
        System.arraycopy(right, at, message, Math.max(at, 1), right.length - at);
        consistent(message);
    }

    static Stream<Arguments> bombs() {
        String head = """
                {"version":1,"agent":{"id":"a","role":"HOST","hostId":"h","hostName":"h","softwareVersion":"1"},\
                "sequence":1,"part":0,"parts":1,"time":0,"readings":[""";
        return Stream.of(
                Arguments.of("readings that are numbers", repeat(head, "0,", "0]}")),
                Arguments.of("readings that are empty", repeat(head, "{},", "{}]}")),
                Arguments.of("lists beside", repeat(head + "],\"x\":[", "[],", "[]]}")),
                Arguments.of("names beside", names(head + "],\"x\":{")),
                Arguments.of("names in a reading", names(head + "{\"kind\":\"pool\",\"x\":{")),
                Arguments.of(
                        "a reading whose kind comes last",
                        repeat(head + "{\"x\":[", "[],", "[]],\"kind\":\"pool\"}]}")),
                Arguments.of("a long string", repeat(head + "{\"kind\":\"", "x", "\"}]}")),
                Arguments.of("a long number", repeat(head + "{\"kind\":", "9", "}]}")),
                Arguments.of("a long name", repeat(head + "{\"", "x", "\":1}]}")),
                Arguments.of("deep lists", repeat(head, "[", "")),
                Arguments.of("deep objects", repeat(head, "{\"a\":", "")),
                Arguments.of("disks", repeat(head + "{\"kind\":\"fileSystem\",\"disks\":[", "\"\",", "\"\"]}]}")),
                Arguments.of("white space", repeat(head, " ", "]}")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bombs")
    void largestMessagesAreAnsweredSoon(String name, byte[] bomb) {
        assertTimeout(SOON, () -> consistent(bomb));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bombs")
    void largestMessagesOfOtherKindsAreAnsweredSoon(String name, byte[] bomb) {
        assertTimeout(SOON, () -> {
            assertThat(refused(() -> codec.decodeInventory(bomb))).isTrue();
            assertThat(refused(() -> codec.decodeSketch(bomb))).isTrue();
        });
    }

    @Test
    void tenMegabytesAreRefused() {
        byte[] zeros = new byte[10_000_000];
        byte[] spaces = " ".repeat(10_000_000).getBytes(UTF_8);

        assertThat(answer(zeros)).isEmpty();
        assertThat(answer(spaces)).isEmpty();
    }

    @Provide
    Arbitrary<Report> reports() {
        return Generated.reports();
    }

    /** What is accepted can be written and read again, and every rejection says all there is to say. */
    private void consistent(byte[] message) {
        answer(message).ifPresent(decoded -> {
            assertThat(decoded.rejected())
                    .isGreaterThanOrEqualTo(decoded.rejections().size());
            assertThat(decoded.rejections())
                    .hasSizeLessThanOrEqualTo(Decoded.MAX_REJECTIONS)
                    .allSatisfy(rejection -> {
                        assertThat(rejection.path()).startsWith("readings[" + rejection.index() + "]");
                        assertThat(rejection.rule()).isNotBlank();
                        assertThat(rejection.value()).hasSizeLessThan(100);
                        assertThat(rejection.json().getBytes(UTF_8)).hasSizeLessThan(Rejection.MAX_JSON_BYTES + 4);
                    });
            assertThat(answer(codec.encode(decoded.report())))
                    .get()
                    .extracting(Decoded::report)
                    .isEqualTo(decoded.report());
        });
    }

    private Optional<Decoded> answer(byte[] message) {
        try {
            return Optional.of(codec.decodeReport(message));
        } catch (MalformedMessageException refused) {
            assertThat(refused.rule()).isNotBlank();
            assertThat(refused).message().hasSizeLessThan(4096);
            return Optional.empty();
        }
    }

    private static boolean refused(Decode decode) {
        try {
            decode.run();
            return false;
        } catch (MalformedMessageException e) {
            return true;
        }
    }

    private interface Decode {
        void run() throws MalformedMessageException;
    }

    /** As large as a message may be. */
    private static byte[] repeat(String head, String piece, String tail) {
        int times = (TelemetryCodec.MAX_MESSAGE_BYTES - head.length() - tail.length()) / piece.length();
        return (head + piece.repeat(times) + tail).getBytes(UTF_8);
    }

    private static byte[] names(String head) {
        StringBuilder message = new StringBuilder(head);
        for (int i = 0; message.length() < TelemetryCodec.MAX_MESSAGE_BYTES - 100; i++) {
            message.append("\"n").append(i).append("\":0,");
        }
        return message.append("\"last\":0}}]}").toString().getBytes(UTF_8);
    }
}
