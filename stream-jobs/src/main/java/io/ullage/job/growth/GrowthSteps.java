package io.ullage.job.growth;

import java.util.Arrays;

/**
 * State: the steps in which one file grew, in one hour. VMFS lengthens a thin disk or a snapshot by whole steps; how many a file has is its
 * allocated bytes divided by the step, rounded up. Growth from one reading to the next counts, shrinking does not. Readings that lie
 * between two of their own size say nothing and are not kept; otherwise the result hangs on the set of readings alone.
 *
 * @param times milliseconds since the epoch, ascending
 * @param steps that the file consisted of then
 */
public record GrowthSteps(long[] times, long[] steps) {
    public static GrowthSteps none() {
        return new GrowthSteps(new long[0], new long[0]);
    }

    public static long stepsOf(long allocatedBytes, long stepBytes) {
        return allocatedBytes / stepBytes + (allocatedBytes % stepBytes == 0 ? 0 : 1);
    }

    /** With one more reading; the same object where it says nothing new. Of two at the same time the larger one counts. */
    public GrowthSteps with(long timeMillis, long count) {
        int at = Arrays.binarySearch(times, timeMillis);
        if (at >= 0) {
            if (steps[at] >= count) {
                return this;
            }
            long[] raised = steps.clone();
            raised[at] = count;
            return new GrowthSteps(times, raised);
        }
        int place = -at - 1;
        if (place > 0 && place < steps.length && steps[place - 1] == count && steps[place] == count) {
            return this;
        }
        return new GrowthSteps(inserted(times, place, timeMillis), inserted(steps, place, count)).thinned();
    }

    /** @param before steps that the file consisted of at the last reading of an earlier hour; its own first ones where there is none */
    public long grown(GrowthSteps before) {
        long grown = 0;
        long last = before.steps.length > 0 ? before.steps[before.steps.length - 1] : steps.length > 0 ? steps[0] : 0;
        for (long count : steps) {
            grown += Math.max(0, count - last);
            last = count;
        }
        return grown;
    }

    /** Grows with every reading that counts. */
    public long knowledge(long baseMillis) {
        long sum = 0;
        for (long time : times) {
            sum += time - baseMillis + 1;
        }
        return sum;
    }

    private GrowthSteps thinned() {
        int count = 0;
        long[] keptTimes = new long[times.length];
        long[] kept = new long[times.length];
        for (int i = 0; i < times.length; i++) {
            boolean between = i > 0 && i < times.length - 1 && steps[i - 1] == steps[i] && steps[i + 1] == steps[i];
            if (!between) {
                keptTimes[count] = times[i];
                kept[count++] = steps[i];
            }
        }
        return new GrowthSteps(Arrays.copyOf(keptTimes, count), Arrays.copyOf(kept, count));
    }

    private static long[] inserted(long[] array, int place, long value) {
        long[] longer = Arrays.copyOf(array, array.length + 1);
        System.arraycopy(array, place, longer, place + 1, array.length - place);
        longer[place] = value;
        return longer;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof GrowthSteps that
                && Arrays.equals(times, that.times)
                && Arrays.equals(steps, that.steps);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(times) + Arrays.hashCode(steps);
    }

    @Override
    public String toString() {
        return "GrowthSteps" + Arrays.toString(steps);
    }
}
