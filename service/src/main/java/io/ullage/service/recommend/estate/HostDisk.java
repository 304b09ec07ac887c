package io.ullage.service.recommend.estate;

import org.jspecify.annotations.Nullable;

/**
 * A whole disk of a machine that carries volumes.
 *
 * @param disk kernel name
 * @param liveBytes held by file systems, swap and volume managers; absent where nobody could look
 */
public record HostDisk(
        String hostId,
        String disk,
        long sizeBytes,
        @Nullable Long liveBytes,
        @Nullable Long unseenBytes) {}
