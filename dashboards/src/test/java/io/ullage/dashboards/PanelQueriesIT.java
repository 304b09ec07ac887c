package io.ullage.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ullage.dashboards.grafana.Board;
import io.ullage.dashboards.grafana.Field;
import io.ullage.dashboards.grafana.Panel;
import io.ullage.dashboards.grafana.Variable;
import io.ullage.service.web.Links;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every query of every dashboard as the plugin sends it, over an estate whose figures are known. */
@Tag("clickhouse")
class PanelQueriesIT {
    private static final long GIB = 1L << 30;

    /** What a dashboard about one thing is opened with. */
    private static final Map<String, List<String>> ONE = Map.of(
            "volume", List.of("a"),
            "month", List.of(LocalDate.now(ZoneOffset.UTC).minusMonths(1).withDayOfMonth(1).toString()));

    @TempDir
    static Path directory;

    private static SeededStore store;

    @BeforeAll
    static void seed() throws Exception {
        store = SeededStore.in(directory);
    }

    @AfterAll
    static void stop() throws SQLException {
        if (store != null) {
            store.close();
        }
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
            boolean something = panel.fields().stream()
                    .filter(Field::isNumber)
                    .anyMatch(field -> rows.stream().anyMatch(row -> row.get(field.column()) != null));
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
        return boards().stream()
                .filter(board -> board.uid().equals("ullage-" + uid))
                .flatMap(board -> board.panels().stream())
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
