package io.ullage.service.estate;

/**
 * Sums over volumes, in bytes. Layers beneath other volumes count with what they occupy, and were promised to nobody.
 *
 * @param volumes how many
 * @param volumesWithoutAllocated those that do not say what they occupy
 * @param volumesWithoutGuestLive those that nobody looks into
 * @param reclaimableBytes best figure of what is dead, stranded, zeroed or reserved
 */
public record VolumeTotals(
        long volumes,
        long provisionedBytes,
        long allocatedBytes,
        long volumesWithoutAllocated,
        long guestLiveBytes,
        long volumesWithoutGuestLive,
        long reclaimableBytes) {
    static final String AGGREGATES = "count() AS volumes,"
            + " sumIf(provisioned_bytes, volume_use = 'DISK') AS provisioned,"
            + " ifNull(sum(allocated_bytes), 0) AS allocated,"
            + " countIf(allocated_bytes IS NULL) AS without_allocated,"
            + " ifNull(sum(guest_live_bytes), 0) AS guest_live,"
            + " countIf(guest_live_bytes IS NULL) AS without_guest_live,"
            + " sum(dead_bytes + stranded_bytes + zeroed_bytes + reserved_bytes) AS reclaimable";

    static VolumeTotals of(Row row) {
        return new VolumeTotals(
                row.number("volumes"),
                row.number("provisioned"),
                row.number("allocated"),
                row.number("withoutAllocated"),
                row.number("guestLive"),
                row.number("withoutGuestLive"),
                row.number("reclaimable"));
    }
}
