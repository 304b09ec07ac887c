package io.ullage.service.chargeback;

import java.math.BigInteger;
import java.time.Instant;
import java.util.Currency;
import org.jspecify.annotations.Nullable;

/**
 * What one owner's volume took of one pool in a part of the month in which no price changes.
 *
 * @param machineName as last said; absent where nobody said
 * @param meteredSeconds for which it counts
 * @param unmeteredSeconds for which nobody read it, though it was there before
 * @param allocatedApart byte-seconds of {@code allocated} without those of its internal snapshots
 * @param allocatedAir byte-seconds of those that are not in use
 * @param tier that sets its prices; absent where nothing does
 * @param currency of that tier
 */
record Usage(
        String volumeId,
        String volumeName,
        String poolId,
        Owner owner,
        @Nullable String machineName,
        Instant from,
        Instant until,
        long meteredSeconds,
        long unmeteredSeconds,
        Quantity provisioned,
        Quantity allocated,
        BigInteger allocatedApart,
        BigInteger allocatedAir,
        Quantity live,
        Quantity snapshot,
        Quantity dedupAttributed,
        AirSeconds air,
        @Nullable String tier,
        @Nullable Currency currency) {

    /**
     * @param byteSeconds over the seconds for which it is known
     * @param seconds for which it is known
     */
    record Quantity(BigInteger byteSeconds, long seconds) {
        static final Quantity NONE = new Quantity(BigInteger.ZERO, 0);
    }

    /** Byte-seconds of what is provisioned and not in use, by class of the ledger. */
    record AirSeconds(BigInteger ullage, BigInteger reserved, BigInteger zeroed, BigInteger dead, BigInteger stranded) {
        BigInteger allocated() {
            return reserved.add(zeroed).add(dead).add(stranded);
        }

        BigInteger all() {
            return allocated().add(ullage);
        }
    }

    Usage in(String newTier, Currency newCurrency) {
        return new Usage(
                volumeId,
                volumeName,
                poolId,
                owner,
                machineName,
                from,
                until,
                meteredSeconds,
                unmeteredSeconds,
                provisioned,
                allocated,
                allocatedApart,
                allocatedAir,
                live,
                snapshot,
                dedupAttributed,
                air,
                newTier,
                newCurrency);
    }

    Quantity of(ChargedMeasure measure) {
        return switch (measure) {
            case PROVISIONED -> provisioned;
            case ALLOCATED -> allocated;
            case LIVE -> live;
            case SNAPSHOT -> snapshot;
            case DEDUP_ATTRIBUTED -> dedupAttributed;
        };
    }

    /** The part of a measure that is air. */
    BigInteger air(ChargedMeasure measure) {
        return switch (measure) {
            case PROVISIONED -> air.all();
            case ALLOCATED -> allocatedAir;
            case LIVE, SNAPSHOT, DEDUP_ATTRIBUTED -> BigInteger.ZERO;
        };
    }
}
