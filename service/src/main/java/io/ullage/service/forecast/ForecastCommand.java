package io.ullage.service.forecast;

import io.ullage.schema.forecast.Forecast;
import io.ullage.schema.forecast.ForecastSubject;
import io.ullage.schema.forecast.Verdict;
import io.ullage.service.forecast.ForecastListing.Line;
import io.ullage.service.node.StoreChoice;
import io.ullage.service.output.CommandException;
import io.ullage.service.output.ExitCode;
import io.ullage.service.output.OutputFormat;
import io.ullage.service.output.OutputOptions;
import io.ullage.service.output.Terminal;
import io.ullage.service.store.ReportRows;
import io.ullage.service.store.StoreConnection;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ullage forecast}. */
@Command(
        name = "forecast",
        description = {
            "When pools, the metadata of thin pools and tenants will be full: with a chance of one in ten before P10, of one in two"
                    + " before P50, of nine in ten before P90.",
            "A day that is not said lies beyond the horizon, which is twice the history. docs/forecast.md says how it is reckoned."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ullage forecast                                        # pools and their metadata",
            "  ullage forecast --by tenant",
            "  ullage forecast --pool esx1:datastore1 --add 20:100GiB # what if 20 volumes came?",
            "  ullage forecast --pool esx1:datastore1 --grow 50%%      # what if it grew half as fast again?",
            "  ullage forecast --accept k3f9,p2aa                     # what if these recommendations were acted on?",
            "  ullage forecast --record --clickhouse URL --bootstrap HOST:PORT   # from cron, for alerts and recommendations"
        })
public final class ForecastCommand implements Callable<Integer> {
    /** What is listed. */
    enum By {
        POOL,
        TENANT
    }

    @Option(names = "--pool", paramLabel = "POOL", description = "Only this pool, by its id or name.")
    private @Nullable String pool;

    @Option(
            names = "--by",
            paramLabel = "WHAT",
            defaultValue = "pool",
            description = "One of ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private By by = By.POOL;

    @Option(
            names = "--record",
            description = "Keep the forecasts of all pools and tenants in the store, as the node does once an hour.")
    private boolean record;

    @Option(
            names = "--bootstrap",
            paramLabel = "HOST:PORT",
            description = "With --record: a Kafka broker, for the alert rules to hear of them.")
    private @Nullable String bootstrap;

    @Mixin
    private ScenarioOptions scenario = new ScenarioOptions();

    @Mixin
    private StoreChoice store = new StoreChoice();

    @Mixin
    private OutputOptions output;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** The present one, and some that late readings touched. */
    private static final long HOURS_AS_USUAL = 12;

    private final Clock clock = Clock.systemUTC();

    public ForecastCommand(Terminal terminal) {
        this.output = new OutputOptions(terminal);
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (by == By.TENANT && pool != null) {
            throw CommandException.usage("--pool: must stand without --by tenant, was " + pool, null);
        }
        if (bootstrap != null && !record) {
            throw CommandException.usage("--bootstrap: must stand with --record, was " + bootstrap, null);
        }
        StoreConnection connection = store.connection();
        try {
            Scenario whatIf = scenario.of(connection);
            if (!record) {
                return list(connection, whatIf);
            }
            if (pool != null || !whatIf.isNone()) {
                throw CommandException.usage(
                        "--record: must stand without --pool, --add, --grow and --accept",
                        "What is kept is how things are.");
            }
            return keep(connection);
        } catch (SQLException e) {
            throw CommandException.failed(
                    connection.url() + ": " + e.getMessage(),
                    "Is it up, and may " + connection.user()
                            + " read there? 'ullage schema apply' makes missing tables.",
                    e);
        }
    }

    private int list(StoreConnection connection, Scenario whatIf) throws SQLException {
        Set<ForecastSubject> subjects = by == By.TENANT
                ? EnumSet.of(ForecastSubject.TENANT)
                : EnumSet.of(ForecastSubject.POOL, ForecastSubject.METADATA);
        List<Target> targets = new TargetReader(connection).read(subjects, pool);
        Instant now = clock.instant();
        List<Line> lines = new ArrayList<>();
        for (Target target : targets) {
            if (whatIf.isNone()) {
                lines.add(new Line("AS_IS", Forecasts.of(target, Scenario.NONE, now)));
            } else if (whatIf.concerns(target)) {
                lines.add(new Line("AS_IS", Forecasts.of(target, Scenario.NONE, now)));
                lines.add(new Line("WHAT_IF", Forecasts.of(target, whatIf, now)));
            }
        }
        output.print(
                ForecastListing.of(!whatIf.isNone()), lines, spec.commandLine().getOut());
        if (lines.isEmpty()) {
            spec.commandLine().getErr().println("ullage: " + nothing(whatIf) + notRolledUp(connection));
            return ExitCode.PARTIAL;
        }
        if (output.format() == OutputFormat.TABLE) {
            explain(lines);
            if (by == By.TENANT) {
                spec.commandLine().getErr().print(notRolledUp(connection));
                spec.commandLine().getErr().flush();
            }
        }
        return ExitCode.OK;
    }

    /** Tenants are summed by the roll-up, which takes a history that came at once in pieces. */
    private String notRolledUp(StoreConnection connection) throws SQLException {
        ReportRows due = ReportRows.of(connection, "SELECT count() AS hours FROM ledger_hours_due");
        long hours = (Long) due.rows().get(0).get("hours");
        return hours < HOURS_AS_USUAL
                ? ""
                : String.format("%n%d hours of history are not rolled up yet; ask again in some minutes%n", hours);
    }

    private String nothing(Scenario whatIf) {
        if (!whatIf.isNone()) {
            return "nothing of that concerns a pool that is listed; what-if is for pools";
        }
        return pool == null ? "nothing to forecast yet" : "no pool has the id or name " + pool;
    }

    /** What a reader cannot see in the table. */
    private void explain(List<Line> lines) {
        long young = lines.stream()
                .filter(line -> line.forecast().verdict() == Verdict.NOT_ENOUGH_HISTORY)
                .count();
        if (young > 0) {
            String missing = lines.stream()
                    .map(line -> line.forecast().missing())
                    .filter(text -> text != null)
                    .findFirst()
                    .orElse("");
            spec.commandLine()
                    .getOut()
                    .println(young + " of " + lines.size() + " not enough history: " + missing + " are needed");
        }
        spec.commandLine().getOut().flush();
    }

    private int keep(StoreConnection connection) throws SQLException, IOException, InterruptedException {
        List<Target> targets = new TargetReader(connection).read(EnumSet.allOf(ForecastSubject.class), null);
        List<Forecast> forecasts = Forecasts.of(targets, clock.instant());
        new ForecastStore(store.writerConnection()).write(forecasts);
        if (bootstrap != null) {
            new ForecastTopic(bootstrap).publish(forecasts);
        }
        spec.commandLine()
                .getOut()
                .println(
                        forecasts.size() + " forecasts kept" + (bootstrap == null ? "" : ", and told to " + bootstrap));
        spec.commandLine().getOut().flush();
        return ExitCode.OK;
    }
}
