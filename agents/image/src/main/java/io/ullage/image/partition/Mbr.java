package io.ullage.image.partition;

import io.ullage.image.ByteSource;
import io.ullage.image.content.Fields;
import io.ullage.image.partition.PartitionTable.Partition;
import io.ullage.image.partition.PartitionTable.Range;
import io.ullage.image.partition.PartitionTable.Scheme;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The master boot record and its chain of extended boot records; sectors are 512 bytes. */
final class Mbr {
    private static final int SECTOR_BYTES = 512;
    private static final int ENTRIES = 446;
    private static final int ENTRY_BYTES = 16;
    private static final int SIGNATURE = 510;
    private static final int DISK_ID = 440;
    private static final int BOOT_CODE_BYTES = 440;
    private static final int MAX_LOGICAL = 256;

    /** GRUB and its like embed themselves between the record and the first partition, by custom up to 1 MiB. */
    private static final long BOOT_LOADER_BYTES = 1L << 20;

    private Mbr() {}

    /** Empty also for the boot sector of a file system, which ends in the same two bytes. */
    static Optional<PartitionTable> read(ByteSource disk) throws IOException {
        if (disk.sizeBytes() < 2 * SECTOR_BYTES) {
            return Optional.empty();
        }
        Fields record = Fields.littleEndian(disk, 0, SECTOR_BYTES);
        long sectors = disk.sizeBytes() / SECTOR_BYTES;
        if (!isRecord(record) || isBootSector(record) || !isTable(record, sectors)) {
            return Optional.empty();
        }
        List<String> anomalies = new ArrayList<>();
        List<Partition> partitions = new ArrayList<>();
        List<Range> tableRanges = new ArrayList<>();
        tableRanges.add(new Range(0, SECTOR_BYTES));
        for (int i = 0; i < 4; i++) {
            Entry entry = Entry.of(record, i);
            if (entry.isEmpty()) {
                continue;
            }
            if (entry.isExtended()) {
                readLogical(disk, entry, partitions, tableRanges, anomalies);
            } else {
                partitions.add(entry.partition(i + 1, 0));
            }
        }
        partitions.sort(Comparator.comparingLong(partition -> partition.range().startByte()));
        return Optional.of(new PartitionTable(
                Scheme.MBR,
                Optional.of(String.format("%08x", record.i32(DISK_ID))),
                partitions,
                tableRanges,
                record.isZero(0, BOOT_CODE_BYTES) ? 0 : BOOT_LOADER_BYTES,
                anomalies));
    }

    private static void readLogical(
            ByteSource disk,
            Entry extended,
            List<Partition> partitions,
            List<Range> tableRanges,
            List<String> anomalies)
            throws IOException {
        Set<Long> seen = new HashSet<>();
        long sector = extended.start;
        for (int number = 5; ; number++) {
            if (!seen.add(sector) || seen.size() > MAX_LOGICAL) {
                anomalies.add("extended boot record at sector " + sector + ": the chain comes back or is longer than "
                        + MAX_LOGICAL);
                return;
            }
            Fields record;
            try {
                record = Fields.littleEndian(disk, sector * SECTOR_BYTES, SECTOR_BYTES);
            } catch (EOFException e) {
                anomalies.add("extended boot record: " + e.getMessage());
                return;
            }
            if (!isRecord(record)) {
                anomalies.add("extended boot record at sector " + sector + ": must end in 55aa");
                return;
            }
            tableRanges.add(new Range(sector * SECTOR_BYTES, SECTOR_BYTES));
            Entry logical = Entry.of(record, 0);
            if (!logical.isEmpty()) {
                partitions.add(logical.partition(number, sector));
            }
            Entry next = Entry.of(record, 1);
            if (next.isEmpty()) {
                return;
            }
            sector = extended.start + next.start;
        }
    }

    private static boolean isRecord(Fields sector) {
        return sector.u8(SIGNATURE) == 0x55 && sector.u8(SIGNATURE + 1) == 0xAA;
    }

    private static boolean isBootSector(Fields sector) {
        return sector.matches(3, "NTFS    ")
                || sector.matches(3, "EXFAT   ")
                || sector.matches(3, "-FVE-FS-")
                || sector.matches(54, "FAT")
                || sector.matches(82, "FAT32");
    }

    /** Boot code passes for entries now and then: status bytes must be right, and at least one entry must lie in the disk. */
    private static boolean isTable(Fields record, long sectors) {
        boolean any = false;
        for (int i = 0; i < 4; i++) {
            Entry entry = Entry.of(record, i);
            if ((entry.status & 0x7F) != 0) {
                return false;
            }
            any |= !entry.isEmpty() && entry.start > 0 && entry.start < sectors;
        }
        return any;
    }

    /** Start and count in sectors, the start relative to what the record says. */
    private record Entry(int status, int type, long start, long count) {
        static Entry of(Fields record, int index) {
            int at = ENTRIES + index * ENTRY_BYTES;
            return new Entry(record.u8(at), record.u8(at + 4), record.u32(at + 8), record.u32(at + 12));
        }

        boolean isEmpty() {
            return type == 0 || count == 0;
        }

        boolean isExtended() {
            return type == 0x05 || type == 0x0F || type == 0x85;
        }

        Partition partition(int number, long base) {
            return new Partition(
                    number,
                    new Range((base + start) * SECTOR_BYTES, count * SECTOR_BYTES),
                    String.format("%02x", type),
                    Optional.empty(),
                    Optional.empty());
        }
    }
}
