package io.ullage.job.trend;

import java.time.Duration;
import java.util.Arrays;

/**
 * State: what is kept of a series, {@value #MAX_POINTS} points at most. Time is cut into slots of five minutes, an hour and a day, aligned
 * to the epoch; of each slot the first reading is kept, for an hour, 50 hours and 42 days. So the readings kept hang on nothing but the
 * readings that were: not on their order, nor on how often they came.
 *
 * <p>What a reader of the past sees ({@link #asOf}) ends earlier than what is kept by a slack of an hour, four hours and three days:
 * readings that come late by no more than an hour change nothing that could not have been the same in time.
 *
 * @param times milliseconds since the epoch, ascending
 * @param values bytes, one for each time
 */
public record History(long[] times, long[] values) {
    public static final int MAX_POINTS = 128;

    /** Later than this the past is not the same any more. */
    public static final Duration SLACK = Duration.ofHours(1);

    private static final long[] SLOT_MILLIS = {300_000, 3_600_000, 86_400_000};
    private static final int[] SEEN_SLOTS = {12, 50, 42};
    private static final int[] KEPT_SLOTS = {24, 54, 45};

    public static History none() {
        return new History(new long[0], new long[0]);
    }

    /** With one more reading. Of two at the same time the larger one counts. */
    public History with(long timeMillis, long bytes) {
        int at = Arrays.binarySearch(times, timeMillis);
        if (at >= 0) {
            if (values[at] >= bytes) {
                return this;
            }
            long[] raised = values.clone();
            raised[at] = bytes;
            return new History(times, raised);
        }
        int place = -at - 1;
        if (place > 0 && Math.floorDiv(times[place - 1], SLOT_MILLIS[0]) == Math.floorDiv(timeMillis, SLOT_MILLIS[0])) {
            // Not the first of its five minutes, so not the first of its hour or day.
            return this;
        }
        long newest = Math.max(timeMillis, newestMillis());
        if (place == times.length || timeMillis >= newest - SLOT_MILLIS[2] * KEPT_SLOTS[2]) {
            return thinned(inserted(times, place, timeMillis), inserted(values, place, bytes), newest, KEPT_SLOTS);
        }
        return this;
    }

    /** The readings before {@code timeMillis}, as far back as they may be looked at then, and that reading itself. */
    public Series asOf(long timeMillis, long bytes) {
        Series before = before(timeMillis);
        return new Series(
                inserted(before.times(), before.size(), timeMillis), inserted(before.values(), before.size(), bytes));
    }

    /** The readings before {@code timeMillis} alone, of a series that is not read any more. */
    public Series before(long timeMillis) {
        int count = 0;
        while (count < times.length && times[count] < timeMillis) {
            count++;
        }
        History seen = thinned(Arrays.copyOf(times, count), Arrays.copyOf(values, count), timeMillis, SEEN_SLOTS);
        return new Series(seen.times, seen.values);
    }

    /** Of the newest reading that is kept; before all times where there is none. */
    public long newestMillis() {
        return times.length == 0 ? Long.MIN_VALUE / 2 : times[times.length - 1];
    }

    /** @param kept slots of each length that reach back from {@code newest} */
    private static History thinned(long[] times, long[] values, long newest, int[] kept) {
        long[] keptTimes = new long[times.length];
        long[] keptValues = new long[times.length];
        int count = 0;
        for (int i = 0; i < times.length; i++) {
            boolean keep = false;
            for (int tier = 0; tier < SLOT_MILLIS.length && !keep; tier++) {
                long slot = Math.floorDiv(times[i], SLOT_MILLIS[tier]);
                boolean first = i == 0 || Math.floorDiv(times[i - 1], SLOT_MILLIS[tier]) != slot;
                keep = first && slot > Math.floorDiv(newest, SLOT_MILLIS[tier]) - kept[tier];
            }
            if (keep) {
                keptTimes[count] = times[i];
                keptValues[count] = values[i];
                count++;
            }
        }
        return count == times.length
                ? new History(times, values)
                : new History(Arrays.copyOf(keptTimes, count), Arrays.copyOf(keptValues, count));
    }

    private static long[] inserted(long[] array, int place, long value) {
        long[] longer = Arrays.copyOf(array, array.length + 1);
        System.arraycopy(array, place, longer, place + 1, array.length - place);
        longer[place] = value;
        return longer;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof History that && Arrays.equals(times, that.times) && Arrays.equals(values, that.values);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(times) + Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return "History[" + times.length + " points, newest " + newestMillis() + "]";
    }
}
