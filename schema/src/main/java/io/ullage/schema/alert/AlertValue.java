package io.ullage.schema.alert;

import io.ullage.schema.InvalidFieldException;
import io.ullage.schema.Require;

/**
 * The figure that a rule looked at. {@code low <= best <= high}; all three are equal for what is exact.
 *
 * @param expression as the rule says it, such as {@code usedRatio}
 * @param unit UCUM code, such as {@code By} or {@code 1}
 */
public record AlertValue(String expression, String unit, double low, double best, double high) {
    public AlertValue {
        Require.text("value.expression", expression);
        Require.text("value.unit", unit);
        finite("value.low", low);
        finite("value.best", best);
        finite("value.high", high);
        if (low > best || best > high) {
            throw new InvalidFieldException("value.best", "must be from low to high", best);
        }
    }

    private static void finite(String field, double value) {
        if (!Double.isFinite(value)) {
            throw new InvalidFieldException(field, "must be finite", value);
        }
    }
}
