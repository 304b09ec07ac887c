package io.ullage.service.chargeback.focus;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A row of the dataset. The words are those of FOCUS.
 *
 * @param subAccountId absent for what nobody owns
 * @param usage by byte-seconds; else a share of a cost
 * @param consumedQuantity in GiB-hours, or in shares
 * @param invoiceId absent while the month is not closed
 * @param allocatedMethodId absent for a charge that is not a share of a cost
 * @param custom our own columns, by name with {@code x_}; the same names in every row
 */
public record FocusCharge(
        String issuer,
        String billingAccountId,
        String billingAccountName,
        @Nullable String subAccountId,
        String billingCurrency,
        Instant billingPeriodStart,
        Instant billingPeriodEnd,
        Instant chargePeriodStart,
        Instant chargePeriodEnd,
        boolean usage,
        String description,
        BigDecimal billedCost,
        BigDecimal listUnitPrice,
        BigDecimal contractedUnitPrice,
        FocusQuantity priced,
        String pricingUnit,
        BigDecimal consumedQuantity,
        @Nullable String resourceId,
        @Nullable String resourceName,
        @Nullable String resourceType,
        String skuId,
        String skuMeter,
        String skuPriceId,
        @Nullable String invoiceId,
        Map<String, String> tags,
        @Nullable String allocatedMethodId,
        @Nullable String allocatedMethodDetails,
        @Nullable String allocatedResourceId,
        @Nullable String allocatedResourceName,
        Map<String, String> custom) {}
