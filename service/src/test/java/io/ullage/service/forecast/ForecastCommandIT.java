package io.ullage.service.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ullage.service.cli.CommandRun;
import io.ullage.service.clickhouse.ClickHouseExtension;
import io.ullage.service.output.ExitCode;
import io.ullage.service.store.RollUps;
import io.ullage.service.store.SqlRows;
import io.ullage.service.store.StoreConnection;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code ullage forecast} against a real ClickHouse with pools whose law is known. */
@Tag("clickhouse")
class ForecastCommandIT {
    private static final long GIB = 1L << 30;

    @RegisterExtension
    final ClickHouseExtension clickHouse = ClickHouseExtension.withTables();

    @Test
    void anEmptyStoreSaysSo() {
        CommandRun run = run("forecast");
        assertThat(run.exitCode()).isEqualTo(ExitCode.PARTIAL);
        assertThat(run.err()).isEqualTo("ullage: nothing to forecast yet\n");
    }

    @Test
    void poolsTheirMetadataAndTenantsAreForecastAndWhatIfIsBesideThem() throws Exception {
        // 2 GiB a day to 500 of 600 GiB: 50 days. Its volumes hold half of the 1000 GiB that they were promised.
        pool("grows", 600, "500 - 2 * back + 0.2 * sin(back)", 20, "16 - 0.1 * back", 500, 1000, 300);
        pool("still", 600, "300 + 0.5 * sin(back * 2.3)", null, null, 200, 400, 100);
        pool("full", 100, "least(100, 101 - back)", null, null, 50, 100, 10);
        young("young", 100, 50);
        recommendation("abc", "grows", "RETURNS", 30, 40, 50);
        recommendation("def", "grows", "PREVENTS", 0, 0, 0);
        // History that came at once is forecast before it is rolled up.
        JsonNode atOnce = line(json("forecast", "--pool", "grows"), "grows", "POOL");
        RollUps.catchUp(clickHouse.connection());
        assertThat(line(json("forecast", "--pool", "grows"), "grows", "POOL").get("fullP50Seconds"))
                .isEqualTo(atOnce.get("fullP50Seconds"));

        JsonNode pools = json("forecast");
        assertThat(pools).hasSize(5);
        JsonNode grows = line(pools, "grows", "POOL");
        assertThat(grows.get("verdict").asText()).isEqualTo("FILLING");
        assertThat(grows.get("fullP50Seconds").asDouble() / 86_400).isCloseTo(50, within(2.0));
        assertThat(grows.get("fullP10Seconds").asLong())
                .isLessThan(grows.get("fullP90Seconds").asLong());
        assertThat(grows.get("growthDayBytes").asDouble() / GIB).isCloseTo(2, within(0.05));
        assertThat(grows.get("quarterP50Bytes").asDouble() / GIB).isCloseTo(680, within(5.0));
        assertThat(grows.get("overcommitRatio").asDouble()).isCloseTo(1000.0 / 600, within(0.001));
        assertThat(grows.get("neededBytes").asLong()).isEqualTo(800 * GIB);
        assertThat(grows.get("missingBytes").asLong()).isEqualTo(200 * GIB);
        JsonNode metadata = line(pools, "grows", "METADATA");
        assertThat(metadata.get("fullP50Seconds").asDouble() / 86_400).isCloseTo(40, within(2.0));
        assertThat(line(pools, "still", "POOL").get("verdict").asText()).isEqualTo("NOT_FILLING");
        assertThat(line(pools, "still", "POOL").has("fullP50Seconds")).isFalse();
        assertThat(line(pools, "full", "POOL").get("verdict").asText()).isEqualTo("FULL");
        JsonNode young = line(pools, "young", "POOL");
        assertThat(young.get("verdict").asText()).isEqualTo("NOT_ENOUGH_HISTORY");
        assertThat(young.get("missing").asText()).isEqualTo("6 more days of readings");
        assertThat(run("forecast", "--pool", "young").out())
                .contains("1 of 1 not enough history: 6 more days of readings are needed");

        // 100 volumes of 1 GiB occupy 50 GiB at once and make it grow by a tenth more: (100 - 50) / 2.2.
        JsonNode more = json("forecast", "--pool", "grows", "--add", "100:1GiB");
        assertThat(more).hasSize(2);
        assertThat(more.get(0).get("scenario").asText()).isEqualTo("AS_IS");
        assertThat(more.get(1).get("scenario").asText()).isEqualTo("WHAT_IF");
        assertThat(more.get(1).get("fullP50Seconds").asDouble() / 86_400).isCloseTo(50 / 2.2, within(1.0));
        assertThat(more.get(1).get("neededBytes").asLong()).isEqualTo(900 * GIB);
        JsonNode faster = json("forecast", "--pool", "grows", "--grow", "100%");
        assertThat(faster.get(1).get("fullP50Seconds").asDouble() / 86_400).isCloseTo(25, within(1.0));
        // 40 GiB come back: (100 + 40) / 2, and 30 to 50 are the bounds.
        JsonNode accepted = json("forecast", "--accept", "abc").get(1);
        assertThat(accepted.get("fullP50Seconds").asDouble() / 86_400).isCloseTo(70, within(2.0));
        assertThat(accepted.get("fullP10Seconds").asDouble() / 86_400).isCloseTo(66, within(2.0));
        assertThat(accepted.get("fullP90Seconds").asDouble() / 86_400).isCloseTo(74, within(2.0));
    }

