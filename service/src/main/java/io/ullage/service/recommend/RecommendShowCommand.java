package io.ullage.service.recommend;

import io.ullage.schema.ledger.Estimate;
import io.ullage.service.output.ExitCode;
import io.ullage.service.output.HumanBytes;
import io.ullage.service.output.Listing;
import io.ullage.service.recommend.life.Figures;
import io.ullage.service.recommend.life.Review;
import io.ullage.service.recommend.life.Standing;
import java.io.IOException;
import java.io.PrintWriter;
import java.math.RoundingMode;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ullage recommend show}. */
@Command(
        name = "show",
        description = "One recommendation: what was seen, what must hold first, and the commands.",
        footerHeading = "%nExamples:%n",
        footer = {"  ullage recommend show 7k3mq2xd", "  ullage recommend show 7k3"})
final class RecommendShowCommand implements Callable<Integer> {
    @Parameters(paramLabel = "ID", description = "Its first characters are enough.")
    private String id = "";

    @Mixin
    private RecommendOptions options = new RecommendOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        Review review = options.review(Clock.systemUTC().instant());
        String found = RecommendOptions.id(review, id);
        Figures figures = review.figures(found).orElseThrow();
        PrintWriter out = spec.commandLine().getOut();
        print(figures, review, out);
        out.flush();
        return ExitCode.OK;
    }

    private static void print(Figures figures, Review review, PrintWriter out) {
        Standing standing = review.standings().get(figures.id());
        out.println(figures.id() + "  " + figures.action().meaning() + ": "
                + Listing.printable(figures.target().name()));
        out.println();
        line(out, "state", review.state(figures.id()).name() + since(standing));
        line(out, "returns", bytes(figures.bytes()) + ", to pool " + Listing.printable(figures.poolId()));
        if (standing != null && standing.state().isKept()) {
            line(out, "promised", bytes(standing.promised()));
        }
        if (standing != null && standing.realisedBytes() != null) {
            line(out, "realised", HumanBytes.text(standing.realisedBytes()) + " (" + standing.reason() + ")");
        }
        if (figures.unprovisionedBytes() != null) {
            line(out, "unprovisions", HumanBytes.text(figures.unprovisionedBytes()));
        }
        if (figures.worth() != null) {
            line(out, "worth", money(figures.worth()) + " a month");
        }
        line(out, "confidence", figures.confidence().name());
        line(out, "risk", figures.action().risk().name());
        if (figures.tenant() != null) {
            line(out, "tenant", figures.tenant());
        }
        line(out, "seen", figures.why());
        list(out, "what must hold first:", figures.checks());
        list(
                out,
                figures.commands().isEmpty()
                        ? "no command is known for this platform: do it with its own tools"
                        : "then, as a person:",
                figures.commands());
    }

    private static String since(@Nullable Standing standing) {
        if (standing == null) {
            return ", not kept yet";
        }
        String until = standing.until() == null ? "" : " until " + standing.until();
        String by = standing.saidBy() == null ? "" : " by " + standing.saidBy();
        String reason = standing.reason() == null ? "" : ": " + standing.reason();
        return " since " + standing.stateSince() + until + by + reason;
    }

    private static String bytes(Estimate bytes) {
        return bytes.lowBytes() == bytes.highBytes()
                ? HumanBytes.text(bytes.bestBytes())
                : HumanBytes.text(bytes.bestBytes()) + " (" + HumanBytes.text(bytes.lowBytes()) + " to "
                        + HumanBytes.text(bytes.highBytes()) + ")";
    }

    private static String money(MonthlyAmount worth) {
        return worth.best().setScale(2, RoundingMode.HALF_EVEN) + " ("
                + worth.low().setScale(2, RoundingMode.HALF_EVEN) + " to "
                + worth.high().setScale(2, RoundingMode.HALF_EVEN) + ") " + worth.currency();
    }

    private static void line(PrintWriter out, String name, String text) {
        out.printf("  %-13s %s%n", name, Listing.printable(text));
    }

    private static void list(PrintWriter out, String title, List<String> lines) {
        if (lines.isEmpty() && !title.startsWith("no ")) {
            return;
        }
        out.println();
        out.println("  " + title);
        lines.forEach(line -> out.println("    " + Listing.printable(line)));
    }
}
