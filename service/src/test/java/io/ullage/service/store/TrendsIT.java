package io.ullage.service.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.ullage.service.clickhouse.ClickHouseExtension;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Pools and tenants by hour and by day. The oracle is SQL over the raw rows, or arithmetic that a reader can follow. */
@Tag("clickhouse")
class TrendsIT {
    private static final Instant DAY =
            Instant.now().truncatedTo(ChronoUnit.DAYS).minus(Duration.ofDays(4));

    /** The last hour of a day and the first of the next. */
    private static final Instant START = DAY.minus(Duration.ofHours(1));

    private static final int SLOTS = 24;

    @RegisterExtension
    final ClickHouseExtension clickHouse = ClickHouseExtension.withTables();

    @Test
    void aPoolsReplayCountsOnceAndALateOrCorrectedRowCountsInItsOwnHour() throws Exception {
        List<String> rows = new ArrayList<>();
        for (int pool = 0; pool < 2; pool++) {
            for (int slot = 0; slot < SLOTS; slot++) {
                rows.add(pool(pool, slot, 2, 1000L * slot + pool));
            }
        }
        insertPools(rows, 11);
        RollUps.catchUp(clickHouse.connection());
        List<List<String>> hours = pools("hour", "pool_hours");
        assertThat(hours).hasSize(4).isEqualTo(rawPools("toStartOfHour(interval_start)"));
        assertThat(pools("day", "pool_days")).hasSize(4).isEqualTo(rawPools("toDate(interval_start)"));

        Collections.shuffle(rows, new Random(3));
        insertPools(rows, 7);
        insertPools(List.of(pool(1, 5, 1, 999_999)), 1);
        RollUps.catchUp(clickHouse.connection());
        assertThat(pools("hour", "pool_hours"))
                .as("the same rows in other batches, and one that knows less")
                .isEqualTo(hours);

        insertPools(List.of(pool(1, 5, 3, 77_000), pool(2, 20, 1, 5)), 1);
        RollUps.catchUp(clickHouse.connection());
        List<List<String>> changed = pools("hour", "pool_hours");
        assertThat(changed).hasSize(5).isEqualTo(rawPools("toStartOfHour(interval_start)"));
        assertThat(pools("day", "pool_days")).isEqualTo(rawPools("toDate(interval_start)"));
        changed.removeAll(hours);
        assertThat(changed)
                .extracting(row -> row.get(0) + " " + row.get(1))
                .containsExactly(text(START) + " pool-1", text(DAY) + " pool-2");
    }

    @Test
    void aPoolsDayEndsWithTheLastThatWasSaidAndChangesSinceTheDayBefore() throws Exception {
        insertPools(
                List.of(
                        pool(0, 0, 1, 100),
                        pool(0, 5, 1, 700),
                        "(%d, 9, 'pool-0', NULL, NULL, 5000, 40, 60)".formatted(at(6)),
                        pool(0, 12, 1, 500),
                        pool(0, 23, 1, 600)),
                5);
        RollUps.catchUp(clickHouse.connection());
        assertThat(sql(
                        "SELECT used_bytes, used_bytes_max, used_change_bytes, exposure_bytes, change_days FROM pool_trend"
                                + " ORDER BY day"))
                .containsExactly(
                        List.of("700", "700", "null", "100", "null"), List.of("600", "600", "-100", "100", "1"));
        assertThat(
                        sql(
                                "SELECT intervals, used_bytes, used_bytes_last, provisioned_bytes_last FROM pool_hourly ORDER BY hour"))
                .as("averages are over the intervals that have the figure")
                .containsExactly(List.of("3", "400", "700", "5000"), List.of("2", "550", "600", "1000000"));
    }

