package io.ullage.service.recommend;

import io.ullage.schema.ledger.Estimate;
import io.ullage.service.recommend.estate.Pool;
import java.util.Optional;

/** What bytes of a pool are worth. */
@FunctionalInterface
public interface Prices {
    /** Without a rate card nothing has a price, and none is made up. */
    Prices NONE = (pool, bytes) -> Optional.empty();

    /** @return empty where the card has no price for what is allocated in that pool */
    Optional<MonthlyAmount> ofAllocated(Pool pool, Estimate bytes);
}
