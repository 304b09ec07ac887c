package io.ullage.service.output;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.function.LongSupplier;

/** What is in work just now, with how far it is, on one line of standard error; nothing where that is not a terminal. */
public final class StatusLine implements AutoCloseable {
    private static final long REDRAW_NANOS = 100_000_000;
    private static final String CLEAR_LINE = "\r\u001b[K";
    private static final int USUAL_COLUMNS = 80;

    private final PrintWriter err;
    private final boolean shown;
    private final int columns;
    private final LongSupplier nanos;
    private long drawnNanos;

    public StatusLine(PrintWriter err, Terminal terminal) {
        this(err, terminal, System::nanoTime);
    }

    StatusLine(PrintWriter err, Terminal terminal, LongSupplier nanos) {
        this.err = err;
        this.shown = terminal.errTerminal();
        this.columns = terminal.columns() > 0 ? terminal.columns() : USUAL_COLUMNS;
        this.nanos = nanos;
        this.drawnNanos = nanos.getAsLong() - REDRAW_NANOS;
    }

    /** May be called often and from any thread. */
    public synchronized void show(long done, long total, String item) {
        if (shown && nanos.getAsLong() - drawnNanos >= REDRAW_NANOS) {
            drawnNanos = nanos.getAsLong();
            err.print(CLEAR_LINE + line(done, total, Listing.printable(item)));
            err.flush();
        }
    }

    private String line(long done, long total, String item) {
        String head = String.format(Locale.ROOT, "%d/%d ", done, total);
        int room = Math.max(0, columns - head.length() - 2);
        int[] points = item.codePoints().toArray();
        return points.length <= room ? head + item : head + "…" + new String(points, points.length - room, room);
    }

    /** Leaves no trace. */
    @Override
    public synchronized void close() {
        if (shown) {
            err.print(CLEAR_LINE);
            err.flush();
        }
    }
}
