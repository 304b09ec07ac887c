package io.ullage.image.commit;

import io.ullage.image.BackingState;
import io.ullage.image.ChainCursor;
import io.ullage.image.DiskImage;
import io.ullage.image.WriteMeter;
import java.io.IOException;
import java.util.Optional;

/**
 * What a parent gains if an overlay is committed into it.
 *
 * @param growthBytes of its file, all in all; negative where the overlay's zeros free more than its data adds
 * @param peakBytes by which it grows at most while that runs
 */
public record CommitCost(long growthBytes, long peakBytes) {
    /**
     * Walks both maps.
     *
     * @return empty where there is no parent, where it could not be opened, or where its growth cannot be foreseen
     */
    public static Optional<CommitCost> of(DiskImage overlay) throws IOException {
        Optional<DiskImage> parent = overlay.parent();
        if (parent.isEmpty()) {
            return Optional.empty();
        }
        Optional<WriteMeter> meter = parent.get().writeMeter();
        if (meter.isEmpty()) {
            return Optional.empty();
        }
        Copy copy = new Copy(meter.get(), overlay.provisionedBytes());
        try (ChainCursor chain = overlay.chain()) {
            while (chain.next()) {
                copy.extent(chain.start(), chain.start() + chain.length(), chain.depth() == 0, data(chain.state()));
            }
        }
        return Optional.of(copy.done());
    }

    private static boolean data(BackingState state) {
        return switch (state) {
            case MAPPED, SHARED, BACKED -> true;
            case MAPPED_ZERO, RESERVED, UNMAPPED -> false;
        };
    }

    /** Cuts the overlay's extents into granules: one that the overlay holds a part of is copied whole, as data if any of it is. */
    private static final class Copy {
        private final WriteMeter meter;
        private final long granule;
        private final long size;
        private long at;
        private boolean partHeld;
        private boolean partData;
        private long growth;
        private long peak;

        Copy(WriteMeter meter, long size) {
            this.meter = meter;
            this.granule = meter.granuleBytes();
            this.size = size;
        }

        void extent(long start, long end, boolean held, boolean data) throws IOException {
            long position = start;
            while (position < end) {
                boolean atBoundary = position % granule == 0;
                long whole = end == size ? end : end - end % granule;
                if (atBoundary && whole > position) {
                    copy(position, whole, held, data);
                    position = whole;
                } else {
                    long next = Math.min(end, position - position % granule + granule);
                    at = atBoundary ? position : at;
                    partHeld |= held;
                    partData |= data;
                    if (next % granule == 0 || next == size) {
                        copy(at, next, partHeld, partData);
                        partHeld = false;
                        partData = false;
                    }
                    position = next;
                }
            }
        }

        private void copy(long start, long end, boolean held, boolean data) throws IOException {
            if (held) {
                growth += data ? meter.data(start, end - start) : meter.zeros(start, end - start);
                peak = Math.max(peak, growth);
            }
        }

        CommitCost done() throws IOException {
            growth += meter.rest();
            return new CommitCost(growth, Math.max(peak, growth));
        }
    }
}
