package io.ullage.service.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ullage.schema.ledger.LedgerClass;
import io.ullage.service.clickhouse.ChdbLibrary;
import io.ullage.service.clickhouse.ClickHouseException;
import io.ullage.service.flink.EmbeddedFlink;
import io.ullage.service.output.ExitCode;
import io.ullage.service.process.Eventually;
import io.ullage.service.store.StoreConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A fleet whose truth is known, through the real parts: figures that are read are equal to it, bounds hold it, and nothing counts twice. */
@Tag("kafka")
@Tag("flink")
@Tag("clickhouse")
class SimulatedFleetIT {
    private static final Duration ARRIVAL = Duration.ofSeconds(150);
    private static final Duration QUIET = Duration.ofSeconds(5);
    private static final List<LedgerClass> BOUNDED =
            List.of(LedgerClass.LIVE, LedgerClass.DEAD, LedgerClass.STRANDED, LedgerClass.ZEROED, LedgerClass.RESERVED);
    private static final Pattern REPORTS = Pattern.compile("(\\d+) reports to");

    @TempDir
    Path directory;

    /** Of one volume and step. */
    private record Key(String volumeId, Instant step) {}

    /** A ledger as it stands in the store. */
    private record Row(Instant time, long provisioned, long allocated, long unseen, Map<String, List<Long>> bounds) {}

    @BeforeAll
    static void needs() {
        try {
            ChdbLibrary.locate();
        } catch (ClickHouseException e) {
            Assumptions.abort("needs the embedded ClickHouse: " + e.getMessage());
        }
    }

    @Test
    void ledgersHoldTheTruthAndAReplayChangesNothing() throws Exception {
        Path data = directory.resolve("data");
        NodeSettings settings = new NodeSettings(
                data,
                List.of(),
                new NodeSettings.Ports(0, 0, 0, 0, 0, 0),
                "127.0.0.1",
                Duration.ofSeconds(30),
                Duration.ofSeconds(2),
                EmbeddedFlink.Options.DEFAULT_HEAP_MEGABYTES);
        try (Node node = Node.start(settings, Clock.systemUTC(), List.of(), List.of(), progress -> {})) {
            StoreConnection store = store(node.file());
            long reports = simulate(data);
            Eventually.await("every report", ARRIVAL, () -> outcomes(store, "EMITTED") == reports);
            Map<Key, Row> rows = settled(store);

            Map<Key, JsonNode> truth = truth();
            assertThat(truth.keySet()).as("no row without a truth").containsAll(rows.keySet());
            assertThat(rows.size()).as("rows; agents miss a cycle now and then").isGreaterThan(truth.size() * 95 / 100);
            List<String> wrong = new ArrayList<>();
            rows.forEach((key, row) -> wrong.addAll(wrong(key, row, truth.get(key))));
            assertThat(wrong).isEmpty();

            assertThat(simulate(data)).isEqualTo(reports);
            Eventually.await("every report again", ARRIVAL, () -> outcomes(store, "DUPLICATE") == reports);
            assertThat(settled(store)).isEqualTo(rows);
            assertThat(outcomes(store, "EMITTED")).isEqualTo(reports);
        }
    }

    private static List<String> wrong(Key key, Row row, JsonNode truth) {
        List<String> wrong = new ArrayList<>();
        if (row.provisioned != truth.get("provisionedBytes").asLong()
                || row.allocated != truth.get("allocatedBytes").asLong()) {
            wrong.add(key + ": " + row + ", truly " + truth);
        }
        // Nobody looked inside: there is no figure to hold against the truth.
        if (row.unseen == 0) {
            row.bounds.forEach((measure, bounds) -> {
                long truly = truth.get(measure).asLong();
                if (truly < bounds.get(0) || truly > bounds.get(1)) {
                    wrong.add(key + ": " + measure + " from " + bounds.get(0) + " to " + bounds.get(1) + ", truly "
                            + truly);
                }
            });
        }
        return wrong;
    }

