package io.ullage.job.alert;

import io.ullage.job.growth.SnapshotGrowth;
import io.ullage.job.row.LedgerRow;
import io.ullage.job.row.LunGrowthRow;
import io.ullage.job.row.PoolRow;
import io.ullage.job.row.SnapshotGrowthRow;
import io.ullage.job.row.SnapshotRow;
import io.ullage.job.row.UnmatchedRow;
import io.ullage.job.row.VolumeSums;
import io.ullage.job.rule.Sample;
import io.ullage.job.rule.Watch;
import io.ullage.schema.forecast.Forecast;
import io.ullage.schema.forecast.ForecastSubject;
import io.ullage.schema.ledger.Estimate;
import io.ullage.schema.ledger.Ledger;
import io.ullage.schema.ledger.LedgerClass;
import io.ullage.schema.telemetry.PoolReading;
import io.ullage.schema.telemetry.SnapshotReading;
import io.ullage.schema.telemetry.VolumeReading;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Rows as rules see them. A figure that is absent in the row is absent in the sample. */
public final class Samples {
    private Samples() {}

    public static Sample of(LedgerRow row) {
        VolumeReading volume = row.volume();
        Map<String, String> labels = new HashMap<>();
        labels.put("volume", volume.volumeId());
        labels.put("name", volume.name());
        labels.put("pool", volume.poolId());
        labels.put("host", row.hostId());
        put(labels, "machine", machineId(row));
        labels.put("format", volume.format());
        labels.put("provisioning", volume.provisioning().name());
        labels.put("use", volume.use().name());
        Map<String, Double> measures = new HashMap<>();
        put(measures, "provisionedBytes", volume.provisionedBytes());
        put(measures, "allocatedBytes", volume.allocatedBytes());
        put(measures, "writtenBytes", volume.writtenBytes());
        put(measures, "zeroBytes", volume.zeroBytes());
        put(measures, "backedBytes", volume.backedBytes());
        put(measures, "snapshotBytes", volume.snapshotBytes());
        put(measures, "metadataBytes", volume.metadataBytes());
        put(measures, "allocationUnitBytes", volume.allocationUnitBytes());
        put(measures, "guestLiveBytes", row.guestLiveBytes());
        put(
                measures,
                "guestAgeSeconds",
                row.guest() == null ? null : row.guest().ageSeconds());
        put(
                measures,
                "guestDisk.discardMaxBytes",
                row.guest() == null ? null : row.guest().discardMaxBytes());
        ratio(measures, "utilisationRatio", row.guestLiveBytes(), volume.provisionedBytes());
        ledger(measures, row.ledger());
        return Sample.of(
                Watch.VOLUME, volume.volumeId(), millis(row.intervalStart()), row.revision(), labels, measures);
    }

    private static @Nullable String machineId(LedgerRow row) {
        if (row.guest() != null) {
            return row.guest().machineId();
        }
        return row.volume().attachment() == null
                ? null
                : row.volume().attachment().machineId();
    }

    public static Sample of(PoolRow row) {
        PoolReading pool = row.pool();
        VolumeSums disks = row.disks();
        Map<String, String> labels = new HashMap<>();
        labels.put("pool", row.poolId());
        labels.put("name", pool == null ? row.poolId() : pool.name());
        Map<String, Double> measures = new HashMap<>();
        if (pool != null) {
            labels.put("kind", pool.poolKind().name());
            put(measures, "capacityBytes", pool.capacityBytes());
            put(measures, "usedBytes", pool.usedBytes());
            put(measures, "freeBytes", pool.freeBytes());
            put(measures, "metadataCapacityBytes", pool.metadataCapacityBytes());
            put(measures, "metadataUsedBytes", pool.metadataUsedBytes());
            ratio(measures, "usedRatio", pool.usedBytes(), pool.capacityBytes());
            ratio(measures, "metadataUsedRatio", pool.metadataUsedBytes(), pool.metadataCapacityBytes());
            ratio(measures, "overcommitRatio", disks.provisionedBytes(), pool.capacityBytes());
        }
        put(measures, "volumes", disks.volumes());
        put(measures, "provisionedBytes", disks.provisionedBytes());
        put(measures, "allocatedBytes", disks.allocatedBytes());
        put(measures, "volumesWithoutAllocated", disks.withoutAllocated());
        put(measures, "writtenBytes", disks.writtenBytes());
        put(measures, "volumesWithoutWritten", disks.withoutWritten());
        put(measures, "guestLiveBytes", disks.guestLiveBytes());
        put(measures, "volumesWithoutGuestLive", disks.withoutGuestLive());
        put(measures, "snapshotBytes", disks.snapshotBytes());
        put(measures, "metadataBytes", disks.metadataBytes());
        ledger(measures, disks.ledger());
        put(measures, "backingVolumes", row.backing().volumes());
        put(measures, "backingAllocatedBytes", row.backing().allocatedBytes());
        put(measures, "backingVolumesWithoutAllocated", row.backing().withoutAllocated());
        return Sample.of(Watch.POOL, row.poolId(), millis(row.intervalStart()), row.revision(), labels, measures);
    }

