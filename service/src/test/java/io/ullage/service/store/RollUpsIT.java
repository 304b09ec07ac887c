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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The oracle is SQL over the raw rows, where the highest revision of a key stands, without {@code FINAL} and without our views. */
@Tag("clickhouse")
class RollUpsIT {
    /** Two hours before midnight, so that three hours lie on two days; recent enough to be kept. */
    private static final Instant START =
            Instant.now().truncatedTo(ChronoUnit.DAYS).minus(Duration.ofDays(3)).minus(Duration.ofHours(2));

    private static final int SLOTS = 36;
    private static final String[] MEASURES = {
        "provisioned_bytes",
        "allocated_bytes",
        "guest_live_bytes",
        "live_bytes",
        "dead_bytes",
        "dead_below_bytes",
        "ullage_bytes"
    };

    @RegisterExtension
    final ClickHouseExtension clickHouse = ClickHouseExtension.withTables();

    private final List<String> rows = new ArrayList<>();

    @BeforeEach
    void threeVolumesForThreeHours() {
        for (int volume = 0; volume < 3; volume++) {
            for (int slot = 0; slot < SLOTS; slot++) {
                rows.add(row(volume, slot, 2, 1000L * volume + slot));
            }
        }
    }

    @Test
    void aReplayCountsOnceAndALateRowCountsInItsOwnHour() throws Exception {
        insert(rows, 40);
        RollUps.catchUp(clickHouse.connection());
        List<List<String>> hours = hours();
        List<List<String>> days = days();
        assertThat(hours).hasSize(9).isEqualTo(rawBy("toStartOfHour(interval_start)"));
        assertThat(days).hasSize(6).isEqualTo(rawBy("toDate(interval_start)"));

        Collections.shuffle(rows, new Random(7));
        insert(rows, 13);
        insert(List.of(row(1, 5, 1, 999_999)), 1);
        RollUps.catchUp(clickHouse.connection());
        assertThat(hours())
                .as("the same rows in other batches, and one that knows less")
                .isEqualTo(hours);
        assertThat(days()).isEqualTo(days);

        insert(List.of(row(1, 5, 3, 500_000), row(3, 0, 2, 42)), 2);
        RollUps.catchUp(clickHouse.connection());
        List<List<String>> corrected = hours();
        assertThat(corrected).hasSize(10).isEqualTo(rawBy("toStartOfHour(interval_start)"));
        assertThat(days()).isEqualTo(rawBy("toDate(interval_start)"));
        List<List<String>> changed = new ArrayList<>(corrected);
        changed.removeAll(hours);
        assertThat(changed)
                .extracting(row -> row.get(0) + " " + row.get(1))
                .containsExactly(hour(0) + " volume-1", hour(0) + " volume-3");
    }

    @Test
    void whatOnlySomeIntervalsHaveIsAveragedOverThose() throws Exception {
        insert(List.of(row(0, 0, 1, 250_000), row(2, 0, 1, 10), row(2, 1, 1, 30)), 3);
        RollUps.catchUp(clickHouse.connection());
        assertThat(SqlRows.of(
                        clickHouse.connection(),
                        "SELECT volume_id, intervals, live_bytes, guest_live_bytes, utilisation_ratio FROM volume_hourly"
                                + " ORDER BY volume_id"))
                .containsExactly(
                        List.of("volume-0", "1", "250000", "250000", "0.25"),
                        List.of("volume-2", "2", "20", "null", "null"));
    }

    @Test
    void historyOfMoreHoursThanOneRefreshTakesIsRolledUpWhole() throws Exception {
        history(0, 600);
        RollUps.catchUp(clickHouse.connection());
        assertThat(SqlRows.of(
                        clickHouse.connection(), "SELECT count(), sum(ullage_bytes_sum) FROM ledger_hourly FINAL"))
                .containsExactly(List.of("600", "2457600"));
        assertThat(SqlRows.of(clickHouse.connection(), "SELECT sum(ullage_bytes_sum) FROM ledger_daily FINAL"))
                .containsExactly(List.of("2457600"));
    }

