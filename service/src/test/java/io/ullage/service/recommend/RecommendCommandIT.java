package io.ullage.service.recommend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ullage.service.cli.CommandRun;
import io.ullage.service.clickhouse.ClickHouseExtension;
import io.ullage.service.output.ExitCode;
import io.ullage.service.store.StoreConnection;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The command line over a store: what is recommended, what a person says of it, and what it is worth. */
@Tag("clickhouse")
class RecommendCommandIT {
    private static final long GIB = 1L << 30;

    @RegisterExtension
    final ClickHouseExtension clickHouse = ClickHouseExtension.withTables();

    @TempDir
    Path directory;

    @Test
    void anEmptyStoreSaysSo() {
        CommandRun run = run("recommend");

        assertThat(run.exitCode()).isEqualTo(ExitCode.PARTIAL);
        assertThat(run.err()).contains("nothing to recommend");
    }

    @Test
    void aPersonAcceptsDismissesAndDoes() throws Exception {
        volume("large", 50);
        volume("small", 10);
        // Both could be shrunk too, which returns nothing.
        JsonNode all = json("recommend", "--record", "--min-bytes", "1GiB");
        assertThat(all).hasSize(2);
        JsonNode large = all.get(0);
        assertThat(large.get("rule").asText()).isEqualTo("trim");
        assertThat(large.get("target").asText()).isEqualTo("large");
        assertThat(large.get("bytes").asLong()).isEqualTo(50 * GIB);
        assertThat(large.get("state").asText()).isEqualTo("OPEN");
        assertThat(large.has("bestMonthAmount")).as("no card, no money").isFalse();
        assertThat(json("recommend", "--min-bytes", "20GiB")).hasSize(1);
        assertThat(run("recommend", "--pool", "elsewhere").exitCode()).isEqualTo(ExitCode.PARTIAL);

        String accepted = large.get("id").asText();
        String dismissed = all.get(1).get("id").asText();
        assertThat(run("recommend", "show", accepted.substring(0, 5)).out()).contains("fstrim");
        assertThat(run("recommend", "accept", accepted.substring(0, 5)).exitCode())
                .isEqualTo(ExitCode.OK);
        assertThat(run("recommend", "dismiss", dismissed).err()).contains("--reason");
        assertThat(run("recommend", "dismiss", dismissed, "--reason", "needed for the audit")
                        .exitCode())
                .isEqualTo(ExitCode.OK);
        assertThat(run("recommend", "accept", "none").exitCode()).isEqualTo(ExitCode.USAGE);

        JsonNode now = json("recommend", "--min-bytes", "1GiB");
        assertThat(now).hasSize(1);
        assertThat(now.get(0).get("id").asText()).isEqualTo(accepted);
        assertThat(now.get(0).get("state").asText()).isEqualTo("ACCEPTED");
        CommandRun savings = run("savings");
        assertThat(savings.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(savings.out()).contains("trim").contains("50.0 GiB");
        assertThat(run("recommend", "done", accepted).exitCode()).isEqualTo(ExitCode.OK);
        assertThat(json("recommend").toString()).doesNotContain("ACCEPTED");
    }

    @Test
    void aCardSaysWhatItIsWorth() throws Exception {
        volume("large", 50);
        Path card = directory.resolve("rates.yaml");
        Files.writeString(card, """
                currency: EUR
                tiers:
                  - name: all
                    rates:
                      - {measure: allocated, price: 0.05}
                """);

        JsonNode worth = json("recommend", "--rates", card.toString()).get(0);

        assertThat(worth.get("currency").asText()).isEqualTo("EUR");
        assertThat(new BigDecimal(worth.get("bestMonthAmount").asText())).isEqualByComparingTo("2.50");
    }

    /** 100 GiB, of which 10 are live and as many as said are dead; its guest takes discards. */
    private void volume(String id, long deadGib) throws SQLException {
        sql(
                "INSERT INTO ledger (interval_start, revision, time, volume_id, name, pool_id, host_id, machine_id, path, source, format,"
                        + " provisioning, volume_use, in_use, provisioned_bytes, allocated_bytes, written_bytes, allocation_unit_bytes,"
                        + " guest_live_bytes, method, live_bytes, dead_bytes, ullage_bytes, guest_disk, match_rule)"
                        + " SELECT toStartOfHour(now()), 1, toStartOfHour(now()), '" + id + "', '" + id
                        + "', 'p1', 'h1', 'm-" + id
                        + "', '/images/" + id + ".raw', 'image', 'raw', 'THIN', 'DISK', true, 100 * " + GIB + ", "
                        + (10 + deadGib)
                        + " * " + GIB + ", " + (10 + deadGib) + " * " + GIB + ", 4096, 10 * " + GIB + ", 'EXACT', 10 * "
                        + GIB + ", "
                        + deadGib + " * " + GIB + ", " + (90 - deadGib) + " * " + GIB + ", 'sda', 'SERIAL'");
        sql(
                "INSERT INTO guest_disk (interval_start, revision, time, host_id, machine_id, disk, source, size_bytes, discard_max_bytes)"
                        + " SELECT toStartOfHour(now()), 1, toStartOfHour(now()), 'g-" + id + "', 'm-" + id
                        + "', 'sda', 'sys', 100 * "
                        + GIB + ", " + GIB);
        sql(
                "INSERT INTO pool (interval_start, revision, pool_id, name, pool_kind, capacity_bytes, used_bytes, free_bytes)"
                        + " SELECT toStartOfHour(now()), 1, 'p1', 'p1', 'FILE_SYSTEM', 1000 * " + GIB + ", 500 * " + GIB
                        + ", 500 * "
                        + GIB);
    }

    private void sql(String text) throws SQLException {
        try (Connection connection = clickHouse.connection().open();
                Statement statement = connection.createStatement()) {
            statement.execute(text);
        }
    }

    private JsonNode json(String... arguments) throws Exception {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--format", "json"));
        CommandRun run = run(all.toArray(String[]::new));
        assertThat(run.err()).isEmpty();
        return new ObjectMapper().readTree(run.out());
    }

    private CommandRun run(String... arguments) {
        StoreConnection store = clickHouse.connection();
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--clickhouse", store.url(), "--user", store.user()));
        all.addAll(List.of("--password-file", String.valueOf(store.passwordFile())));
        return CommandRun.of(all.toArray(String[]::new));
    }
}
