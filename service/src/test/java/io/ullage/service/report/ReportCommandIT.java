package io.ullage.service.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ullage.service.cli.CommandRun;
import io.ullage.service.clickhouse.ClickHouseExtension;
import io.ullage.service.output.ExitCode;
import io.ullage.service.store.StoreConnection;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code ullage report} and {@code ullage schema apply} against a real ClickHouse. */
@Tag("clickhouse")
class ReportCommandIT {
    @RegisterExtension
    final ClickHouseExtension clickHouse = ClickHouseExtension.empty();

    @Test
    void schemaIsAppliedOnceAndThenCurrent() {
        CommandRun first = run("schema", "apply", "--url");
        assertThat(first.exitCode()).as(first.err()).isEqualTo(ExitCode.OK);
        assertThat(first.out()).contains("applied ").endsWith("applied, now current\n");
        CommandRun again = run("schema", "apply", "--url");
        assertThat(again.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(again.out()).isEqualTo("current: nothing to apply\n");
    }

    @Test
    void emptyStoreIsExitCodeThree() throws IOException {
        run("schema", "apply", "--url");
        CommandRun run = run("report", "volumes", "--format", "json", "--clickhouse");
        assertThat(run.exitCode()).isEqualTo(ExitCode.PARTIAL);
        assertThat(new ObjectMapper().readTree(run.out())).isEmpty();
        assertThat(run.err()).isEqualTo("ullage: nothing to report yet\n");
    }

    @Test
    void missingTablesAreSaidWithWhatToDo() {
        CommandRun run = run("report", "volumes", "--clickhouse");
        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(run.err().lines()).hasSize(2);
        assertThat(run.err()).contains("volume_owned").contains("ullage schema apply");
    }

    @Test
    void poolsAsTheyAreUnderTheNamesOfTheCatalogue() throws SQLException, IOException {
        run("schema", "apply", "--url");
        insertPool("p1", "first", 1000, 100);
        insertPool("p2", "second", 1000, 900);
        CommandRun run = run("report", "pools", "--sort", "usedBytes", "--reverse", "--format", "json", "--clickhouse");
        assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.OK);
        JsonNode pools = new ObjectMapper().readTree(run.out());
        assertThat(pools).hasSize(2);
        assertThat(pools.get(0).get("poolId").asText()).isEqualTo("p1");
        assertThat(pools.get(0).get("capacityBytes").asLong()).isEqualTo(1000);
        assertThat(pools.get(1).get("usedRatio").asDouble()).isEqualTo(0.9);
        assertThat(pools.get(0).has("metadataUsedBytes")).as("absent is absent").isFalse();
        CommandRun one = run("report", "pools", "--pool", "second", "--format", "csv", "--clickhouse");
        assertThat(one.out().lines()).hasSize(2).last().asString().contains("p2");
    }

    private void insertPool(String id, String name, long capacityBytes, long usedBytes) throws SQLException {
        try (Connection connection = clickHouse.connection().open();
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "INSERT INTO pool (interval_start, revision, pool_id, name, pool_kind, capacity_bytes, used_bytes) VALUES"
                            + " (toStartOfHour(now()), 1, '" + id + "', '" + name + "', 'FILE_SYSTEM', " + capacityBytes
                            + ", " + usedBytes + ")");
        }
    }

    /** The last argument is the option that takes the store's address. */
    private CommandRun run(String... args) {
        StoreConnection store = clickHouse.connection();
        List<String> all = new ArrayList<>(List.of(args));
        all.add(store.url());
        all.addAll(List.of("--user", store.user()));
        if (store.passwordFile() != null) {
            all.addAll(List.of("--password-file", store.passwordFile().toString()));
        }
        return CommandRun.of(all.toArray(String[]::new));
    }
}
