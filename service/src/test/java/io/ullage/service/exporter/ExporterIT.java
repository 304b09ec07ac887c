package io.ullage.service.exporter;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.ullage.service.clickhouse.ClickHouseExtension;
import io.ullage.service.metrics.MetricsServer;
import io.ullage.service.node.Promtool;
import io.ullage.service.store.SqlRows;
import io.ullage.service.store.StoreConnection;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The capacity figures as Prometheus reads them, over a real ClickHouse. */
@Tag("clickhouse")
@Tag("promtool")
class ExporterIT {
    @RegisterExtension
    final ClickHouseExtension clickHouse = ClickHouseExtension.withTables();

    @BeforeEach
    void fill() throws Exception {
        sql(
                "INSERT INTO pool (interval_start, revision, pool_id, name, pool_kind, path, capacity_bytes, used_bytes, free_bytes,"
                        + " volumes, provisioned_bytes, live_bytes) VALUES"
                        + " (toStartOfMinute(now()), 1, 'host:tank', 'tank', 'LVM_THIN', '/dev/vg/tank', 1000, 900, 100, 1, 3000, 400),"
                        + " (toStartOfMinute(now()), 1, 'blind', 'blind', 'FILE_SYSTEM', NULL, NULL, NULL, NULL, 0, 0, 0),"
                        + " (toStartOfMinute(now() - 86400), 1, 'gone', 'gone', 'FILE_SYSTEM', NULL, 1000, 1, 999, 0, 0, 0)");
        sql(
                "INSERT INTO ledger (interval_start, revision, time, volume_id, name, pool_id, host_id, source, volume_use,"
                        + " provisioned_bytes, allocated_bytes, guest_live_bytes, live_bytes, ullage_bytes) VALUES"
                        + " (toStartOfMinute(now()), 1, now(), 'v1', 'web-1', 'host:tank', 'host', 'test', 'DISK', 3000, 700, 400, 400, 2600),"
                        + " (toStartOfMinute(now()), 1, now(), 'v2', 'unread', 'host:tank', 'host', 'test', 'DISK', 3000, NULL, NULL, 0, 3000)");
        sql(
                "INSERT INTO forecast (time, made_at, subject, entity_id, name, verdict, used_bytes, history_seconds, full_p10_seconds)"
                        + " VALUES (now(), now(), 'POOL', 'host:tank', 'tank', 'FILLING', 900, 86400, 864000)");
    }

    @Test
    void poolsAlwaysVolumesOnRequestAndWhatIsNotKnownIsAbsent() throws Exception {
        String pools = scrape(false);
        String tank = "system_device=\"tank\",system_filesystem_mountpoint=\"/dev/vg/tank\",";
        String labels = "system_filesystem_type=\"lvm_thin\",ullage_pool=\"host:tank\"}";
        assertThat(pools.lines())
                .contains("system_filesystem_limit_bytes{" + tank + labels + " 1000.0")
                .contains("system_filesystem_usage_bytes{" + tank + "system_filesystem_state=\"used\"," + labels
                        + " 900.0")
                .contains("system_filesystem_usage_bytes{" + tank + "system_filesystem_state=\"free\"," + labels
                        + " 100.0")
                .contains("system_filesystem_utilization_ratio{" + tank + labels + " 0.9")
                .contains("ullage_pool_provisioned_bytes{" + tank + labels + " 3000.0")
                .contains("ullage_pool_full_seconds{probability=\"0.1\",ullage_pool=\"host:tank\"} 864000.0")
                .noneMatch(line -> line.contains("probability=\"0.5\""))
                .noneMatch(line -> line.startsWith("system_") && line.contains("blind"))
                .noneMatch(line -> line.contains("gone") || line.contains("hw_logical_disk"));
        assertThat(Promtool.checkMetrics(pools)).isEmpty();

        String volumes = scrape(true);
        assertThat(volumes.lines())
                .anyMatch(
                        line -> line.startsWith("hw_logical_disk_limit_bytes{hw_id=\"v1\"") && line.endsWith(" 3000.0"))
                .anyMatch(
                        line -> line.startsWith("hw_logical_disk_usage_bytes{hw_id=\"v1\"") && line.endsWith(" 400.0"))
                .anyMatch(line -> line.startsWith("ullage_volume_ledger_bytes{hw_id=\"v1\"")
                        && line.contains("ullage_class=\"ullage\"")
                        && line.endsWith(" 2600.0"))
                .noneMatch(line -> line.startsWith("hw_logical_disk_usage_bytes{hw_id=\"v2\""));
        assertThat(Promtool.checkMetrics(volumes)).isEmpty();
    }

    @Test
    void aStoreThatDoesNotAnswerFailsTheScrape() throws Exception {
        StoreConnection nobody = new StoreConnection("jdbc:clickhouse://127.0.0.1:1/ullage", "default", null);
        assertThat(get(nobody, false).statusCode()).isEqualTo(500);
    }

    private String scrape(boolean volumes) throws Exception {
        HttpResponse<String> response = get(clickHouse.connection(), volumes);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return response.body();
    }

    private static HttpResponse<String> get(StoreConnection store, boolean volumes) throws Exception {
        PrometheusRegistry registry = new PrometheusRegistry();
        registry.register(new CapacityCollector(store, volumes, Duration.ofHours(3), Duration.ZERO, Clock.systemUTC()));
        try (MetricsServer server = MetricsServer.start(0, registry)) {
            return HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(server.url())
                                    .timeout(Duration.ofSeconds(60))
                                    .build(),
                            BodyHandlers.ofString());
        }
    }

    private List<List<String>> sql(String statement) throws Exception {
        return SqlRows.of(clickHouse.connection(), statement);
    }
}