    @Test
    void whatTenantsHadAddsUpToWhatVolumesHad() throws Exception {
        List<String> rows = new ArrayList<>();
        for (int volume = 0; volume < 5; volume++) {
            for (int slot = 0; slot < SLOTS; slot++) {
                rows.add(volume(volume, slot, volume < 4 ? "m" + volume : null, 7L * slot + volume));
            }
        }
        insertVolumes(rows, 30);
        inventory("m0", START.minusSeconds(86_400), 1, "acme");
        inventory("m1", START.minusSeconds(86_400), 2, "acme");
        inventory("m1", START.plusSeconds(1000), 3, "beta");
        inventory("m1", DAY.plusSeconds(1), 4, "acme");
        inventory("m2", START.minusSeconds(86_400), 5, null);
        RollUps.catchUp(clickHouse.connection());

        assertThat(sql(
                        "SELECT toString(hour), tenant, round(volumes * 3600), provisioned_bytes, guest_live_bytes, backing_volumes"
                                + " FROM tenant_hourly ORDER BY hour, tenant NULLS LAST"))
                .containsExactly(
                        // m0 for the hour and m1 for 1000 of 3600 seconds
                        List.of(text(START), "acme", "4600.0", "4600000", "null", "0.0"),
                        List.of(text(START), "beta", "2600.0", "2600000", "null", "0.0"),
                        // m2 that nobody is named for, and m3 that nobody spoke of
                        List.of(text(START), "null", "7200.0", "7200000", "null", "1.0"),
                        // m1 is acme's again after a second
                        List.of(text(DAY), "acme", "7199.0", "7199000", "null", "0.0"),
                        List.of(text(DAY), "beta", "1.0", "1000", "null", "0.0"),
                        List.of(text(DAY), "null", "7200.0", "7200000", "null", "1.0"));
        for (String grain : List.of("hour", "day")) {
            String by = grain.equals("hour") ? "hourly" : "daily";
            String seconds = grain.equals("hour") ? "3600" : "86400";
            List<List<String>> volumes = sql("SELECT toString(" + grain + "), sum(toUInt128(live_bytes)) * " + seconds
                    + ", sum(toUInt128(allocated_bytes)) * " + seconds + " FROM volume_" + by
                    + " WHERE volume_use = 'DISK' GROUP BY " + grain + " ORDER BY " + grain);
            assertThat(volumes).hasSize(2);
            assertThat(sql("SELECT toString(" + grain
                            + "), sum(live_byte_seconds), sum(allocated_byte_seconds) FROM tenant_" + grain
                            + "s FINAL GROUP BY " + grain + " ORDER BY " + grain))
                    .as("not a byte second is lost by " + grain)
                    .isEqualTo(volumes);
        }
        assertThat(sql("SELECT volumes, backing_volumes FROM estate_daily ORDER BY day"))
                .containsExactly(List.of("4.0", "1.0"), List.of("4.0", "1.0"));
    }

    @Test
    void theDaysOfTheEstateAreKeptAndFollowTheTenants() throws Exception {
        List<String> rows = new ArrayList<>();
        for (int volume = 0; volume < 5; volume++) {
            for (int slot = 0; slot < SLOTS; slot++) {
                rows.add(volume(volume, slot, "m" + volume, 7L * slot + volume));
            }
        }
        insertVolumes(rows, 30);
        inventory("m0", START.minusSeconds(86_400), 1, "acme");
        inventory("m1", START.minusSeconds(86_400), 2, "beta");
        RollUps.catchUp(clickHouse.connection());
        assertThat(keptDays()).isEqualTo("2 2");
        List<List<String>> before = estateDays();
        assertThat(before).hasSize(2).isEqualTo(summedDays());
        assertThat(before)
                .allSatisfy(day ->
                        assertThat(day.get(4)).as("nobody looked into any").isEqualTo("null"));

        insertVolumes(List.of(volume(7, 3, "m0", 1000)), 1);
        for (String view : List.of("ledger_hourly", "ledger_daily", "tenant_hourly", "tenant_daily")) {
            sql("SYSTEM REFRESH VIEW " + view + "_refresh");
            sql("SYSTEM WAIT VIEW " + view + "_refresh");
        }
        assertThat(estateDays()).as("before the estate is").isNotEqualTo(before).isEqualTo(summedDays());
        RollUps.catchUp(clickHouse.connection());
        assertThat(estateDays()).isEqualTo(summedDays());
        assertThat(keptDays()).isEqualTo("2 2");
    }

