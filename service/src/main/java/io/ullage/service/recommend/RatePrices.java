package io.ullage.service.recommend;

import io.ullage.schema.ledger.Estimate;
import io.ullage.service.chargeback.ChargedMeasure;
import io.ullage.service.chargeback.Money;
import io.ullage.service.chargeback.RateCard;
import io.ullage.service.recommend.estate.Pool;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;

/** Prices of the rate card that bills are made with: what is allocated, at a moment. */
final class RatePrices implements Prices {
    private final RateCard card;
    private final Instant time;

    RatePrices(RateCard card, Instant time) {
        this.card = card;
        this.time = time;
    }

    @Override
    public Optional<MonthlyAmount> ofAllocated(Pool pool, Estimate bytes) {
        Optional<Money> low = price(pool, bytes.lowBytes());
        Optional<Money> best = price(pool, bytes.bestBytes());
        Optional<Money> high = price(pool, bytes.highBytes());
        if (low.isEmpty() || best.isEmpty() || high.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new MonthlyAmount(
                low.map(Money::amount).orElse(BigDecimal.ZERO),
                best.map(Money::amount).orElse(BigDecimal.ZERO),
                high.map(Money::amount).orElse(BigDecimal.ZERO),
                best.get().currency()));
    }

    private Optional<Money> price(Pool pool, long bytes) {
        return card.pricePerMonth(
                new io.ullage.service.chargeback.Pool(pool.poolId(), pool.name(), pool.kind()),
                ChargedMeasure.ALLOCATED,
                bytes,
                time);
    }
}
