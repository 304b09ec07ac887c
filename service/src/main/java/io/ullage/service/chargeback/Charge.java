package io.ullage.service.chargeback;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Currency;
import org.jspecify.annotations.Nullable;

/**
 * A line of a bill: a measure of a volume in a part of the month at one price, or a share of a cost that is split.
 *
 * @param volumeId absent for a share
 * @param poolId absent for a share that nobody takes
 * @param tier absent for a share
 * @param item the {@linkplain ChargedMeasure#word measure}, or the name of the shared cost
 * @param unitPrice list price per GiB-month; absent for a share
 * @param discountRatio of the list price that is not charged, 0 to 1
 * @param byteSeconds that are charged; of a share those that it is split by, none where it is split by cost
 * @param airByteSeconds the part of {@code byteSeconds} that is provisioned and not in use
 * @param meteredSeconds for which the measure is known, and charged
 * @param unknownSeconds for which the volume was read and the measure is not known, and not charged
 * @param amount to be paid, in whole coins of the currency
 * @param discount what it would be more at the list price
 */
record Charge(
        Owner owner,
        @Nullable String machineName,
        @Nullable String volumeId,
        @Nullable String volumeName,
        @Nullable String poolId,
        @Nullable String tier,
        String item,
        Instant from,
        Instant until,
        Currency currency,
        @Nullable BigDecimal unitPrice,
        BigDecimal discountRatio,
        BigInteger byteSeconds,
        BigInteger airByteSeconds,
        long meteredSeconds,
        long unknownSeconds,
        BigDecimal amount,
        BigDecimal discount) {

    boolean shared() {
        return unitPrice == null;
    }

    /** The exact amount times bytes of a GiB and seconds of its month, so that sums of many stay exact; zero for a share. */
    BigDecimal weight() {
        return listWeight().multiply(BigDecimal.ONE.subtract(discountRatio));
    }

    BigDecimal listWeight() {
        return unitPrice == null ? BigDecimal.ZERO : unitPrice.multiply(new BigDecimal(byteSeconds));
    }

    BigDecimal discountWeight() {
        return listWeight().multiply(discountRatio);
    }

    /** As {@link #weight}, of the part that is air. */
    BigDecimal airWeight() {
        return unitPrice == null
                ? BigDecimal.ZERO
                : unitPrice.multiply(new BigDecimal(airByteSeconds)).multiply(BigDecimal.ONE.subtract(discountRatio));
    }

    Charge paying(BigDecimal newAmount, BigDecimal newDiscount) {
        return new Charge(
                owner,
                machineName,
                volumeId,
                volumeName,
                poolId,
                tier,
                item,
                from,
                until,
                currency,
                unitPrice,
                discountRatio,
                byteSeconds,
                airByteSeconds,
                meteredSeconds,
                unknownSeconds,
                newAmount,
                newDiscount);
    }

    Charge discountedBy(BigDecimal ratio) {
        return new Charge(
                owner,
                machineName,
                volumeId,
                volumeName,
                poolId,
                tier,
                item,
                from,
                until,
                currency,
                unitPrice,
                ratio,
                byteSeconds,
                airByteSeconds,
                meteredSeconds,
                unknownSeconds,
                amount,
                discount);
    }
}
