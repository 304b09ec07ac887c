package io.ullage.job.snapshot;

import io.ullage.job.trend.History;
import io.ullage.schema.telemetry.PoolReading;
import io.ullage.schema.telemetry.SnapshotReading;
import io.ullage.schema.telemetry.VolumeReading;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A reading on its way to the history that it belongs to. Exactly one of the readings is there.
 *
 * @param key of a chain, or of a pool
 */
public record GrowthObservation(
        String key,
        Instant time,
        @Nullable VolumeReading volume,
        @Nullable SnapshotReading snapshot,
        @Nullable PoolReading pool) {

    static GrowthObservation of(VolumeReading volume, Instant time) {
        String root = volume.rootVolumeId() != null ? volume.rootVolumeId() : volume.parentVolumeId();
        return new GrowthObservation("chain:" + (root != null ? root : volume.volumeId()), time, volume, null, null);
    }

    static GrowthObservation of(SnapshotReading snapshot, Instant time) {
        String root = snapshot.rootVolumeId() != null ? snapshot.rootVolumeId() : snapshot.volumeId();
        return new GrowthObservation("chain:" + root, time, null, snapshot, null);
    }

    static GrowthObservation of(PoolReading pool, Instant time) {
        return new GrowthObservation("pool:" + pool.poolId(), time, null, null, pool);
    }

    /** Unique under the key. */
    String entity() {
        if (volume != null) {
            return "v:" + volume.volumeId();
        }
        return snapshot != null ? "s:" + snapshot.snapshotId() : "p";
    }

    /** Grows with the time of the reading. */
    long knowledge(long intervalStartMillis) {
        return time.toEpochMilli() - intervalStartMillis + 1;
    }

    /** The history with this reading; the same object where it says nothing new. */
    History joining(History history) {
        Long bytes = bytes();
        return bytes == null ? history : history.with(time.toEpochMilli(), bytes);
    }

    /** The bytes whose growth is watched; absent where the reading does not say. */
    @Nullable
    Long bytes() {
        if (volume != null) {
            return volume.allocatedBytes();
        }
        if (snapshot != null) {
            return snapshot.exclusiveBytes();
        }
        return pool == null ? null : pool.usedBytes();
    }
}
