package io.ullage.job.rule;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** State: a measure over a window of time, thinned to some {@link #BUCKETS} points. */
public record Series(List<Point> points) {
    static final Series NONE = new Series(List.of());

    private static final int BUCKETS = 32;

    public Series {
        points = List.copyOf(points);
    }

    public record Point(long timeMillis, double value) {}

    /** With one more; one of the same time is replaced. */
    Series with(long timeMillis, double value, Duration window) {
        long bucket = Math.max(1, window.toMillis() / BUCKETS);
        List<Point> kept = new ArrayList<>();
        for (Point point : points) {
            if (point.timeMillis >= timeMillis - window.toMillis() && point.timeMillis < timeMillis) {
                kept.add(point);
            }
        }
        // Of each bucket the first stays; the newest of all is kept whatever its bucket holds.
        int last = kept.size() - 1;
        if (last >= 1 && kept.get(last).timeMillis / bucket == kept.get(last - 1).timeMillis / bucket) {
            kept.remove(last);
        }
        kept.add(new Point(timeMillis, value));
        return new Series(kept);
    }

    /** Per second, from the oldest point in the window to the newest; absent before half of the window has been seen. */
    @Nullable
    Double rate(long nowMillis, Duration window) {
        if (points.size() < 2) {
            return null;
        }
        Point newest = points.get(points.size() - 1);
        Point oldest = points.get(0);
        long millis = newest.timeMillis - oldest.timeMillis;
        if (newest.timeMillis != nowMillis || 2 * millis < window.toMillis()) {
            return null;
        }
        return (newest.value - oldest.value) / (millis / 1000.0);
    }
}
