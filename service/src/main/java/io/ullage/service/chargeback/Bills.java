package io.ullage.service.chargeback;

import io.ullage.service.chargeback.focus.FocusVersion;
import io.ullage.service.store.StoreConnection;
import java.io.IOException;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.YearMonth;
import java.util.Collection;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Bills for whoever looks at them again and again; a tenant gets the lines that are theirs. */
public final class Bills implements AutoCloseable {
    private final StoreConnection store;
    private final Path rates;
    private final Clock clock;
    private final KeptMonths<Known> months;

    private record Known(ShownBill shown, @Nullable RateCard card) {}

    /** @param directory in which the rate card may be */
    public Bills(StoreConnection store, Path directory, Clock clock) {
        this.store = store;
        this.rates = directory;
        this.clock = clock;
        this.months = new KeptMonths<>(this::workedOut, clock).keepingTheLatest();
    }

    /**
     * The bill of a month, or a tenant's part of it.
     *
     * @param state RUNNING, OPEN or CLOSED
     * @param totals what is to be paid, by currency; empty without a rate card
     */
    public record MonthBill(
            YearMonth month,
            String timeZone,
            Instant from,
            Instant until,
            String state,
            @Nullable Instant closedAt,
            Map<Currency, BigDecimal> totals,
            List<BillRow> rows) {}

    /**
     * By tenant, cost centre, machine or pool.
     *
     * @param tenant whose lines alone; absent for all
     * @throws IllegalArgumentException for a month that has not begun
     */
    public MonthBill of(YearMonth month, By by, @Nullable String tenant) throws IOException, SQLException {
        ShownBill shown = part(months.of(month).shown(), tenant);
        Bill bill = shown.bill();
        return new MonthBill(
                month,
                bill.month().zone().getId(),
                bill.month().start(),
                bill.until(),
                shown.state(),
                shown.closed() == null ? null : shown.closed().closedAt(),
                bill.totals(),
                BillRow.of(bill, by));
    }

    /** As JSON, in the words of {@code ullage chargeback --format json}. */
    public void json(YearMonth month, By by, @Nullable String tenant, PrintWriter out)
            throws IOException, SQLException {
        BillJson.print(part(months.of(month).shown(), tenant), by, out);
    }

    /** As CSV, in the words of {@code ullage chargeback --format csv}. */
    public void csv(YearMonth month, By by, @Nullable String tenant, PrintWriter out) throws IOException, SQLException {
        BillListing.of(by)
                .writeCsv(out, BillRow.of(part(months.of(month).shown(), tenant).bill(), by));
    }

    /** Whether there are prices for the month, without which there is no FOCUS. */
    public boolean hasPrices(YearMonth month) throws IOException, SQLException {
        return months.of(month).card() != null;
    }

    /** FOCUS 1.3, a row per volume and price. */
    public void focus(YearMonth month, @Nullable String tenant, PrintWriter out) throws IOException, SQLException {
        Known found = months.of(month);
        RateCard card = Objects.requireNonNull(found.card(), "no prices");
        new BillFocus(part(found.shown(), tenant), card).print(FocusVersion.V1_3, out);
    }

    private Known workedOut(YearMonth month) throws IOException, SQLException {
        Optional<ClosedMonth> closed = new ClosedMonths(store).latest(month);
        RateCard card = closed.isPresent()
                ? ChargebackCommand.card(closed.get())
                : RateCardReader.ofDataDirectory(rates).orElse(null);
        Bill bill = closed.isPresent() ? closed.get().bill() : new Chargeback(store, clock).of(month, card);
        return new Known(new ShownBill(bill, closed.orElse(null), null), card);
    }

    private static ShownBill part(ShownBill shown, @Nullable String tenant) {
        if (tenant == null) {
            return shown;
        }
        Bill bill = shown.bill();
        Bill theirs = new Bill(
                bill.month(),
                bill.until(),
                bill.gibMonthSeconds(),
                of(bill.usages(), tenant, Usage::owner),
                of(bill.charges(), tenant, Charge::owner));
        return new ShownBill(theirs, shown.closed(), null);
    }

    private static <T> List<T> of(Collection<T> lines, String tenant, java.util.function.Function<T, Owner> owner) {
        return lines.stream()
                .filter(line -> tenant.equals(owner.apply(line).tenant()))
                .toList();
    }

    @Override
    public void close() {
        months.close();
    }
}