    @Test
    void historyThatCameIsRolledUpOnceItIsQuiet() throws Exception {
        assertThat(RollUps.catchUpHistory(clickHouse.connection(), Duration.ZERO))
                .as("an empty store")
                .isFalse();
        history(0, 2);
        assertThat(RollUps.catchUpHistory(clickHouse.connection(), Duration.ZERO))
                .as("what is written now")
                .isFalse();
        history(2, 300);
        assertThat(RollUps.catchUpHistory(clickHouse.connection(), Duration.ofHours(1)))
                .as("it still comes")
                .isFalse();
        assertThat(RollUps.catchUpHistory(clickHouse.connection(), Duration.ZERO))
                .isTrue();
        assertThat(SqlRows.of(clickHouse.connection(), "SELECT sum(ullage_bytes_sum) FROM ledger_daily FINAL"))
                .containsExactly(List.of(Integer.toString(300 * 4096)));
        assertThat(RollUps.catchUpHistory(clickHouse.connection(), Duration.ZERO))
                .as("all is rolled up")
                .isFalse();
    }

    private void history(int fromHour, int toHour) throws SQLException {
        SqlRows.of(
                clickHouse.connection(),
                "INSERT INTO ledger (interval_start, revision, volume_id, provisioned_bytes, ullage_bytes)"
                        + " SELECT toStartOfHour(now()) - INTERVAL " + fromHour
                        + " + number HOUR, 1, 'v', 4096, 4096 FROM numbers(" + (toHour - fromHour) + ")");
    }

    @Test
    void whatAgentsSentIsKnownAtOnceAndCountsOnce() throws Exception {
        messages(0, 500);
        assertThat(sources()).as("before a roll-up").hasSize(4).isEqualTo(rawSources());

        RollUps.catchUp(clickHouse.connection());
        assertThat(SqlRows.of(clickHouse.connection(), "SELECT count() > 4 FROM agent_hours"))
                .containsExactly(List.of("1"));
        assertThat(sources()).as("rolled up").isEqualTo(rawSources());

        messages(250, 700);
        assertThat(sources()).as("half of it again, and more").isEqualTo(rawSources());
        RollUps.catchUp(clickHouse.connection());
        assertThat(sources()).isEqualTo(rawSources());
    }

    /** Else an hour that a refresh writes between two looks at what is due would be in neither half of {@code source_latest} (V030). */
    @Test
    void whatIsDueIsAskedOnceInALookThroughViewsAsWell() throws Exception {
        String drawn = "WITH (SELECT groupArray(generateUUIDv4()) FROM numbers(1)) AS drawn SELECT ";
        SqlRows.of(clickHouse.connection(), "CREATE VIEW half AS " + drawn + "drawn AS drawn_in_half");
        SqlRows.of(clickHouse.connection(), "CREATE VIEW look AS " + drawn + "drawn = drawn_in_half AS same FROM half");
        assertThat(SqlRows.of(clickHouse.connection(), "SELECT same FROM look")).containsExactly(List.of("1"));
        assertThat(SqlRows.of(
                        clickHouse.connection(),
                        "SELECT drawn_in_half = (SELECT groupArray(generateUUIDv4(1)) FROM numbers(1)) FROM half"))
                .as("another question draws anew")
                .containsExactly(List.of("0"));
    }

    /** Every ten minutes one, the newest first, of three agents and of nobody. */
    private void messages(int from, int to) throws SQLException {
        SqlRows.of(clickHouse.connection(), """
                INSERT INTO ingest (interval_start, kafka_partition, kafka_offset, time, outcome, agent_id, report_time, sequence,
                  message_bytes, readings, rejected_readings, reason)
                SELECT toStartOfInterval(at, INTERVAL 5 MINUTE), n %% 3, n, at,
                  ['EMITTED', 'LATE', 'DUPLICATE', 'MALFORMED'][1 + n %% 4], if(n %% 4 = 3, NULL, concat('agent-', toString(n %% 3))),
                  if(n %% 4 = 3, NULL, at - INTERVAL 3 SECOND), if(n %% 4 = 3, NULL, 100000 - n), 100 + n, n %% 7, n %% 2,
                  if(n %% 4 = 3 OR n %% 2 = 1, concat('reason ', toString(n)), NULL)
                FROM (SELECT %d + number AS n, toDateTime64('%s', 3, 'UTC') - INTERVAL n * 10 MINUTE AS at FROM numbers(%d))""".formatted(from, hour(0).replace(".0", ""), to - from));
    }