    @Test
    void yearsThatCameAtOnceAreKeptOverSeveralRefreshesAndSeenMeanwhile() throws Exception {
        sql(
                "INSERT INTO tenant_days (day, tenant, pool_id, computed_at, volume_seconds) SELECT today() - number, 'acme', 'pool',"
                        + " now64(3) - INTERVAL 1 SECOND, 86400 FROM numbers(300)");
        assertThat(sql("SELECT uniqExact(day) FROM estate_day_due"))
                .as("of one refresh")
                .containsExactly(List.of("240"));
        assertThat(sql("SELECT count(), sum(volumes) FROM estate_daily")).containsExactly(List.of("300", "300.0"));
        RollUps.catchUp(clickHouse.connection());
        assertThat(keptDays()).isEqualTo("300 300");
        assertThat(sql("SELECT count(), sum(volumes) FROM estate_daily")).containsExactly(List.of("300", "300.0"));
    }

    private List<List<String>> estateDays() throws SQLException {
        return sql("SELECT toString(day), volumes, provisioned_bytes, allocated_bytes, guest_live_bytes, live_bytes,"
                + " backing_volumes, backing_allocated_bytes FROM estate_daily ORDER BY day");
    }

    private List<List<String>> summedDays() throws SQLException {
        return sql(
                "SELECT toString(day), sum(volume_seconds) / 86400, toString(intDiv(sum(provisioned_byte_seconds) + 43200,"
                        + " 86400)), intDiv(sum(allocated_byte_seconds) + 43200, 86400), intDiv(sum(guest_live_byte_seconds) + 43200,"
                        + " 86400), intDiv(sum(live_byte_seconds) + 43200, 86400), sum(backing_volume_seconds) / 86400,"
                        + " intDiv(sum(backing_allocated_byte_seconds) + 43200, 86400) FROM tenant_days FINAL GROUP BY day ORDER BY day");
    }

    /** Days as a whole, and of the pool. */
    private String keptDays() throws SQLException {
        return String.join(
                " ",
                sql("SELECT countIf(whole), countIf(NOT whole) FROM estate_days FINAL")
                        .get(0));
    }

    @Test
    void theHourInWhichAMachineIsFirstSpokenOfIsWholeItsFirstOwners() throws Exception {
        insertVolumes(List.of(volume(0, 6, "m0", 1), volume(0, 7, "m0", 1)), 2);
        inventory("m0", START.plusSeconds(1700), 1, "acme");
        RollUps.catchUp(clickHouse.connection());
        assertThat(sql("SELECT tenant, volumes FROM tenant_hourly")).containsExactly(List.of("acme", "1.0"));
        assertThat(sql("SELECT tenant, volumes FROM tenant_daily")).containsExactly(List.of("acme", "1.0"));
    }

    @Test
    void inventoryThatComesLateMovesThePastAndWhatItRepeatsTouchesNothing() throws Exception {
        List<String> rows = new ArrayList<>();
        for (int slot = 0; slot < SLOTS; slot++) {
            rows.add(volume(0, slot, "m0", slot));
        }
        insertVolumes(rows, 12);
        inventory("m0", START.minusSeconds(7200), 1, "acme");
        RollUps.catchUp(clickHouse.connection());
        assertThat(tenantHours()).containsExactly("acme 1.0", "acme 1.0");

        inventory("m0", DAY, 2, "beta");
        RollUps.catchUp(clickHouse.connection());
        assertThat(tenantHours()).as("said after the hour was rolled up").containsExactly("acme 1.0", "beta 1.0");
        assertThat(sql("SELECT tenant FROM tenant_daily ORDER BY day"))
                .containsExactly(List.of("acme"), List.of("beta"));

        inventory("m0", START.minusSeconds(7200), 3, "gamma");
        RollUps.catchUp(clickHouse.connection());
        assertThat(tenantHours()).as("acme never had it").containsExactly("gamma 1.0", "beta 1.0");

        String known = sql("SELECT count(), max(noted_at) FROM owner_known").toString();
        inventory("m0", START.minusSeconds(7200), 4, "gamma");
        inventory("m0", DAY, 5, "beta");
        RollUps.catchUp(clickHouse.connection());
        assertThat(sql("SELECT count(), max(noted_at) FROM owner_known").toString())
                .as("the same again")
                .isEqualTo(known);
        assertThat(sql("SELECT countIf(noted) FROM tenant_hours_due")).containsExactly(List.of("0"));
    }

