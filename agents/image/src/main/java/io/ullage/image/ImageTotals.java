package io.ullage.image;

import java.util.OptionalLong;

/**
 * A whole image in sums. What it occupies on its file system is not here: only its caller can ask {@code stat}.
 *
 * @param provisionedBytes the size that the guest sees
 * @param writtenBytes guest bytes that this image itself holds data for, shared ones with them: the {@code data} extents of depth 0 of
 *     {@code qemu-img map}
 * @param sharedBytes of these, guest bytes that an internal snapshot (or a reflink) holds as well
 * @param zeroBytes guest bytes that the format records as zeros and yet allocates
 * @param reservedBytes guest bytes that are allocated and were never written
 * @param backedBytes guest bytes that only the parent chain supplies; absent if the chain could not be read
 * @param compressedBytes of {@code writtenBytes}, guest bytes that are stored compressed
 * @param compressedStoredBytes what these occupy, in whole sectors as the format counts them
 * @param metadataBytes of the format: headers, tables, refcounts, bitmaps; without what internal snapshots hold
 * @param snapshotBytes of the file, held by internal snapshots and by nothing else, with their tables; absent if it was too large to count
 */
public record ImageTotals(
        long provisionedBytes,
        long writtenBytes,
        long sharedBytes,
        long zeroBytes,
        long reservedBytes,
        OptionalLong backedBytes,
        long compressedBytes,
        long compressedStoredBytes,
        long metadataBytes,
        OptionalLong snapshotBytes) {}
