package io.ullage.service.chargeback;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ullage.service.cli.CommandRun;
import io.ullage.service.clickhouse.ClickHouseExtension;
import io.ullage.service.output.ExitCode;
import io.ullage.service.store.RollUps;
import io.ullage.service.store.SqlRows;
import io.ullage.service.store.StoreConnection;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.data.Percentage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A month in a real ClickHouse, held to SQL over the raw rows that looks at every second. */
@Tag("clickhouse")
class ChargebackIT {
    /** The last month that is over; recent enough for its readings to be kept. */
    private static final YearMonth MONTH = YearMonth.now(ZoneOffset.UTC).minusMonths(1);

    private static final Instant START =
            MONTH.atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    private static final long SECONDS = MONTH.lengthOfMonth() * 86_400L;
    private static final long GIB = 1L << 30;

    private static final String CARD = """
            currency: EUR
            tiers:
              - name: only
                rates:
                  - {measure: provisioned, price: 0.013}
                  - {measure: allocated, price: 0.057}
                  - {measure: live, price: 0.029}
            """;

    @RegisterExtension
    final ClickHouseExtension clickHouse = ClickHouseExtension.withTables();

    @TempDir
    Path directory;

    /** Three volumes with gaps, owners that change to the second, one of nobody and one without a machine. */
    @BeforeEach
    void aMonth() throws SQLException {
        for (int volume = 0; volume < 5; volume++) {
            readings(volume, -1, 0, 700);
            readings(volume, 1, 723, 1100);
        }
        // A reading that was corrected, and the same one again.
        reading(1, 10, 7, 3 * GIB);
        reading(1, 10, 7, 3 * GIB);
        owner("m0", -86_400, "acme", "cc-1");
        owner("m0", 700_003, "globex", "cc-2");
        owner("m1", -9_000_000, "acme", "cc-1");
        owner("m1", 12_345, "acme", "cc-3");
        owner("m2", 300_001, "initech", null);
    }

    @Test
    void tenantsPayForWhatEverySecondOfTheRawRowsSays() throws Exception {
        Map<String, List<String>> expected = bySecond();
        JsonNode bill = bill("--by", "tenant");
        BigDecimal total = BigDecimal.ZERO;
        assertThat(bill.get("rows")).hasSize(5);
        for (JsonNode row : bill.get("rows")) {
            List<String> raw =
                    expected.get(row.path("tenant").asText(row.get("standing").asText()));
            assertThat(row.get("provisionedBytes").asLong()).as(row.toString()).isEqualTo(average(raw.get(1)));
            assertThat(row.get("allocatedBytes").asLong()).isEqualTo(average(raw.get(2)));
            assertThat(row.path("liveBytes").asLong()).isEqualTo(average(raw.get(3)));
            BigDecimal cost = row.get("cost").decimalValue();
            assertThat(cost.subtract(new BigDecimal(raw.get(4))).abs())
                    .as(row.toString())
                    .isLessThan(new BigDecimal("0.01"));
            total = total.add(cost);
        }
        assertThat(total)
                .isEqualByComparingTo(bill.get("totals").get(0).get("cost").decimalValue())
                .isEqualByComparingTo(new BigDecimal(expected.get("").get(4)).setScale(2, RoundingMode.HALF_EVEN));
        for (String by : List.of("cost-centre", "vm", "pool")) {
            BigDecimal sum = Stream.of(bill("--by", by).get("rows"))
                    .flatMap(rows -> rows.findValues("cost").stream())
                    .map(JsonNode::decimalValue)
                    .reduce(BigDecimal.ZERO, BigDecimal::add);
            assertThat(sum).as(by).isEqualByComparingTo(total);
        }
    }

