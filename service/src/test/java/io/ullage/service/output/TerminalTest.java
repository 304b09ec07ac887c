package io.ullage.service.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TerminalTest {
    @Test
    void noColorAndDumbTerminalsAreRespected() {
        assertThat(Terminal.wantsColours(Map.of("TERM", "xterm"))).isTrue();
        assertThat(Terminal.wantsColours(Map.of("NO_COLOR", "")))
                .as("empty counts as not set")
                .isTrue();
        assertThat(Terminal.wantsColours(Map.of("NO_COLOR", "1"))).isFalse();
        assertThat(Terminal.wantsColours(Map.of("TERM", "dumb"))).isFalse();
    }

    @Test
    void progressIsDrawnOnTerminalsOnlyAndLeavesNoTrace() {
        StringWriter err = new StringWriter();
        long[] now = {0};
        try (ProgressBar bar = new ProgressBar(new PrintWriter(err), true, "simulating", 4, () -> now[0])) {
            bar.advance(1);
            bar.advance(1);
            assertThat(err.toString())
                    .as("drawn ten times a second at most")
                    .isEqualTo("\r\u001b[Ksimulating " + "[" + "#".repeat(7) + "·".repeat(23) + "]  25 %");
            now[0] = 1_000_000_000;
            bar.advance(1);
        }
        assertThat(err.toString()).contains(" 75 %").endsWith("\r\u001b[K");

        StringWriter file = new StringWriter();
        try (ProgressBar bar = new ProgressBar(new PrintWriter(file), Terminal.NONE, "simulating", 4)) {
            bar.advance(4);
        }
        assertThat(file.toString()).isEmpty();
    }

    @Test
    void statusLineFitsTheTerminal() {
        StringWriter err = new StringWriter();
        try (StatusLine status =
                new StatusLine(new PrintWriter(err), new Terminal(true, true, false, 20), System::nanoTime)) {
            status.show(3, 10, "/a/very/long/path/to/some/image.qcow2");
        }
        assertThat(err.toString()).isEqualTo("\r\u001b[K3/10 …e/image.qcow2\r\u001b[K");
    }
}
