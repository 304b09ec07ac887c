package io.ullage.service.alert;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ullage.service.cli.Main;
import io.ullage.service.output.ExitCode;
import io.ullage.service.output.Terminal;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class AlertsCommandTest {
    private static final Path SHIPPED = Path.of("../stream-jobs/src/main/resources/io/ullage/job/rule");

    @TempDir
    private Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void theShippedRulesHoldTheirCases() {
        assertThat(run(
                        "alerts",
                        "test",
                        SHIPPED.resolve("rules.yaml").toString(),
                        "--cases",
                        SHIPPED.resolve("cases").toString()))
                .isEqualTo(ExitCode.OK);
        assertThat(out.toString()).containsPattern("(\\d+) of \\1 cases hold");
    }

    @Test
    void aCaseThatDoesNotHoldShowsWhatIsMissingAndWhatIsTooMuch() throws Exception {
        Path cases = Files.writeString(directory.resolve("cases.yaml"), """
                cases:
                  - name: wrong
                    only: [PoolFull]
                    every: 5m
                    when:
                      - watch: pool
                        id: p1
                        measures: {usedRatio: 95 % x4}
                    then:
                      - {rule: PoolFull, entity: p1, fires: 10m}
                """);
        assertThat(run("alerts", "test", "--cases", cases.toString())).isEqualTo(ExitCode.FAILED);
        assertThat(out.toString())
                .contains("- rule PoolFull, entity p1, fires 10m")
                .contains("+ rule PoolFull, entity p1, fires 5m, resolves never")
                .contains("0 of 1 cases hold");
    }

    @Test
    void wrongRulesAreToldWithFieldRuleAndValue() throws Exception {
        Path rules = Files.writeString(directory.resolve("rules.yaml"), "rules: [{name: A, watch: pond}]");
        assertThat(run("alerts", "test", rules.toString())).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString())
                .contains("rules[0].watch: must be one of [volume, pool")
                .contains("was pond")
                .contains("rules[0].severity: must be present");
    }

    @Test
    void aSimulatedFleetGoesThroughTheRules() throws Exception {
        Path rules = Files.writeString(directory.resolve("rules.yaml"), """
                rules:
                  - name: Promised
                    watch: pool
                    when: overcommitRatio > 10 %
                    staleAfter: 1d
                    severity: info
                    summary: "{{name}}: {{value}}"
                """);
        assertThat(firings(rules, 12, 2, 7)).isNotEmpty().allSatisfy(firing -> {
            assertThat(firing.path("rule").asText()).isEqualTo("Promised");
            assertThat(firing.path("startsAt").asText()).startsWith("2026-10-");
            assertThat(firing.path("entities")).hasSize(1);
        });
        assertThat(err.toString()).contains(" reports, 0 of them too late; ");
    }

    /** What grows is estimated from the readings, as in the job. */
    @Test
    void replaysWhatGrows() throws Exception {
        Path rules = Files.writeString(directory.resolve("rules.yaml"), """
                rules:
                  - name: Grows
                    watch: growth
                    when: growthBytesPerSecond > 0 B/d
                    staleAfter: 1d
                    cause: [volume]
                    severity: info
                    summary: "{{volume}}: {{value}}"
                  - name: Steps
                    watch: lun
                    when: steps > 0
                    staleAfter: 1d
                    severity: info
                    summary: "{{name}}: {{value}}"
                """);
        assertThat(firings(rules, 60, 3, 2))
                .extracting(firing -> firing.path("rule").asText())
                .contains("Grows", "Steps");
    }

    /** What fires for a made-up fleet. */
    private JsonNode firings(Path rules, int volumes, int days, int seed) throws Exception {
        Path readings = directory.resolve("readings.jsonl");
        assertThat(run(
                        "simulate",
                        "--volumes",
                        Integer.toString(volumes),
                        "--days",
                        Integer.toString(days),
                        "--seed",
                        Integer.toString(seed),
                        "--end",
                        "2026-11-01T00:00:00Z",
                        "--to",
                        readings.toString()))
                .isEqualTo(ExitCode.OK);
        out.getBuffer().setLength(0);
        assertThat(run(
                        "alerts",
                        "test",
                        rules.toString(),
                        "--against",
                        readings.toString(),
                        "--interval",
                        "1h",
                        "--format",
                        "json"))
                .as(err.toString())
                .isEqualTo(ExitCode.OK);
        return new ObjectMapper().readTree(out.toString());
    }

    private int run(String... arguments) {
        CommandLine commandLine = Main.commandLine(Terminal.detect(Map.of()));
        commandLine.setOut(new PrintWriter(out, true));
        commandLine.setErr(new PrintWriter(err, true));
        return commandLine.execute(arguments);
    }
}
