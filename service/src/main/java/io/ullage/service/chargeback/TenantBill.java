package io.ullage.service.chargeback;

import io.ullage.service.store.ReportRows;
import io.ullage.service.store.StoreConnection;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The bill of a month by tenant, for who shows it among other things.
 *
 * @param until first second that is not in it: the end of the month, or the present while it runs
 * @param closed whether it was frozen
 * @param lines the dearest first, what nobody owns last; they sum to the totals
 * @param totals by currency; none without a price
 * @param notes what a reader of the bill should know, as sentences
 */
public record TenantBill(
        BillingMonth month, Instant until, boolean closed, List<Line> lines, List<Money> totals, List<String> notes) {
    public TenantBill {
        lines = List.copyOf(lines);
        totals = List.copyOf(totals);
        notes = List.copyOf(notes);
    }

    /**
     * What a tenant used on average over the month, and what that costs.
     *
     * @param provisionedBytes the size that the guests see
     * @param airBytes of these, not in use
     * @param allocatedBytes in the pools; absent where nobody knows
     * @param currency absent where nothing has a price, and then so are the amounts
     * @param airCost the part of the cost that is for air
     */
    public record Line(
            String name,
            long volumes,
            long provisionedBytes,
            long airBytes,
            @Nullable Long allocatedBytes,
            @Nullable String currency,
            @Nullable BigDecimal cost,
            @Nullable BigDecimal airCost) {}

    /** The newest month that was closed, as it was closed; empty where none was. */
    public static Optional<TenantBill> lastClosed(StoreConnection store) throws SQLException {
        List<Object> months = ReportRows.of(
                        store, "SELECT toString(max(month)) AS month FROM chargeback_month_latest HAVING count() > 0")
                .rows()
                .stream()
                .map(row -> row.get("month"))
                .toList();
        if (months.isEmpty()) {
            return Optional.empty();
        }
        YearMonth month = YearMonth.parse(String.valueOf(months.get(0)).substring(0, "2026-10".length()));
        return new ClosedMonths(store).latest(month).map(closed -> of(new ShownBill(closed.bill(), closed, null)));
    }

    /** The last month that is over, worked out with these prices; while nothing was read in it, the one that runs. */
    public static TenantBill of(StoreConnection store, Clock clock, RateCard card) throws SQLException {
        YearMonth running = YearMonth.from(clock.instant().atZone(card.zone()));
        Chargeback chargeback = new Chargeback(store, clock);
        Bill last = chargeback.of(running.minusMonths(1), card);
        Bill bill = last.usages().isEmpty() ? chargeback.of(running, card) : last;
        return of(new ShownBill(bill, null, null));
    }

    private static TenantBill of(ShownBill shown) {
        Bill bill = shown.bill();
        return new TenantBill(
                bill.month(),
                bill.until(),
                shown.closed() != null,
                BillRow.of(bill, By.TENANT).stream()
                        .map(row -> new Line(
                                row.label(),
                                row.volumes(),
                                row.provisionedBytes(),
                                row.airBytes(),
                                row.allocatedBytes(),
                                row.currency(),
                                row.cost(),
                                row.airCost()))
                        .toList(),
                bill.totals().entrySet().stream()
                        .map(total -> new Money(total.getValue(), total.getKey()))
                        .toList(),
                BillText.notes(shown));
    }
}
