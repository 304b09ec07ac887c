package io.ullage.service.chargeback;

import io.ullage.service.output.HumanBytes;
import io.ullage.service.output.Listing;
import io.ullage.service.output.Terminal;
import java.io.IOException;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** A bill for people at a terminal. */
final class BillText {
    private static final int MOST_NAMES = 5;

    private BillText() {}

    static void print(ShownBill shown, By by, Terminal terminal, boolean exactBytes, PrintWriter out)
            throws IOException {
        Bill bill = shown.bill();
        out.println(heading(shown));
        List<BillRow> rows = BillRow.of(bill, by);
        BillListing.of(by).writeTable(out, rows, terminal.columns(), exactBytes);
        bill.totals()
                .forEach((currency, total) ->
                        out.println("Total " + total.toPlainString() + " " + currency + air(rows, currency)));
        notes(shown).forEach(out::println);
        List<BillDifference> pending = shown.pending();
        if (pending != null && !pending.isEmpty()) {
            BillDifference.listing().writeTable(out, pending, terminal.columns(), exactBytes);
        }
        out.flush();
    }

    static String heading(ShownBill shown) {
        Bill bill = shown.bill();
        StringBuilder text = new StringBuilder();
        text.append(bill.month().month())
                .append(", ")
                .append(bill.month().start())
                .append(" to ")
                .append(bill.until())
                .append(", ")
                .append(hours(bill.seconds()))
                .append(" h");
        ClosedMonth closed = shown.closed();
        if (closed != null) {
            text.append(
                            closed.revision() == 0
                                    ? ", closed "
                                    : ", restated for the " + ordinal(closed.revision()) + " time ")
                    .append(closed.closedAt());
            if (closed.reason() != null) {
                text.append(": ").append(Listing.printable(closed.reason()));
            }
        } else {
            text.append(bill.running() ? ", still running" : ", open");
        }
        return text.toString();
    }

    private static String ordinal(int number) {
        return number == 1 ? "1st" : number == 2 ? "2nd" : number == 3 ? "3rd" : number + "th";
    }

    private static String air(List<BillRow> rows, Currency currency) {
        List<BillRow> same = rows.stream()
                .filter(row -> currency.getCurrencyCode().equals(row.currency()))
                .toList();
        BigDecimal cost = same.stream().map(BillRow::airCost).reduce(BigDecimal.ZERO, BillText::add);
        long bytes = same.stream().mapToLong(BillRow::airBytes).sum();
        return cost.signum() == 0
                ? ""
                : ", of it " + cost.toPlainString() + " for " + HumanBytes.text(bytes) + " of air";
    }

    private static BigDecimal add(BigDecimal one, BigDecimal other) {
        return one.add(other);
    }

    /** What a reader of the bill should know. */
    static List<String> notes(ShownBill shown) {
        Bill bill = shown.bill();
        List<String> notes = new ArrayList<>();
        long unmetered =
                bill.usages().stream().mapToLong(Usage::unmeteredSeconds).sum();
        if (unmetered > 0) {
            long volumes = bill.usages().stream()
                    .filter(usage -> usage.unmeteredSeconds() > 0)
                    .map(Usage::volumeId)
                    .distinct()
                    .count();
            notes.add("Unmetered: " + hours(unmetered) + " h of " + volumes + (volumes == 1 ? " volume" : " volumes")
                    + " that nobody read; not charged.");
        }
        Map<String, Long> unknown = bill.charges().stream()
                .filter(charge -> charge.unknownSeconds() > 0)
                .collect(Collectors.groupingBy(
                        Charge::item, java.util.TreeMap::new, Collectors.summingLong(Charge::unknownSeconds)));
        unknown.forEach((item, seconds) ->
                notes.add("Not known: " + item + " for " + hours(seconds) + " h of volumes; not charged."));
        if (!bill.charges().isEmpty()) {
            Set<String> pools = bill.usages().stream()
                    .filter(usage -> usage.tier() == null)
                    .map(Usage::poolId)
                    .collect(Collectors.toCollection(TreeSet::new));
            if (!pools.isEmpty()) {
                notes.add("Without a price, at least for a time: " + names(pools) + ".");
            }
        }
        List<BillDifference> pending = shown.pending();
        if (pending != null && !pending.isEmpty()) {
            notes.add(
                    "Pending: worked out anew, the month differs from what was closed. 'ullage chargeback restate' takes it over.");
        }
        return notes;
    }

    private static String names(Set<String> all) {
        String first = all.stream()
                .sorted(Comparator.naturalOrder())
                .limit(MOST_NAMES)
                .map(Listing::printable)
                .collect(Collectors.joining(", "));
        return all.size() <= MOST_NAMES ? first : first + " and " + (all.size() - MOST_NAMES) + " more";
    }

    static String hours(long seconds) {
        return seconds % 3600 == 0
                ? Long.toString(seconds / 3600)
                : String.format(Locale.ROOT, "%.1f", seconds / 3600.0);
    }
}
