package io.ullage.job.row;

import io.ullage.schema.telemetry.FileSystemReading;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A file system or swap area, in one interval. Key: {@code (hostId, device, mountPoint or '', intervalStart)}; the last reading of the
 * interval stands.
 */
public record FileSystemRow(
        Instant intervalStart,
        long revision,
        String hostId,
        @Nullable String machineId,
        Instant time,
        FileSystemReading fileSystem)
        implements Row {}
