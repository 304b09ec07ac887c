package io.ullage.service.console;

import io.ullage.service.chargeback.BillRow;
import io.ullage.service.chargeback.Bills;
import io.ullage.service.chargeback.Bills.MonthBill;
import io.ullage.service.chargeback.By;
import io.ullage.service.estate.Scope;
import io.ullage.service.web.Links;
import io.ullage.service.web.Parameters;
import java.io.IOException;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Clock;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The bill of a month.
 *
 * @param tenant whose lines alone were asked for; absent for all
 * @param months to choose from, the newest first
 */
record ChargebackPage(MonthBill bill, By by, @Nullable String tenant, List<YearMonth> months, boolean hasPrices) {
    private static final int MONTHS = 13;

    static ChargebackPage of(Bills bills, Parameters parameters, Scope scope, Clock clock)
            throws SQLException, IOException {
        YearMonth present = YearMonth.now(clock.withZone(ZoneOffset.UTC));
        By chosen = parameters.choice("by", By.class);
        By by = chosen == null ? By.TENANT : chosen;
        YearMonth month = month(parameters, present);
        String asked = parameters.text("tenant");
        parameters.check();
        String tenant = scope.tenant() == null ? asked : scope.tenant();
        List<YearMonth> months =
                Stream.iterate(present, one -> one.minusMonths(1)).limit(MONTHS).toList();
        return new ChargebackPage(bills.of(month, by, tenant), by, tenant, months, bills.hasPrices(month));
    }

    private static YearMonth month(Parameters parameters, YearMonth present) {
        String text = parameters.text("month");
        if (text == null) {
            return present;
        }
        try {
            YearMonth month = YearMonth.parse(text);
            if (!month.isAfter(present)) {
                return month;
            }
            parameters.refuse("month", "must have begun", text);
        } catch (DateTimeParseException notOne) {
            parameters.refuse("month", "must be a month such as 2026-10", text);
        }
        return present;
    }

    Address address() {
        return Address.of(Links.CHARGEBACK)
                .with("month", bill.month().toString())
                .with("by", Parameters.word(by))
                .with("tenant", tenant);
    }

    /** Of the same choice, from REST; a tenant's part is downloaded by the tenant. */
    String download(String format) {
        return Address.of(Links.API + "/chargeback/" + bill.month())
                .with("by", Parameters.word(by))
                .with("format", format)
                .toString();
    }

    boolean isClosed() {
        return bill.state().equals("CLOSED");
    }

    /** What a row is about; of a machine with whose it is. */
    static String label(BillRow row) {
        String tenant = row.tenant();
        return row.machineId() == null || tenant == null ? row.label() : row.label() + " (" + tenant + ")";
    }

    static @Nullable Double airRatio(BillRow row) {
        return row.provisionedBytes() == 0 ? null : (double) row.airBytes() / row.provisionedBytes();
    }

    /** Those that cost most first, for the chart. */
    List<BillRow> dearest(int most) {
        return bill.rows().stream()
                .filter(row -> row.cost() != null)
                .sorted(Comparator.comparing((BillRow row) -> cost(row)).reversed())
                .limit(most)
                .toList();
    }

    static boolean isSome(@Nullable BigDecimal amount) {
        return amount != null && amount.signum() != 0;
    }

    static BigDecimal cost(BillRow row) {
        BigDecimal cost = row.cost();
        return cost == null ? BigDecimal.ZERO : cost;
    }

    /** The part of the cost that is for what is in use. */
    static BigDecimal usedCost(BillRow row) {
        BigDecimal air = row.airCost();
        return air == null ? cost(row) : cost(row).subtract(air).max(BigDecimal.ZERO);
    }
}
