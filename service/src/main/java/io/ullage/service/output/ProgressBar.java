package io.ullage.service.output;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.function.LongSupplier;

/** How far a long work has come, on one line of standard error; nothing at all where that is not a terminal. */
public final class ProgressBar implements AutoCloseable {
    private static final int CELLS = 30;
    private static final long REDRAW_NANOS = 100_000_000;
    private static final String CLEAR_LINE = "\r\u001b[K";

    private final PrintWriter err;
    private final boolean shown;
    private final String what;
    private final long total;
    private final LongSupplier nanos;
    private long done;
    private long drawnNanos;

    /** @param total of {@code what}; 0 where it is not known, and the count alone is shown */
    public ProgressBar(PrintWriter err, Terminal terminal, String what, long total) {
        this(err, terminal.errTerminal(), what, total, System::nanoTime);
    }

    ProgressBar(PrintWriter err, boolean shown, String what, long total, LongSupplier nanos) {
        this.err = err;
        this.shown = shown;
        this.what = what;
        this.total = total;
        this.nanos = nanos;
        this.drawnNanos = nanos.getAsLong() - REDRAW_NANOS;
    }

    public void advance(long by) {
        done += by;
        if (shown && nanos.getAsLong() - drawnNanos >= REDRAW_NANOS) {
            drawnNanos = nanos.getAsLong();
            err.print(CLEAR_LINE + line());
            err.flush();
        }
    }

    String line() {
        if (total <= 0) {
            return what + " " + done;
        }
        double ratio = Math.min(1, (double) done / total);
        int full = (int) Math.floor(ratio * CELLS);
        return String.format(
                Locale.ROOT, "%s [%s%s] %3.0f %%", what, "#".repeat(full), "·".repeat(CELLS - full), ratio * 100);
    }

    /** Leaves no trace. */
    @Override
    public void close() {
        if (shown) {
            err.print(CLEAR_LINE);
            err.flush();
        }
    }
}