    /** Sends three days of sixty volumes by the command line, and tells how many reports that were. */
    private long simulate(Path data) throws Exception {
        Path output = directory.resolve("simulate.txt");
        Process simulate = NodeProcess.ullage(
                output,
                List.of(
                        "simulate",
                        "--volumes=60",
                        "--days=3",
                        "--seed=7",
                        "--end=2026-11-01T00:00:00Z",
                        "--truth=" + directory.resolve("truth.jsonl"),
                        "--data=" + data));
        assertThat(simulate.waitFor(120, TimeUnit.SECONDS)).isTrue();
        String text = Files.readString(output);
        assertThat(simulate.exitValue()).as(text).isEqualTo(ExitCode.OK);
        Matcher reports = REPORTS.matcher(text);
        assertThat(reports.find()).as(text).isTrue();
        return Long.parseLong(reports.group(1));
    }

    private Map<Key, JsonNode> truth() throws Exception {
        ObjectMapper json = new ObjectMapper();
        Map<Key, JsonNode> truth = new HashMap<>();
        for (String line : Files.readAllLines(directory.resolve("truth.jsonl"))) {
            JsonNode one = json.readTree(line);
            truth.put(
                    new Key(
                            one.get("volumeId").asText(),
                            Instant.parse(one.get("time").asText())),
                    one);
        }
        return truth;
    }

    /** The rows, when none has come for a while. */
    private static Map<Key, Row> settled(StoreConnection store) throws Exception {
        long[] seen = {-1, System.nanoTime()};
        Eventually.await("an end of new rows", ARRIVAL, () -> {
            long rows = value(store, "SELECT count() FROM ledger FINAL WHERE volume_id LIKE 'sim-%'");
            if (rows != seen[0]) {
                seen[0] = rows;
                seen[1] = System.nanoTime();
            }
            return rows > 0 && System.nanoTime() - seen[1] > QUIET.toNanos();
        });
        return rows(store);
    }

    private static Map<Key, Row> rows(StoreConnection store) throws SQLException {
        StringBuilder columns = new StringBuilder();
        for (LedgerClass ledgerClass : BOUNDED) {
            String name = ledgerClass.name().toLowerCase(Locale.ROOT);
            columns.append(", ")
                    .append(name)
                    .append("_low_bytes, ")
                    .append(name)
                    .append("_high_bytes");
        }
        Map<Key, Row> rows = new HashMap<>();
        try (var connection = store.open();
                var statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT volume_id, toUnixTimestamp64Milli(time) AS millis,"
                        + " provisioned_bytes, allocated_bytes, unseen_bytes" + columns
                        + " FROM ledger FINAL WHERE volume_id LIKE 'sim-%'")) {
            while (row.next()) {
                Instant time = Instant.ofEpochMilli(row.getLong("millis"));
                Map<String, List<Long>> bounds = new TreeMap<>();
                for (LedgerClass ledgerClass : BOUNDED) {
                    String name = ledgerClass.name().toLowerCase(Locale.ROOT);
                    bounds.put(
                            name + "Bytes",
                            List.of(row.getLong(name + "_low_bytes"), row.getLong(name + "_high_bytes")));
                }
                rows.put(
                        new Key(row.getString("volume_id"), time.truncatedTo(ChronoUnit.HOURS)),
                        new Row(
                                time,
                                row.getLong("provisioned_bytes"),
                                row.getLong("allocated_bytes"),
                                row.getLong("unseen_bytes"),
                                bounds));
            }
        }
        return rows;
    }

    private static long outcomes(StoreConnection store, String outcome) throws SQLException {
        return value(
                store, "SELECT count() FROM ingest FINAL WHERE agent_id LIKE 'sim-%' AND outcome = '" + outcome + "'");
    }

    private static long value(StoreConnection store, String sql) throws SQLException {
        try (var connection = store.open();
                var statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    private static StoreConnection store(NodeFile file) {
        return new StoreConnection(
                file.clickHouseUrl(),
                file.reader().user(),
                Path.of(file.reader().passwordFile()));
    }
}
