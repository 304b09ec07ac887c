package io.ullage.service.exporter;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.ullage.schema.ledger.LedgerClass;
import io.ullage.service.store.ReportRows;
import io.ullage.service.store.StoreConnection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The capacity figures as last read, from the store at each scrape. Pools are what a file system is to OpenTelemetry, volumes what a logical
 * disk is; what neither knows stands under names of our own. A pool or volume that was not read for a while is left out.
 */
final class CapacityCollector implements MultiCollector {
    private static final String POOLS =
            "SELECT * FROM pool_latest WHERE interval_start >= now() - INTERVAL ? SECOND" + " ORDER BY pool_id";
    private static final String FORECASTS = "SELECT * FROM forecast_latest WHERE subject = 'POOL'"
            + " AND time >= now() - INTERVAL ? SECOND ORDER BY entity_id";
    private static final String VOLUMES =
            "SELECT * FROM volume_owned WHERE interval_start >= now() - INTERVAL ? SECOND" + " ORDER BY volume_id";

    private final StoreConnection store;
    private final boolean volumes;
    private final Duration fresh;
    private final Duration kept;
    private final Clock clock;

    private @Nullable MetricSnapshots last;
    private Instant lastRead = Instant.MIN;

    /**
     * @param volumes whether each volume has series of its own
     * @param fresh what was read longer ago is left out
     * @param kept for how long an answer is given again without asking the store
     */
    CapacityCollector(StoreConnection store, boolean volumes, Duration fresh, Duration kept, Clock clock) {
        this.store = store;
        this.volumes = volumes;
        this.fresh = fresh;
        this.kept = kept;
        this.clock = clock;
    }

    @Override
    public synchronized MetricSnapshots collect() {
        MetricSnapshots known = last;
        if (known != null && clock.instant().isBefore(lastRead.plus(kept))) {
            return known;
        }
        try {
            MetricSnapshots read = read();
            last = read;
            lastRead = clock.instant();
            return read;
        } catch (SQLException e) {
            // The scrape fails, and so Prometheus knows: figures of a while ago would look like those of now.
            throw new IllegalStateException("the store cannot be read: " + e.getMessage(), e);
        }
    }

    private MetricSnapshots read() throws SQLException {
        List<MetricSnapshot> all = new ArrayList<>();
        List<Map<String, Object>> pools = rows(POOLS);
        Function<Map<String, Object>, Labels> pool = CapacityCollector::poolLabels;
        add(
                all,
                new Figures("system_filesystem_limit_bytes", "What the pool can hold.")
                        .of(pools, pool, "capacityBytes"));
        add(
                all,
                new Figures("system_filesystem_usage_bytes", "Bytes of the pool, by state: used, free.")
                        .of(pools, row -> state(poolLabels(row), "system_filesystem_state", "used"), "usedBytes")
                        .of(pools, row -> state(poolLabels(row), "system_filesystem_state", "free"), "freeBytes"));
        add(
                all,
                new Figures("system_filesystem_utilization_ratio", "Part of the pool that is used.")
                        .of(pools, pool, "usedRatio"));
        add(
                all,
                new Figures("ullage_pool_provisioned_bytes", "What the pool has promised to volumes.")
                        .of(pools, pool, "provisionedBytes"));
        add(
                all,
                new Figures("ullage_pool_allocated_bytes", "What volumes occupy in the pool.")
                        .of(pools, pool, "allocatedBytes"));
        add(
                all,
                new Figures("ullage_pool_metadata_utilization_ratio", "Part of the thin pool's metadata that is used.")
                        .of(pools, pool, "metadataUsedRatio"));
        add(all, new Figures("ullage_pool_volumes", "Volumes that draw from the pool.").of(pools, pool, "volumes"));
        add(
                all,
                ledger(
                        new Figures("ullage_pool_ledger_bytes", "What the pool promised, by class of the ledger."),
                        pools,
                        pool));
        add(all, forecasts());
        if (volumes) {
            List<Map<String, Object>> each = rows(VOLUMES);
            Function<Map<String, Object>, Labels> volume = CapacityCollector::volumeLabels;
            add(
                    all,
                    new Figures("hw_logical_disk_limit_bytes", "Size of the volume as its guest sees it.")
                            .of(each, volume, "provisionedBytes"));
            add(
                    all,
                    new Figures(
                                    "hw_logical_disk_usage_bytes",
                                    "Bytes of the volume that its guest holds, by state: used.")
                            .of(
                                    each,
                                    row -> state(volumeLabels(row), "hw_logical_disk_state", "used"),
                                    "guestLiveBytes"));
            add(
                    all,
                    new Figures(
                                    "hw_logical_disk_utilization_ratio",
                                    "Part of the volume that its guest holds, by state: used.")
                            .of(
                                    each,
                                    row -> state(volumeLabels(row), "hw_logical_disk_state", "used"),
                                    "utilisationRatio"));
            add(
                    all,
                    new Figures("ullage_volume_allocated_bytes", "What the volume occupies in its pool.")
                            .of(each, volume, "allocatedBytes"));
            add(
                    all,
                    ledger(
                            new Figures("ullage_volume_ledger_bytes", "The volume by class of the ledger."),
                            each,
                            volume));
        }
        return new MetricSnapshots(all);
    }

