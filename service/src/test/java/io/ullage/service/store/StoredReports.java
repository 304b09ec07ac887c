package io.ullage.service.store;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ullage.job.ingest.DecodedReport;
import io.ullage.job.ingest.Interval;
import io.ullage.job.row.Column;
import io.ullage.job.row.FileSystemRow;
import io.ullage.job.row.GuestDiskRow;
import io.ullage.job.row.InventoryRow;
import io.ullage.job.row.LedgerRow;
import io.ullage.job.row.PoolRow;
import io.ullage.job.row.Row;
import io.ullage.job.row.SnapshotRow;
import io.ullage.job.row.Table;
import io.ullage.job.row.Tables;
import io.ullage.job.utilisation.ReportReplay;
import io.ullage.job.utilisation.UtilisationSettings;
import io.ullage.schema.telemetry.FileSystemReading;
import io.ullage.schema.telemetry.GuestDiskReading;
import io.ullage.schema.telemetry.Inventory;
import io.ullage.schema.telemetry.PoolReading;
import io.ullage.schema.telemetry.Report;
import io.ullage.schema.telemetry.SnapshotReading;
import io.ullage.schema.telemetry.VolumeReading;
import io.ullage.service.clickhouse.ClickHouseExtension;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reports into a store by the joins and sums of the utilisation job, without the job: for tests that are about what is in the store. */
public final class StoredReports {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int BATCH = 20_000;

    private final ClickHouseExtension store;
    private final Duration interval;
    private final ReportReplay replay;
    private final Map<Table<?>, List<String>> pending = new HashMap<>();
    private final HttpClient http = HttpClient.newHttpClient();
    private long offset;

    public StoredReports(ClickHouseExtension store, Duration interval) {
        this.store = store;
        this.interval = interval;
        UtilisationSettings standard = UtilisationSettings.DEFAULTS;
        this.replay = new ReportReplay(new UtilisationSettings(
                interval,
                standard.guestCarriedIntervals(),
                standard.closeDelay(),
                standard.rewriteDelay(),
                standard.stateRetention(),
                standard.reportsRemembered()));
    }

    public void take(Report report) throws IOException, InterruptedException {
        DecodedReport decoded = new DecodedReport(
                report.agent(),
                report.time(),
                report.sequence(),
                report.part(),
                only(VolumeReading.class, report),
                only(GuestDiskReading.class, report),
                only(FileSystemReading.class, report),
                only(SnapshotReading.class, report),
                only(PoolReading.class, report),
                0,
                offset++,
                report.time(),
                1,
                0);
        Instant start = Interval.startOf(report.time(), interval);
        long revision = report.time().toEpochMilli() - start.toEpochMilli() + 1;
        String host = report.agent().hostId();
        String machine = report.agent().machineId();
        for (GuestDiskReading disk : decoded.guestDisks()) {
            add(Tables.GUEST_DISK, new GuestDiskRow(start, revision, host, machine, report.time(), disk));
        }
        for (FileSystemReading one : decoded.fileSystems()) {
            add(Tables.FILE_SYSTEM, new FileSystemRow(start, revision, host, machine, report.time(), one));
        }
        for (ReportReplay.Closed closed : replay.take(decoded)) {
            add(closed);
        }
    }

    public void take(Inventory inventory) throws IOException, InterruptedException {
        add(Tables.INVENTORY, new InventoryRow(inventory.since(), offset++, inventory));
    }

    /** Everything that was taken is in the store. */
    public void end() throws IOException, InterruptedException {
        for (ReportReplay.Closed closed : replay.end()) {
            add(closed);
        }
        for (Table<?> table : pending.keySet()) {
            insert(table);
        }
    }

    private void add(ReportReplay.Closed closed) throws IOException, InterruptedException {
        for (LedgerRow row : closed.ledgers()) {
            add(Tables.LEDGER, row);
        }
        for (PoolRow row : closed.pools()) {
            add(Tables.POOL, row);
        }
        for (SnapshotRow row : closed.snapshots()) {
            add(Tables.SNAPSHOT, row);
        }
    }

    private <R extends Row> void add(Table<R> table, R row) throws IOException, InterruptedException {
        ObjectNode line = JSON.createObjectNode();
        for (Column<R> column : table.columns()) {
            Object value = column.value().of(row);
            if (value instanceof Instant time) {
                line.put(column.name(), time.toString());
            } else if (value instanceof Enum<?> constant) {
                line.put(column.name(), constant.name());
            } else if (value instanceof Collection<?> || value instanceof Map<?, ?>) {
                line.set(column.name(), JSON.valueToTree(value));
            } else {
                line.putPOJO(column.name(), value);
            }
        }
        List<String> lines = pending.computeIfAbsent(table, key -> new ArrayList<>());
        lines.add(JSON.writeValueAsString(line));
        if (lines.size() >= BATCH) {
            insert(table);
        }
    }

    private void insert(Table<?> table) throws IOException, InterruptedException {
        List<String> lines = pending.get(table);
        if (lines.isEmpty()) {
            return;
        }
        String query = "INSERT INTO " + store.database() + "." + table.name()
                + " SETTINGS date_time_input_format = 'best_effort' FORMAT JSONEachRow";
        String password = Files.readString(store.connection().passwordFile()).strip();
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(URI.create(store.server().endpoint() + "/?query="
                                + URLEncoder.encode(query, StandardCharsets.UTF_8)))
                        .header("X-ClickHouse-User", store.connection().user())
                        .header("X-ClickHouse-Key", password)
                        .POST(HttpRequest.BodyPublishers.ofString(String.join("\n", lines)))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException(answer.body());
        }
        lines.clear();
    }

    private static <T> List<T> only(Class<T> kind, Report report) {
        return report.readings().stream()
                .filter(kind::isInstance)
                .map(kind::cast)
                .toList();
    }
}
