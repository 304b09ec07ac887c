package io.ullage.service.chargeback;

import java.math.BigDecimal;
import java.util.Currency;

/** An amount of a currency; amounts of different currencies are never added. */
public record Money(BigDecimal amount, Currency currency) {
    @Override
    public String toString() {
        return amount.toPlainString() + " " + currency;
    }
}