    @Test
    void aClosedMonthStaysUntilItIsRestatedWithAReason() throws Exception {
        CommandRun closed = command("close", CARD);
        assertThat(closed.exitCode()).as(closed.err()).isEqualTo(ExitCode.OK);
        JsonNode before = bill("--by", "vm");
        assertThat(before.get("state").asText()).isEqualTo("CLOSED");
        assertThat(before.get("revision").asInt()).isZero();
        assertThat(before.get("pending")).isEmpty();
        assertThat(command("close", CARD).exitCode()).as("a second time").isEqualTo(ExitCode.USAGE);

        // Late: hours that nobody had read, and a machine whose owner was told of too late.
        readings(2, 1, 702, 722);
        owner("m3", -5, "latecomer", null);
        JsonNode after = bill("--by", "vm");
        assertThat(after.get("rows")).as("frozen").isEqualTo(before.get("rows"));
        assertThat(after.get("totals")).isEqualTo(before.get("totals"));
        assertThat(after.get("pending").findValuesAsText("label")).contains("(no tenant)", "latecomer");
        assertThat(run(CARD).out()).contains("Pending:").contains("latecomer");

        CommandRun silent = command("restate", CARD);
        assertThat(silent.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(silent.err()).contains("--reason: must be present");
        assertThat(command("restate", CARD, "--dry-run").out()).contains("latecomer");
        assertThat(bill().get("revision").asInt()).as("a dry run").isZero();
        CommandRun restated = command("restate", CARD, "--reason", "m3 was announced late");
        assertThat(restated.exitCode()).as(restated.err()).isEqualTo(ExitCode.OK);
        assertThat(restated.out()).contains("DIFFERENCE").contains("latecomer");
        JsonNode now = bill("--by", "vm");
        assertThat(now.get("revision").asInt()).isEqualTo(1);
        assertThat(now.get("reason").asText()).isEqualTo("m3 was announced late");
        assertThat(now.get("pending")).isEmpty();
        assertThat(SqlRows.of(store(), "SELECT count(DISTINCT closing_id) FROM chargeback_charge"))
                .as("the bill as it was is kept")
                .containsExactly(List.of("2"));
        BigDecimal stored = new BigDecimal(SqlRows.of(store(), "SELECT sum(amount) FROM chargeback_charge_latest")
                .get(0)
                .get(0));
        assertThat(stored)
                .isEqualByComparingTo(now.get("totals").get(0).get("cost").decimalValue());
    }

    @Test
    void hoursWhoseReadingsAreForgottenComeFromTheRollUp() throws Exception {
        JsonNode before = bill("--by", "tenant");
        RollUps.catchUp(store());
        SqlRows.of(
                store(),
                "ALTER TABLE ledger DELETE WHERE interval_start < toDateTime(%d) SETTINGS mutations_sync = 2"
                        .formatted(START.getEpochSecond() + 4 * 86_400 + 5 * 3600));
        JsonNode after = bill("--by", "tenant");
        assertThat(after.get("rows")).hasSameSizeAs(before.get("rows"));
        for (int i = 0; i < before.get("rows").size(); i++) {
            JsonNode was = before.get("rows").get(i);
            JsonNode is = after.get("rows").get(i);
            assertThat(is.get("label")).isEqualTo(was.get("label"));
            assertThat(is.get("cost").doubleValue())
                    .as(was.get("label").asText())
                    .isCloseTo(was.get("cost").doubleValue(), Percentage.withPercentage(0.2));
        }
    }

    @Test
    void thePublicValidatorAcceptsTheFocusFile() throws Exception {
        String card = CARD + """
                discounts:
                  - {name: d, tenants: [acme], percent: 7.5}
                sharedCosts:
                  - {name: platform, amount: 12.34, split: allocated}
                """;
        Path file = Path.of("target", "focus-1.3.csv").toAbsolutePath();
        CommandRun run = run(card, "--format", "focus");
        assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.OK);
        Files.writeString(file, run.out());
        FocusValidator.check(file);
    }

    /**
     * By tenant and by whether there is a machine. Each stretch that a reading stands is unrolled into its seconds; each second asks the
     * inventory for its owner. The last revision of a key stands, found without FINAL and without our views.
     */
    private Map<String, List<String>> bySecond() throws SQLException {
        String sql = """
                WITH
                  standing AS (
                    SELECT volume_id, toUnixTimestamp(interval_start) AS begins,
                      argMax(tuple(provisioned_bytes, allocated_bytes, guest_live_bytes, machine_id), revision) AS r
                    FROM ledger GROUP BY volume_id, interval_start),
                  spans AS (
                    SELECT r.1 AS provisioned, r.2 AS allocated, r.3 AS live, r.4 AS machine_id, begins,
                      least(begins + 10800, leadInFrame(begins, 1, toUInt32(4000000000)) OVER (PARTITION BY volume_id
                        ORDER BY begins ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)) AS ends
                    FROM standing),
                  seconds AS (
                    SELECT machine_id, provisioned, allocated, live,
                      arrayJoin(range(toUInt32(greatest(begins, %1$d)), toUInt32(greatest(least(ends, %2$d), %1$d)))) AS second
                    FROM spans),
                  owned AS (
                    SELECT provisioned, allocated, live, seconds.machine_id AS machine_id, said.tenant AS tenant
                    FROM seconds
                    ASOF LEFT JOIN (SELECT machine_id, toUInt32(toUnixTimestamp(since)) AS since, tenant FROM inventory) AS said
                    ON ifNull(seconds.machine_id, '') = said.machine_id AND seconds.second >= said.since)
                SELECT ifNull(tenant, machine_id IS NULL ? 'NO_MACHINE' : 'NO_TENANT') AS who,
                  sum(toUInt256(provisioned)) AS p, sum(toUInt256(allocated)) AS a, ifNull(sum(toUInt256(live)), 0) AS l,
                  toString(toDecimal256(p * 13 + a * 57 + l * 29, 12) / toDecimal256(1000 * toUInt256(1073741824) * %3$d, 0))
                FROM owned GROUP BY who WITH TOTALS
                SETTINGS max_block_size = 256, max_threads = 1""".formatted(START.getEpochSecond(), START.getEpochSecond() + SECONDS, SECONDS);
        return SqlRows.of(store(), sql.replace("WITH TOTALS", "WITH ROLLUP")).stream()
                .collect(Collectors.toMap(row -> row.get(0), row -> row));
    }