    public static Sample of(SnapshotRow row) {
        SnapshotReading snapshot = row.snapshot();
        Map<String, String> labels = new HashMap<>();
        labels.put("snapshot", snapshot.snapshotId());
        labels.put("name", snapshot.name());
        labels.put("volume", snapshot.volumeId());
        labels.put("pool", snapshot.poolId());
        labels.put("host", row.hostId());
        labels.put("kind", snapshot.snapshotKind().name());
        Map<String, Double> measures = new HashMap<>();
        put(measures, "sizeBytes", snapshot.sizeBytes());
        put(measures, "referencedBytes", snapshot.referencedBytes());
        put(measures, "exclusiveBytes", snapshot.exclusiveBytes());
        put(measures, "withOlderBytes", snapshot.withOlderBytes());
        put(measures, "vmStateBytes", snapshot.vmStateBytes());
        put(
                measures,
                "ageSeconds",
                snapshot.created() == null
                        ? null
                        : Duration.between(snapshot.created(), row.time()).toSeconds());
        return Sample.of(
                Watch.SNAPSHOT, snapshot.snapshotId(), millis(row.intervalStart()), row.revision(), labels, measures);
    }

    public static Sample of(SnapshotGrowthRow row) {
        SnapshotGrowth growth = row.growth();
        Map<String, String> labels = new HashMap<>();
        labels.put("snapshot", growth.snapshotId());
        labels.put("name", growth.name());
        labels.put("volume", growth.volumeId());
        labels.put("chain", growth.chainId());
        labels.put("pool", growth.poolId());
        labels.put("kind", growth.kind().name());
        Map<String, Double> measures = new HashMap<>();
        put(measures, "ageSeconds", growth.ageSeconds());
        put(measures, "exclusiveBytes", growth.exclusiveBytes());
        put(measures, "withOlderBytes", growth.withOlderBytes());
        put(measures, "growthBytesPerSecond", growth.trend().bestBytesPerSecond());
        put(measures, "growthLowBytesPerSecond", growth.trend().lowBytesPerSecond());
        put(measures, "growthHighBytesPerSecond", growth.trend().highBytesPerSecond());
        put(measures, "freedBytes", growth.removal().freedBytes());
        return Sample.of(
                Watch.GROWTH, growth.snapshotId(), millis(row.intervalStart()), row.revision(), labels, measures);
    }

    public static Sample of(LunGrowthRow row) {
        Map<String, String> labels = new HashMap<>();
        labels.put("pool", row.poolId());
        labels.put("name", row.name() == null ? row.poolId() : row.name());
        put(labels, "most", row.mostId());
        Map<String, Double> measures = new HashMap<>();
        put(measures, "steps", row.steps());
        put(measures, "snapshotSteps", row.snapshotSteps());
        put(measures, "diskSteps", row.diskSteps());
        put(measures, "growingVolumes", row.growingVolumes());
        put(measures, "stepBytes", row.stepBytes());
        put(measures, "limitSteps", row.limit());
        put(measures, "mostSteps", row.mostSteps());
        return Sample.of(Watch.LUN, row.poolId(), millis(row.intervalStart()), row.revision(), labels, measures);
    }

