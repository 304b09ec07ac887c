package io.ullage.job.row;

import io.ullage.schema.telemetry.SnapshotReading;
import java.time.Instant;

/** A snapshot in one interval. Key: {@code (snapshot.snapshotId, intervalStart)}; the last reading of the interval stands. */
public record SnapshotRow(Instant intervalStart, long revision, String hostId, Instant time, SnapshotReading snapshot)
        implements Row {}
