package io.ullage.image;

import java.time.Instant;
import java.util.OptionalLong;

/**
 * An internal snapshot of an image.
 *
 * @param id unique in the image
 * @param name as the user gave it, perhaps empty
 * @param sizeBytes size that the guest saw at that point
 * @param vmStateBytes saved memory and device state; its clusters count in the two figures below
 * @param referencedBytes of the file, that it points at with its tables, shared ones with them; absent if it could not be counted
 * @param exclusiveBytes of the file, held by it alone: what deleting just this one frees; absent if it could not be counted
 * @param exclusiveAllocatedBytes of {@code exclusiveBytes}, what the file system holds: tables are written in part; absent if it could not
 *     be counted or nobody can be asked
 * @param withOlderBytes of the file, held by it and older snapshots and by nothing else, as far as the file system holds it: what deleting
 *     all of these returns; absent if it could not be counted
 */
public record ImageSnapshot(
        String id,
        String name,
        Instant created,
        long sizeBytes,
        long vmStateBytes,
        OptionalLong referencedBytes,
        OptionalLong exclusiveBytes,
        OptionalLong exclusiveAllocatedBytes,
        OptionalLong withOlderBytes) {}
