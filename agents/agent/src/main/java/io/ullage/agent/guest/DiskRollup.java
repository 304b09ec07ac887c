package io.ullage.agent.guest;

import io.ullage.agent.blockdevice.BlockDevice;
import io.ullage.agent.blockdevice.BlockTopology;
import io.ullage.agent.devicemapper.MapperTable;
import io.ullage.agent.devicemapper.MapperTable.Piece;
import io.ullage.agent.devicemapper.MapperTable.PoolFill;
import io.ullage.agent.devicemapper.MapperTable.Target;
import io.ullage.agent.filesystem.FileSystemUsage;
import io.ullage.agent.filesystem.FileSystems;
import io.ullage.agent.lvm.LvmInventory;
import io.ullage.agent.lvm.LvmInventory.PhysicalVolume;
import io.ullage.agent.swap.SwapAreas;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the guest holds on each of its disks, from totals: a file system holds its device less {@code f_bfree}, so its own metadata is
 * live; swap is live as a whole; ranges that no partition covers are free; a volume manager's free extents are free. What lies on
 * several disks is split in proportion to its pieces. What nobody here can look into is unseen.
 */
final class DiskRollup {
    /** A boot loader may lie before the first partition; partitioning tools leave this much for it. Nobody here can tell. */
    private static final long HEAD_BYTES = 1 << 20;

    /** The second GUID partition table: 33 sectors at the end of the disk (UEFI specification, 5.3). */
    private static final long TAIL_BYTES = 33 * 512;

    private final BlockTopology topology;
    private final MapperTable mapper;
    private final LvmInventory lvm;
    private final Map<String, Use> known = new HashMap<>();
    private final Set<String> open = new HashSet<>();

    DiskRollup(BlockTopology topology, FileSystems fileSystems, SwapAreas swaps, MapperTable mapper, LvmInventory lvm) {
        this.topology = topology;
        this.mapper = mapper;
        this.lvm = lvm;
        for (FileSystemUsage usage : fileSystems.usages()) {
            addFileSystem(usage);
        }
        for (SwapAreas.Area area : swaps.areas()) {
            BlockDevice device = area.onDevice() ? topology.byPath(area.path()) : null;
            if (device != null) {
                known.put(device.name(), Use.live(device.sizeBytes()));
            }
        }
    }

    /** The whole of one device; sums to its size. */
    Use of(BlockDevice device) {
        Use already = known.get(device.name());
        if (already != null) {
            return already;
        }
        if (!open.add(device.name())) {
            return Use.unseen(device.sizeBytes());
        }
        Use use = lookInto(device);
        open.remove(device.name());
        known.put(device.name(), use);
        return use;
    }

    private void addFileSystem(FileSystemUsage usage) {
        Use whole = new Use(usage.deviceBytes() - usage.rawFreeBytes(), usage.rawFreeBytes(), 0);
        for (String name : usage.devices()) {
            BlockDevice device = topology.byName(name);
            if (device != null) {
                known.put(name, whole.over(device.sizeBytes()));
            }
        }
    }

    private Use lookInto(BlockDevice device) {
        PoolFill fill = device.mapperName() == null ? null : mapper.pools().get(device.mapperName());
        if (fill != null && fill.usedBytes() <= fill.totalBytes()) {
            return new Use(fill.usedBytes(), fill.totalBytes() - fill.usedBytes(), 0).over(device.sizeBytes());
        }
        List<Part> parts = new ArrayList<>();
        for (BlockDevice partition : topology.partitionsOf(device)) {
            if (partition.startBytes() != null) {
                parts.add(new Part(partition.startBytes(), of(partition)));
            }
        }
        if (!parts.isEmpty()) {
            return layOut(device, parts, partitionGaps(device));
        }
        for (String holder : device.holders()) {
            BlockDevice above = topology.byName(holder);
            if (above != null) {
                addPieces(device, above, parts);
            }
        }
        return layOut(device, parts, volumeGaps(device));
    }

    /** Ranges of {@code device} that {@code above} is made of. */
    private void addPieces(BlockDevice device, BlockDevice above, List<Part> parts) {
        if (above.kind() == BlockDevice.Kind.RAID && above.raidComponentBytes() != null) {
            long used = Math.min(above.raidComponentBytes(), device.sizeBytes());
            // where the superblock is does not matter for sums
            parts.add(new Part(0, of(above).over(used).plus(Use.live(device.sizeBytes() - used))));
            return;
        }
        List<Target> targets = mapper.of(above.mapperName());
        for (Target target : targets) {
            if (target.mirrors()) {
                parts.add(new Part(0, of(above).over(device.sizeBytes())));
            }
            for (Piece piece : target.pieces()) {
                if (piece.deviceNumber().equals(device.number()) && piece.offsetBytes() < device.sizeBytes()) {
                    long length = Math.min(piece.lengthBytes(), device.sizeBytes() - piece.offsetBytes());
                    Use use = piece.kept() ? Use.live(length) : of(above).over(length);
                    parts.add(new Part(piece.offsetBytes(), use));
                }
            }
        }
    }

