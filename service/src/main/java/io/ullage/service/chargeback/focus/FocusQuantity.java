package io.ullage.service.chargeback.focus;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * A quantity and what it costs. The specification wants the costs to be the products of unit price and quantity, and the
 * <a href="https://github.com/finopsfoundation/focus_validator">validator</a> multiplies in binary64, where 0.05 × 3 is not 0.15. So the
 * quantity is moved in its twelfth decimal until the products agree there too: a millionth of a millionth of a GiB-month, a thousandth of a
 * byte.
 *
 * @param listCost the exact product of the list price and the quantity
 * @param contractedCost the exact product of the contracted price and the quantity
 */
public record FocusQuantity(BigDecimal quantity, BigDecimal listCost, BigDecimal contractedCost) {
    private static final int DECIMALS = 12;
    private static final int FARTHEST = 1000;

    /** @param exact quantity, not rounded */
    public static FocusQuantity of(BigDecimal exact, BigDecimal listPrice, BigDecimal contractedPrice) {
        BigDecimal rounded = exact.setScale(DECIMALS, RoundingMode.HALF_EVEN);
        for (int step = 0; step <= FARTHEST; step++) {
            for (int sign = 1; sign >= -1; sign -= 2) {
                BigDecimal moved = rounded.add(BigDecimal.valueOf((long) step * sign, DECIMALS));
                if (moved.signum() >= 0
                        && multipliesInBinary(listPrice, moved)
                        && multipliesInBinary(contractedPrice, moved)) {
                    return with(moved, listPrice, contractedPrice);
                }
            }
        }
        return with(rounded, listPrice, contractedPrice);
    }

    private static FocusQuantity with(BigDecimal quantity, BigDecimal listPrice, BigDecimal contractedPrice) {
        return new FocusQuantity(
                plain(quantity), plain(quantity.multiply(listPrice)), plain(quantity.multiply(contractedPrice)));
    }

    private static boolean multipliesInBinary(BigDecimal price, BigDecimal quantity) {
        return price.doubleValue() * quantity.doubleValue()
                == price.multiply(quantity).doubleValue();
    }

    static BigDecimal plain(BigDecimal number) {
        BigDecimal stripped = number.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }
}
