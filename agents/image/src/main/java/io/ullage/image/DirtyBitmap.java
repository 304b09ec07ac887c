package io.ullage.image;

import java.io.IOException;
import java.util.Optional;

/**
 * A record of writes that an image carries: what was written since somebody, mostly backup software, put the bitmap there or cleared it.
 * When that was is not recorded, so one bitmap alone says nothing about the time since some other event.
 */
public interface DirtyBitmap {
    String name();

    /** Bytes of the disk that one bit stands for. */
    long granularityBytes();

    /** Why its bits cannot be relied on as they stand in the file now; empty if they can. */
    Optional<String> unusableBecause();

    /**
     * A new walk over the whole disk.
     *
     * @throws ImageException if the bitmap is not usable, or damaged
     */
    ExtentCursor<ChangeState> extents() throws IOException;
}
