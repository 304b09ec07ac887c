package io.ullage.service.chargeback;

import io.ullage.service.chargeback.focus.FocusCharge;
import io.ullage.service.chargeback.focus.FocusCsv;
import io.ullage.service.chargeback.focus.FocusQuantity;
import io.ullage.service.chargeback.focus.FocusVersion;
import java.io.IOException;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A bill in the words of FOCUS: a tenant is a sub account, a volume a resource, a measure of a tier a SKU. */
final class BillFocus {
    private static final List<String> CUSTOM = List.of(
            "x_Tier",
            "x_Measure",
            "x_PoolId",
            "x_MachineId",
            "x_MachineName",
            "x_CostCentre",
            "x_ByteSeconds",
            "x_AirByteSeconds",
            "x_MeteredSeconds");

    private static final MathContext EXACT_ENOUGH = MathContext.DECIMAL128;
    private static final int PRICE_DECIMALS = 12;
    private static final BigDecimal GIB_HOUR = RateCard.GIB.multiply(BigDecimal.valueOf(3600));

    private final ShownBill shown;
    private final RateCard card;

    BillFocus(ShownBill shown, RateCard card) {
        this.shown = shown;
        this.card = card;
    }

    /** What neither took anything nor costs anything is left out. */
    void print(FocusVersion version, PrintWriter out) throws IOException {
        List<FocusCharge> rows = shown.bill().charges().stream()
                .filter(charge ->
                        charge.byteSeconds().signum() > 0 || charge.amount().signum() > 0)
                .map(charge -> charge.shared() ? share(charge) : usage(charge))
                .toList();
        FocusCsv.write(out, version, CUSTOM, rows);
    }

    private FocusCharge usage(Charge charge) {
        BigDecimal list = charge.unitPrice() == null ? BigDecimal.ZERO : charge.unitPrice();
        BigDecimal contracted = list.multiply(BigDecimal.ONE.subtract(charge.discountRatio()))
                .setScale(PRICE_DECIMALS, RoundingMode.HALF_EVEN)
                .stripTrailingZeros();
        BigDecimal byteSeconds = new BigDecimal(charge.byteSeconds());
        BigDecimal months = byteSeconds.divide(
                RateCard.GIB.multiply(BigDecimal.valueOf(shown.bill().gibMonthSeconds())), EXACT_ENOUGH);
        String sku = charge.tier() + "/" + charge.item();
        return row(
                charge,
                true,
                charge.volumeName() + ": " + charge.item() + " on " + charge.tier(),
                list,
                contracted.signum() == 0 ? BigDecimal.ZERO : contracted,
                FocusQuantity.of(months, list, contracted),
                "GiB-Months",
                byteSeconds.divide(GIB_HOUR, PRICE_DECIMALS, RoundingMode.HALF_EVEN),
                charge.volumeId(),
                charge.volumeName(),
                "Volume",
                sku,
                charge.item() + " bytes",
                sku + "@" + list.toPlainString(),
                null,
                null);
    }

    private FocusCharge share(Charge charge) {
        BigDecimal amount = charge.amount();
        SharedCost cost = card.sharedCosts().stream()
                .filter(one -> one.name().equals(charge.item()))
                .findFirst()
                .orElse(null);
        String key = cost == null ? SharedCost.BY_COST : cost.key();
        String poolId = charge.poolId();
        return row(
                charge,
                false,
                "Share of " + charge.item(),
                amount,
                amount,
                new FocusQuantity(BigDecimal.ONE, amount, amount),
                "Shares",
                BigDecimal.ONE,
                poolId,
                poolId,
                poolId == null ? null : "Pool",
                "shared/" + charge.item(),
                "share by " + key,
                "shared/" + charge.item(),
                "ullage-by-" + key,
                "{\"Elements\":[{\"AllocatedRatio\":" + ratio(charge) + ",\"UsageUnit\":\""
                        + (cost == null || cost.measure() == null
                                ? card.currency().getCurrencyCode()
                                : "Byte-Seconds") + "\"}]}");
    }

    /** Its part of what the shared cost is in all. */
    private String ratio(Charge charge) {
        BigDecimal whole = shown.bill().charges().stream()
                .filter(one -> one.shared() && one.item().equals(charge.item()))
                .map(Charge::amount)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        return whole.signum() == 0
                ? "0"
                : charge.amount()
                        .divide(whole, PRICE_DECIMALS, RoundingMode.HALF_EVEN)
                        .toPlainString();
    }

    private FocusCharge row(
            Charge charge,
            boolean usage,
            String description,
            BigDecimal list,
            BigDecimal contracted,
            FocusQuantity priced,
            String pricingUnit,
            BigDecimal consumed,
            @Nullable String resourceId,
            @Nullable String resourceName,
            @Nullable String resourceType,
            String skuId,
            String skuMeter,
            String skuPriceId,
            @Nullable String allocatedMethodId,
            @Nullable String allocatedMethodDetails) {
        Bill bill = shown.bill();
        ClosedMonth closed = shown.closed();
        Owner owner = charge.owner();
        return new FocusCharge(
                card.issuer(),
                card.account().id(),
                card.account().name(),
                owner.tenant(),
                charge.currency().getCurrencyCode(),
                bill.month().start(),
                bill.month().end(),
                charge.from(),
                charge.until(),
                usage,
                description,
                charge.amount(),
                list,
                contracted,
                priced,
                pricingUnit,
                consumed,
                resourceId,
                resourceName,
                resourceType,
                skuId,
                skuMeter,
                skuPriceId,
                closed == null ? null : card.account().id() + "-" + bill.month().month() + "-" + closed.revision(),
                tags(owner),
                allocatedMethodId,
                allocatedMethodDetails,
                allocatedMethodId == null ? null : owner.machineId(),
                allocatedMethodId == null ? null : charge.machineName(),
                custom(charge));
    }

    private static Map<String, String> tags(Owner owner) {
        return owner.costCentre() == null ? Map.of() : Map.of("costCentre", owner.costCentre());
    }

    private static Map<String, String> custom(Charge charge) {
        Map<String, String> custom = new LinkedHashMap<>();
        put(custom, "x_Tier", charge.tier());
        put(custom, "x_Measure", charge.shared() ? null : charge.item());
        put(custom, "x_PoolId", charge.poolId());
        put(custom, "x_MachineId", charge.owner().machineId());
        put(custom, "x_MachineName", charge.machineName());
        put(custom, "x_CostCentre", charge.owner().costCentre());
        put(
                custom,
                "x_ByteSeconds",
                charge.shared() ? null : charge.byteSeconds().toString());
        put(
                custom,
                "x_AirByteSeconds",
                charge.shared() ? null : charge.airByteSeconds().toString());
        put(custom, "x_MeteredSeconds", charge.shared() ? null : Long.toString(charge.meteredSeconds()));
        return custom;
    }

    private static void put(Map<String, String> map, String key, @Nullable String value) {
        if (value != null) {
            map.put(key, value);
        }
    }
}
