package io.ullage.service.handout;

import io.ullage.schema.forecast.Forecast;
import io.ullage.schema.ledger.LedgerClass;
import io.ullage.service.chargeback.TenantBill;
import io.ullage.service.recommend.life.Figures;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the document says, as it was read.
 *
 * @param readAt when the store was asked
 * @param days oldest first, of UTC, each the average of its day; the last one may still run
 * @param hoursDue of history that are not in the days yet
 * @param pools the largest first
 * @param actions what returns bytes and is open or accepted, best first, all of them
 * @param forecasts of pools and their metadata, those that may be full first
 * @param bill absent without prices and without a closed month
 */
record EstateHandout(
        Instant readAt,
        Estate estate,
        List<Day> days,
        long hoursDue,
        List<Pool> pools,
        List<Decile> utilisation,
        List<Figures> actions,
        List<Forecast> forecasts,
        @Nullable TenantBill bill) {
    EstateHandout {
        days = List.copyOf(days);
        pools = List.copyOf(pools);
        utilisation = List.copyOf(utilisation);
        actions = List.copyOf(actions);
        forecasts = List.copyOf(forecasts);
    }

    /**
     * Bytes of a class of the ledger.
     *
     * @param lowBytes absent, with highBytes, where the store keeps no bounds for the sum
     */
    record ClassBytes(
            long bytes, @Nullable Long lowBytes, @Nullable Long highBytes) {}

    /**
     * All disks that machines see, as last read.
     *
     * @param time of the newest reading
     * @param allocatedBytes absent where nobody knows
     * @param guestLiveBytes absent where no guest was looked into
     * @param volumesWithoutGuestLive of the volumes, into which nobody looks
     * @param utilisationRatio live by provisioned, of those into which somebody looks
     */
    record Estate(
            Instant time,
            long volumes,
            long provisionedBytes,
            @Nullable Long allocatedBytes,
            @Nullable Long guestLiveBytes,
            long volumesWithoutGuestLive,
            @Nullable Double utilisationRatio,
            Map<LedgerClass, ClassBytes> ledger) {
        Estate {
            ledger = Collections.unmodifiableMap(new EnumMap<>(ledger));
        }

        /** What is backed and not in use: a low, a best and a high figure. */
        ClassBytes idle() {
            long bytes = 0;
            long low = 0;
            long high = 0;
            for (LedgerClass one :
                    List.of(LedgerClass.DEAD, LedgerClass.STRANDED, LedgerClass.ZEROED, LedgerClass.RESERVED)) {
                ClassBytes of = ledger.getOrDefault(one, new ClassBytes(0, null, null));
                bytes += of.bytes;
                low += of.lowBytes == null ? of.bytes : of.lowBytes;
                high += of.highBytes == null ? of.bytes : of.highBytes;
            }
            return new ClassBytes(bytes, low, high);
        }
    }

    /** The ledger of a day. */
    record Day(LocalDate day, Map<LedgerClass, Long> ledger) {
        Day {
            ledger = Collections.unmodifiableMap(new EnumMap<>(ledger));
        }
    }

    /**
     * A pool as last read.
     *
     * @param capacityBytes absent where nobody knows, as are the others
     * @param overcommitRatio promised by capacity
     */
    record Pool(
            String poolId,
            String name,
            long volumes,
            long provisionedBytes,
            @Nullable Long capacityBytes,
            @Nullable Long usedBytes,
            @Nullable Double usedRatio,
            @Nullable Double overcommitRatio,
            Map<LedgerClass, Long> ledger) {
        Pool {
            ledger = Collections.unmodifiableMap(new EnumMap<>(ledger));
        }
    }

    /** Disks whose use is between a tenth and the next: the first has 0, the last 9. */
    record Decile(int tenth, long volumes, long provisionedBytes) {}
}
