package io.ullage.service.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ullage.service.cli.CommandRun;
import io.ullage.service.output.CommandException;
import io.ullage.service.output.ExitCode;
import io.ullage.service.store.Report;
import io.ullage.service.store.ReportRows;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportSelectionTest {
    private static final Instant TIME = Instant.parse("2026-11-22T12:00:00Z");
    private static final ReportRows ROWS = new ReportRows(
            List.of("name", "poolId", "deadBytes", "utilisationRatio", "time", "machineId"),
            List.of(
                    Map.of("name", "b", "poolId", "p1", "deadBytes", 10L, "utilisationRatio", 0.5, "time", TIME),
                    Map.of("name", "c", "poolId", "p2", "time", TIME.plusSeconds(1)),
                    Map.of("name", "a", "poolId", "p1", "deadBytes", 30L, "utilisationRatio", 0.1, "time", TIME)));

    @Test
    void figuresFromTheLargestTextsFromAAbsentLast() {
        assertThat(names(null, "deadBytes", false, 0)).containsExactly("a", "b", "c");
        assertThat(names(null, "deadBytes", true, 0)).containsExactly("b", "a", "c");
        assertThat(names(null, "utilisationRatio", false, 0)).containsExactly("b", "a", "c");
        assertThat(names(null, "time", false, 1)).containsExactly("c");
        assertThat(names(null, "name", false, 0)).containsExactly("a", "b", "c");
    }

    @Test
    void onePoolAndSoMany() {
        assertThat(names("p1", null, false, 0)).as("the order of the report").containsExactly("b", "a");
        assertThat(names("p1", null, false, 1)).containsExactly("b");
        assertThat(names("p3", null, false, 0)).isEmpty();
    }

    @Test
    void poolsAreFoundByNameToo() {
        ReportRows pools = new ReportRows(
                List.of("poolId", "name", "poolKind"),
                List.of(Map.of("poolId", "fs:1:/", "name", "root", "poolKind", "FILE_SYSTEM")));
        assertThat(new ReportSelection("root", null, false, 0).of(pools).rows()).hasSize(1);
        assertThat(new ReportSelection("b", null, false, 0).of(ROWS).rows())
                .as("the name of a volume is no pool")
                .isEmpty();
    }

    @Test
    void unknownFieldIsNamedWithThoseThatAreThere() {
        assertThatThrownBy(() -> names(null, "dead", false, 0)).isInstanceOfSatisfying(CommandException.class, e -> {
            assertThat(e).hasMessage("--sort: must name a field of this report, was dead");
            assertThat(e.exitCode()).isEqualTo(ExitCode.USAGE);
            assertThat(e.next()).contains("deadBytes");
        });
    }

    @Test
    void unitsComeFromNamesAndAbsentColumnsStayWhatTheyAre() throws IOException {
        StringBuilder out = new StringBuilder();
        ReportListing.of(Report.VOLUMES, ROWS).writeTable(out, ROWS.rows(), 0, false);
        assertThat(out.toString()).isEqualTo("""
                NAME  POOL ID  DEAD  UTILISED
                b     p1       10 B    50.0 %
                c     p2          –         –
                a     p1       30 B    10.0 %
                """);
        StringBuilder csv = new StringBuilder();
        ReportListing.of(Report.VOLUMES, ROWS).writeCsv(csv, ROWS.rows());
        assertThat(csv.toString().lines())
                .containsExactly(
                        "name,poolId,deadBytes,utilisationRatio,time,machineId",
                        "b,p1,10,0.5,2026-11-22T12:00:00Z,",
                        "c,p2,,,2026-11-22T12:00:01Z,",
                        "a,p1,30,0.1,2026-11-22T12:00:00Z,");
    }

    @Test
    void withoutNodeItSaysSo(@TempDir Path empty) {
        CommandRun run = CommandRun.of("report", "volumes", "--data", empty.toString());
        assertThat(run.exitCode()).isEqualTo(ExitCode.NOT_RUNNING);
        assertThat(run.err().lines()).first().isEqualTo("ullage: no node runs on " + empty);
        assertThat(run.err()).contains("ullage up");
    }

    @Test
    void unknownReportIsWrongUse() {
        CommandRun run = CommandRun.of("report", "everything");
        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).containsIgnoringCase("volumes");
    }

    private static List<Object> names(@Nullable String pool, @Nullable String sort, boolean reverse, long limit) {
        return new ReportSelection(pool, sort, reverse, limit)
                .of(ROWS).rows().stream().map(row -> row.get("name")).toList();
    }
}
