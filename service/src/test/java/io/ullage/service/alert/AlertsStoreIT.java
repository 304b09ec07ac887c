package io.ullage.service.alert;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ullage.service.cli.CommandRun;
import io.ullage.service.clickhouse.ClickHouseExtension;
import io.ullage.service.output.ExitCode;
import io.ullage.service.store.SqlRows;
import io.ullage.service.store.StoreConnection;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code ullage alerts list} over a real ClickHouse. */
@Tag("clickhouse")
class AlertsStoreIT {
    @RegisterExtension
    final ClickHouseExtension clickHouse = ClickHouseExtension.withTables();

    @BeforeEach
    void fill() throws Exception {
        SqlRows.of(clickHouse.connection(), """
                INSERT INTO alert (fingerprint, starts_at, revision, time, ends_at, state, end, rule, severity, watch, annotations)
                VALUES
                ('00000000000000aa', '2026-11-20 10:00:00', 1, now64(3), NULL, 'FIRING', NULL, 'PoolFilling', 'WARNING', 'pool',
                 map('summary', 'Pool tank is 81.0 % full')),
                ('00000000000000bb', '2026-11-20 11:00:00', 2, now64(3), NULL, 'FIRING', NULL, 'PoolFull', 'CRITICAL', 'pool',
                 map('summary', 'Pool tank is 92.0 % full')),
                ('00000000000000cc', '2026-11-19 10:00:00', 3, now64(3), '2026-11-19 12:00:00', 'RESOLVED', 'CLEARED', 'SnapshotOld',
                 'WARNING', 'snapshot', map('summary', 'old')),
                ('00000000000000cc', '2026-11-18 10:00:00', 2, now64(3), '2026-11-18 12:00:00', 'RESOLVED', 'CLEARED', 'SnapshotOld',
                 'WARNING', 'snapshot', map('summary', 'older')),
                ('00000000000000dd', '2026-11-18 10:00:00', 2, now64(3), '2026-11-18 12:00:00', 'RESOLVED', 'REVISED', 'PoolFull',
                 'CRITICAL', 'pool', map('summary', 'taken back'))
                """);
    }

    @Test
    void whatFiresIsFirstTheWorstOfItOnTop() throws Exception {
        assertThat(summaries()).containsExactly("Pool tank is 92.0 % full", "Pool tank is 81.0 % full", "old");
        assertThat(summaries("--firing")).containsExactly("Pool tank is 92.0 % full", "Pool tank is 81.0 % full");
        assertThat(summaries("--history"))
                .containsExactly("Pool tank is 92.0 % full", "Pool tank is 81.0 % full", "old", "older");
    }

    private List<String> summaries(String... options) throws Exception {
        StoreConnection store = clickHouse.connection();
        List<String> arguments = new ArrayList<>(
                List.of("alerts", "list", "--format", "json", "--clickhouse", store.url(), "--user", store.user()));
        if (store.passwordFile() != null) {
            arguments.addAll(List.of("--password-file", store.passwordFile().toString()));
        }
        arguments.addAll(List.of(options));
        CommandRun run = CommandRun.of(arguments.toArray(String[]::new));
        assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.OK);
        List<String> summaries = new ArrayList<>();
        for (JsonNode alert : new ObjectMapper().readTree(run.out())) {
            summaries.add(alert.get("summary").asText());
        }
        return summaries;
    }
}