    @Test
    void whatIsKeptIsWhatIsListed() throws Exception {
        pool("grows", 600, "500 - 2 * back + 0.2 * sin(back)", 20, "16 - 0.1 * back", 500, 1000, 300);
        RollUps.catchUp(clickHouse.connection());

        CommandRun kept = run("forecast", "--record");
        assertThat(kept.exitCode()).as(kept.err()).isEqualTo(ExitCode.OK);
        assertThat(kept.out()).startsWith("2 forecasts kept");
        run("forecast", "--record");
        JsonNode listed = line(json("forecast"), "grows", "POOL");
        List<List<String>> stored = SqlRows.of(
                clickHouse.connection(),
                "SELECT pool_id, verdict, full_p10_seconds, full_p50_seconds, full_p90_seconds, missing_bytes"
                        + " FROM forecast_latest WHERE subject = 'POOL'");
        assertThat(stored)
                .containsExactly(List.of(
                        "grows",
                        "FILLING",
                        listed.get("fullP10Seconds").asText(),
                        listed.get("fullP50Seconds").asText(),
                        listed.get("fullP90Seconds").asText(),
                        listed.get("missingBytes").asText()));
        assertThat(SqlRows.of(clickHouse.connection(), "SELECT count() FROM forecast FINAL"))
                .containsExactly(List.of("2"));
    }

    @Test
    void tenantsHaveNoCapacityAndAreForecastAllTheSame() throws Exception {
        sql("INSERT INTO inventory (machine_id, since, received, revision, source, machine_name, tenant)"
                + " VALUES ('m1', now() - INTERVAL 90 DAY, now(), 1, 'test', 'web', 'acme')");
        sql(
                "INSERT INTO ledger (interval_start, revision, time, volume_id, name, pool_id, host_id, machine_id, source, format,"
                        + " provisioning, volume_use, provisioned_bytes, allocated_bytes, method, ullage_bytes, unseen_bytes)"
                        + " SELECT toStartOfHour(now()) - INTERVAL number HOUR AS at, 1, at, 'v1', 'v1', 'p1', 'h1', 'm1', 'test', 'raw',"
                        + " 'THIN', 'DISK', 1000, 100, 'EXACT', 900, 100 FROM numbers(24 * 12)");
        assertThat(run("forecast", "--by", "tenant").err()).contains("hours of history are not rolled up yet");
        RollUps.catchUp(clickHouse.connection());

        JsonNode tenants = json("forecast", "--by", "tenant");
        JsonNode acme = line(tenants, "acme", "TENANT");
        assertThat(acme.get("verdict").asText()).isEqualTo("NO_CAPACITY");
        assertThat(acme.has("capacityBytes")).isFalse();
        assertThat(acme.get("neededBytes").asLong()).isBetween(900L, 1000L);
    }