    private static long average(String byteSeconds) {
        return new BigDecimal(byteSeconds)
                .divide(BigDecimal.valueOf(SECONDS), 0, RoundingMode.HALF_EVEN)
                .longValueExact();
    }

    private JsonNode bill(String... more) throws Exception {
        List<String> args = new ArrayList<>(List.of("--format", "json"));
        args.addAll(List.of(more));
        CommandRun run = run(CARD, args.toArray(String[]::new));
        assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.OK);
        return new ObjectMapper()
                .enable(com.fasterxml.jackson.databind.DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .readTree(run.out());
    }

    private CommandRun run(String card, String... more) throws Exception {
        return command(null, card, more);
    }

    private CommandRun command(@Nullable String what, String card, String... more) throws Exception {
        Path rates = directory.resolve("rates.yaml");
        Files.writeString(rates, card);
        List<String> args = new ArrayList<>(List.of("chargeback"));
        if (what != null) {
            args.add(what);
        }
        args.addAll(List.of("--month", MONTH.toString(), "--rates", rates.toString()));
        args.addAll(List.of(more));
        StoreConnection store = store();
        args.addAll(List.of(
                "--clickhouse",
                store.url(),
                "--user",
                store.user(),
                "--password-file",
                Objects.requireNonNull(store.passwordFile()).toString()));
        return CommandRun.of(args.toArray(String[]::new));
    }

    private StoreConnection store() {
        return clickHouse.connection();
    }

    /** Every quarter of an hour; volume 3 is of a machine of nobody, 4 of none; nobody looks into volume 2. */
    private void readings(int volume, int revision, int from, int until) throws SQLException {
        SqlRows.of(store(), """
                INSERT INTO ledger (interval_start, revision, volume_id, name, pool_id, host_id, source, machine_id, volume_use,
                  provisioned_bytes, allocated_bytes, guest_live_bytes, ullage_bytes, dead_bytes)
                SELECT toDateTime(%d + 900 * number), %d, 'v%d', 'disk %d', 'pool-%d', 'host', 'test', %s, 'DISK',
                  %d, %d + number * 1048577, %s, 1000000 * number, 17 * number
                FROM numbers(%d, %d)""".formatted(
                        START.getEpochSecond() - 1800,
                        revision < 0 ? 1 : revision,
                        volume,
                        volume,
                        volume % 2,
                        volume == 4 ? "NULL" : "'m" + volume + "'",
                        (volume + 1) * 10 * GIB,
                        volume * GIB,
                        volume == 2 ? "NULL" : "number * 999983",
                        from,
                        until - from));
    }

    private void reading(int volume, int number, int revision, long allocated) throws SQLException {
        SqlRows.of(store(), """
                INSERT INTO ledger (interval_start, revision, volume_id, name, pool_id, host_id, source, machine_id, volume_use,
                  provisioned_bytes, allocated_bytes, guest_live_bytes)
                VALUES (%d, %d, 'v%d', 'disk', 'pool-1', 'host', 'test', 'm%d', 'DISK', %d, %d, 5)""".formatted(
                        START.getEpochSecond() - 1800 + 900L * number, revision, volume, volume, GIB, allocated));
    }

    private void owner(String machineId, long offset, String tenant, String costCentre) throws SQLException {
        SqlRows.of(
                store(),
                "INSERT INTO inventory (machine_id, since, received, revision, source, machine_name, tenant, cost_centre) VALUES"
                        + " ('%s', %d, now(), 1, 'test', 'name of %s', '%s', %s)"
                                .formatted(
                                        machineId,
                                        START.getEpochSecond() + offset,
                                        machineId,
                                        tenant,
                                        costCentre == null ? "NULL" : "'" + costCentre + "'"));
    }
}
