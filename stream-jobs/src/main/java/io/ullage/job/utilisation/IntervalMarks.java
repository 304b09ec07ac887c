package io.ullage.job.utilisation;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.ValueState;
import org.jspecify.annotations.Nullable;

/** The marks of the current key, from one read of its newest ones to one write; older ones are read only where somebody asks for them. */
final class IntervalMarks {
    private static final int MOST_AT_HAND = 64;

    private final ValueState<RecentIntervals> recentState;
    private final MapState<Long, IntervalMark> olderState;
    private final int recentIntervals;
    private final TreeMap<Long, IntervalMark> recent = new TreeMap<>();
    private int older;
    private int olderDue;
    private @Nullable Long cleanUpMillis;

    /** @param recentIntervals how many of the newest are kept at hand */
    IntervalMarks(
            RecentIntervals read,
            ValueState<RecentIntervals> recentState,
            MapState<Long, IntervalMark> olderState,
            int recentIntervals) {
        this.recentState = recentState;
        this.olderState = olderState;
        this.recentIntervals = recentIntervals;
        read.marks().forEach(mark -> recent.put(mark.startMillis(), mark));
        older = read.older();
        olderDue = read.olderDue();
        cleanUpMillis = read.cleanUpMillis();
    }

    @Nullable
    IntervalMark get(long startMillis) throws Exception {
        if (isRecent(startMillis)) {
            return recent.get(startMillis);
        }
        return older == 0 ? null : olderState.get(startMillis);
    }

    void put(IntervalMark mark) throws Exception {
        if (!isRecent(mark.startMillis())) {
            IntervalMark before = older == 0 ? null : olderState.get(mark.startMillis());
            older += before == null ? 1 : 0;
            olderDue += (mark.dueMillis() == null ? 0 : 1) - (before == null || before.dueMillis() == null ? 0 : 1);
            olderState.put(mark.startMillis(), mark);
            return;
        }
        recent.put(mark.startMillis(), mark);
        while (recent.size() > recentIntervals) {
            IntervalMark oldest = recent.firstEntry().getValue();
            // What is yet to be written stays at hand, in bounds: a history that is sent at once is ahead of its own
            // writing.
            if (oldest.dueMillis() != null && recent.size() <= MOST_AT_HAND) {
                break;
            }
            recent.pollFirstEntry();
            older++;
            olderDue += oldest.dueMillis() == null ? 0 : 1;
            olderState.put(oldest.startMillis(), oldest);
        }
    }

    /** Starts of intervals that are to be written by then, in their order. */
    List<Long> dueBy(long millis) throws Exception {
        List<Long> due = new ArrayList<>();
        if (olderDue > 0) {
            for (IntervalMark mark : olderState.values()) {
                if (mark.dueBy(millis)) {
                    due.add(mark.startMillis());
                }
            }
            due.sort(Long::compare);
        }
        for (IntervalMark mark : recent.values()) {
            if (mark.dueBy(millis)) {
                due.add(mark.startMillis());
            }
        }
        return due;
    }

    boolean nothingDue() {
        return olderDue == 0 && recent.values().stream().allMatch(mark -> mark.dueMillis() == null);
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
        for (Iterator<IntervalMark> marks = recent.values().iterator(); marks.hasNext(); ) {
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
            recentState.update(new RecentIntervals(new ArrayList<>(recent.values()), older, olderDue, cleanUpMillis));
        }
    }

    /** Nothing newer than the first of the recent ones lies apart; where none lies apart, everything is recent. */
    private boolean isRecent(long startMillis) {
        return older == 0 && recent.size() < recentIntervals || !recent.isEmpty() && startMillis >= recent.firstKey();
    }
}
