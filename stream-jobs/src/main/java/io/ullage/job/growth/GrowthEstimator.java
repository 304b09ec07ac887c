package io.ullage.job.growth;

import io.ullage.schema.ledger.Estimate;
import io.ullage.schema.ledger.Method;
import io.ullage.schema.telemetry.SnapshotReading;
import io.ullage.schema.telemetry.VolumeReading;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the removal of snapshots and overlays returns, and needs. */
public final class GrowthEstimator {
    /** QEMU writes a new snapshot table and tables that a snapshot shared before it lets go of the old ones. */
    private static final long TABLE_CLUSTERS = 2;

    private GrowthEstimator() {}

    /**
     * Deletion of one snapshot.
     *
     * @param volume that it belongs to; absent where that was not read with it
     */
    public static Removal deletion(SnapshotReading snapshot, @Nullable VolumeReading volume) {
        return deletion(snapshot, snapshot.exclusiveBytes(), snapshot.exclusiveAllocatedBytes(), volume);
    }

    /** Deletion of one snapshot and all older ones of its volume. */
    public static Removal deletionWithOlder(SnapshotReading snapshot, @Nullable VolumeReading volume) {
        return deletion(snapshot, snapshot.withOlderBytes(), snapshot.withOlderBytes(), volume);
    }

    private static Removal deletion(
            SnapshotReading snapshot,
            @Nullable Long freedBytes,
            @Nullable Long heldBytes,
            @Nullable VolumeReading volume) {
        return switch (snapshot.snapshotKind()) {
            case INTERNAL -> {
                Long unit = volume == null ? null : volume.allocationUnitBytes();
                Estimate room = unit == null ? null : Estimate.bounded(0, unit, TABLE_CLUSTERS * unit);
                yield new Removal(freedBytes, returned(freedBytes, heldBytes, volume), room);
            }
            // What a pool frees of itself is free at once; its metadata has a room of its own.
            case POOL ->
                new Removal(freedBytes, freedBytes == null ? null : NetBytes.exact(freedBytes), Estimate.exact(0));
            case OVERLAY -> Removal.UNKNOWN;
        };
    }

    /**
     * QEMU punches what it frees out of the file, unless who has the image open told it not to: then the bytes are free in the image and
     * stay taken in the pool.
     *
     * @param heldBytes of those freed, what the file system holds; absent where nobody could ask it
     */
    private static @Nullable NetBytes returned(
            @Nullable Long freedBytes, @Nullable Long heldBytes, @Nullable VolumeReading volume) {
        if (freedBytes == null || volume == null) {
            return null;
        }
        if (heldBytes != null) {
            return NetBytes.bounded(volume.inUse() ? 0 : heldBytes, heldBytes, heldBytes);
        }
        long most = volume.allocatedBytes() == null ? freedBytes : Math.min(freedBytes, volume.allocatedBytes());
        return NetBytes.bounded(0, most, most);
    }

    /**
     * Commit of an overlay into its parent: the parent gains what it lacks while the overlay is still there, then the overlay goes.
     *
     * @param parent absent where that was not read with it
     */
    public static Removal commit(VolumeReading overlay, @Nullable VolumeReading parent) {
        Long allocated = overlay.allocatedBytes();
        Long peak = overlay.parentPeakBytes();
        Long growth = overlay.parentGrowthBytes();
        if (peak != null && growth != null) {
            long reusable = parent == null || parent.reusableBytes() == null ? 0 : parent.reusableBytes();
            long least = Math.max(0, peak - reusable);
            NetBytes returned = allocated == null
                    ? null
                    : NetBytes.bounded(
                            allocated - growth, allocated - growth, allocated - growth + Math.min(reusable, peak));
            return new Removal(
                    allocated, returned, least == peak ? Estimate.exact(peak) : Estimate.bounded(least, peak, peak));
        }
        return committedByTotals(overlay, parent);
    }

    /** Without both maps: at best the parent has every block already, at worst none, as far as there is room in it at all. */
    private static Removal committedByTotals(VolumeReading overlay, @Nullable VolumeReading parent) {
        Long mapped = mapped(overlay);
        Long allocated = overlay.allocatedBytes();
        if (mapped == null) {
            return new Removal(allocated, null, null);
        }
        long most = mapped;
        if (parent != null && parent.allocatedBytes() != null) {
            // The parent grows to the size of the disk at most, its own snapshots and metadata beside that.
            long held = orNothing(parent.snapshotBytes()) + orNothing(parent.metadataBytes());
            long empty = overlay.provisionedBytes() - Math.max(0, parent.allocatedBytes() - held);
            most = orNothing(parent.snapshotBytes()) > 0 ? mapped : Math.max(0, Math.min(mapped, empty));
        }
        Estimate room = most == 0 ? Estimate.exact(0) : Estimate.bounded(0, most, most);
        NetBytes returned = allocated == null ? null : NetBytes.bounded(allocated - most, allocated - most, allocated);
        return new Removal(allocated, returned, room);
    }

