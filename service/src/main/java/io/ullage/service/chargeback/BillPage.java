package io.ullage.service.chargeback;

import io.ullage.service.output.HumanBytes;
import io.ullage.service.output.Listing;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A bill as one HTML file: no script, nothing from elsewhere, every name escaped. */
final class BillPage {
    private static final String STYLE = """
            :root { color-scheme: light dark; --line: #8884; --soft: #8888; --used: #2f7d5b; --air: #d9a441; }
            body { font: 15px/1.5 system-ui, sans-serif; max-width: 72rem; margin: 2rem auto; padding: 0 1rem; }
            h1 { font-size: 1.5rem; margin: 0; } h2 { font-size: 1.1rem; margin: 2rem 0 .5rem; }
            p { margin: .25rem 0; } .soft { color: var(--soft); }
            .total { font-size: 2rem; font-variant-numeric: tabular-nums; margin: 1rem 0 0; }
            table { border-collapse: collapse; width: 100%; } th, td { padding: .35rem .6rem; border-bottom: 1px solid var(--line); }
            th { text-align: left; font-weight: 600; font-size: .85rem; } td { font-variant-numeric: tabular-nums; }
            .n { text-align: right; white-space: nowrap; } tfoot td { font-weight: 600; border-bottom: 0; }
            .bar { display: block; width: 8rem; height: .6rem; background: var(--air); border-radius: .3rem; overflow: hidden; }
            .bar i { display: block; height: 100%; background: var(--used); }
            .wide { overflow-x: auto; } @media print { body { margin: 0; max-width: none; } }
            """;

    private final StringBuilder html = new StringBuilder();

    private BillPage() {}

    static void print(ShownBill shown, By by, PrintWriter out) {
        BillPage page = new BillPage();
        page.write(shown, by);
        out.print(page.html);
        out.flush();
    }

    private void write(ShownBill shown, By by) {
        Bill bill = shown.bill();
        String title = "Storage in " + bill.month().month();
        html.append("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
                .append("<meta name=\"viewport\" content=\"width=device-width\">\n<title>")
                .append(escaped(title))
                .append("</title>\n<style>\n")
                .append(STYLE)
                .append("</style>\n</head>\n<body>\n<h1>")
                .append(escaped(title))
                .append("</h1>\n<p class=\"soft\">")
                .append(escaped(BillText.heading(shown)))
                .append("</p>\n");
        bill.totals().forEach((currency, total) -> html.append("<p class=\"total\">")
                .append(total.toPlainString())
                .append(' ')
                .append(currency.getCurrencyCode())
                .append("</p>\n"));
        List<BillRow> rows = BillRow.of(bill, by);
        costs(rows, by);
        air(rows, by);
        List<String> notes = BillText.notes(shown);
        if (!notes.isEmpty()) {
            html.append("<h2>To know</h2>\n");
            notes.forEach(note -> html.append("<p>").append(escaped(note)).append("</p>\n"));
        }
        List<BillDifference> pending = shown.pending();
        if (pending != null && !pending.isEmpty()) {
            pending(pending);
        }
        html.append(
                        "<p class=\"soft\">Bytes are averages over the time shown; GiB are 2<sup>30</sup> bytes. Lines sum to the bill.")
                .append("</p>\n</body>\n</html>\n");
    }

    private void costs(List<BillRow> rows, By by) {
        html.append("<h2>By ").append(by).append("</h2>\n");
        table(List.of(
                "",
                "#Volumes",
                "#Provisioned",
                "#Allocated",
                "#Live",
                "#Snapshots",
                "#List",
                "#Discount",
                "#Shared",
                "#Cost",
                ""));
        for (BillRow row : rows) {
            row(
                    label(row),
                    "#" + row.volumes(),
                    "#" + HumanBytes.text(row.provisionedBytes()),
                    "#" + bytes(row.allocatedBytes()),
                    "#" + bytes(row.liveBytes()),
                    "#" + bytes(row.snapshotBytes()),
                    "#" + money(row.list()),
                    "#" + money(row.discount()),
                    "#" + money(row.shared()),
                    "#" + money(row.cost()),
                    row.currency() == null ? "" : row.currency());
        }
        endTable();
    }

    /** Showback: what was provisioned and is not in use. */
    private void air(List<BillRow> rows, By by) {
        html.append("<h2>Air: provisioned and not in use, by ").append(by).append("</h2>\n");
        table(List.of(
                "",
                "Used",
                "#Air",
                "#Of provisioned",
                "#Never written",
                "#Reserved",
                "#Zeros",
                "#Deleted",
                "#Stranded",
                "#Paid for it",
                ""));
        for (BillRow row : rows) {
            Double ratio = BillListing.airRatio(row);
            row(
                    label(row),
                    ratio == null ? "" : "%" + String.format(Locale.ROOT, "%.1f", 100 * (1 - ratio)),
                    "#" + HumanBytes.text(row.airBytes()),
                    "#" + (ratio == null ? "" : Listing.percent(ratio)),
                    "#" + HumanBytes.text(row.ullageBytes()),
                    "#" + HumanBytes.text(row.reservedBytes()),
                    "#" + HumanBytes.text(row.zeroedBytes()),
                    "#" + HumanBytes.text(row.deadBytes()),
                    "#" + HumanBytes.text(row.strandedBytes()),
                    "#" + money(row.airCost()),
                    row.currency() == null ? "" : row.currency());
        }
        endTable();
    }

    private void pending(List<BillDifference> pending) {
        table(List.of("", "#Closed", "#Now", "#Difference", ""));
        pending.forEach(one -> row(
                BillRow.label(one.standing(), one.tenant()),
                "#" + money(one.before()),
                "#" + money(one.after()),
                "#" + money(one.difference()),
                one.currency()));
        endTable();
    }

    private static String label(BillRow row) {
        String tenant = row.tenant();
        return row.machineId() == null || tenant == null ? row.label() : row.label() + " (" + tenant + ")";
    }

    /** A title that begins with # is over figures. */
    private void table(List<String> titles) {
        html.append("<div class=\"wide\"><table>\n<thead><tr>");
        titles.forEach(title -> cell("th", title));
        html.append("</tr></thead>\n<tbody>\n");
    }

    /** A cell that begins with # is a figure, with % a bar of so many per cent; the first one is always a name. */
    private void row(String... cells) {
        html.append("<tr><td>").append(escaped(cells[0])).append("</td>");
        List<String> rest = new ArrayList<>(List.of(cells)).subList(1, cells.length);
        for (String text : rest) {
            if (text.startsWith("%")) {
                html.append("<td><span class=\"bar\"><i style=\"width:")
                        .append(text, 1, text.length())
                        .append("%\"></i></span></td>");
            } else {
                cell("td", text);
            }
        }
        html.append("</tr>\n");
    }

    private void cell(String tag, String text) {
        boolean figure = text.startsWith("#");
        html.append('<')
                .append(tag)
                .append(figure ? " class=\"n\">" : ">")
                .append(escaped(figure ? text.substring(1) : text))
                .append("</")
                .append(tag)
                .append('>');
    }

    private void endTable() {
        html.append("</tbody>\n</table></div>\n");
    }

    private static String bytes(@Nullable Long bytes) {
        return bytes == null ? "–" : HumanBytes.text(bytes);
    }

    private static String money(@Nullable BigDecimal amount) {
        return amount == null ? "–" : amount.toPlainString();
    }

    static String escaped(String text) {
        return Listing.printable(text)
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
