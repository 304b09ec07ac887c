package io.ullage.service.chargeback;

import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;

/**
 * A month of a zone, with the seconds that it really has: where summer time ends in it, 3600 more.
 *
 * @param start first second
 * @param end first second of the next month
 */
public record BillingMonth(YearMonth month, ZoneId zone, Instant start, Instant end) {
    static BillingMonth of(YearMonth month, ZoneId zone) {
        return new BillingMonth(
                month,
                zone,
                month.atDay(1).atStartOfDay(zone).toInstant(),
                month.plusMonths(1).atDay(1).atStartOfDay(zone).toInstant());
    }

    long seconds() {
        return end.getEpochSecond() - start.getEpochSecond();
    }
}
