package io.ullage.service.console;

import io.ullage.service.estate.Row;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sums over recommendations. What only moves bytes or prevents something is counted, and its bytes are not summed.
 *
 * @param worth money a month; absent without a price, and where there is more than one currency
 */
record Returned(
        long count,
        long lowBytes,
        long bestBytes,
        long highBytes,
        @Nullable BigDecimal worth,
        @Nullable String currency) {
    static Returned of(Row sums) {
        List<String> currencies = sums.texts("currencies");
        boolean summed = currencies.size() == 1 && sums.value("worth") instanceof BigDecimal;
        return new Returned(
                sums.number("rows"),
                sums.number("low"),
                sums.number("best"),
                sums.number("high"),
                summed && sums.value("worth") instanceof BigDecimal worth ? worth : null,
                summed ? currencies.get(0) : null);
    }
}