    private List<List<String>> sources() throws SQLException {
        return SqlRows.of(
                clickHouse.connection(),
                "SELECT agent_id, last_report, last_sequence, behind_seconds, reports, late_reports, duplicate_reports,"
                        + " malformed_reports, readings, rejected_readings, message_bytes, last_reason FROM source_latest ORDER BY agent_id");
    }

    private List<List<String>> rawSources() throws SQLException {
        return SqlRows.of(clickHouse.connection(), """
                SELECT ifNull(m.agent_id, '') AS agent, max(m.report_time), max(m.sequence),
                  dateDiff('second', max(m.report_time), (SELECT max(report_time) FROM ingest)), count(), countIf(m.outcome = 'LATE'),
                  countIf(m.outcome = 'DUPLICATE'), countIf(m.outcome = 'MALFORMED'), sum(m.readings), sum(m.rejected_readings),
                  sum(m.message_bytes), argMaxIf(m.reason, m.time, m.reason IS NOT NULL)
                FROM (SELECT * FROM ingest ORDER BY kafka_offset LIMIT 1 BY kafka_partition, kafka_offset) AS m
                WHERE toStartOfHour(m.interval_start) >= toStartOfHour((SELECT max(interval_start) FROM ingest) - INTERVAL 2 DAY)
                GROUP BY agent ORDER BY agent""");
    }

    private List<List<String>> hours() throws SQLException {
        return rolledUp("hour", "ledger_hourly");
    }

    private List<List<String>> days() throws SQLException {
        return rolledUp("day", "ledger_daily");
    }

    private List<List<String>> rolledUp(String time, String table) throws SQLException {
        StringBuilder sql = new StringBuilder("SELECT toString(" + time + "), volume_id, intervals");
        for (String measure : MEASURES) {
            sql.append(", ").append(measure).append("_sum");
        }
        return SqlRows.of(clickHouse.connection(), sql + " FROM " + table + " FINAL ORDER BY " + time + ", volume_id");
    }

    private List<List<String>> rawBy(String time) throws SQLException {
        StringBuilder newest = new StringBuilder("SELECT volume_id, interval_start");
        StringBuilder sums = new StringBuilder("SELECT toString(" + time + ") AS t, volume_id, count()");
        for (String measure : MEASURES) {
            newest.append(", argMax(tuple(m.")
                    .append(measure)
                    .append("), revision).1 AS ")
                    .append(measure);
            sums.append(", sum(").append(measure).append(")");
        }
        newest.append(" FROM ledger AS m GROUP BY volume_id, interval_start");
        return SqlRows.of(
                clickHouse.connection(), sums + " FROM (" + newest + ") GROUP BY t, volume_id ORDER BY t, volume_id");
    }

    private static String hour(int index) {
        return START.plus(Duration.ofHours(index)).toString().replace('T', ' ').replace("Z", "");
    }

    /** Odd volumes are bounded; volume 2 is one that nobody looks into. */
    private static String row(int volume, int slot, int revision, long live) {
        return "(%d, %d, 'volume-%d', '%s', 1000000, %d, %s, %d, 300, %d, %d)"
                .formatted(
                        START.plus(Duration.ofMinutes(5L * slot)).getEpochSecond(),
                        revision,
                        volume,
                        volume % 2 == 0 ? "EXACT" : "BOUNDED",
                        live + 300,
                        volume == 2 ? "NULL" : Long.toString(live),
                        live,
                        volume % 2 == 0 ? 0 : 100,
                        1_000_000 - live - 300);
    }

    private void insert(List<String> values, int batch) throws SQLException {
        for (int from = 0; from < values.size(); from += batch) {
            SqlRows.of(
                    clickHouse.connection(),
                    "INSERT INTO ledger (interval_start, revision, volume_id, method, provisioned_bytes, allocated_bytes,"
                            + " guest_live_bytes, live_bytes, dead_bytes, dead_below_bytes, ullage_bytes) VALUES "
                            + String.join(", ", values.subList(from, Math.min(values.size(), from + batch))));
        }
    }
}
