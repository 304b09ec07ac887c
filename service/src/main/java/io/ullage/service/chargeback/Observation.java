package io.ullage.service.chargeback;

import org.jspecify.annotations.Nullable;

/**
 * A volume as it was read, which stands from {@code start} until the next one.
 *
 * @param start in seconds since the epoch: the beginning of the interval that it was read in
 * @param cycle host and collector: what reads all of its volumes at once
 * @param machineId of the machine that uses it
 * @param disk a machine sees it; else it is a layer beneath others, of which only what it occupies counts
 * @param snapshotBytes of its internal snapshots, part of {@code allocatedBytes}
 * @param poolSnapshotBytes of snapshots that its pool makes, which are no part of it
 */
record Observation(
        long start,
        String volumeId,
        String volumeName,
        String poolId,
        String cycle,
        @Nullable String machineId,
        boolean disk,
        long provisionedBytes,
        @Nullable Long allocatedBytes,
        @Nullable Long guestLiveBytes,
        @Nullable Long snapshotBytes,
        @Nullable Long poolSnapshotBytes,
        Air air) {

    /** What was provisioned and is not in use, by class of the ledger. */
    record Air(long ullageBytes, long reservedBytes, long zeroedBytes, long deadBytes, long strandedBytes) {
        static final Air NONE = new Air(0, 0, 0, 0, 0);

        long allocatedBytes() {
            return reservedBytes + zeroedBytes + deadBytes + strandedBytes;
        }
    }

    /** What it occupies without its internal snapshots. */
    @Nullable
    Long allocatedApartBytes() {
        return allocatedBytes == null || snapshotBytes == null
                ? allocatedBytes
                : (Long) Math.max(0, allocatedBytes - snapshotBytes);
    }

    /** Occupied and not in use; absent where it is not known what is occupied. */
    @Nullable
    Long allocatedAirBytes() {
        Long apart = allocatedApartBytes();
        return apart == null ? null : (Long) Math.min(air.allocatedBytes(), apart);
    }

    @Nullable
    Long heldBySnapshotsBytes() {
        return snapshotBytes != null ? snapshotBytes : poolSnapshotBytes;
    }
}
