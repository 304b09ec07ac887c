package io.ullage.image;

import java.io.IOException;

/** Which ranges of a disk the guest holds: file systems, swap and volume managers with their metadata. */
public interface LiveMap {
    /** Size of the disk, or of the part of it that this map covers. */
    long sizeBytes();

    /** A new walk over all of it. */
    ExtentCursor<GuestState> extents() throws IOException;
}
