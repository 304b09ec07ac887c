package io.ullage.service.chargeback;

import io.ullage.service.store.StoreConnection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Works out the bill of a month from the store as it is now. */
final class Chargeback {
    private static final Duration STANDARD_CARRY = Duration.ofHours(3);
    private static final Duration STANDARD_DEDUP_CARRY = Duration.ofDays(14);

    private final StoreConnection store;
    private final Clock clock;

    Chargeback(StoreConnection store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    /**
     * @param card absent for bytes without money, in months of UTC
     * @throws IllegalArgumentException for a month that has not begun
     */
    Bill of(YearMonth month, @Nullable RateCard card) throws SQLException {
        BillingMonth billed = BillingMonth.of(month, card == null ? ZoneOffset.UTC : card.zone());
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        if (!billed.start().isBefore(now)) {
            throw new IllegalArgumentException("--month: must have begun, was " + month);
        }
        Instant until = billed.end().isAfter(now) ? now : billed.end();
        UsageReader reader = new UsageReader(store);
        List<Usage> usages = reader.read(
                billed,
                until,
                card == null ? STANDARD_CARRY : card.carryForward(),
                card == null ? STANDARD_DEDUP_CARRY : card.dedupCarryForward(),
                card == null ? Set.of() : Biller.cuts(card));
        if (card == null) {
            return new Bill(billed, until, billed.seconds(), usages, List.of());
        }
        Map<String, Pool> pools = reader.pools();
        return new Biller(card, billed, until, id -> pools.getOrDefault(id, new Pool(id, null, null))).bill(usages);
    }
}
