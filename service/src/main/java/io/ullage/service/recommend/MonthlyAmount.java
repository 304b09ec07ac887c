package io.ullage.service.recommend;

import java.math.BigDecimal;
import java.util.Currency;

/** Money a month, before discounts and not rounded. */
public record MonthlyAmount(BigDecimal low, BigDecimal best, BigDecimal high, Currency currency) {}
