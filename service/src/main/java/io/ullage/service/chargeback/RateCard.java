package io.ullage.service.chargeback;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What storage costs. {@link RateCardReader} reads it.
 *
 * @param text the document that it was read from
 * @param issuer who sends the bill
 * @param account whom it goes to, as FOCUS has it: the billing account
 * @param currency of the bill, and of all that names none of its own
 * @param zone in which months and dates begin
 * @param gibMonthHours hours in the month of a price per GiB-month; absent for as many as the month has
 * @param carryForward how long a reading stands where none follows it
 * @param dedupCarryForward how long an attribution of deduplicated content stands
 * @param tiers the first that fits a pool is its tier
 */
public record RateCard(
        String text,
        String issuer,
        Account account,
        Currency currency,
        ZoneId zone,
        @Nullable Integer gibMonthHours,
        Duration carryForward,
        Duration dedupCarryForward,
        List<Tier> tiers,
        List<Discount> discounts,
        List<SharedCost> sharedCosts) {
    /** Who is billed. */
    public record Account(String id, String name) {}

    public RateCard {
        tiers = List.copyOf(tiers);
        discounts = List.copyOf(discounts);
        sharedCosts = List.copyOf(sharedCosts);
    }

    /** Empty for a pool that no tier fits: it is not priced. */
    public Optional<Tier> tier(Pool pool) {
        return tiers.stream().filter(tier -> tier.pools().fits(pool)).findFirst();
    }

    /**
     * What a GiB of that measure costs per month in that pool, before discounts.
     *
     * @return empty where there is no such price; it is not known then, and not zero
     */
    public Optional<Money> pricePerGibMonth(Pool pool, ChargedMeasure measure, Instant time) {
        return tier(pool)
                .flatMap(tier -> tier.rate(measure, time).map(rate -> new Money(rate.price(), tier.currency())));
    }

    /** What so many bytes of that measure cost per month in that pool, before discounts and not rounded. */
    public Optional<Money> pricePerMonth(Pool pool, ChargedMeasure measure, long bytes, Instant time) {
        // Dividing by a power of two ends after as many decimals as it has bits.
        return pricePerGibMonth(pool, measure, time)
                .map(price -> new Money(
                        price.amount()
                                .multiply(BigDecimal.valueOf(bytes))
                                .divide(GIB)
                                .stripTrailingZeros(),
                        price.currency()));
    }

    static final BigDecimal GIB = BigDecimal.valueOf(1L << 30);
}
