package io.ullage.service.chargeback;

import java.math.BigDecimal;
import java.util.Currency;
import org.jspecify.annotations.Nullable;

/**
 * A fixed cost per month that is split over those who use something.
 *
 * @param amount for a whole month; for a part of it by seconds
 * @param pools whose volumes take part
 * @param measure split by byte-seconds of it; absent to split by cost
 */
public record SharedCost(
        String name,
        BigDecimal amount,
        Currency currency,
        PoolMatch pools,
        @Nullable ChargedMeasure measure,
        Period period) {
    static final String BY_COST = "cost";

    String key() {
        return measure == null ? BY_COST : measure.word();
    }
}
