package io.ullage.image.ledger;

/**
 * Every provisioned byte in one of eight classes, and what a trim would give back.
 *
 * @param liveBytes held by the guest, and allocated or supplied by a parent
 * @param claimedBytes held by the guest, not backed: debt that the pool will be asked for
 * @param deadBytes free in the guest, in allocation units that hold nothing else
 * @param strandedBytes free in the guest, but the unit is partly held, or shared, or a parent's
 * @param zeroedBytes not known to be live, allocated, reads as zeros
 * @param reservedBytes not known to be live, allocated, never written
 * @param ullageBytes not known to be live, not backed
 * @param unseenBytes backed, and nobody can say whether the guest holds it
 * @param trimReturnsBytes what the backing gives back if the guest discards all that is free: dead bytes, and those zeroed and reserved bytes
 *     whose whole unit is free. Not a ninth class.
 */
public record ByteLedger(
        long liveBytes,
        long claimedBytes,
        long deadBytes,
        long strandedBytes,
        long zeroedBytes,
        long reservedBytes,
        long ullageBytes,
        long unseenBytes,
        long trimReturnsBytes) {
    /** The provisioned size. */
    public long totalBytes() {
        return liveBytes
                + claimedBytes
                + deadBytes
                + strandedBytes
                + zeroedBytes
                + reservedBytes
                + ullageBytes
                + unseenBytes;
    }
}