    private Figures forecasts() throws SQLException {
        Figures figures = new Figures(
                "ullage_pool_full_seconds",
                "Time to full from the newest reading on; full sooner with that probability.");
        List<Map<String, Object>> rows = rows(FORECASTS);
        for (int percent : new int[] {10, 50, 90}) {
            String probability = String.format(Locale.ROOT, "0.%d", percent / 10);
            figures.of(
                    rows,
                    row -> Labels.of("ullage_pool", text(row, "entityId"), "probability", probability),
                    "fullP" + percent + "Seconds");
        }
        return figures;
    }

    private static Figures ledger(
            Figures figures, List<Map<String, Object>> rows, Function<Map<String, Object>, Labels> labels) {
        for (LedgerClass one : LedgerClass.values()) {
            String name = one.name().toLowerCase(Locale.ROOT);
            figures.of(rows, row -> state(labels.apply(row), "ullage_class", name), name + "Bytes");
        }
        return figures;
    }

    private List<Map<String, Object>> rows(String sql) throws SQLException {
        return ReportRows.of(store, sql.replace("?", Long.toString(fresh.toSeconds())))
                .rows();
    }

    private static Labels poolLabels(Map<String, Object> row) {
        return Labels.of(
                "system_device", row.containsKey("name") ? text(row, "name") : text(row, "poolId"),
                "system_filesystem_mountpoint", text(row, "path"),
                "system_filesystem_type", text(row, "poolKind").toLowerCase(Locale.ROOT),
                "ullage_pool", text(row, "poolId"));
    }

    private static Labels volumeLabels(Map<String, Object> row) {
        return Labels.of(
                "hw_id", text(row, "volumeId"),
                "hw_name", text(row, "name"),
                "hw_parent", text(row, "poolId"),
                "hw_type", "logical_disk",
                "ullage_machine", text(row, "machineName"),
                "ullage_tenant", text(row, "tenant"));
    }

    private static Labels state(Labels labels, String name, String value) {
        return labels.merge(Labels.of(name, value));
    }

    /** To Prometheus an empty label is an absent one. */
    private static String text(Map<String, Object> row, String column) {
        Object value = row.get(column);
        return value == null ? "" : value.toString();
    }

    private static void add(List<MetricSnapshot> all, Figures figures) {
        if (!figures.points.isEmpty()) {
            all.add(figures.snapshot());
        }
    }

    /** One metric that grows row by row; a row that does not know the figure has no point. */
    private static final class Figures {
        private final String name;
        private final String help;
        private final List<GaugeDataPointSnapshot> points = new ArrayList<>();

        Figures(String name, String help) {
            this.name = name;
            this.help = help;
        }

        Figures of(List<Map<String, Object>> rows, Function<Map<String, Object>, Labels> labels, String column) {
            for (Map<String, Object> row : rows) {
                if (row.get(column) instanceof Number number) {
                    points.add(new GaugeDataPointSnapshot(number.doubleValue(), labels.apply(row), null));
                }
            }
            return this;
        }

        MetricSnapshot snapshot() {
            return new GaugeSnapshot(new MetricMetadata(name, help), points);
        }
    }
}
