package io.ullage.service.report;

import io.ullage.service.handout.HandoutOptions;
import io.ullage.service.node.StoreChoice;
import io.ullage.service.output.CommandException;
import io.ullage.service.output.ExitCode;
import io.ullage.service.output.OutputOptions;
import io.ullage.service.output.Terminal;
import io.ullage.service.store.Report;
import io.ullage.service.store.ReportRows;
import io.ullage.service.store.StoreConnection;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ullage report}. */
@Command(
        name = "report",
        description =
                "What the store knows of now: volumes, pools, snapshots, what has no counterpart, the whole estate.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  ullage report volumes --limit 20",
            "  ullage report volumes --pool esx1:datastore1 --sort deadBytes",
            "  ullage report snapshots --format csv > snapshots.csv",
            "  ullage report estate --pdf estate.pdf --rates rates.yaml     to hand around",
            "  ullage report pools --clickhouse jdbc:clickhouse://db.example:8123/ullage --user reader --password-file secret"
        })
public final class ReportCommand implements Callable<Integer> {
    /** The names of reports as they are typed. */
    static final class Names implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Arrays.stream(Report.values())
                    .map(report -> report.name().toLowerCase(Locale.ROOT))
                    .iterator();
        }
    }

    @Parameters(
            paramLabel = "WHAT",
            completionCandidates = Names.class,
            description = "One of ${COMPLETION-CANDIDATES}.")
    private Report what = Report.VOLUMES;

    @Option(names = "--pool", paramLabel = "POOL", description = "Only of this pool, by its id (or name, for pools).")
    private @Nullable String pool;

    @Option(
            names = "--sort",
            paramLabel = "FIELD",
            description =
                    "A field of the JSON output: figures from the largest, times from the newest, texts from A to Z.")
    private @Nullable String sort;

    @Option(names = "--reverse", description = "Turn the order of --sort.")
    private boolean reverse;

    @Option(names = "--limit", paramLabel = "N", defaultValue = "0", description = "Most rows (default: all).")
    private long limit;

    @Mixin
    private StoreChoice store = new StoreChoice();

    @Mixin
    private HandoutOptions handout = new HandoutOptions();

    @Mixin
    private OutputOptions output;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    public ReportCommand(Terminal terminal) {
        this.output = new OutputOptions(terminal);
    }

    @Override
    public Integer call() throws IOException {
        if (handout.asked()) {
            return handOut();
        }
        handout.requireNone();
        ReportRows rows = new ReportSelection(pool, sort, reverse, limit).of(read(store.connection()));
        output.print(
                ReportListing.of(what, rows), rows.rows(), spec.commandLine().getOut());
        if (rows.rows().isEmpty()) {
            spec.commandLine().getErr().println("ullage: nothing to report yet");
            return ExitCode.PARTIAL;
        }
        return ExitCode.OK;
    }

    private int handOut() throws IOException {
        if (what != Report.ESTATE) {
            throw CommandException.usage(
                    "--html, --pdf: must stand with 'estate', was "
                            + what.name().toLowerCase(Locale.ROOT),
                    "'ullage report estate --pdf FILE' writes the document.");
        }
        try {
            handout.write(store).forEach(file -> spec.commandLine().getOut().println(file + " written"));
        } catch (SQLException e) {
            throw unreadable(store.connection(), e);
        }
        spec.commandLine().getOut().flush();
        return ExitCode.OK;
    }

    private ReportRows read(StoreConnection connection) {
        try {
            return what.read(connection);
        } catch (SQLException e) {
            throw unreadable(connection, e);
        }
    }

    private static CommandException unreadable(StoreConnection connection, SQLException e) {
        return CommandException.failed(
                connection.url() + ": " + e.getMessage(),
                "Is it up, and may " + connection.user() + " read there? 'ullage schema apply' makes missing tables.",
                e);
    }
}