    /** Guest bytes that an overlay holds itself: what a commit may have to write at most. */
    private static @Nullable Long mapped(VolumeReading overlay) {
        return overlay.writtenBytes() != null ? overlay.writtenBytes() : overlay.allocatedBytes();
    }

    /**
     * Removal of all that is above the base of a chain: snapshots deleted, and overlays committed one after another, the newest first. What
     * one commit adds to its parent the next has to write again, so the room of a chain is bounded by its steps: at least the largest of
     * them, at most their running sum less what has come back.
     *
     * @param volumes of the chain, the base with them
     * @param snapshots inside these volumes
     */
    public static Removal collapse(Collection<VolumeReading> volumes, Collection<SnapshotReading> snapshots) {
        Map<String, VolumeReading> byId = new HashMap<>();
        volumes.forEach(volume -> byId.put(volume.volumeId(), volume));
        List<Removal> removals = new ArrayList<>();
        for (VolumeReading volume : volumes) {
            if (volume.snapshotBytes() != null && volume.snapshotBytes() > 0) {
                // All of them together: more than the sum of what each holds alone.
                removals.add(new Removal(
                        volume.snapshotBytes(), returned(volume.snapshotBytes(), null, volume), Estimate.exact(0)));
            }
        }
        for (SnapshotReading snapshot : snapshots) {
            VolumeReading volume = byId.get(snapshot.volumeId());
            if (volume == null || volume.snapshotBytes() == null) {
                removals.add(deletion(snapshot, volume));
            }
        }
        List<VolumeReading> overlays = volumes.stream()
                .filter(volume -> volume.parentVolumeId() != null)
                .sorted(Comparator.comparingInt((VolumeReading volume) -> depth(volume, byId))
                        .reversed()
                        .thenComparing(VolumeReading::volumeId))
                .toList();
        overlays.forEach(overlay -> removals.add(commit(overlay, byId.get(overlay.parentVolumeId()))));
        return inOrder(removals, overlays.size() > 1);
    }

    /** @param again what a later removal writes depends on those before it */
    private static Removal inOrder(List<Removal> removals, boolean again) {
        long freed = 0;
        long low = 0;
        long best = 0;
        long high = 0;
        long roomLow = 0;
        long roomBest = 0;
        long roomHigh = 0;
        Method method = Method.EXACT;
        for (Removal removal : removals) {
            if (removal.freedBytes() == null || removal.returned() == null || removal.room() == null) {
                return Removal.UNKNOWN;
            }
            // What has come back already is there for the next.
            roomLow = Math.max(roomLow, removal.room().lowBytes() - high);
            roomBest = Math.max(roomBest, removal.room().bestBytes() - best);
            roomHigh = Math.max(roomHigh, removal.room().highBytes() - low);
            freed += removal.freedBytes();
            low += removal.returned().lowBytes();
            best += removal.returned().bestBytes();
            high += removal.returned().highBytes();
            method = weaker(
                    method, weaker(removal.room().method(), removal.returned().method()));
        }
        if (again) {
            // The same block in two overlays is written twice and kept once: what returns is no less, the room may be
            // more or less.
            roomHigh = Math.max(
                    roomHigh, removals.stream().mapToLong(GrowthEstimator::most).sum());
            roomLow = 0;
            high = Math.max(high, freed);
        }
        Estimate room = roomLow == roomHigh && method == Method.EXACT
                ? Estimate.exact(roomBest)
                : Estimate.bounded(Math.min(roomLow, roomBest), roomBest, Math.max(roomBest, roomHigh));
        return new Removal(freed, NetBytes.bounded(low, best, high), room);
    }

    private static long most(Removal removal) {
        return removal.room() == null ? 0 : removal.room().highBytes();
    }

    private static Method weaker(Method a, Method b) {
        return a.compareTo(b) >= 0 ? a : b;
    }

    private static int depth(VolumeReading volume, Map<String, VolumeReading> byId) {
        int depth = 0;
        VolumeReading at = volume;
        while (at != null && at.parentVolumeId() != null && depth <= byId.size()) {
            at = byId.get(at.parentVolumeId());
            depth++;
        }
        return depth;
    }

    private static long orNothing(@Nullable Long bytes) {
        return bytes == null ? 0 : bytes;
    }
}
