package io.ullage.image.qcow2;

import io.ullage.image.BackingState;
import io.ullage.image.SparseProbe;
import java.io.IOException;
import java.util.Arrays;

/**
 * What the file system holds of an image file, asked once from start to end and then looked up: guest order is not file order, and a
 * probe answers best in file order. A file of more extents than fit is asked piece by piece.
 */
final class HostExtents {
    private static final int MAX_EXTENTS = 1 << 18;
    private static final BackingState[] STATES = BackingState.values();

    private final SparseProbe probe;
    private final long sizeBytes;
    private long[] ends = new long[64];
    private byte[] states = new byte[64];
    private int count;
    private long foundStart;
    private long foundEnd;
    private BackingState found = BackingState.MAPPED;

    private HostExtents(SparseProbe probe, long sizeBytes) {
        this.probe = probe;
        this.sizeBytes = sizeBytes;
    }

    static HostExtents read(SparseProbe probe, long sizeBytes) throws IOException {
        HostExtents extents = new HostExtents(probe, sizeBytes);
        long position = 0;
        while (position < sizeBytes && extents.count < MAX_EXTENTS) {
            probe.locate(position);
            if (probe.end() <= position) {
                throw new IOException("probe of a qcow2 image: no extent at " + position);
            }
            position = Math.min(probe.end(), sizeBytes);
            extents.add(position, probe.state());
        }
        return extents;
    }

    void locate(long position) throws IOException {
        if (position >= foundStart && position < foundEnd) {
            return;
        }
        foundStart = position;
        if (position >= sizeBytes) {
            // The file grew since: somebody has just written there.
            found = BackingState.MAPPED;
            foundEnd = Long.MAX_VALUE;
        } else if (count == 0 || position >= ends[count - 1]) {
            probe.locate(position);
            found = probe.state();
            foundEnd = Math.max(probe.end(), position + 1);
        } else {
            int at = Arrays.binarySearch(ends, 0, count, position);
            int index = at >= 0 ? at + 1 : -at - 1;
            found = STATES[states[index]];
            foundEnd = ends[index];
        }
    }

    /** Bytes between two places of the file that the file system holds. */
    long heldBytes(long from, long to) throws IOException {
        long held = 0;
        for (long at = from; at < to; ) {
            locate(at);
            long end = Math.min(to, foundEnd);
            held += found == BackingState.UNMAPPED ? 0 : end - at;
            at = end;
        }
        return held;
    }

    BackingState state() {
        return found;
    }

    /** First byte after the extent that was found, more than its position. */
    long end() {
        return foundEnd;
    }

    private void add(long end, BackingState state) {
        if (count > 0 && states[count - 1] == state.ordinal()) {
            ends[count - 1] = end;
            return;
        }
        if (count == ends.length) {
            ends = Arrays.copyOf(ends, 2 * count);
            states = Arrays.copyOf(states, 2 * count);
        }
        ends[count] = end;
        states[count] = (byte) state.ordinal();
        count++;
    }
}
