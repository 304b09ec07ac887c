package io.ullage.service.dedup;

import io.ullage.job.dedup.Footprint;
import io.ullage.schema.ledger.Estimate;
import io.ullage.schema.ledger.Method;
import io.ullage.service.node.StoreChoice;
import io.ullage.service.output.CommandException;
import io.ullage.service.output.ExitCode;
import io.ullage.service.output.HumanBytes;
import io.ullage.service.output.Listing;
import io.ullage.service.output.OutputFormat;
import io.ullage.service.output.OutputOptions;
import io.ullage.service.output.Terminal;
import io.ullage.service.store.ReportRows;
import io.ullage.service.store.StoreConnection;
import java.io.IOException;
import java.io.PrintWriter;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ullage dedup}. */
@Command(
        name = "dedup",
        description = {
            "What deduplication leaves of domains and volumes, and what any set of volumes would give back.",
            "Figures come from content sketches (see docs/dedup.md); a volume without one is unknown."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ullage dedup                                  # domains",
            "  ullage dedup volumes --limit 20               # most unique bytes first",
            "  ullage dedup --set clones-of=esx1:template    # the clones of a template",
            "  ullage dedup --set tenant=acme,idle           # what acme has and does not use",
            "  ullage dedup --set machine=web-1 --set machine=web-2 --format json"
        })
public final class DedupCommand implements Callable<Integer> {
    /** What is listed. */
    enum What {
        DOMAINS,
        VOLUMES
    }

    @Parameters(
            paramLabel = "WHAT",
            arity = "0..1",
            description = "One of ${COMPLETION-CANDIDATES} (default: domains).")
    private @Nullable What what;

    @Option(names = "--domain", paramLabel = "DOMAIN", description = "Only of this domain, by its id.")
    private @Nullable String domain;

    @Option(
            names = "--set",
            paramLabel = "TERMS",
            description = {
                "What these volumes would give back together: volume=ID, machine=ID|NAME, tenant=NAME, pool=ID|NAME,"
                        + " clones-of=VOLUME, idle[=PERCENT] (powered off, or less than that, 5 %%, of it used), off.",
                "Terms separated by commas must all hold; several --set are united."
            })
    private List<String> sets = new ArrayList<>();

    @Option(names = "--limit", paramLabel = "N", defaultValue = "0", description = "Most rows (default: all).")
    private long limit;

    @Mixin
    private StoreChoice store = new StoreChoice();

    @Mixin
    private OutputOptions output;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    public DedupCommand(Terminal terminal) {
        this.output = new OutputOptions(terminal);
    }

    @Override
    public Integer call() throws IOException {
        if (!sets.isEmpty() && (what != null || domain != null || limit != 0)) {
            throw CommandException.usage(
                    "--set: must stand without WHAT, --domain and --limit",
                    "A set has one answer, in all its domains.");
        }
        VolumeSet set = sets.isEmpty() ? null : VolumeSet.of(sets);
        StoreConnection connection = store.connection();
        try {
            return set == null ? list(connection) : answer(new SetReader(connection).read(set));
        } catch (SQLException e) {
            throw CommandException.failed(
                    connection.url() + ": " + e.getMessage(),
                    "Is it up, and may " + connection.user()
                            + " read there? 'ullage schema apply' makes missing tables.",
                    e);
        }
    }

    private int list(StoreConnection connection) throws SQLException {
        boolean volumes = what == What.VOLUMES;
        String sql = "SELECT * FROM " + (volumes ? "dedup_volume_latest" : "dedup_domain_latest")
                + (domain == null ? "" : " WHERE domain_id = ?")
                + " ORDER BY " + (volumes ? "unique_bytes DESC, volume_id" : "domain_id, chunk_bytes, k")
                + (limit > 0 ? " LIMIT " + limit : "");
        ReportRows rows = ReportRows.of(connection, sql, domain == null ? new Object[0] : new Object[] {domain});
        Listing<Map<String, Object>> listing = volumes ? DedupListing.volumes() : DedupListing.domains();
        output.print(listing, rows.rows(), spec.commandLine().getOut());
        if (rows.rows().isEmpty()) {
            spec.commandLine()
                    .getErr()
                    .println("ullage: no sketches yet; docs/content-scan.md says how to have volumes read");
            return ExitCode.PARTIAL;
        }
        return ExitCode.OK;
    }

    private int answer(SetReader.Contents contents) {
        PrintWriter out = spec.commandLine().getOut();
        if (contents.members().isEmpty()) {
            spec.commandLine().getErr().println("ullage: no volume is in the set");
            return ExitCode.PARTIAL;
        }
        SetAnswer answer = SetAnswer.of(contents);
        if (output.format() == OutputFormat.TABLE) {
            print(answer, out);
        } else {
            output.print(DedupListing.set(), List.of(answer), out);
        }
        return answer.unknown().isEmpty() ? ExitCode.OK : ExitCode.PARTIAL;
    }

    private void print(SetAnswer answer, PrintWriter out) {
        int all = answer.members().size();
        int known = all - answer.unknown().size();
        Double sketched = answer.sketchedRatio();
        out.println(all + (all == 1 ? " volume, " : " volumes, ") + known + " with a sketch"
                + (sketched == null ? "" : " (" + Listing.percent(sketched) + " of what they occupy)"));
        if (known > 0) {
            line(
                    out,
                    "data",
                    bytes(answer.totals().dataBytes()),
                    "without " + bytes(answer.totals().zeroBytes()) + " of zeros");
            line(out, "stored", answer.stored(), "each chunk once");
            line(out, "reclaimable", answer.reclaimable(), "comes back if all of them go");
            line(out, "unique, added up", bytes(answer.uniqueBytes()), "what each alone would give back");
            if (answer.uniqueBytes() < answer.reclaimable().logical().bestBytes()) {
                out.println(
                        "The set gives back more than its volumes one by one: what only they share with each other is unique to none.");
            }
            if (answer.domains().size() > 1) {
                out.println(
                        "Spread over " + String.join(", ", answer.domains()) + ": they share nothing with each other.");
            }
        }
        if (known < all) {
            out.println("Without a sketch, and therefore unknown:");
            answer.unknown().forEach(member -> out.println("  " + Listing.printable(member.volumeId())));
        }
        out.flush();
    }

    private void line(PrintWriter out, String name, Footprint footprint, String meaning) {
        line(out, name, text(footprint.logical()), meaning);
        Estimate compressed = footprint.compressed();
        if (compressed != null) {
            line(out, "", text(compressed), "after compression");
        }
    }

    private static void line(PrintWriter out, String name, String figure, String meaning) {
        out.println("  %-18s %-36s %s".formatted(name, figure, meaning));
    }

    private String text(Estimate estimate) {
        return estimate.method() == Method.EXACT
                ? bytes(estimate.bestBytes())
                : bytes(estimate.bestBytes()) + " (" + bytes(estimate.lowBytes()) + " to " + bytes(estimate.highBytes())
                        + ")";
    }

    private String bytes(long count) {
        return output.exactBytes() ? Long.toString(count) : HumanBytes.text(count);
    }
}
