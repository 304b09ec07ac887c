package io.ullage.agent.blockdevice;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** All block devices of the machine at one time, and how they lie upon each other. */
public final class BlockTopology {
    private final Map<String, BlockDevice> byName;
    private final Map<String, BlockDevice> byNumber;
    private final Map<String, BlockDevice> byMapperName = new HashMap<>();

    public BlockTopology(Collection<BlockDevice> devices) {
        byName = devices.stream().collect(Collectors.toMap(BlockDevice::name, Function.identity()));
        byNumber = devices.stream().collect(Collectors.toMap(BlockDevice::number, Function.identity(), (a, b) -> a));
        for (BlockDevice device : devices) {
            if (device.mapperName() != null) {
                byMapperName.put(device.mapperName(), device);
            }
        }
    }

    public @Nullable BlockDevice byName(String name) {
        return byName.get(name);
    }

    /** By {@code major:minor}. */
    public @Nullable BlockDevice byNumber(String number) {
        return byNumber.get(number);
    }

    public @Nullable BlockDevice byMapperName(String name) {
        return byMapperName.get(name);
    }

    /** By the path that a mount table gives: {@code /dev/sda1}, {@code /dev/mapper/vg0-root}. */
    public @Nullable BlockDevice byPath(String path) {
        if (!path.startsWith("/dev/")) {
            return null;
        }
        if (path.startsWith("/dev/mapper/")) {
            return byMapperName.get(path.substring("/dev/mapper/".length()));
        }
        Path file = Path.of(path).getFileName();
        return file == null ? null : byName.get(file.toString());
    }

    /** Whole disks of some size, in order of name. */
    public List<BlockDevice> disks() {
        return byName.values().stream()
                .filter(device -> device.isDisk() && device.sizeBytes() > 0)
                .sorted(Comparator.comparing(BlockDevice::name))
                .toList();
    }

    /** In order of their start. */
    public List<BlockDevice> partitionsOf(BlockDevice disk) {
        return byName.values().stream()
                .filter(device -> disk.name().equals(device.disk()))
                .sorted(Comparator.comparingLong(BlockTopology::start))
                .toList();
    }

    /** Names of the disks that this device lies on, through partitions, LVM, multipath and RAID. */
    public Set<String> disksBeneath(BlockDevice device) {
        Set<String> disks = new TreeSet<>();
        Set<String> seen = new HashSet<>();
        Deque<BlockDevice> open = new ArrayDeque<>(List.of(device));
        while (!open.isEmpty()) {
            BlockDevice next = open.pop();
            if (!seen.add(next.name())) {
                continue;
            }
            if (next.isDisk()) {
                disks.add(next.name());
            }
            BlockDevice whole = next.disk() == null ? null : byName.get(next.disk());
            if (whole != null) {
                open.push(whole);
            }
            for (String slave : next.slaves()) {
                BlockDevice below = byName.get(slave);
                if (below != null) {
                    open.push(below);
                }
            }
        }
        return disks;
    }

    private static long start(BlockDevice partition) {
        return partition.startBytes() == null ? 0 : partition.startBytes();
    }
}
