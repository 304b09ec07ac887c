package io.ullage.service.recommend;

import io.ullage.service.output.BytesText;
import io.ullage.service.output.ExitCode;
import io.ullage.service.output.HumanBytes;
import io.ullage.service.output.OutputFormat;
import io.ullage.service.output.OutputOptions;
import io.ullage.service.output.Terminal;
import io.ullage.service.recommend.RecommendListing.Row;
import io.ullage.service.recommend.life.Review;
import io.ullage.service.recommend.life.State;
import io.ullage.service.recommend.rule.Action.Effect;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ullage recommend}. */
@Command(
        name = "recommend",
        description = {
            "What to do about the estate: which act brings which bytes back, best first.",
            "",
            "No byte is promised twice. Nothing is run: 'ullage recommend show ID' prints the commands."
        },
        subcommands = {
            RecommendShowCommand.class,
            RecommendAcceptCommand.class,
            RecommendDismissCommand.class,
            RecommendDoneCommand.class,
            RecommendConfigCommand.class
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ullage recommend --pool esx1:datastore1 --min-bytes 10GiB",
            "  ullage recommend show 7k3mq2xd",
            "  ullage recommend accept 7k3mq2xd",
            "  ullage recommend dismiss 7k3mq2xd --reason 'needed for the audit' --until 2027-01-31",
            "  ullage recommend --record --clickhouse jdbc:clickhouse://db.example:8123/ullage --user ullage \\",
            "                   --password-file secret     from cron, where no node does it"
        })
public final class RecommendCommand implements Callable<Integer> {
    @Option(names = "--pool", paramLabel = "POOL", description = "Only of this pool, by its id.")
    private @Nullable String pool;

    @Option(names = "--tenant", paramLabel = "TENANT", description = "Only of this tenant's machines.")
    private @Nullable String tenant;

    @Option(
            names = "--min-bytes",
            paramLabel = "SIZE",
            converter = BytesText.class,
            description = "Only what returns at least so much, such as 10GiB.")
    private @Nullable Long minBytes;

    @Option(names = "--limit", paramLabel = "N", defaultValue = "0", description = "Most rows (default: all).")
    private long limit;

    @Option(
            names = "--record",
            description = "Keep what is recommended in the store, and what became of what was accepted. A node does so"
                    + " by itself.")
    private boolean record;

    @Mixin
    private RecommendOptions options = new RecommendOptions();

    @Mixin
    private OutputOptions output;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    public RecommendCommand(Terminal terminal) {
        this.output = new OutputOptions(terminal);
    }

    @Override
    public Integer call() throws IOException {
        Review review = options.review(Clock.systemUTC().instant());
        if (record) {
            options.write(store -> {
                review.record(store);
                return store;
            });
        }
        PrintWriter out = spec.commandLine().getOut();
        List<Row> matching = rows(review);
        List<Row> rows = limit > 0 ? matching.stream().limit(limit).toList() : matching;
        output.print(RecommendListing.COLUMNS, rows, out);
        if (output.format() == OutputFormat.TABLE) {
            sum(matching, out);
        }
        if (rows.isEmpty()) {
            spec.commandLine().getErr().println("ullage: nothing to recommend");
            return ExitCode.PARTIAL;
        }
        return ExitCode.OK;
    }

    private List<Row> rows(Review review) {
        return review.recommendations().stream()
                .filter(one -> pool == null || one.candidate().poolId().equals(pool))
                .filter(one -> tenant == null || tenant.equals(one.tenant()))
                .filter(one -> minBytes == null || one.returned().bestBytes() >= minBytes)
                .map(one -> new Row(one, review.state(one.id())))
                .toList();
    }

    private static void sum(List<Row> rows, PrintWriter out) {
        if (rows.isEmpty()) {
            return;
        }
        List<Row> returning = rows.stream()
                .filter(row -> row.recommendation().candidate().action().effect() == Effect.RETURNS
                        && row.state() != State.DONE)
                .toList();
        long low = returning.stream()
                .mapToLong(row -> row.recommendation().returned().lowBytes())
                .sum();
        long best = returning.stream()
                .mapToLong(row -> row.recommendation().returned().bestBytes())
                .sum();
        long high = returning.stream()
                .mapToLong(row -> row.recommendation().returned().highBytes())
                .sum();
        out.println();
        out.println("all together return " + HumanBytes.text(best) + " (" + HumanBytes.text(low) + " to "
                + HumanBytes.text(high) + "); 'ullage recommend show ID' says how");
        out.flush();
    }
}
