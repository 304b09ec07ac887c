package io.ullage.service.handout;

import io.ullage.schema.ledger.Estimate;
import io.ullage.service.handout.Plots.Range;
import io.ullage.service.recommend.MonthlyAmount;
import io.ullage.service.recommend.life.Figures;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/** The ten best actions, each with what it returns and how it is done. */
final class ActionsSection {
    private static final int MOST = 10;
    private static final int WIDTH = 720;

    private final List<Figures> all;
    private final List<Figures> best;
    private final Markup html;

    ActionsSection(EstateHandout handout, Markup html) {
        this.all = handout.actions();
        this.best = all.stream().limit(MOST).toList();
        this.html = html;
    }

    void write() {
        html.open("section").open("div", "class", "head").element("h2", "The ten best actions");
        if (best.isEmpty()) {
            html.element("p", "Nothing is recommended: no rule found bytes that would come back.")
                    .close()
                    .close();
            return;
        }
        html.element(
                "p",
                Words.plural(all.size(), "action") + " would return "
                        + Words.bytes(sum(all, Estimate::bestBytes)) + " to the pools ("
                        + Words.range(sum(all, Estimate::lowBytes), sum(all, Estimate::highBytes)) + "); the "
                        + (best.size() == all.size()
                                ? "list has all of them."
                                : "best " + best.size() + " return " + Words.bytes(sum(best, Estimate::bestBytes))
                                        + "."));
        plot();
        html.close();
        table();
        html.element("h3", "How they are done");
        html.open("ol", "class", "actions");
        best.forEach(this::commands);
        html.close().close();
    }

    private static long sum(List<Figures> actions, ToLongFunction<Estimate> of) {
        return actions.stream().mapToLong(one -> of.applyAsLong(one.bytes())).sum();
    }

    private void plot() {
        long most =
                best.stream().mapToLong(one -> one.bytes().highBytes()).max().orElse(0);
        ByteScale scale = ByteScale.of(most);
        List<Range> ranges = new ArrayList<>();
        for (Figures one : best) {
            Estimate bytes = one.bytes();
            ranges.add(new Range(
                    (ranges.size() + 1) + ". " + one.action().wireName() + " "
                            + one.target().name(),
                    scale.in(bytes.lowBytes()),
                    scale.in(bytes.bestBytes()),
                    scale.in(bytes.highBytes())));
        }
        html.open("div", "class", "plot")
                .raw(
                        SvgPlot.draw(
                                Plots.ranges(ranges, scale.unit() + " returned", scale.in(most) * 1.05, Palette.BEST),
                                WIDTH,
                                50 + 30 * ranges.size(),
                                "actions",
                                "What the ten best actions return",
                                "Each bar goes from the least to the most; the dark mark is the best figure. The figures are in the table below."))
                .close();
    }

    private void table() {
        html.table(
                "The ten best actions",
                List.of(
                        "Action",
                        "On",
                        "Of",
                        "#Returns",
                        "#At least",
                        "#At most",
                        "#Worth a month",
                        "Risk",
                        "Confidence"));
        for (int i = 0; i < best.size(); i++) {
            Figures one = best.get(i);
            html.row(List.of(
                    (i + 1) + ". " + one.action().wireName(),
                    one.target().name(),
                    one.tenant() == null ? Words.ABSENT : one.tenant(),
                    "#" + Words.bytes(one.bytes().bestBytes()),
                    "#" + Words.bytes(one.bytes().lowBytes()),
                    "#" + Words.bytes(one.bytes().highBytes()),
                    "#" + worth(one),
                    Words.lower(one.action().risk()),
                    Words.lower(one.confidence())));
        }
        html.endTable();
        if (best.stream().allMatch(one -> one.worth() == null)) {
            html.element("p", "Worth needs prices: name a rate card with --rates.", "class", "soft");
        }
    }

    private static String worth(Figures one) {
        MonthlyAmount worth = one.worth();
        return worth == null
                ? Words.ABSENT
                : worth.best().setScale(2, RoundingMode.HALF_EVEN).toPlainString() + " " + worth.currency();
    }

    private void commands(Figures one) {
        html.open("li")
                .open("p")
                .element("strong", one.action().meaning() + ": " + one.target().name())
                .text(" (" + one.id() + ")")
                .close()
                .element("p", one.why(), "class", "soft");
        if (!one.checks().isEmpty()) {
            html.element("p", "What must hold first: " + String.join("; ", one.checks()) + ".");
        }
        if (one.commands().isEmpty()) {
            html.element("p", "No command is known for this platform: do it with its own tools.");
        } else {
            html.element(
                    "pre",
                    String.join(
                            "\n",
                            one.commands().stream()
                                    .map(io.ullage.service.output.Listing::printable)
                                    .toList()));
        }
        html.close();
    }
}