    @Test
    void aReplayAndALateRowOfAVolumeReachItsTenantOnce() throws Exception {
        List<String> rows = new ArrayList<>();
        for (int slot = 0; slot < 12; slot++) {
            rows.add(volume(0, slot, "m0", 100));
        }
        inventory("m0", START.minusSeconds(7200), 1, "acme");
        insertVolumes(rows, 5);
        RollUps.catchUp(clickHouse.connection());
        insertVolumes(rows, 3);
        insertVolumes(List.of(volume(1, 3, "m0", 50)), 1);
        RollUps.catchUp(clickHouse.connection());
        assertThat(sql("SELECT tenant, volumes, live_bytes, provisioned_bytes FROM tenant_hourly"))
                .containsExactly(List.of("acme", "2.0", "150", "7200000"));
        assertThat(sql("SELECT tenant, volumes, live_bytes, provisioned_bytes FROM tenant_daily"))
                .containsExactly(List.of("acme", "2.0", "150", "7200000"));
    }

    @Test
    void aSnapshotsDayIsWhatItHeldAtItsEndAndGrewBy() throws Exception {
        sql(
                "INSERT INTO snapshot (interval_start, revision, snapshot_id, volume_id, exclusive_bytes) VALUES (%d, 1, 's', 'v', 10),"
                                .formatted(at(0))
                        + " (%d, 1, 's', 'v', 99), (%d, 2, 's', 'v', 30), (%d, 1, 's', 'v', NULL), (%d, 1, 's', 'v', 25)"
                                .formatted(at(1), at(1), at(2), at(13)));
        assertThat(sql("SELECT toString(day), intervals, exclusive_bytes, exclusive_bytes_max, exclusive_change_bytes"
                        + " FROM snapshot_daily ORDER BY day"))
                .containsExactly(
                        List.of(text(START).substring(0, 10), "3", "30", "30", "20"),
                        List.of(text(DAY).substring(0, 10), "1", "25", "25", "0"));
    }

    @Test
    void whatIsOlderThanItsRetentionGoes() throws Exception {
        StoreLayout layout = StoreLayout.SINGLE_SERVER;
        for (List<String> table : List.of(
                List.of("ledger", "interval_start", "" + layout.rawDays()),
                List.of("pool", "interval_start", "" + layout.hourlyDays()),
                List.of("ledger_hourly", "hour", "" + layout.hourlyDays()),
                List.of("pool_hours", "hour", "" + layout.hourlyDays()),
                List.of("tenant_hours", "hour", "" + layout.hourlyDays()),
                List.of("ledger_daily", "day", "" + layout.dailyDays()),
                List.of("pool_days", "day", "" + layout.dailyDays()),
                List.of("tenant_days", "day", "" + layout.dailyDays()),
                List.of("estate_days", "day", "" + layout.dailyDays()))) {
            int days = Integer.parseInt(table.get(2));
            for (int age : List.of(days - 2, days + 2)) {
                sql("INSERT INTO " + table.get(0) + " (" + table.get(1) + ") SELECT now() - INTERVAL " + age + " DAY");
            }
            sql("OPTIMIZE TABLE " + table.get(0) + " FINAL");
            assertThat(sql("SELECT count() FROM " + table.get(0)))
                    .as(table.get(0))
                    .containsExactly(List.of("1"));
        }
    }