    /** What does not fill within the horizon is full never, as of {@code timeToFull}; where nothing can be said, it is absent. */
    public static Sample of(Forecast forecast) {
        Map<String, String> labels = new HashMap<>();
        labels.put("entity", forecast.entityId());
        labels.put("subject", forecast.subject().name());
        labels.put("name", forecast.name());
        labels.put(forecast.subject() == ForecastSubject.TENANT ? "tenant" : "pool", forecast.entityId());
        Map<String, Double> measures = new HashMap<>();
        put(measures, "usedBytes", forecast.usedBytes());
        put(measures, "capacityBytes", forecast.capacityBytes());
        put(measures, "provisionedBytes", forecast.provisionedBytes());
        put(measures, "neededBytes", forecast.neededBytes());
        put(measures, "missingBytes", forecast.missingBytes());
        put(measures, "growthBytesPerSecond", forecast.growthBytesPerSecond());
        put(measures, "growthLowBytesPerSecond", forecast.growthLowBytesPerSecond());
        put(measures, "growthHighBytesPerSecond", forecast.growthHighBytesPerSecond());
        put(measures, "fullP10Seconds", full(forecast, forecast.fullP10Seconds()));
        put(measures, "fullP50Seconds", full(forecast, forecast.fullP50Seconds()));
        put(measures, "fullP90Seconds", full(forecast, forecast.fullP90Seconds()));
        put(measures, "horizonSeconds", forecast.horizonSeconds());
        put(measures, "historySeconds", forecast.historySeconds());
        put(measures, "monthP10Bytes", forecast.monthP10Bytes());
        put(measures, "monthP50Bytes", forecast.monthP50Bytes());
        put(measures, "monthP90Bytes", forecast.monthP90Bytes());
        put(measures, "quarterP10Bytes", forecast.quarterP10Bytes());
        put(measures, "quarterP50Bytes", forecast.quarterP50Bytes());
        put(measures, "quarterP90Bytes", forecast.quarterP90Bytes());
        return Sample.of(
                Watch.FORECAST,
                forecast.subject() + "/" + forecast.entityId(),
                millis(forecast.time()),
                millis(forecast.madeAt()),
                labels,
                measures);
    }

    private static @Nullable Double full(Forecast forecast, @Nullable Long seconds) {
        if (seconds != null) {
            return seconds.doubleValue();
        }
        return switch (forecast.verdict()) {
            case FULL, FILLING, MAY_FILL, NOT_FILLING -> Double.POSITIVE_INFINITY;
            case NOT_ENOUGH_HISTORY, NO_CAPACITY -> null;
        };
    }

    public static Sample of(UnmatchedRow row) {
        Map<String, String> labels = new HashMap<>();
        labels.put("machine", row.machineId());
        labels.put("side", row.side().name());
        labels.put("disk", row.entityId());
        labels.put("reason", row.reason().name());
        Sample sample = Sample.of(
                Watch.UNMATCHED,
                row.machineId() + "/" + row.side() + "/" + row.entityId(),
                millis(row.intervalStart()),
                row.revision(),
                labels,
                Map.of("sizeBytes", (double) row.sizeBytes()));
        return row.resolved() ? sample.withdrawn() : sample;
    }

    private static void ledger(Map<String, Double> measures, Ledger ledger) {
        for (LedgerClass ledgerClass : LedgerClass.values()) {
            String name = ledgerClass.name().toLowerCase(Locale.ROOT);
            Estimate estimate = ledger.of(ledgerClass);
            put(measures, name + "Bytes", estimate.bestBytes());
            switch (ledgerClass) {
                case LIVE, DEAD, STRANDED, ZEROED, RESERVED -> {
                    put(measures, name + "LowBytes", estimate.lowBytes());
                    put(measures, name + "HighBytes", estimate.highBytes());
                }
                case CLAIMED, ULLAGE, UNSEEN -> {
                    // The catalogue has no bounds of these.
                }
            }
        }
    }

    private static void ratio(
            Map<String, Double> measures, String name, @Nullable Number part, @Nullable Number whole) {
        if (part != null && whole != null && whole.doubleValue() > 0) {
            measures.put(name, part.doubleValue() / whole.doubleValue());
        }
    }

    private static void put(Map<String, Double> measures, String name, @Nullable Number value) {
        if (value != null) {
            measures.put(name, value.doubleValue());
        }
    }

    private static void put(Map<String, String> labels, String name, @Nullable String value) {
        if (value != null) {
            labels.put(name, value);
        }
    }

    private static long millis(Instant time) {
        return time.toEpochMilli();
    }
}
