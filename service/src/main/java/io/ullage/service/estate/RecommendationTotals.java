package io.ullage.service.estate;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * Sums over recommendations. What only moves bytes or prevents something is counted, and its bytes are not summed.
 *
 * @param count how many
 * @param worth money a month; absent without a price, and where there is more than one currency
 */
public record RecommendationTotals(
        long count,
        long lowBytes,
        long bestBytes,
        long highBytes,
        @Nullable BigDecimal worth,
        @Nullable String currency) {
    static final String AGGREGATES = "count() AS recommendations,"
            + " sumIf(low_bytes, effect = 'RETURNS') AS low, sumIf(best_bytes, effect = 'RETURNS') AS best,"
            + " sumIf(high_bytes, effect = 'RETURNS') AS high,"
            + " toString(sumIf(best_month_amount, effect = 'RETURNS')) AS worth, groupUniqArray(2)(currency) AS currencies";

    static RecommendationTotals of(Fields row) {
        java.util.List<String> currencies = row.texts("currencies");
        String worth = row.optionalText("worth");
        boolean summed = worth != null && currencies.size() == 1;
        return new RecommendationTotals(
                row.number("recommendations"),
                row.number("low"),
                row.number("best"),
                row.number("high"),
                summed ? new BigDecimal(worth) : null,
                summed ? currencies.get(0) : null);
    }
}
