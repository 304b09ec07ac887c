package io.ullage.service.chargeback;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Comparator;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A month, with what was used in it and what that costs.
 *
 * @param until first second that is not in it: the end of the month, or the present while it runs
 * @param gibMonthSeconds seconds in the month of a price per GiB-month
 * @param charges sum to the totals; none without a rate card
 */
record Bill(BillingMonth month, Instant until, long gibMonthSeconds, List<Usage> usages, List<Charge> charges) {
    Bill {
        usages = List.copyOf(usages);
        charges = List.copyOf(charges);
    }

    boolean running() {
        return until.isBefore(month.end());
    }

    /** Seconds that the bill is about. */
    long seconds() {
        return until.getEpochSecond() - month.start().getEpochSecond();
    }

    /** By currency, in the order of their codes. */
    Map<Currency, BigDecimal> totals() {
        Map<Currency, BigDecimal> totals = new TreeMap<>(Comparator.comparing(Currency::getCurrencyCode));
        charges.forEach(charge -> totals.merge(charge.currency(), charge.amount(), BigDecimal::add));
        return totals;
    }
}
