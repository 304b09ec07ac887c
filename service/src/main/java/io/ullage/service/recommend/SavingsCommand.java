package io.ullage.service.recommend;

import io.ullage.service.output.Column;
import io.ullage.service.output.ExitCode;
import io.ullage.service.output.Listing;
import io.ullage.service.output.OutputOptions;
import io.ullage.service.output.Terminal;
import io.ullage.service.store.ReportRows;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ullage savings}. */
@Command(
        name = "savings",
        description = {
            "What was promised, and what really came back.",
            "",
            "By rule: open and accepted promises, what was done, what it was promised to return and did return, and how",
            "often that lay within the promise. What went away by itself is nobody's saving."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  ullage savings", "  ullage savings --each --format csv > savings.csv"})
public final class SavingsCommand implements Callable<Integer> {
    private static final Listing<Map<String, Object>> BY_RULE = Listing.of(
            text("rule"),
            count("open"),
            bytes("openBytes").titled("OPEN BYTES"),
            count("accepted"),
            bytes("acceptedBytes").titled("ACCEPTED BYTES"),
            count("dismissed"),
            count("withdrawn"),
            count("realised"),
            bytes("promisedBytes"),
            bytes("realisedBytes"),
            ratio("realisedRatio").titled("KEPT"),
            count("within"));

    private static final Listing<Map<String, Object>> EACH = Listing.of(
            time("time"),
            text("id"),
            text("rule"),
            text("targetName"),
            bytes("lowBytes"),
            bytes("bestBytes").titled("PROMISED"),
            bytes("highBytes"),
            bytes("realisedBytes"),
            ratio("realisedRatio").titled("KEPT"),
            Column.flag("within", row -> (Boolean) row.get("within")),
            text("poolId").tabledWhereItFits(),
            text("tenant").tabledWhereItFits(),
            time("realisedFrom").notTabled(),
            time("realisedTo").notTabled());

    @Option(names = "--each", description = "Each act that was done, the newest first, instead of sums by rule.")
    private boolean each;

    @Mixin
    private RecommendOptions options = new RecommendOptions();

    @Mixin
    private OutputOptions output;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    public SavingsCommand(Terminal terminal) {
        this.output = new OutputOptions(terminal);
    }

    @Override
    public Integer call() throws IOException {
        String sql = each
                ? "SELECT * FROM recommendation_realised ORDER BY time DESC, id"
                : "SELECT * FROM recommendation_savings ORDER BY realised_bytes DESC, open_bytes DESC, rule";
        List<Map<String, Object>> rows =
                options.read(store -> ReportRows.of(store, sql)).rows();
        output.print(each ? EACH : BY_RULE, rows, spec.commandLine().getOut());
        if (rows.isEmpty()) {
            spec.commandLine().getErr().println("ullage: nothing was recommended yet, or nothing is kept");
            return ExitCode.PARTIAL;
        }
        return ExitCode.OK;
    }

    private static Column<Map<String, Object>> text(String name) {
        return Column.text(name, row -> (String) row.get(name));
    }

    private static Column<Map<String, Object>> count(String name) {
        return Column.count(name, row -> (Long) row.get(name));
    }

    private static Column<Map<String, Object>> bytes(String name) {
        return Column.bytes(name, row -> (Long) row.get(name));
    }

    private static Column<Map<String, Object>> time(String name) {
        return Column.time(name, row -> (Instant) row.get(name));
    }

    private static Column<Map<String, Object>> ratio(String name) {
        return Column.ratio(name, row -> (Double) row.get(name));
    }
}
