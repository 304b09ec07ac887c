package io.ullage.job.sketch;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * State: who refers to a fingerprint, packed: arrays of equal length, sorted by volume.
 *
 * @param references chunks of the volume with that content; at least one
 * @param sizes what such a chunk takes after compression, plus one; 0 where that is not known
 */
@SuppressWarnings("ArrayRecordComponent") // kept, never compared
public record Holders(long[] volumes, int[] references, int[] sizes) {
    static final Holders NONE = new Holders(new long[0], new int[0], new int[0]);

    boolean none() {
        return volumes.length == 0;
    }

    /** With the fingerprint at {@code index} of {@code changes} as {@code volume} has it now. */
    Holders with(long volume, Fingerprints changes, int index) {
        int found = Arrays.binarySearch(volumes, volume);
        int at = found < 0 ? -found - 1 : found;
        int behind = found < 0 ? at : at + 1;
        int now = changes.references()[index] == 0 ? 0 : 1;
        int count = volumes.length - (behind - at) + now;
        Holders after = new Holders(new long[count], new int[count], new int[count]);
        copy(0, after, 0, at);
        copy(behind, after, at + now, volumes.length - behind);
        if (now == 1) {
            after.volumes[at] = volume;
            after.references[at] = changes.references()[index];
            after.sizes[at] = changes.sizes()[index];
        }
        return after;
    }

    private void copy(int from, Holders to, int at, int count) {
        System.arraycopy(volumes, from, to.volumes, at, count);
        System.arraycopy(references, from, to.references, at, count);
        System.arraycopy(sizes, from, to.sizes, at, count);
    }

    /** References by volume, as the estimator takes them. */
    Map<String, Integer> byVolume() {
        Map<String, Integer> byVolume = new HashMap<>(2 * volumes.length);
        for (int i = 0; i < volumes.length; i++) {
            byVolume.put(Long.toString(volumes[i]), references[i]);
        }
        return byVolume;
    }

    /** Of one such chunk after compression. Volumes that were read by different means may differ: the largest counts. */
    @Nullable
    Integer storedBytes() {
        int largest = 0;
        for (int size : sizes) {
            largest = Math.max(largest, size);
        }
        return largest == 0 ? null : Integer.valueOf(largest - 1);
    }
}
