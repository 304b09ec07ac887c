package io.ullage.image.content;

import io.ullage.image.ExtentCursor;
import io.ullage.image.GuestState;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;

/** Cursors made of other cursors: one state, a part, one after another, equal neighbours joined. */
public final class Runs {
    private Runs() {}

    /** Opens a cursor over {@code lengthBytes}; the walk happens only when its turn comes. */
    public record Part(long lengthBytes, Opener opener) {
        public static Part uniform(long lengthBytes, GuestState state) {
            return new Part(lengthBytes, () -> Runs.uniform(lengthBytes, state));
        }
    }

    @FunctionalInterface
    public interface Opener {
        ExtentCursor<GuestState> open() throws IOException;
    }

    public static ExtentCursor<GuestState> uniform(long lengthBytes, GuestState state) {
        return new Uniform(lengthBytes, state);
    }

    /** Bytes {@code from} to {@code from + length} of {@code whole}, counted from 0. */
    public static ExtentCursor<GuestState> window(ExtentCursor<GuestState> whole, long from, long lengthBytes) {
        return new Window(whole, from, from + lengthBytes);
    }

    /** The parts one after another, counted from 0; those of no length are left out. */
    public static ExtentCursor<GuestState> concatenated(List<Part> parts) {
        return new Concatenated(
                parts.stream().filter(part -> part.lengthBytes > 0).iterator());
    }

    /** Joins neighbours of equal state, which makes a walk fit for a {@link io.ullage.image.LiveMap}. */
    public static ExtentCursor<GuestState> joined(ExtentCursor<GuestState> runs) throws IOException {
        return new Joined(runs);
    }

    private static final class Uniform implements ExtentCursor<GuestState> {
        private final long length;
        private final GuestState state;
        private boolean given;

        Uniform(long length, GuestState state) {
            this.length = length;
            this.state = state;
            given = length == 0;
        }

        @Override
        public boolean next() {
            boolean more = !given;
            given = true;
            return more;
        }

        @Override
        public long start() {
            return 0;
        }

        @Override
        public long length() {
            return length;
        }

        @Override
        public GuestState state() {
            return state;
        }
    }

    private static final class Window implements ExtentCursor<GuestState> {
        private final ExtentCursor<GuestState> whole;
        private final long from;
        private final long to;
        private long start;
        private long end;

        Window(ExtentCursor<GuestState> whole, long from, long to) {
            this.whole = whole;
            this.from = from;
            this.to = to;
        }

        @Override
        public boolean next() throws IOException {
            while (end < to - from && whole.next()) {
                long runStart = Math.max(from, whole.start());
                long runEnd = Math.min(to, whole.start() + whole.length());
                if (runStart < runEnd) {
                    start = runStart - from;
                    end = runEnd - from;
                    return true;
                }
            }
            return false;
        }

        @Override
        public long start() {
            return start;
        }

        @Override
        public long length() {
            return end - start;
        }

        @Override
        public GuestState state() {
            return whole.state();
        }

        @Override
        public void close() throws IOException {
            whole.close();
        }
    }

    private static final class Concatenated implements ExtentCursor<GuestState> {
        private final Iterator<Part> parts;
        private ExtentCursor<GuestState> present = uniform(0, GuestState.UNSEEN);
        private long offset;
        private long nextOffset;

        Concatenated(Iterator<Part> parts) {
            this.parts = parts;
        }

        @Override
        public boolean next() throws IOException {
            while (!present.next()) {
                present.close();
                if (!parts.hasNext()) {
                    return false;
                }
                Part part = parts.next();
                offset = nextOffset;
                nextOffset = offset + part.lengthBytes;
                present = part.opener.open();
            }
            return true;
        }

        @Override
        public long start() {
            return offset + present.start();
        }

        @Override
        public long length() {
            return present.length();
        }

        @Override
        public GuestState state() {
            return present.state();
        }

        @Override
        public void close() throws IOException {
            present.close();
        }
    }

    private static final class Joined implements ExtentCursor<GuestState> {
        private final ExtentCursor<GuestState> runs;
        private boolean ahead;
        private long start;
        private long end;
        private GuestState state = GuestState.UNSEEN;

        Joined(ExtentCursor<GuestState> runs) throws IOException {
            this.runs = runs;
            ahead = runs.next();
        }

        @Override
        public boolean next() throws IOException {
            if (!ahead) {
                return false;
            }
            start = runs.start();
            state = runs.state();
            do {
                end = runs.start() + runs.length();
                ahead = runs.next();
            } while (ahead && runs.state() == state);
            return true;
        }

        @Override
        public long start() {
            return start;
        }

        @Override
        public long length() {
            return end - start;
        }

        @Override
        public GuestState state() {
            return state;
        }

        @Override
        public void close() throws IOException {
            runs.close();
        }
    }
}
