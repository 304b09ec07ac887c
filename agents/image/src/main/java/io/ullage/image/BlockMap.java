package io.ullage.image;

import java.io.IOException;

/** Which ranges of a volume are backed, and how. */
public interface BlockMap {
    /** The size that the guest sees. */
    long provisionedBytes();

    /** Smallest piece that the backing can give back, in bytes: the cluster or subcluster of the format, the block of the file system. */
    long allocationUnitBytes();

    /** A new walk over the whole disk. */
    ExtentCursor<BackingState> extents() throws IOException;
}
