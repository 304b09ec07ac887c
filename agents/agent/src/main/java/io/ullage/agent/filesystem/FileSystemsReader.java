package io.ullage.agent.filesystem;

import io.ullage.agent.blockdevice.BlockDevice;
import io.ullage.agent.blockdevice.BlockTopology;
import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads {@link FileSystems} from the mount table and {@code statvfs}. */
public final class FileSystemsReader {
    private final Path mountInfo;
    private final Path sysBtrfs;
    private final Path byUuid;
    private final Space space;

    /** {@code statvfs} of a path. */
    @FunctionalInterface
    interface Space {
        Counted of(Path mountPoint) throws IOException;
    }

    /** In bytes: f_blocks, f_bfree and f_bavail, each × f_frsize. {@code deviceNumber} of the path, {@code major:minor}. */
    record Counted(long sizeBytes, long freeBytes, long availableBytes, String deviceNumber) {}

    public FileSystemsReader(Path proc, Path sys, Path dev) {
        this(proc, sys, dev, FileSystemsReader::statvfs);
    }

    FileSystemsReader(Path proc, Path sys, Path dev, Space space) {
        this.mountInfo = proc.resolve("self/mountinfo");
        this.sysBtrfs = sys.resolve("fs/btrfs");
        this.byUuid = dev.resolve("disk/by-uuid");
        this.space = space;
    }

    public FileSystems read(BlockTopology topology) throws IOException {
        MountTable table = MountTable.parse(Files.readAllLines(mountInfo));
        List<String> problems = new ArrayList<>();
        if (table.badRows() > 0) {
            problems.add(table.badRows() + " lines of " + mountInfo + " break its format");
        }
        Map<String, String> uuids = uuids();
        List<FileSystemUsage> usages = new ArrayList<>();
        candidates(table, topology).forEach((device, mounts) -> {
            try {
                usages.add(usage(topology, device, mounts, uuids));
            } catch (IOException e) {
                problems.add(e.getMessage());
            }
        });
        return new FileSystems(usages, problems);
    }

    /** Mounts by the device that they show; the whole file system before bind mounts of a part, then the shortest path. */
    static Map<BlockDevice, List<Mount>> candidates(MountTable table, BlockTopology topology) {
        Map<BlockDevice, List<Mount>> byDevice = new LinkedHashMap<>();
        for (Mount mount : table.mounts()) {
            BlockDevice device = topology.byNumber(mount.deviceNumber());
            if (device == null && mount.type().equals("btrfs")) {
                device = topology.byPath(mount.source());
            }
            if (device != null && device.kind() != BlockDevice.Kind.OTHER) {
                byDevice.computeIfAbsent(device, key -> new ArrayList<>()).add(mount);
            }
        }
        Comparator<Mount> wholeFirst = Comparator.comparing(
                        (Mount mount) -> !mount.root().equals("/"))
                .thenComparing(mount -> mount.mountPoint().length())
                .thenComparing(Mount::mountPoint);
        byDevice.values().forEach(mounts -> mounts.sort(wholeFirst));
        return byDevice;
    }

    private FileSystemUsage usage(
            BlockTopology topology, BlockDevice device, List<Mount> mounts, Map<String, String> uuids)
            throws IOException {
        for (Mount mount : mounts) {
            Counted counted = space.of(Path.of(mount.mountPoint()));
            boolean btrfs = mount.type().equals("btrfs");
            // another file system mounted over this one hides it: its figures would be the other one's
            if (!btrfs && !counted.deviceNumber().equals(mount.deviceNumber())) {
                continue;
            }
            BtrfsVolume volume = btrfs ? btrfs(device.name()) : null;
            List<String> devices = volume == null ? List.of(device.name()) : volume.devices();
            long deviceBytes = 0;
            for (String name : devices) {
                BlockDevice member = topology.byName(name);
                deviceBytes += member == null ? 0 : member.sizeBytes();
            }
            long rawFree = volume == null ? counted.freeBytes() : Math.max(0, deviceBytes - volume.rawUsedBytes());
            return new FileSystemUsage(
                    devices,
                    mount.type(),
                    mount.mountPoint(),
                    volume == null ? uuids.get(device.name()) : volume.uuid(),
                    deviceBytes,
                    counted.sizeBytes(),
                    counted.freeBytes(),
                    counted.availableBytes(),
                    Math.min(rawFree, deviceBytes),
                    mount.onlineDiscard(),
                    mount.readOnly());
        }
        throw new IOException(device.name() + ": every mount of it is hidden beneath another, the first at "
                + mounts.get(0).mountPoint());
    }

    /**
     * @param rawUsedBytes on all devices, copies counted
     */
    private record BtrfsVolume(String uuid, List<String> devices, long rawUsedBytes) {}

    /** The kernel lists members and raw use of every mounted btrfs; statvfs knows neither. */
    private @Nullable BtrfsVolume btrfs(String device) throws IOException {
        for (Path volume : children(sysBtrfs)) {
            List<String> members = new ArrayList<>();
            children(volume.resolve("devices")).forEach(link -> members.add(String.valueOf(link.getFileName())));
            if (!members.contains(device)) {
                continue;
            }
            long used = 0;
            for (String profile : List.of("data", "metadata", "system")) {
                used += Long.parseLong(Files.readString(
                                volume.resolve("allocation").resolve(profile).resolve("disk_used"))
                        .strip());
            }
            return new BtrfsVolume(
                    String.valueOf(volume.getFileName()),
                    members.stream().sorted().toList(),
                    used);
        }
        return null;
    }

    /** Device name to the UUID of what lies on it. */
    private Map<String, String> uuids() throws IOException {
        Map<String, String> uuids = new HashMap<>();
        for (Path link : children(byUuid)) {
            if (Files.isSymbolicLink(link)) {
                uuids.put(
                        String.valueOf(Files.readSymbolicLink(link).getFileName()), String.valueOf(link.getFileName()));
            }
        }
        return uuids;
    }

    /** The JDK's own figures are statvfs's: total f_blocks, free f_bfree, usable f_bavail, each × f_frsize. */
    private static Counted statvfs(Path mountPoint) throws IOException {
        long device = (Long) Files.getAttribute(mountPoint, "unix:dev");
        File file = mountPoint.toFile();
        long size = file.getTotalSpace();
        if (size == 0) {
            throw new IOException(mountPoint + ": statvfs failed");
        }
        return new Counted(size, file.getFreeSpace(), file.getUsableSpace(), deviceNumber(device));
    }

    /** glibc's gnu_dev_major and gnu_dev_minor. */
    static String deviceNumber(long device) {
        long major = ((device >>> 8) & 0xfff) | ((device >>> 32) & ~0xfffL);
        long minor = (device & 0xff) | ((device >>> 12) & ~0xffL);
        return (major & 0xffffffffL) + ":" + (minor & 0xffffffffL);
    }

    private static List<Path> children(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        List<Path> all = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            entries.forEach(all::add);
        }
        return all;
    }
}
