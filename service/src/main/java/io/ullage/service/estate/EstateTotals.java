package io.ullage.service.estate;

import io.ullage.schema.ledger.Ledger;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * All disks that machines see, or those of a tenant, and what there is to do about them. Sizes in bytes; what nobody knows is absent.
 *
 * @param time start of the interval that was read last
 * @param pools that they draw from
 * @param volumesWithoutAllocated disks that do not say what they occupy
 * @param volumesWithoutGuestLive disks that nobody looks into
 * @param utilisationRatio what the guests hold ÷ what they were promised, 0 to 1
 * @param recommendations that are open and return bytes
 * @param returnedBytes what these would return together
 * @param criticalAlerts that fire now, as are warnings
 */
public record EstateTotals(
        Instant time,
        long pools,
        long volumes,
        @Nullable Long allocatedBytes,
        long volumesWithoutAllocated,
        @Nullable Long guestLiveBytes,
        long volumesWithoutGuestLive,
        @Nullable Long snapshotBytes,
        @Nullable Double utilisationRatio,
        Ledger ledger,
        long recommendations,
        long returnedBytes,
        long returnedLowBytes,
        long returnedHighBytes,
        long criticalAlerts,
        long warningAlerts) {

    static EstateTotals of(Row row, Row acts, Row alerts) {
        return new EstateTotals(
                row.time("intervalStart"),
                row.number("pools"),
                row.number("volumes"),
                row.optionalNumber("allocatedBytes"),
                row.number("volumesWithoutAllocated"),
                row.optionalNumber("guestLiveBytes"),
                row.number("volumesWithoutGuestLive"),
                row.optionalNumber("snapshotBytes"),
                row.optionalRatio("utilisationRatio"),
                row.ledger(),
                acts.number("acts"),
                acts.number("best"),
                acts.number("low"),
                acts.number("high"),
                alerts.number("critical"),
                alerts.number("warning"));
    }
}
