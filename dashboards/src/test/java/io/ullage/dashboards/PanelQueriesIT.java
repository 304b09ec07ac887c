package io.ullage.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ullage.dashboards.grafana.Board;
import io.ullage.dashboards.grafana.Field;
import io.ullage.dashboards.grafana.Panel;
import io.ullage.dashboards.grafana.Variable;
import io.ullage.service.web.Links;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every query of every dashboard as the plugin sends it, over an estate whose figures are known. */
@Tag("clickhouse")
@ExtendWith(SeededStore.Shared.class)
class PanelQueriesIT {
    private static final long GIB = 1L << 30;

    /** What a dashboard about one thing is opened with. */
    private static final Map<String, List<String>> ONE = Map.of(
            "volume", List.of("a"),
            "month",
                    List.of(LocalDate.now(ZoneOffset.UTC)
                            .minusMonths(1)
                            .withDayOfMonth(1)
                            .toString()));

    private static SeededStore store;

    @BeforeAll
    static void seed(SeededStore shared) {
        store = shared;
    }

    static List<Board> boards() {
        return Dashboards.all();
    }

    @ParameterizedTest
    @MethodSource("boards")
    void everyPanelAnswersWithTheColumnsThatItShows(Board board) throws SQLException {
        List<String> wrong = new ArrayList<>();
        for (Panel panel : board.panels()) {
            List<Map<String, Object>> rows = rows(panel, chosen(board));
            List<String> expected =
                    new ArrayList<>(panel.fields().stream().map(Field::column).toList());
            if (panel.kind() == Panel.Kind.TIME_SERIES) {
                expected.add("time");
            }
            if (rows.isEmpty()) {
                wrong.add(panel.title() + ": no row");
                continue;
            }
            if (!rows.get(0).keySet().equals(new HashSet<>(expected))) {
                wrong.add(panel.title() + ": " + rows.get(0).keySet() + ", shown are " + expected);
            }
            for (Field field : panel.fields()) {
                List<Object> values = rows.stream()
                        .map(row -> row.get(field.column()))
                        .filter(Objects::nonNull)
                        .toList();
                if (field.isNumber() && !values.stream().allMatch(value -> value instanceof Number)) {
                    wrong.add(panel.title() + ": " + field.column() + " is no number: " + values);
                }
                if (!field.isNumber() && values.stream().anyMatch(value -> value instanceof Number)) {
                    wrong.add(panel.title() + ": " + field.column() + " is a number and has no unit: " + values);
                }
            }
            boolean something = panel.fields().stream().filter(Field::isNumber).anyMatch(field -> rows.stream()
                    .anyMatch(row -> row.get(field.column()) != null));
            if (!something) {
                wrong.add(panel.title() + ": no figure in " + rows);
            }
        }
        assertThat(wrong).as(board.title()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("boards")
    void everyVariableHasValuesThatChoose(Board board) throws SQLException {
        for (Variable variable : board.variables()) {
            if (variable.kind() != Variable.Kind.QUERY) {
                continue;
            }
            List<Map<String, Object>> values = store.rows(Objects.requireNonNull(variable.sql()));
            assertThat(values).as(variable.name()).isNotEmpty().allSatisfy(value -> assertThat(value)
                    .as("the id, and the text that is shown")
                    .hasSize(2));
            String first = values.get(0).values().iterator().next().toString();
            Map<String, List<String>> chosen = new HashMap<>(chosen(board));
            chosen.put(variable.name(), List.of(first));
            for (Panel panel : board.panels()) {
                rows(panel, chosen);
            }
        }
    }

    @Test
    void whatIsCheckedInIsWhatWasRun() {
        List<String> checkedIn = io.ullage.dashboards.rule.Dashboard.all().stream()
                .flatMap(dashboard -> dashboard.panels().stream())
                .map(PanelQueriesIT::sql)
                .toList();
        assertThat(checkedIn)
                .containsExactlyInAnyOrderElementsOf(boards().stream()
                        .flatMap(board -> board.panels().stream())
                        .map(Panel::sql)
                        .toList());
    }

    @Test
    void idsAreWrittenIntoPathsAsTheConsoleReadsThem() throws SQLException {
        String id = "qcow2:/srv/a b~c%20/ü'!*()+&?#.img";
        assertThat(store.rows("SELECT replaceAll(replaceAll(encodeURLComponent('" + id.replace("'", "\\'")
                        + "'), '~', '%7E'), '%', '~') AS segment"))
                .containsExactly(Map.of("segment", Links.segment(id)));
        assertThat(panel("capacity-overview", "Which pool will be full first?").sql())
                .contains("replaceAll(replaceAll(encodeURLComponent(pool_id), '~', '%7E'), '%', '~')");
    }

    @Test
    void utilisationLeavesOutTheDiskThatNobodyLooksInto() throws SQLException {
        assertThat(only("capacity-overview", "How much of what is given do guests hold?"))
                .isEqualTo(Map.of("utilisation_ratio", (5.0 + 4.0) / (32 + 8)));
    }

    @ParameterizedTest
    @CsvSource({"'', 56, 15", "pool-1, 40, 11", "pool-2, 16, 4"})
    void provisionedFollowsThePoolThatIsChosen(String pool, long provisioned, long allocated) throws SQLException {
        Panel panel = panel("capacity-overview", "How much is provisioned, how much occupied?");
        assertThat(gib(rows(panel, pool.isEmpty() ? ONE : Map.of("pool", List.of(pool)))))
                .isEqualTo(List.of(
                        Map.of("provisioned_bytes", (double) provisioned, "allocated_bytes", (double) allocated)));
    }

    @ParameterizedTest
    @CsvSource({
        "capacity-overview, What would trim and punching holes return?, returned_low_bytes, 1.5",
        "capacity-overview, What would trim and punching holes return?, returned_bytes, 2",
        "volume, What would a trim return?, dead_low_bytes, 1.5",
        "volume, What would a trim return?, dead_high_bytes, 3",
        "volume, How much of it does the guest hold?, guest_live_bytes, 5",
        "pool, How much has it promised beyond what it has?, exposure_bytes, 29",
        "pool, How much would come back to it?, low_bytes, 3",
        "pool, How much would come back to it?, best_bytes, 4",
        "low-utilisation, How much were these given that they do not hold?, not_held_bytes, 27",
        "low-utilisation, How many disks can nobody judge?, unseen_provisioned_bytes, 16",
        "reclaim, How much could come back?, best_bytes, 4",
        "reclaim, How much really came back?, promised_bytes, 2",
        "reclaim, How much really came back?, realised_bytes, 1.5",
        "snapshots, How much do snapshots hold back?, exclusive_bytes, 3",
        "snapshots, How many were forgotten?, exclusive_bytes, 2",
        "thin-provisioning, What if every guest filled its disk?, missing_bytes, 27",
        "thin-provisioning, On how many disks do discards not arrive?, dead_bytes, 2",
        "dedup, How much does dedup save?, saved_low_bytes, 3",
        "dedup, How much does dedup save?, saved_bytes, 4",
        "dedup, How much does dedup save?, saved_high_bytes, 5",
    })
    void bytesAreThoseOfTheFleet(String uid, String title, String column, double gib) throws SQLException {
        assertThat(((Number) only(uid, title).get(column)).doubleValue() / GIB).isEqualTo(gib);
    }

    @ParameterizedTest
    @CsvSource({
        "capacity-overview, For how many disks is the ledger exact?, exact_ratio, 0.3333333333333333",
        "pool, How full is the pool?, used_ratio, 0.9",
        "pool, When will it be full?, full_p10_days, 10",
        "pool, When will it be full?, full_p90_days, 30",
        "low-utilisation, How many disks hold less than a fifth of their size?, disks, 1",
        "low-utilisation, How many disks hold less than a fifth of their size?, disks_ratio, 0.5",
        "reclaim, Can the promises be trusted?, realised_ratio, 0.75",
        "reclaim, Can the promises be trusted?, within_ratio, 1",
        "snapshots, How much do snapshots hold back?, snapshots, 2",
        "snapshots, How many were forgotten?, old_snapshots, 1",
        "snapshots, How many cannot be removed for want of room?, stuck_snapshots, 1",
        "thin-provisioning, How much more was promised than there is?, overcommit_ratio, 0.4666666666666667",
        "thin-provisioning, How much more was promised than there is?, pools_beyond, 1",
        "thin-provisioning, How full is the fullest room for metadata?, metadata_used_ratio, 0.8",
        "thin-provisioning, On how many disks do discards not arrive?, disks, 1",
        "dedup, How much of the pools was sketched?, sketched_ratio, 1",
        "chargeback, How much of what is paid for is air?, air_ratio, 0.6",
        "pipeline-health, How many agents are silent?, silent_agents, 1",
        "pipeline-health, How many agents are silent?, agents, 2",
        "pipeline-health, How much of what came was refused?, refused_ratio, 0.25",
        "pipeline-health, How much of what came was refused?, rejected_readings, 1",
        "pipeline-health, How far are the roll-ups behind?, volume_hours, 0",
    })
    void countsAndSharesAreThoseOfTheFleet(String uid, String title, String column, double value) throws SQLException {
        assertThat(((Number) only(uid, title).get(column)).doubleValue()).isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource({
        "capacity-overview, Where is every provisioned byte?, 56",
        "pool, Where is what it has promised?, 40",
        "volume, Where was every byte of it?, 32"
    })
    void theClassesSumToProvisioned(String uid, String title, long gib) throws SQLException {
        List<Map<String, Object>> rows = rows(panel(uid, title), chosen(board(uid)));
        assertThat(rows).hasSize(3).allSatisfy(row -> assertThat(row.values().stream()
                        .filter(Number.class::isInstance)
                        .mapToLong(value -> ((Number) value).longValue())
                        .sum())
                .isEqualTo(gib * GIB));
    }

    @ParameterizedTest
    @CsvSource({
        "capacity-overview, Which pool will be full first?, pool, fast;bulk",
        "capacity-overview, Which pool will be full first?, verdict, FILLING;NOT_FILLING",
        "capacity-overview, Which platforms hold which classes?, platform, kvm;(not known);xen",
        "pool, Which volumes take most of it?, name, disk-a;disk-b",
        "pool, Which volumes grew most in a week?, volume_id, a",
        "volume, Which snapshots and overlays hold it?, name, before-update;nightly",
        "volume, Which file systems lie on it?, mount_point, /",
        "low-utilisation, Which disks use least of what they were given?, name, disk-a",
        "low-utilisation, Whose disks hold least?, owner, acme;birch",
        "reclaim, What should be done next?, id, open-delete;open-trim",
        "reclaim, Which rules keep their promises?, rule, snapshot-delete;trim",
        "snapshots, Which snapshots should go first?, name, before-update;nightly",
        "snapshots, Which LUNs were over their limit?, pool, bulk",
        "thin-provisioning, On which thin disks do deletes not come back?, name, disk-a",
        "thin-provisioning, 'Do guests trim at once, later, or never?', trims, at once (mounted with discard);disk takes no discards",
        "dedup, What really comes back if a volume goes?, name, disk-a;disk-b",
        "chargeback, Who pays what?, owner, acme;(nobody);birch",
        "pipeline-health, What fires now?, rule, PoolFull",
        "pipeline-health, Which agents are silent?, agent_id, agent-silent",
        "pipeline-health, Which guest disks and volumes have no counterpart?, reason, NO_VOLUME_OF_THAT_SIZE",
        "pipeline-health, Why was something refused?, reason, not a report"
    })
    void tablesBeginWithWhatMattersMost(String uid, String title, String column, String values) throws SQLException {
        assertThat(rows(panel(uid, title), chosen(board(uid))))
                .extracting(row -> row.get(column))
                .containsExactly((Object[]) values.split(";"));
    }

    @Test
    void growthIsWhatCameInAWeek() throws SQLException {
        assertThat(gib(rows(panel("pool", "Which volumes grew most in a week?"), chosen(board("pool")))))
                .singleElement()
                .satisfies(row -> assertThat(row)
                        .containsEntry("allocated_change_bytes", 3.0)
                        .containsEntry("allocated_bytes", 6.0));
    }

    @Test
    void theBillIsTheSumOfItsLinesAndTwiceThatOfTheMonthBefore() throws SQLException {
        Map<String, Object> bill = only("chargeback", "What is the bill of the month?");
        assertThat((BigDecimal) bill.get("amount")).isEqualByComparingTo("10");
        assertThat((BigDecimal) bill.get("discount")).isEqualByComparingTo("1.5");
        Map<String, Object> change = only("chargeback", "How did it change against the month before?");
        assertThat((BigDecimal) change.get("before_amount")).isEqualByComparingTo("5");
        assertThat((BigDecimal) change.get("change_amount")).isEqualByComparingTo("5");
    }

    @Test
    void billsAreTheSameBeforeAndAfterTheyAreAddedUpOnce() throws SQLException {
        assertThat(store.rows("SELECT month FROM chargeback_bills")).hasSize(6);
        assertThat(store.rows(SeededStore.BILLS)).hasSize(6).isEqualTo(store.billsBeforeRollUp());
    }

    private static Map<String, Object> only(String uid, String title) throws SQLException {
        List<Map<String, Object>> rows = rows(panel(uid, title), chosen(board(uid)));
        assertThat(rows).as(title).hasSize(1);
        return rows.get(0);
    }

    /** Bytes as GiB; the rest as it is. */
    private static List<Map<String, Object>> gib(List<Map<String, Object>> rows) {
        return rows.stream()
                .map(row -> {
                    Map<String, Object> scaled = new HashMap<>(row);
                    scaled.replaceAll((column, value) ->
                            column.endsWith("_bytes") && value != null ? ((Number) value).doubleValue() / GIB : value);
                    return scaled;
                })
                .toList();
    }

    private static Board board(String uid) {
        return boards().stream()
                .filter(board -> board.uid().equals("ullage-" + uid))
                .findFirst()
                .orElseThrow();
    }

    private static String sql(JsonNode panel) {
        return io.ullage.dashboards.rule.Dashboard.sql(panel);
    }

    private static Map<String, List<String>> chosen(Board board) {
        Map<String, List<String>> chosen = new HashMap<>(ONE);
        if (board.uid().equals("ullage-pool")) {
            chosen.put("pool", List.of("pool-1"));
        }
        return chosen;
    }

    private static Panel panel(String uid, String title) {
        return board(uid).panels().stream()
                .filter(panel -> panel.title().equals(title))
                .findFirst()
                .orElseThrow();
    }

    private static List<Map<String, Object>> rows(Panel panel, Map<String, List<String>> chosen) throws SQLException {
        try {
            return store.rows(SeededStore.query(chosen).expanded(panel.sql()));
        } catch (SQLException e) {
            throw new SQLException(panel.title() + ": " + e.getMessage(), e);
        }
    }
}
