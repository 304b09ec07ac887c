package io.ullage.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ullage.dashboards.rule.Dashboard;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The dashboards as values of the types that Grafana publishes, for 12 and for 13: TypeScript refuses a property that does not exist, and a word that
 * is not one of those that an option may have. {@code npm ci} fetches the types as the lock file pins them.
 */
@Tag("npm")
class GrafanaTypesIT {
    private static final Path SOURCE = Path.of("grafana-types");
    private static final Path SCRATCH = Path.of("target", "grafana-types");
    private static final Map<String, String> PANELS =
            Map.of("stat", "Stat", "table", "Table", "timeseries", "TimeSeries", "barchart", "BarChart");

    /** An enum of words is the union of its words: JSON knows no enums. */
    private static final String PLAIN = """
            type Plain<T> = 0 extends 1 & T ? T : T extends string ? `${T}` : T extends (infer U)[] ? Plain<U>[]
              : T extends object ? { [K in keyof T]: Plain<T[K]> } : T;
            """;

    @BeforeAll
    static void fetchTypes() throws Exception {
        Files.createDirectories(SCRATCH);
        for (String file : List.of("package.json", "package-lock.json", ".npmrc")) {
            Files.writeString(SCRATCH.resolve(file), Files.readString(SOURCE.resolve(file)));
        }
        Result fetched;
        try {
            fetched = run(
                    "npm",
                    "ci",
                    "--ignore-scripts",
                    "--no-audit",
                    "--no-fund",
                    "--prefer-offline",
                    "--fetch-retries=1");
        } catch (IOException e) {
            throw Assumptions.<RuntimeException>abort("needs npm: " + e.getMessage());
        }
        if (fetched.output().matches("(?s).*(ENOTFOUND|ECONN|ETIMEDOUT|EAI_AGAIN|ENOTCACHED|E40[134]).*")) {
            Assumptions.abort("npm cannot reach its registry: " + fetched.output());
        }
        assertThat(fetched.exit()).as(fetched.output()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"13, @grafana/schema", "12, grafana-schema-12"})
    void dashboardsAreOfGrafanasTypes(String version, String types) throws Exception {
        StringBuilder program = new StringBuilder(header(types));
        for (Dashboard dashboard : Dashboard.all()) {
            program.append("export const d%d: Plain<Dashboard> = %s;%n"
                    .formatted(program.length(), dashboard.json().toString()));
            for (JsonNode panel : dashboard.panels()) {
                String type = panel.get("type").asText();
                program.append("export const o%d: Plain<%s.Options> = %s;%n"
                        .formatted(program.length(), type, panel.get("options")));
                if (!type.equals("stat")) {
                    program.append("export const f%d: Plain<%s.FieldConfig> = %s;%n"
                            .formatted(program.length(), type, panel.at("/fieldConfig/defaults/custom")));
                }
            }
        }
        Result checked = check("check-" + version + ".ts", program.toString());
        assertThat(checked.exit()).as(checked.output()).isZero();
    }

    @Test
    void aWrongWordAndAnUnknownPropertyAreFound() throws Exception {
        String wrong = header("@grafana/schema") + """
                export const d: Plain<Dashboard> = { schemaVersion: 41, refreshed: "" };
                export const o: Plain<barchart.Options>["stacking"] = "piled";
                """;
        Result checked = check("check-wrong.ts", wrong);
        assertThat(checked.exit()).isNotZero();
        assertThat(checked.output()).contains("'refreshed' does not exist", "\"piled\"' is not assignable");
    }

    private static String header(String types) {
        StringBuilder header = new StringBuilder("import type { Dashboard } from '" + types + "';\n");
        PANELS.forEach((type, name) -> header.append(
                "import type * as %s from '%s/dist/esm/raw/composable/%s/panelcfg/x/%sPanelCfg_types.gen';%n"
                        .formatted(type, types, type, name)));
        return header.append(PLAIN).toString();
    }

    private static Result check(String file, String program) throws Exception {
        Files.writeString(SCRATCH.resolve(file), program);
        return run(
                "node",
                "node_modules/typescript/bin/tsc",
                "--noEmit",
                "--strict",
                "--skipLibCheck",
                "--module",
                "esnext",
                "--moduleResolution",
                "bundler",
                "--target",
                "es2022",
                file);
    }

    private static Result run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .directory(SCRATCH.toFile())
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
        return new Result(process.exitValue(), output);
    }

    private record Result(int exit, String output) {}
}
