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
import io.ullage.job.rule.Sample.Figures;
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
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Rows as rules see them. A figure that is absent in the row is absent in the sample. */
public final class Samples {
    /** Made once: a ledger is sampled with every row. */
    private static final Map<LedgerClass, ClassNames> NAMES = new EnumMap<>(LedgerClass.class);

    static {
        for (LedgerClass ledgerClass : LedgerClass.values()) {
            String name = ledgerClass.name().toLowerCase(Locale.ROOT);
            NAMES.put(ledgerClass, new ClassNames(name + "Bytes", name + "LowBytes", name + "HighBytes"));
        }
    }

    private Samples() {}

    /** Of a class's three measures. */
    private record ClassNames(String best, String low, String high) {}

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
        Figures measures = new Figures(Watch.VOLUME);
        measures.put("provisionedBytes", volume.provisionedBytes());
        measures.put("allocatedBytes", volume.allocatedBytes());
        measures.put("writtenBytes", volume.writtenBytes());
        measures.put("zeroBytes", volume.zeroBytes());
        measures.put("backedBytes", volume.backedBytes());
        measures.put("snapshotBytes", volume.snapshotBytes());
        measures.put("metadataBytes", volume.metadataBytes());
        measures.put("allocationUnitBytes", volume.allocationUnitBytes());
        measures.put("guestLiveBytes", row.guestLiveBytes());
        measures.put("guestAgeSeconds", row.guest() == null ? null : row.guest().ageSeconds());
        measures.put(
                "guestDisk.discardMaxBytes",
                row.guest() == null ? null : row.guest().discardMaxBytes());
        ratio(measures, "utilisationRatio", row.guestLiveBytes(), volume.provisionedBytes());
        ledger(measures, row.ledger());
        return Sample.of(volume.volumeId(), millis(row.intervalStart()), row.revision(), labels, measures);
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
        Figures measures = new Figures(Watch.POOL);
        if (pool != null) {
            labels.put("kind", pool.poolKind().name());
            measures.put("capacityBytes", pool.capacityBytes());
            measures.put("usedBytes", pool.usedBytes());
            measures.put("freeBytes", pool.freeBytes());
            measures.put("metadataCapacityBytes", pool.metadataCapacityBytes());
            measures.put("metadataUsedBytes", pool.metadataUsedBytes());
            ratio(measures, "usedRatio", pool.usedBytes(), pool.capacityBytes());
            ratio(measures, "metadataUsedRatio", pool.metadataUsedBytes(), pool.metadataCapacityBytes());
            ratio(measures, "overcommitRatio", disks.provisionedBytes(), pool.capacityBytes());
        }
        measures.put("volumes", disks.volumes());
        measures.put("provisionedBytes", disks.provisionedBytes());
        measures.put("allocatedBytes", disks.allocatedBytes());
        measures.put("volumesWithoutAllocated", disks.withoutAllocated());
        measures.put("writtenBytes", disks.writtenBytes());
        measures.put("volumesWithoutWritten", disks.withoutWritten());
        measures.put("guestLiveBytes", disks.guestLiveBytes());
        measures.put("volumesWithoutGuestLive", disks.withoutGuestLive());
        measures.put("snapshotBytes", disks.snapshotBytes());
        measures.put("metadataBytes", disks.metadataBytes());
        ledger(measures, disks.ledger());
        measures.put("backingVolumes", row.backing().volumes());
        measures.put("backingAllocatedBytes", row.backing().allocatedBytes());
        measures.put("backingVolumesWithoutAllocated", row.backing().withoutAllocated());
        return Sample.of(row.poolId(), millis(row.intervalStart()), row.revision(), labels, measures);
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
        Figures measures = new Figures(Watch.SNAPSHOT);
        measures.put("sizeBytes", snapshot.sizeBytes());
        measures.put("referencedBytes", snapshot.referencedBytes());
        measures.put("exclusiveBytes", snapshot.exclusiveBytes());
        measures.put("withOlderBytes", snapshot.withOlderBytes());
        measures.put("vmStateBytes", snapshot.vmStateBytes());
        measures.put(
                "ageSeconds",
                snapshot.created() == null
                        ? null
                        : Duration.between(snapshot.created(), row.time()).toSeconds());
        return Sample.of(snapshot.snapshotId(), millis(row.intervalStart()), row.revision(), labels, measures);
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
        Figures measures = new Figures(Watch.GROWTH);
        measures.put("ageSeconds", growth.ageSeconds());
        measures.put("exclusiveBytes", growth.exclusiveBytes());
        measures.put("withOlderBytes", growth.withOlderBytes());
        measures.put("growthBytesPerSecond", growth.trend().bestBytesPerSecond());
        measures.put("growthLowBytesPerSecond", growth.trend().lowBytesPerSecond());
        measures.put("growthHighBytesPerSecond", growth.trend().highBytesPerSecond());
        measures.put("freedBytes", growth.removal().freedBytes());
        return Sample.of(growth.snapshotId(), millis(row.intervalStart()), row.revision(), labels, measures);
    }

    public static Sample of(LunGrowthRow row) {
        Map<String, String> labels = new HashMap<>();
        labels.put("pool", row.poolId());
        labels.put("name", row.name() == null ? row.poolId() : row.name());
        put(labels, "most", row.mostId());
        Figures measures = new Figures(Watch.LUN);
        measures.put("steps", row.steps());
        measures.put("snapshotSteps", row.snapshotSteps());
        measures.put("diskSteps", row.diskSteps());
        measures.put("growingVolumes", row.growingVolumes());
        measures.put("stepBytes", row.stepBytes());
        measures.put("limitSteps", row.limit());
        measures.put("mostSteps", row.mostSteps());
        return Sample.of(row.poolId(), millis(row.intervalStart()), row.revision(), labels, measures);
    }

    /** What does not fill within the horizon is full never, as of {@code timeToFull}; where nothing can be said, it is absent. */
    public static Sample of(Forecast forecast) {
        Map<String, String> labels = new HashMap<>();
        labels.put("entity", forecast.entityId());
        labels.put("subject", forecast.subject().name());
        labels.put("name", forecast.name());
        labels.put(forecast.subject() == ForecastSubject.TENANT ? "tenant" : "pool", forecast.entityId());
        Figures measures = new Figures(Watch.FORECAST);
        measures.put("usedBytes", forecast.usedBytes());
        measures.put("capacityBytes", forecast.capacityBytes());
        measures.put("provisionedBytes", forecast.provisionedBytes());
        measures.put("neededBytes", forecast.neededBytes());
        measures.put("missingBytes", forecast.missingBytes());
        measures.put("growthBytesPerSecond", forecast.growthBytesPerSecond());
        measures.put("growthLowBytesPerSecond", forecast.growthLowBytesPerSecond());
        measures.put("growthHighBytesPerSecond", forecast.growthHighBytesPerSecond());
        measures.put("fullP10Seconds", full(forecast, forecast.fullP10Seconds()));
        measures.put("fullP50Seconds", full(forecast, forecast.fullP50Seconds()));
        measures.put("fullP90Seconds", full(forecast, forecast.fullP90Seconds()));
        measures.put("horizonSeconds", forecast.horizonSeconds());
        measures.put("historySeconds", forecast.historySeconds());
        measures.put("monthP10Bytes", forecast.monthP10Bytes());
        measures.put("monthP50Bytes", forecast.monthP50Bytes());
        measures.put("monthP90Bytes", forecast.monthP90Bytes());
        measures.put("quarterP10Bytes", forecast.quarterP10Bytes());
        measures.put("quarterP50Bytes", forecast.quarterP50Bytes());
        measures.put("quarterP90Bytes", forecast.quarterP90Bytes());
        return Sample.of(
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

    private static void ledger(Figures measures, Ledger ledger) {
        for (LedgerClass ledgerClass : LedgerClass.values()) {
            ClassNames names = NAMES.get(ledgerClass);
            Estimate estimate = ledger.of(ledgerClass);
            measures.put(names.best, estimate.bestBytes());
            switch (ledgerClass) {
                case LIVE, DEAD, STRANDED, ZEROED, RESERVED -> {
                    measures.put(names.low, estimate.lowBytes());
                    measures.put(names.high, estimate.highBytes());
                }
                case CLAIMED, ULLAGE, UNSEEN -> {
                    // The catalogue has no bounds of these.
                }
            }
        }
    }

    private static void ratio(Figures measures, String name, @Nullable Number part, @Nullable Number whole) {
        if (part != null && whole != null && whole.doubleValue() > 0) {
            measures.put(name, part.doubleValue() / whole.doubleValue());
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
