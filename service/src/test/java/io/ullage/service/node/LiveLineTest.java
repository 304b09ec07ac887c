package io.ullage.service.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.ullage.service.node.NodeFile.ChildProcess;
import io.ullage.service.node.NodeFile.Login;
import io.ullage.service.output.Terminal;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LiveLineTest {
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:30Z");

    @Test
    void tellsWhatFlows() {
        Flow flow = new Flow(120L, 3L, 0L, 12.345, 43L, 5L, 2L, Instant.parse("2026-11-22T10:00:00Z"), List.of());
        assertThat(LiveLine.text(flow, node("READY", 0), NOW))
                .isEqualTo("readings/s 12.3 · reports 120 · ledger rows 43 · dead letters 0 · pools 2 · volumes 5"
                        + " · last ledger 30 s ago · restarts 0");
    }

    @Test
    void whatIsNotKnownIsNotZero() {
        Flow flow = new Flow(null, null, null, null, null, null, null, null, List.of("ClickHouse: gone"));
        assertThat(LiveLine.text(flow, node("RESTARTING", 1), NOW))
                .isEqualTo("readings/s – · reports – · ledger rows – · dead letters – · pools – · volumes –"
                        + " · last ledger – · restarts 1 · flink restarting");
    }

    @Test
    void agesAreShort() {
        assertThat(LiveLine.age(NOW.plusSeconds(5), NOW)).isEqualTo("now");
        assertThat(LiveLine.age(NOW.minusSeconds(119), NOW)).isEqualTo("119 s ago");
        assertThat(LiveLine.age(NOW.minusSeconds(7199), NOW)).isEqualTo("119 min ago");
        assertThat(LiveLine.age(NOW.minusSeconds(7200), NOW)).isEqualTo("2 h ago");
    }

    @Test
    void writesOverItselfOnATerminalOnly() {
        assertThat(shown(new Terminal(true, true, false, 10)))
                .isEqualTo("\r\u001b[Kone …\r\u001b[Ka long wo\r\u001b[K");
        assertThat(shown(Terminal.NONE)).isEqualTo("one …\na long word …\n");
    }

    private static String shown(Terminal terminal) {
        StringWriter text = new StringWriter();
        LiveLine line = new LiveLine(new PrintWriter(text), terminal);
        line.progress("one");
        line.progress("a long word");
        line.clear();
        return text.toString();
    }

    private static NodeFile node(String flinkState, int restarts) {
        @Nullable Long pid = flinkState.equals("READY") ? 7L : null;
        return new NodeFile(
                1,
                NOW.toString(),
                NodeFile.READY,
                "/data",
                "127.0.0.1:1",
                "jdbc:clickhouse://127.0.0.1:2/ullage",
                "http://127.0.0.1:2",
                new Login("reader", "/r"),
                new Login("writer", "/w"),
                "http://127.0.0.1:3",
                "http://127.0.0.1:4/metrics",
                "http://127.0.0.1:5/metrics",
                "http://127.0.0.1:6",
                List.of(),
                List.of(new ChildProcess("flink", pid, flinkState, restarts)),
                List.of());
    }
}
