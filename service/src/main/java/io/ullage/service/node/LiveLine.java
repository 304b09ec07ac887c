package io.ullage.service.node;

import io.ullage.service.node.NodeFile.ChildProcess;
import io.ullage.service.output.Terminal;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One line that is written over on a terminal; a line each time elsewhere. */
final class LiveLine {
    private static final String CLEAR_LINE = "\r\u001b[K";
    private static final String ABSENT = "–";

    private final PrintWriter out;
    private final Terminal terminal;
    private boolean shown;

    LiveLine(PrintWriter out, Terminal terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    /** What is being done now. */
    synchronized void progress(String what) {
        show(what + " …");
    }

    synchronized void flow(Flow flow, NodeFile node, Instant now) {
        show(text(flow, node, now));
    }

    synchronized void clear() {
        if (shown && terminal.outTerminal()) {
            out.print(CLEAR_LINE);
            out.flush();
        }
        shown = false;
    }

    private void show(String text) {
        if (terminal.outTerminal()) {
            int width = terminal.columns();
            boolean fits = width == 0 || text.length() < width;
            out.print(CLEAR_LINE + (fits ? text : text.substring(0, width - 1)));
        } else {
            out.println(text);
        }
        out.flush();
        shown = true;
    }

    static String text(Flow flow, NodeFile node, Instant now) {
        List<String> parts = new ArrayList<>();
        parts.add("readings/s "
                + (flow.readingsPerSecond() == null
                        ? ABSENT
                        : String.format(Locale.ROOT, "%.1f", flow.readingsPerSecond())));
        parts.add("reports " + count(flow.reports()));
        parts.add("ledger rows " + count(flow.ledgerRows()));
        parts.add("dead letters " + count(flow.deadLetters()));
        parts.add("pools " + count(flow.pools()));
        parts.add("volumes " + count(flow.volumes()));
        parts.add("last ledger " + age(flow.lastLedger(), now));
        int restarts =
                node.processes().stream().mapToInt(ChildProcess::restarts).sum();
        parts.add("restarts " + restarts);
        node.processes().stream()
                .filter(process -> !"READY".equals(process.state()))
                .forEach(process ->
                        parts.add(process.name() + " " + process.state().toLowerCase(Locale.ROOT)));
        return String.join(" · ", parts);
    }

    private static String count(@Nullable Long number) {
        return number == null ? ABSENT : Long.toString(number);
    }

    static String age(@Nullable Instant time, Instant now) {
        if (time == null) {
            return ABSENT;
        }
        Duration age = Duration.between(time, now);
        if (age.isNegative()) {
            return "now";
        }
        if (age.toMinutes() < 2) {
            return age.toSeconds() + " s ago";
        }
        if (age.toHours() < 2) {
            return age.toMinutes() + " min ago";
        }
        return age.toHours() + " h ago";
    }
}
