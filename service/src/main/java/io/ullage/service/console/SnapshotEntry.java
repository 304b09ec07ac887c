package io.ullage.service.console;

import io.ullage.service.estate.Row;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot or an overlay, with what its removal returns and needs. Sizes in bytes.
 *
 * @param volumeId the volume that it is of; of an overlay its parent
 * @param kind INTERNAL, OVERLAY or POOL
 * @param trend GROWING, NOT_GROWING, SHRINKING or NOT_ENOUGH_HISTORY; absent where nothing was estimated
 * @param fits whether the pool has the room that removal needs while it runs: YES, PERHAPS or NO
 */
record SnapshotEntry(
        String snapshotId,
        String name,
        String volumeId,
        @Nullable String volumeName,
        String poolId,
        String kind,
        @Nullable Instant created,
        @Nullable Long exclusiveBytes,
        @Nullable String trend,
        @Nullable Long growthDayBytes,
        @Nullable Long growthDayLowBytes,
        @Nullable Long growthDayHighBytes,
        @Nullable Long returnedBytes,
        @Nullable Long returnedLowBytes,
        @Nullable Long returnedHighBytes,
        @Nullable Long roomBytes,
        @Nullable Long roomHighBytes,
        @Nullable String fits) {
    static final String COLUMNS =
            "snapshot_id, name, volume_id, volume_name, pool_id, snapshot_kind, created, exclusive_bytes, trend,"
                    + " growth_day_bytes, growth_day_low_bytes, growth_day_high_bytes, returned_bytes, returned_low_bytes,"
                    + " returned_high_bytes, room_bytes, room_high_bytes, fits";

    static SnapshotEntry of(Row row) {
        return new SnapshotEntry(
                row.text("snapshotId"),
                row.text("name"),
                row.text("volumeId"),
                row.optionalText("volumeName"),
                row.text("poolId"),
                row.text("snapshotKind"),
                row.optionalTime("created"),
                row.optionalNumber("exclusiveBytes"),
                row.optionalText("trend"),
                row.optionalNumber("growthDayBytes"),
                row.optionalNumber("growthDayLowBytes"),
                row.optionalNumber("growthDayHighBytes"),
                row.optionalNumber("returnedBytes"),
                row.optionalNumber("returnedLowBytes"),
                row.optionalNumber("returnedHighBytes"),
                row.optionalNumber("roomBytes"),
                row.optionalNumber("roomHighBytes"),
                row.optionalText("fits"));
    }

    boolean isReturnExact() {
        return returnedLowBytes == null || returnedLowBytes.equals(returnedHighBytes);
    }
}
