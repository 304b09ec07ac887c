package io.ullage.job.utilisation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.ValueState;
import org.jspecify.annotations.Nullable;

/** The marks of the current key, from one read of its newest ones to one write; older ones are read only where somebody asks for them. */
final class IntervalMarks {
    private static final int MOST_AT_HAND = 64;

    private final ValueState<RecentIntervals> recentState;
    private final MapState<Long, IntervalMark> olderState;
    private final int recentIntervals;
    /** Both in the order of their starts. */
    private final List<IntervalMark> recent;

    private final List<Long> olderDue;
    private int older;
    private @Nullable Long cleanUpMillis;

    /** @param recentIntervals how many of the newest are kept at hand */
    IntervalMarks(
            RecentIntervals read,
            ValueState<RecentIntervals> recentState,
            MapState<Long, IntervalMark> olderState,
            int recentIntervals)
            throws Exception {
        this.recentState = recentState;
        this.olderState = olderState;
        this.recentIntervals = recentIntervals;
        recent = new ArrayList<>(read.marks());
        older = read.older();
        olderDue = read.olderDueStarts() == null ? new ArrayList<>() : new ArrayList<>(read.olderDueStarts());
        if (read.olderDueStarts() == null && read.olderDue() > 0) {
            for (IntervalMark mark : olderState.values()) {
                noteDue(mark);
            }
        }
        cleanUpMillis = read.cleanUpMillis();
    }

    @Nullable
    IntervalMark get(long startMillis) throws Exception {
        if (isRecent(startMillis)) {
            int at = place(startMillis);
            return at < 0 ? null : recent.get(at);
        }
        return older == 0 ? null : olderState.get(startMillis);
    }

    void put(IntervalMark mark) throws Exception {
        if (!isRecent(mark.startMillis())) {
            IntervalMark before = older == 0 ? null : olderState.get(mark.startMillis());
            older += before == null ? 1 : 0;
            noteDue(mark);
            olderState.put(mark.startMillis(), mark);
            return;
        }
        int at = place(mark.startMillis());
        if (at < 0) {
            recent.add(-at - 1, mark);
        } else {
            recent.set(at, mark);
        }
        while (recent.size() > recentIntervals) {
            IntervalMark oldest = recent.get(0);
            // What is yet to be written stays at hand, in bounds: a history that is sent at once is ahead of its own
            // writing.
            if (oldest.dueMillis() != null && recent.size() <= MOST_AT_HAND) {
                break;
            }
            recent.remove(0);
            older++;
            noteDue(oldest);
            olderState.put(oldest.startMillis(), oldest);
        }
    }

    /** Starts of intervals that are to be written by then, in their order. */
    List<Long> dueBy(long millis) throws Exception {
        List<Long> due = new ArrayList<>();
        for (Long start : olderDue) {
            IntervalMark mark = olderState.get(start);
            if (mark != null && mark.dueBy(millis)) {
                due.add(start);
            }
        }
        for (IntervalMark mark : recent) {
            if (mark.dueBy(millis)) {
                due.add(mark.startMillis());
            }
        }
        return due;
    }

    private void noteDue(IntervalMark mark) {
        int at = Collections.binarySearch(olderDue, mark.startMillis());
        if (mark.dueMillis() == null && at >= 0) {
            olderDue.remove(at);
        } else if (mark.dueMillis() != null && at < 0) {
            olderDue.add(-at - 1, mark.startMillis());
        }
    }

    /** Its index among the recent ones; where it is not there, minus the index that it would have, minus one. */
    private int place(long startMillis) {
        int low = 0;
        int high = recent.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            long there = recent.get(middle).startMillis();
            if (there == startMillis) {
                return middle;
            }
            if (there < startMillis) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -low - 1;
    }

    boolean nothingDue() {
        return olderDue.isEmpty() && recent.stream().allMatch(mark -> mark.dueMillis() == null);
    }

    /**
     * Forgets what has expired and is not to be written.
     *
     * @param forgotten is given the starts
     * @return when the next one expires; absent where nothing is left
     */
    @Nullable
    Long forget(long nowMillis, List<Long> forgotten) throws Exception {
        long next = Long.MAX_VALUE;
        if (older > 0) {
            for (Map.Entry<Long, IntervalMark> entry : olderState.entries()) {
                next = Math.min(next, keptUntil(entry.getValue(), nowMillis, forgotten));
            }
            for (Long start : forgotten) {
                olderState.remove(start);
            }
            older -= forgotten.size();
        }
        for (Iterator<IntervalMark> marks = recent.iterator(); marks.hasNext(); ) {
            long until = keptUntil(marks.next(), nowMillis, forgotten);
            if (until == Long.MAX_VALUE) {
                marks.remove();
            }
            next = Math.min(next, until);
        }
        return next == Long.MAX_VALUE ? null : next;
    }

    private static long keptUntil(IntervalMark mark, long nowMillis, List<Long> forgotten) {
        if (mark.expiresMillis() <= nowMillis && mark.dueMillis() == null) {
            forgotten.add(mark.startMillis());
            return Long.MAX_VALUE;
        }
        return Math.max(mark.expiresMillis(), nowMillis + 1);
    }

    @Nullable
    Long cleanUpMillis() {
        return cleanUpMillis;
    }

    void cleanUpMillis(@Nullable Long millis) {
        cleanUpMillis = millis;
    }

    void write() throws Exception {
        if (recent.isEmpty() && older == 0) {
            recentState.clear();
        } else {
            recentState.update(new RecentIntervals(recent, older, olderDue.size(), olderDue, cleanUpMillis));
        }
    }

    /** Nothing newer than the first of the recent ones lies apart; where none lies apart, everything is recent. */
    private boolean isRecent(long startMillis) {
        return older == 0 && recent.size() < recentIntervals
                || !recent.isEmpty() && startMillis >= recent.get(0).startMillis();
    }
}
