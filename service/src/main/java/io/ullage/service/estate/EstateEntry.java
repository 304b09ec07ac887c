package io.ullage.service.estate;

import io.ullage.schema.ledger.Ledger;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * All disks that machines see, or those of one tenant, as last read. Sizes in bytes.
 *
 * @param time start of the newest interval
 * @param volumes how many
 * @param allocatedBytes what they occupy, as far as they say
 * @param volumesWithoutAllocated those that do not say
 * @param guestLiveBytes held by the guests, as far as somebody looks into them
 * @param volumesWithoutGuestLive those that nobody looks into
 * @param utilisationRatio what guests hold ÷ what they were promised, where somebody looks into them
 */
public record EstateEntry(
        Instant time,
        long volumes,
        @Nullable Long allocatedBytes,
        long volumesWithoutAllocated,
        @Nullable Long guestLiveBytes,
        long volumesWithoutGuestLive,
        @Nullable Long snapshotBytes,
        Ledger ledger,
        @Nullable Double utilisationRatio) {

    static EstateEntry of(Fields row) {
        return new EstateEntry(
                row.time("intervalStart"),
                row.number("volumes"),
                row.optionalNumber("allocatedBytes"),
                row.number("volumesWithoutAllocated"),
                row.optionalNumber("guestLiveBytes"),
                row.number("volumesWithoutGuestLive"),
                row.optionalNumber("snapshotBytes"),
                row.ledger(),
                row.optionalRatio("utilisationRatio"));
    }
}
