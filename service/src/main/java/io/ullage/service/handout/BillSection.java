package io.ullage.service.handout;

import io.ullage.service.chargeback.Money;
import io.ullage.service.chargeback.TenantBill;
import io.ullage.service.chargeback.TenantBill.Line;
import io.ullage.service.handout.Plots.Parts;
import java.math.BigDecimal;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Who pays for what, and for how much air. */
final class BillSection {
    private static final int WIDTH = 720;
    private static final int MOST = 12;

    private final @Nullable TenantBill bill;
    private final Markup html;

    BillSection(EstateHandout handout, Markup html) {
        this.bill = handout.bill();
        this.html = html;
    }

    void write() {
        html.open("section").element("h2", "The bill");
        if (bill == null) {
            html.open("p")
                    .text("There are no prices, and no price is made up. ")
                    .element("code", "ullage chargeback rates > rates.yaml")
                    .text(" prints a rate card to begin with; put your own prices in, and name it with ")
                    .element("code", "--rates rates.yaml")
                    .text(".")
                    .close()
                    .close();
            return;
        }
        write(bill);
        html.close();
    }

    private void write(TenantBill shown) {
        Words zone = new Words(shown.month().zone());
        html.element(
                "p",
                Words.month(shown.month().month()) + " (" + shown.month().zone().getId() + "), "
                        + (shown.closed()
                                ? "closed."
                                : shown.until().isBefore(shown.month().end())
                                        ? "still running: charged up to " + zone.moment(shown.until()) + "."
                                        : "not closed yet."));
        for (Money total : shown.totals()) {
            String code = total.currency().getCurrencyCode();
            BigDecimal air = shown.lines().stream()
                    .filter(line -> code.equals(line.currency()))
                    .map(Line::airCost)
                    .filter(Objects::nonNull)
                    .reduce(BigDecimal.ZERO, BigDecimal::add);
            html.open("p", "class", "total")
                    .element("strong", money(total.amount()) + " " + code)
                    .text(", of it " + money(air) + " for what is provisioned and not in use")
                    .close();
        }
        shown.totals().forEach(total -> plot(shown, total.currency()));
        html.table(
                "The bill by tenant",
                List.of(
                        "Tenant",
                        "#Disks",
                        "#Provisioned",
                        "#Occupied",
                        "#Not in use",
                        "#Cost",
                        "#Of it for air",
                        "Currency"));
        for (Line line : shown.lines()) {
            html.row(List.of(
                    line.name(),
                    "#" + Words.count(line.volumes()),
                    "#" + Words.bytes(line.provisionedBytes()),
                    "#" + Words.bytes(line.allocatedBytes()),
                    "#" + Words.share(line.airBytes(), line.provisionedBytes()),
                    "#" + money(line.cost()),
                    "#" + money(line.airCost()),
                    line.currency() == null ? Words.ABSENT : line.currency()));
        }
        html.endTable();
        shown.notes().forEach(note -> html.element("p", note, "class", "soft"));
    }

    private void plot(TenantBill shown, Currency currency) {
        String code = currency.getCurrencyCode();
        List<Line> lines = shown.lines().stream()
                .filter(line -> code.equals(line.currency()) && line.cost() != null)
                .limit(MOST)
                .toList();
        List<Parts> parts = lines.stream().map(BillSection::parts).toList();
        html.open("div", "class", "plot")
                .raw(SvgPlot.draw(
                        Plots.parts(parts, code + " in the month", Palette.BEST, Palette.AIR),
                        WIDTH,
                        50 + 30 * parts.size(),
                        "bill" + code.toLowerCase(Locale.ROOT),
                        "What tenants pay in " + code + ", and for air",
                        lines.stream()
                                .map(line -> line.name() + ": " + money(line.cost()) + ", of it "
                                        + money(line.airCost()) + " for air")
                                .collect(Collectors.joining("; "))))
                .close();
        html.openLegend();
        html.entry("in use", "use");
        html.entry("provisioned and not in use", "air");
        html.close();
    }

    private static Parts parts(Line line) {
        double cost = line.cost() == null ? 0 : line.cost().doubleValue();
        double air = line.airCost() == null ? 0 : line.airCost().doubleValue();
        return new Parts(line.name(), cost - air, air);
    }

    private static String money(@Nullable BigDecimal amount) {
        return amount == null ? Words.ABSENT : String.format(Locale.ROOT, "%,." + amount.scale() + "f", amount);
    }
}
