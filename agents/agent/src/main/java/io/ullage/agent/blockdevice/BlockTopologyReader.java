package io.ullage.agent.blockdevice;

import io.ullage.agent.blockdevice.BlockDevice.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the {@link BlockTopology} out of sysfs and of udev's links. */
public final class BlockTopologyReader {
    /** sysfs counts in sectors of this size whatever the device's own is. */
    static final int SECTOR_BYTES = 512;

    private static final int VPD_HEADER_BYTES = 4;

    private final Path sysBlock;
    private final Path byPath;

    /**
     * @param sys such as {@code /sys}
     * @param dev such as {@code /dev}
     */
    public BlockTopologyReader(Path sys, Path dev) {
        this.sysBlock = sys.resolve("block");
        this.byPath = dev.resolve("disk/by-path");
    }

    public BlockTopology read() throws IOException {
        Map<String, String> addresses = busAddresses();
        List<BlockDevice> devices = new ArrayList<>();
        for (Path directory : children(sysBlock)) {
            BlockDevice disk = device(directory, null, addresses);
            if (disk == null) {
                continue;
            }
            devices.add(disk);
            for (Path child : children(directory)) {
                if (Files.exists(child.resolve("partition"))) {
                    BlockDevice partition = device(child, disk.name(), addresses);
                    if (partition != null) {
                        devices.add(partition);
                    }
                }
            }
        }
        return new BlockTopology(devices);
    }

    /** Null for a device that went away while it was read. */
    private static @Nullable BlockDevice device(Path directory, @Nullable String disk, Map<String, String> addresses)
            throws IOException {
        String name = nameOf(directory).replace('!', '/');
        String number = text(directory.resolve("dev"));
        Long sectors = number(directory.resolve("size"));
        if (number == null || sectors == null) {
            return null;
        }
        Long startSectors = disk == null ? null : number(directory.resolve("start"));
        Path queue = directory.resolve("queue");
        Long rotational = number(queue.resolve("rotational"));
        Path md = directory.resolve("md");
        Long members = number(md.resolve("raid_disks"));
        Long componentKib = number(md.resolve("component_size"));
        return new BlockDevice(
                name,
                number,
                kind(directory, name, disk),
                sectors * SECTOR_BYTES,
                disk,
                startSectors == null ? null : startSectors * SECTOR_BYTES,
                names(directory.resolve("slaves")),
                names(directory.resolve("holders")),
                text(directory.resolve("dm/name")),
                members == null ? null : Math.toIntExact(members),
                componentKib == null ? null : componentKib * 1024,
                serial(directory),
                wwn(directory),
                addresses.get(name),
                backingFile(directory),
                number(queue.resolve("discard_granularity")),
                number(queue.resolve("discard_max_bytes")),
                rotational == null ? null : rotational != 0);
    }

    private static Kind kind(Path directory, String name, @Nullable String disk) {
        if (disk != null) {
            return Kind.PARTITION;
        }
        if (Files.isDirectory(directory.resolve("dm"))) {
            return Kind.MAPPER;
        }
        if (Files.isDirectory(directory.resolve("md"))) {
            return Kind.RAID;
        }
        if (name.startsWith("loop")) {
            return Kind.LOOP;
        }
        return name.matches("(zram|ram|sr|fd)\\d+") ? Kind.OTHER : Kind.DISK;
    }

    /** virtio-blk has it beside the device, NVMe below it, SCSI in the unit serial number page. */
    private static @Nullable String serial(Path directory) {
        String own = text(directory.resolve("serial"));
        if (own == null) {
            own = text(directory.resolve("device/serial"));
        }
        return own == null ? unitSerial(bytes(directory.resolve("device/vpd_pg80"))) : own;
    }

    /** VPD page 0x80 (SPC-4, 7.8.15): four bytes of header, the last two of which count what follows. */
    static @Nullable String unitSerial(byte @Nullable [] page) {
        if (page == null || page.length < VPD_HEADER_BYTES || page[1] != (byte) 0x80) {
            return null;
        }
        int length = ((page[2] & 0xff) << 8) | (page[3] & 0xff);
        int end = Math.min(page.length, VPD_HEADER_BYTES + length);
        String serial = new String(page, VPD_HEADER_BYTES, end - VPD_HEADER_BYTES, StandardCharsets.US_ASCII)
                .replace('\0', ' ')
                .strip();
        return serial.isEmpty() ? null : serial;
    }

    private static @Nullable String wwn(Path directory) {
        String own = text(directory.resolve("wwid"));
        return worldWideName(own == null ? text(directory.resolve("device/wwid")) : own);
    }

    /** What the kernel calls wwid may also be a vendor's text ({@code t10.…}, {@code nvme.…}); that is no world wide name. */
    static @Nullable String worldWideName(@Nullable String wwid) {
        if (wwid == null) {
            return null;
        }
        for (String prefix : List.of("naa.", "eui.", "uuid.", "0x")) {
            if (wwid.startsWith(prefix) && wwid.length() > prefix.length()) {
                return wwid.substring(prefix.length()).toLowerCase(Locale.ROOT);
            }
        }
        return null;
    }

    private static @Nullable String backingFile(Path directory) {
        String file = text(directory.resolve("loop/backing_file"));
        String deleted = " (deleted)";
        return file == null || !file.endsWith(deleted) ? file : file.substring(0, file.length() - deleted.length());
    }

    /** Device name to address. udev links one device under several names; the plain {@code pci-…} one is what hypervisors know. */
    private Map<String, String> busAddresses() throws IOException {
        Map<String, String> addresses = new HashMap<>();
        for (Path link : children(byPath)) {
            if (Files.isSymbolicLink(link)) {
                String device = nameOf(Files.readSymbolicLink(link));
                addresses.merge(device, nameOf(link), BlockTopologyReader::plainer);
            }
        }
        return addresses;
    }

    private static String plainer(String one, String other) {
        boolean onePlain = one.startsWith("pci-");
        if (onePlain != other.startsWith("pci-")) {
            return onePlain ? one : other;
        }
        return one.length() != other.length() ? (one.length() < other.length() ? one : other) : min(one, other);
    }

    private static String min(String one, String other) {
        return one.compareTo(other) <= 0 ? one : other;
    }

    private static List<String> names(Path directory) throws IOException {
        return children(directory).stream()
                .map(BlockTopologyReader::nameOf)
                .sorted()
                .toList();
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

    private static String nameOf(Path path) {
        return String.valueOf(path.getFileName());
    }

    private static @Nullable Long number(Path file) throws IOException {
        String text = text(file);
        if (text == null) {
            return null;
        }
        try {
            return Long.valueOf(text);
        } catch (NumberFormatException e) {
            throw new IOException(file + ": must be a number, was " + text, e);
        }
    }

    /** Absent, empty and unreadable are one: the kernel has nothing to say. */
    private static @Nullable String text(Path file) {
        byte[] bytes = bytes(file);
        if (bytes == null) {
            return null;
        }
        String text =
                new String(bytes, StandardCharsets.UTF_8).replace("\0", "").strip();
        return text.isEmpty() ? null : text;
    }

    private static byte @Nullable [] bytes(Path file) {
        try {
            byte[] bytes = Files.readAllBytes(file);
            return bytes.length == 0 ? null : bytes;
        } catch (IOException e) {
            // sysfs answers ENOENT, EIO, ENODEV, EACCES or EINVAL for an attribute that this device does not have
            return null;
        }
    }
}