    /** A range and what is on it. */
    private record Part(long startBytes, Use use) {
        long endBytes() {
            return startBytes + use.totalBytes();
        }
    }

    /** Says what ranges are that no part covers. */
    private interface Gaps {
        Use fill(long coveredBytes, List<long[]> gaps);
    }

    /** Parts one behind the other; of two that overlap the later gives way, so that no byte counts twice. */
    private static Use layOut(BlockDevice device, List<Part> parts, Gaps filler) {
        List<Part> ordered = new ArrayList<>(parts);
        ordered.sort(
                Comparator.comparingLong(Part::startBytes).thenComparing(Part::endBytes, Comparator.reverseOrder()));
        Use sum = Use.NONE;
        List<long[]> gaps = new ArrayList<>();
        long at = 0;
        for (Part part : ordered) {
            long start = Math.max(at, Math.min(part.startBytes(), device.sizeBytes()));
            long end = Math.min(part.endBytes(), device.sizeBytes());
            if (end <= start) {
                continue;
            }
            if (start > at) {
                gaps.add(new long[] {at, start});
            }
            sum = sum.plus(part.use().over(end - start));
            at = end;
        }
        if (at < device.sizeBytes()) {
            gaps.add(new long[] {at, device.sizeBytes()});
        }
        return sum.plus(filler.fill(sum.totalBytes(), gaps));
    }

    private static Gaps partitionGaps(BlockDevice device) {
        long tail = Math.max(0, device.sizeBytes() - TAIL_BYTES);
        return (covered, gaps) -> {
            Use sum = Use.NONE;
            for (long[] gap : gaps) {
                long head = Math.max(0, Math.min(gap[1], HEAD_BYTES) - gap[0]);
                long end = Math.max(0, gap[1] - Math.max(tail, gap[0] + head));
                sum = sum.plus(new Use(end, gap[1] - gap[0] - head - end, head));
            }
            return sum;
        };
    }

    private Gaps volumeGaps(BlockDevice device) {
        PhysicalVolume physical = physicalVolume(device);
        boolean encrypted = device.holders().stream()
                .map(topology::byName)
                .anyMatch(above -> above != null
                        && mapper.of(above.mapperName()).stream()
                                .anyMatch(target -> target.type().equals("crypt")));
        return (covered, gaps) -> {
            long left = device.sizeBytes() - covered;
            if (physical != null) {
                return physicalVolumeRest(device, physical, left);
            }
            // dm-crypt's header is what the mapping leaves out
            return encrypted ? Use.live(left) : Use.unseen(left);
        };
    }

    /** LVM's metadata, its free extents, and volumes that are not active: those cannot be looked into. */
    private Use physicalVolumeRest(BlockDevice device, PhysicalVolume physical, long left) {
        long tail = Math.max(0, device.sizeBytes() - physical.startBytes() - physical.sizeBytes());
        long live = physical.startBytes() + spareBytes(physical);
        long free = physical.freeBytes() + tail;
        long unseen = left - live - free;
        // the report is younger than the topology, or belongs to another device: promise nothing
        return unseen < 0 ? Use.unseen(left) : new Use(live, free, unseen);
    }

    /** The spare that LVM keeps for the repair of pool metadata; which device it is on is only certain in a group with one. */
    private long spareBytes(PhysicalVolume physical) {
        boolean alone = lvm.volumeGroups().stream()
                .anyMatch(group -> group.name().equals(physical.group()) && group.physicalVolumes() == 1);
        return alone
                ? lvm.logicalVolumes().stream()
                        .filter(volume -> volume.group().equals(physical.group())
                                && volume.hidden()
                                && volume.name().endsWith("_pmspare"))
                        .mapToLong(LvmInventory.LogicalVolume::sizeBytes)
                        .sum()
                : 0;
    }

    private @Nullable PhysicalVolume physicalVolume(BlockDevice device) {
        for (PhysicalVolume physical : lvm.physicalVolumes()) {
            BlockDevice named = topology.byPath(physical.device());
            if (named != null && named.name().equals(device.name())) {
                return physical;
            }
        }
        return null;
    }
}
