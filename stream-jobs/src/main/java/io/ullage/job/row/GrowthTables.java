package io.ullage.job.row;

import static io.ullage.job.row.ColumnType.BOOL;
import static io.ullage.job.row.ColumnType.DATE_TIME;
import static io.ullage.job.row.ColumnType.DATE_TIME_MILLIS;
import static io.ullage.job.row.ColumnType.NULLABLE_DATE_TIME_MILLIS;
import static io.ullage.job.row.ColumnType.NULLABLE_FLOAT64;
import static io.ullage.job.row.ColumnType.NULLABLE_INT64;
import static io.ullage.job.row.ColumnType.NULLABLE_STRING;
import static io.ullage.job.row.ColumnType.NULLABLE_UINT64;
import static io.ullage.job.row.ColumnType.STRING;
import static io.ullage.job.row.ColumnType.UINT64;

import io.ullage.job.growth.NetBytes;
import io.ullage.job.growth.Removal;
import io.ullage.job.trend.TimeToFull;
import io.ullage.job.trend.Trend;
import io.ullage.schema.ledger.Estimate;
import io.ullage.schema.ledger.Method;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What the growth operators write. */
public final class GrowthTables {
    public static final Table<SnapshotGrowthRow> SNAPSHOT_GROWTH = new Table<>(
                    "snapshot_growth", SnapshotGrowthRow.class)
            .with("interval_start", DATE_TIME, SnapshotGrowthRow::intervalStart)
            .with("revision", UINT64, SnapshotGrowthRow::revision)
            .with("time", DATE_TIME_MILLIS, row -> row.growth().time())
            .with("snapshot_id", STRING, row -> row.growth().snapshotId())
            .with("volume_id", STRING, row -> row.growth().volumeId())
            .with("chain_id", STRING, row -> row.growth().chainId())
            .with("pool_id", STRING, row -> row.growth().poolId())
            .with("name", STRING, row -> row.growth().name())
            .with("snapshot_kind", STRING, row -> row.growth().kind())
            .with("created", NULLABLE_DATE_TIME_MILLIS, row -> row.growth().created())
            .with("age_seconds", NULLABLE_INT64, row -> row.growth().ageSeconds())
            .with("exclusive_bytes", NULLABLE_UINT64, row -> row.growth().exclusiveBytes())
            .with("exclusive_allocated_bytes", NULLABLE_UINT64, row -> row.growth()
                    .exclusiveAllocatedBytes())
            .with("with_older_bytes", NULLABLE_UINT64, row -> row.growth().withOlderBytes())
            .with("parent_growth_bytes", NULLABLE_INT64, row -> row.growth().parentGrowthBytes())
            .with("parent_peak_bytes", NULLABLE_UINT64, row -> row.growth().parentPeakBytes())
            .with("trend", STRING, row -> row.growth().trend().answer())
            .with("growth_bytes_per_second", NULLABLE_FLOAT64, row -> row.growth()
                    .trend()
                    .bestBytesPerSecond())
            .with("growth_low_bytes_per_second", NULLABLE_FLOAT64, row -> row.growth()
                    .trend()
                    .lowBytesPerSecond())
            .with("growth_high_bytes_per_second", NULLABLE_FLOAT64, row -> row.growth()
                    .trend()
                    .highBytesPerSecond())
            .with(
                    "regime_seconds",
                    NULLABLE_INT64,
                    row -> seconds(row.growth().trend(), row.growth().time()))
            .with("regime_points", UINT64, row -> row.growth().trend().points())
            .with("freed_bytes", NULLABLE_UINT64, row -> row.growth().removal().freedBytes())
            .with("returned_bytes", NULLABLE_INT64, row -> returned(row.growth().removal(), NetBytes::bestBytes))
            .with(
                    "returned_low_bytes",
                    NULLABLE_INT64,
                    row -> returned(row.growth().removal(), NetBytes::lowBytes))
            .with(
                    "returned_high_bytes",
                    NULLABLE_INT64,
                    row -> returned(row.growth().removal(), NetBytes::highBytes))
            .with("room_bytes", NULLABLE_UINT64, row -> room(row.growth().removal(), Estimate::bestBytes))
            .with("room_low_bytes", NULLABLE_UINT64, row -> room(row.growth().removal(), Estimate::lowBytes))
            .with("room_high_bytes", NULLABLE_UINT64, row -> room(row.growth().removal(), Estimate::highBytes))
            .with("method", NULLABLE_STRING, row -> method(row.growth().removal()))
            .with("pool_free_bytes", NULLABLE_UINT64, SnapshotGrowthRow::poolFreeBytes)
            .with("fits", NULLABLE_STRING, SnapshotGrowthRow::fits);

