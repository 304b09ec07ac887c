package io.ullage.service.chargeback;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Optional;

/** A class of pools with the same prices. */
public record Tier(String name, Currency currency, PoolMatch pools, List<Rate> rates) {
    /**
     * What a GiB for a month costs.
     *
     * @param price in the tier's currency per GiB (2^30 bytes) and {@linkplain RateCard#gibMonth month}
     */
    public record Rate(ChargedMeasure measure, BigDecimal price, Period period) {}

    public Tier {
        rates = List.copyOf(rates);
    }

    /** Empty where the measure is not charged at that time. */
    public Optional<Rate> rate(ChargedMeasure measure, Instant time) {
        return rates.stream()
                .filter(rate -> rate.measure() == measure && rate.period().contains(time))
                .findFirst();
    }
}
