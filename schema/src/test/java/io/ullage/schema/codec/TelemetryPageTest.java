package io.ullage.schema.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What {@code docs/telemetry.md} shows is true. */
class TelemetryPageTest {
    private final TelemetryCodec codec = new TelemetryCodec();

    @Test
    void reportOfTheScriptIsAccepted() throws Exception {
        Decoded decoded = codec.decodeReport(example("<<'JSON'\n(.*?)\nJSON\n"));

        assertThat(decoded.rejections()).isEmpty();
        assertThat(decoded.report().readings()).hasSize(2);
    }

    @Test
    void deadLetterIsOne() throws Exception {
        DeadLetter letter = codec.decodeDeadLetter(example("```json\n(.*?)```"));

        assertThat(letter.reason()).isEqualTo(letter.field() + ": " + letter.rule() + ", was " + letter.value());
    }

    @Test
    void limitsAreThoseOfTheCodec() throws IOException {
        assertThat(page())
                .contains("at most %d MiB".formatted(TelemetryCodec.MAX_MESSAGE_BYTES >> 20))
                .contains(String.format(Locale.ROOT, "more than %,d readings", ReportReader.MAX_REJECTED))
                .contains("the first %d KiB".formatted(DeadLetter.MAX_PAYLOAD_BYTES >> 10));
    }

    private static byte[] example(String pattern) throws IOException {
        Matcher matcher = Pattern.compile(pattern, Pattern.DOTALL).matcher(page());
        assertThat(matcher.find()).isTrue();
        return matcher.group(1).getBytes(StandardCharsets.UTF_8);
    }

    private static String page() throws IOException {
        return Files.readString(Path.of("..", "docs", "telemetry.md"));
    }
}