    public static final Table<ChainGrowthRow> CHAIN_GROWTH = new Table<>("chain_growth", ChainGrowthRow.class)
            .with("interval_start", DATE_TIME, ChainGrowthRow::intervalStart)
            .with("revision", UINT64, ChainGrowthRow::revision)
            .with("time", DATE_TIME_MILLIS, row -> row.growth().time())
            .with("chain_id", STRING, row -> row.growth().chainId())
            .with("pool_id", STRING, row -> row.growth().poolId())
            .with("name", STRING, row -> row.growth().name())
            .with("volumes", UINT64, row -> row.growth().volumes())
            .with("overlays", UINT64, row -> row.growth().overlays())
            .with("snapshots", UINT64, row -> row.growth().snapshots())
            .with("allocated_bytes", NULLABLE_UINT64, row -> row.growth().allocatedBytes())
            .with("reusable_bytes", NULLABLE_UINT64, row -> row.growth().reusableBytes())
            .with("trend", STRING, row -> row.growth().trend().answer())
            .with("growth_bytes_per_second", NULLABLE_FLOAT64, row -> row.growth()
                    .trend()
                    .bestBytesPerSecond())
            .with("growth_low_bytes_per_second", NULLABLE_FLOAT64, row -> row.growth()
                    .trend()
                    .lowBytesPerSecond())
            .with("growth_high_bytes_per_second", NULLABLE_FLOAT64, row -> row.growth()
                    .trend()
                    .highBytesPerSecond())
            .with(
                    "regime_seconds",
                    NULLABLE_INT64,
                    row -> seconds(row.growth().trend(), row.growth().time()))
            .with("regime_points", UINT64, row -> row.growth().trend().points())
            .with("returned_bytes", NULLABLE_INT64, row -> returned(row.growth().removal(), NetBytes::bestBytes))
            .with(
                    "returned_low_bytes",
                    NULLABLE_INT64,
                    row -> returned(row.growth().removal(), NetBytes::lowBytes))
            .with(
                    "returned_high_bytes",
                    NULLABLE_INT64,
                    row -> returned(row.growth().removal(), NetBytes::highBytes))
            .with("room_bytes", NULLABLE_UINT64, row -> room(row.growth().removal(), Estimate::bestBytes))
            .with("room_low_bytes", NULLABLE_UINT64, row -> room(row.growth().removal(), Estimate::lowBytes))
            .with("room_high_bytes", NULLABLE_UINT64, row -> room(row.growth().removal(), Estimate::highBytes))
            .with("method", NULLABLE_STRING, row -> method(row.growth().removal()))
            .with("pool_free_bytes", NULLABLE_UINT64, ChainGrowthRow::poolFreeBytes)
            .with("fits", NULLABLE_STRING, ChainGrowthRow::fits)
            .with("full_in_seconds", NULLABLE_UINT64, row -> full(row.full(), TimeToFull::bestSeconds))
            .with("full_in_low_seconds", NULLABLE_UINT64, row -> full(row.full(), TimeToFull::lowSeconds))
            .with("full_in_high_seconds", NULLABLE_UINT64, row -> full(row.full(), TimeToFull::highSeconds))
            .with(
                    "pool_trend",
                    NULLABLE_STRING,
                    row -> row.poolTrend() == null ? null : row.poolTrend().answer())
            .with(
                    "pool_growth_bytes_per_second",
                    NULLABLE_FLOAT64,
                    row -> row.poolTrend() == null ? null : row.poolTrend().bestBytesPerSecond())
            .with("pool_full_in_seconds", NULLABLE_UINT64, row -> full(row.poolFull(), TimeToFull::bestSeconds))
            .with("pool_full_in_low_seconds", NULLABLE_UINT64, row -> full(row.poolFull(), TimeToFull::lowSeconds))
            .with("pool_full_in_high_seconds", NULLABLE_UINT64, row -> full(row.poolFull(), TimeToFull::highSeconds));

    public static final Table<LunGrowthRow> LUN_GROWTH = new Table<>("lun_growth", LunGrowthRow.class)
            .with("interval_start", DATE_TIME, LunGrowthRow::intervalStart)
            .with("revision", UINT64, LunGrowthRow::revision)
            .with("pool_id", STRING, LunGrowthRow::poolId)
            .with("name", NULLABLE_STRING, LunGrowthRow::name)
            .with("steps", UINT64, LunGrowthRow::steps)
            .with("snapshot_steps", UINT64, LunGrowthRow::snapshotSteps)
            .with("disk_steps", UINT64, LunGrowthRow::diskSteps)
            .with("growing_volumes", UINT64, LunGrowthRow::growingVolumes)
            .with("step_bytes", UINT64, LunGrowthRow::stepBytes)
            .with("limit_steps", UINT64, LunGrowthRow::limit)
            .with("over_limit", BOOL, LunGrowthRow::overLimit)
            .with("most_id", NULLABLE_STRING, LunGrowthRow::mostId)
            .with("most_steps", UINT64, LunGrowthRow::mostSteps);

    public static final List<Table<? extends Row>> ALL = List.of(SNAPSHOT_GROWTH, CHAIN_GROWTH, LUN_GROWTH);

    private GrowthTables() {}

    private static @Nullable Long seconds(Trend trend, Instant time) {
        return trend.since() == null
                ? null
                : Long.valueOf(time.getEpochSecond() - trend.since().getEpochSecond());
    }

    private static @Nullable Long returned(Removal removal, Function<NetBytes, Long> end) {
        return removal.returned() == null ? null : end.apply(removal.returned());
    }

    private static @Nullable Long room(Removal removal, Function<Estimate, Long> end) {
        return removal.room() == null ? null : end.apply(removal.room());
    }

    private static @Nullable Long full(@Nullable TimeToFull full, Function<TimeToFull, @Nullable Long> end) {
        return full == null ? null : end.apply(full);
    }

    /** The weaker one of what is returned and what is needed. */
    private static @Nullable Method method(Removal removal) {
        Method returned = removal.returned() == null ? null : removal.returned().method();
        Method room = removal.room() == null ? null : removal.room().method();
        if (returned == null || room == null) {
            return returned == null ? room : returned;
        }
        return returned.compareTo(room) >= 0 ? returned : room;
    }
}