    @Test
    void whatIsWrongIsSaidAtOnce() {
        CommandRun run = run("forecast", "--add", "20", "--grow", "-200%", "--accept", "nothing");
        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err())
                .contains("--add: must be a number and a size, such as 20:100GiB, was 20")
                .contains("--grow: must be a percentage of -100 or more")
                .contains("--accept: must be the id of a recommendation, was nothing");
        assertThat(run("forecast", "--record", "--grow", "10%").err()).contains("--record: must stand without");
        assertThat(run("forecast", "--bootstrap", "b:1").err()).contains("--bootstrap: must stand with --record");
        assertThat(run("forecast", "--pool", "p", "--by", "tenant").exitCode()).isEqualTo(ExitCode.USAGE);
    }

    /**
     * Ninety days of a pool, four readings a day.
     *
     * @param used in GiB, from {@code back}, days ago
     */
    private void pool(
            String id,
            long capacity,
            String used,
            Integer metadataCapacity,
            String metadataUsed,
            long allocated,
            long provisioned,
            long unbacked)
            throws SQLException {
        String metadata = metadataCapacity == null
                ? "NULL, NULL"
                : "toUInt64(" + metadataCapacity + " * %d), toUInt64((".formatted(GIB) + metadataUsed
                        + ") * %d)".formatted(GIB);
        sql("INSERT INTO pool (interval_start, revision, pool_id, name, pool_kind, capacity_bytes, used_bytes,"
                + " metadata_capacity_bytes, metadata_used_bytes, allocated_bytes, provisioned_bytes, ullage_bytes)"
                + " WITH number / 4 AS back SELECT toStartOfHour(now()) - INTERVAL number * 6 HOUR, 1, '" + id + "', '"
                + id
                + "', 'LVM_THIN', " + capacity * GIB + ", toUInt64(greatest(0, " + used + ") * " + GIB + "), "
                + metadata
                + ", " + allocated * GIB + ", " + provisioned * GIB + ", " + unbacked * GIB + " FROM numbers(360)");
    }

    private void young(String id, long capacity, long used) throws SQLException {
        sql(
                "INSERT INTO pool (interval_start, revision, pool_id, name, capacity_bytes, used_bytes) VALUES (toStartOfHour(now()), 1, '"
                        + id + "', '" + id + "', " + capacity * GIB + ", " + used * GIB + ")");
    }

    private void recommendation(String id, String pool, String effect, long low, long best, long high)
            throws SQLException {
        sql(
                "INSERT INTO recommendation (id, time, event, round, rule, target_kind, target_id, target_name, pool_id, effect, low_bytes,"
                        + " best_bytes, high_bytes) VALUES ('" + id
                        + "', now(), 'OPENED', 1, 'trim', 'VOLUME', 'v', 'v', '" + pool
                        + "', '" + effect + "', " + low * GIB + ", " + best * GIB + ", " + high * GIB + ")");
    }

    private void sql(String text) throws SQLException {
        try (Connection connection = clickHouse.connection().open();
                Statement statement = connection.createStatement()) {
            statement.execute(text);
        }
    }

    private static JsonNode line(JsonNode lines, String entity, String subject) {
        for (JsonNode line : lines) {
            if (line.get("entityId").asText().equals(entity)
                    && line.get("subject").asText().equals(subject)) {
                return line;
            }
        }
        throw new AssertionError(subject + " " + entity + " is not in " + lines);
    }

    private JsonNode json(String... args) throws Exception {
        List<String> all = new ArrayList<>(List.of(args));
        all.addAll(List.of("--format", "json"));
        CommandRun run = run(all.toArray(String[]::new));
        assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.OK);
        return new ObjectMapper().readTree(run.out());
    }

    private CommandRun run(String... args) {
        StoreConnection store = clickHouse.connection();
        List<String> all = new ArrayList<>(List.of(args));
        all.addAll(List.of("--clickhouse", store.url(), "--user", store.user()));
        if (store.passwordFile() != null) {
            all.addAll(List.of("--password-file", store.passwordFile().toString()));
        }
        return CommandRun.of(all.toArray(String[]::new));
    }
}