    private List<String> tenantHours() throws SQLException {
        return sql("SELECT tenant, volumes FROM tenant_hourly ORDER BY hour").stream()
                .map(row -> String.join(" ", row))
                .toList();
    }

    private List<List<String>> pools(String time, String table) throws SQLException {
        return sql("SELECT toString(" + time + "), pool_id, intervals, used_bytes_sum, used_intervals, used_bytes_last,"
                + " used_bytes_max, provisioned_bytes_sum, claimed_bytes_sum FROM " + table + " FINAL ORDER BY " + time
                + ", pool_id");
    }

    /** Of a key the row with the highest revision, without {@code FINAL} and without our views. */
    private List<List<String>> rawPools(String time) throws SQLException {
        return sql("SELECT toString(" + time + ") AS t, pool_id, count(), sum(used.1), count(used.1),"
                + " argMax(used.1, interval_start), max(used.1), sum(provisioned), sum(claimed) FROM (SELECT pool_id,"
                + " interval_start, argMax(tuple(raw.used_bytes), revision) AS used,"
                + " argMax(raw.provisioned_bytes, revision) AS provisioned, argMax(raw.claimed_bytes, revision) AS claimed"
                + " FROM pool AS raw GROUP BY pool_id, interval_start) GROUP BY t, pool_id ORDER BY t, pool_id");
    }

    /** Every third interval does not say what is used. */
    private static String pool(int pool, int slot, int revision, long used) {
        return "(%d, %d, 'pool-%d', 2000000, %s, 1000000, 40, 60)"
                .formatted(at(slot), revision, pool, slot % 3 == 1 ? "NULL" : Long.toString(used));
    }

    private void insertPools(List<String> rows, int batch) throws SQLException {
        insert(
                "pool (interval_start, revision, pool_id, capacity_bytes, used_bytes, provisioned_bytes, claimed_bytes, ullage_bytes)",
                rows,
                batch);
    }

    /** 3.6 MB each, so that a second of an hour is 1,000 bytes. The fourth is a layer beneath others. */
    private static String volume(int volume, int slot, @Nullable String machine, long live) {
        return "(%d, 1, 'volume-%d', 'pool', %s, '%s', 3600000, 1800000, %d, %d)"
                .formatted(
                        at(slot),
                        volume,
                        machine == null ? "NULL" : "'" + machine + "'",
                        volume == 4 ? "BACKING" : "DISK",
                        live,
                        3_600_000 - live);
    }

    private void insertVolumes(List<String> rows, int batch) throws SQLException {
        insert(
                "ledger (interval_start, revision, volume_id, pool_id, machine_id, volume_use, provisioned_bytes, allocated_bytes, live_bytes, ullage_bytes)",
                rows,
                batch);
    }

    private void insert(String into, List<String> rows, int batch) throws SQLException {
        for (int from = 0; from < rows.size(); from += batch) {
            sql("INSERT INTO " + into + " VALUES "
                    + String.join(", ", rows.subList(from, Math.min(rows.size(), from + batch))));
        }
    }

    private void inventory(String machine, Instant since, int offset, @Nullable String tenant) throws SQLException {
        sql(
                "INSERT INTO inventory (machine_id, since, received, revision, source, machine_name, tenant) VALUES ('%s', %d, %d, %d, 't', 'm', %s)"
                        .formatted(
                                machine,
                                since.toEpochMilli(),
                                DAY.toEpochMilli() + offset,
                                offset,
                                tenant == null ? "NULL" : "'" + tenant + "'"));
    }

    private static long at(int slot) {
        return START.plus(Duration.ofMinutes(5L * slot)).getEpochSecond();
    }

    private static String text(Instant time) {
        return time.toString().replace('T', ' ').replace("Z", "");
    }

    private List<List<String>> sql(String sql) throws SQLException {
        return SqlRows.of(clickHouse.connection(), sql);
    }
}
