package io.ullage.image.partition;

import io.ullage.image.ByteSource;
import io.ullage.image.ImageException;
import io.ullage.image.content.Fields;
import io.ullage.image.partition.PartitionTable.Partition;
import io.ullage.image.partition.PartitionTable.Range;
import io.ullage.image.partition.PartitionTable.Scheme;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;

/** The GUID partition table: the primary where its checksums hold, else the backup at the end of the disk. */
final class Gpt {
    private static final String SIGNATURE = "EFI PART";
    private static final int[] SECTOR_BYTES = {512, 4096};
    private static final int MIN_HEADER_BYTES = 92;
    private static final int MIN_ENTRY_BYTES = 128;
    private static final int MAX_ENTRIES = 4096;

    private static final int HEADER_SIZE = 12;
    private static final int HEADER_CRC = 16;
    private static final int MY_LBA = 24;
    private static final int ALTERNATE_LBA = 32;
    private static final int DISK_GUID = 56;
    private static final int PARTITION_ENTRY_LBA = 72;
    private static final int NUMBER_OF_ENTRIES = 80;
    private static final int SIZE_OF_ENTRY = 84;
    private static final int ENTRIES_CRC = 88;

    private static final int ENTRY_UNIQUE_GUID = 16;
    private static final int ENTRY_STARTING_LBA = 32;
    private static final int ENTRY_ENDING_LBA = 40;
    private static final int ENTRY_NAME = 56;

    private Gpt() {}

    static Optional<PartitionTable> read(ByteSource disk) throws IOException {
        ImageException refused = null;
        for (int sectorBytes : SECTOR_BYTES) {
            long sectors = disk.sizeBytes() / sectorBytes;
            if (sectors < 4) {
                continue;
            }
            List<String> anomalies = new ArrayList<>();
            for (long lba : new long[] {1, sectors - 1}) {
                if (!Fields.littleEndian(disk, lba * sectorBytes, sectorBytes).matches(0, SIGNATURE)) {
                    continue;
                }
                try {
                    Copy copy = Copy.read(disk, lba, sectorBytes);
                    return Optional.of(table(disk, copy, sectorBytes, anomalies));
                } catch (ImageException e) {
                    anomalies.add((lba == 1 ? "primary " : "backup ") + e.getMessage());
                    refused = e;
                }
            }
        }
        if (refused != null) {
            throw refused;
        }
        return Optional.empty();
    }

    private static PartitionTable table(ByteSource disk, Copy copy, int sectorBytes, List<String> anomalies)
            throws IOException {
        List<Range> tableRanges = new ArrayList<>();
        tableRanges.add(new Range(0, sectorBytes));
        tableRanges.addAll(copy.ranges(sectorBytes));
        try {
            tableRanges.addAll(Copy.read(disk, copy.alternateLba, sectorBytes).ranges(sectorBytes));
        } catch (ImageException e) {
            if (anomalies.isEmpty()) {
                anomalies.add("backup " + e.getMessage());
            }
            tableRanges.add(
                    new Range((copy.lba == 1 ? disk.sizeBytes() / sectorBytes - 1 : 1) * sectorBytes, sectorBytes));
        }
        return new PartitionTable(
                Scheme.GPT,
                guid(copy.header, DISK_GUID),
                copy.partitions(sectorBytes, disk.sizeBytes(), anomalies),
                tableRanges,
                0,
                anomalies);
    }

    /** One of the two headers with its array of entries, checked. */
    private record Copy(
            Fields header, long lba, long alternateLba, long entriesLba, int count, int entryBytes, Fields entries) {
        static Copy read(ByteSource disk, long lba, int sectorBytes) throws IOException {
            long sectors = disk.sizeBytes() / sectorBytes;
            if (lba < 1 || lba >= sectors) {
                throw new ImageException("GPT header", "must lie in the disk's " + sectors + " sectors", lba);
            }
            Fields header = Fields.littleEndian(disk, lba * sectorBytes, sectorBytes);
            if (!header.matches(0, SIGNATURE)) {
                throw new ImageException("GPT Signature", "must be " + SIGNATURE, "something else at sector " + lba);
            }
            long headerBytes = within("HeaderSize", header.u32(HEADER_SIZE), MIN_HEADER_BYTES, sectorBytes);
            byte[] summed = Arrays.copyOf(header.array(), (int) headerBytes);
            Arrays.fill(summed, HEADER_CRC, HEADER_CRC + Integer.BYTES, (byte) 0);
            checkSum("HeaderCRC32", summed, header.u32(HEADER_CRC));
            if (header.u63(MY_LBA, "GPT MyLBA") != lba) {
                throw new ImageException("GPT MyLBA", "must be " + lba, header.i64(MY_LBA));
            }
            int count = (int) within("NumberOfPartitionEntries", header.u32(NUMBER_OF_ENTRIES), 1, MAX_ENTRIES);
            int entryBytes = (int) within("SizeOfPartitionEntry", header.u32(SIZE_OF_ENTRY), MIN_ENTRY_BYTES, 1024);
            long entriesLba = within("PartitionEntryLBA", header.i64(PARTITION_ENTRY_LBA), 1, sectors - 1);
            Fields entries = Fields.littleEndian(disk, entriesLba * sectorBytes, count * entryBytes);
            checkSum("PartitionEntryArrayCRC32", entries.array(), header.u32(ENTRIES_CRC));
            return new Copy(header, lba, header.i64(ALTERNATE_LBA), entriesLba, count, entryBytes, entries);
        }

        List<Range> ranges(int sectorBytes) {
            long entriesSectors = ((long) count * entryBytes + sectorBytes - 1) / sectorBytes;
            return List.of(
                    new Range(lba * sectorBytes, sectorBytes),
                    new Range(entriesLba * sectorBytes, entriesSectors * sectorBytes));
        }

        List<Partition> partitions(int sectorBytes, long diskBytes, List<String> anomalies) {
            List<Partition> partitions = new ArrayList<>();
            long sectors = diskBytes / sectorBytes;
            for (int i = 0; i < count; i++) {
                int at = i * entryBytes;
                Optional<String> type = guid(entries, at);
                if (type.isEmpty()) {
                    continue;
                }
                long first = entries.i64(at + ENTRY_STARTING_LBA);
                long last = entries.i64(at + ENTRY_ENDING_LBA);
                if (first < 1 || last < first || first >= sectors) {
                    anomalies.add("partition " + (i + 1) + ": sectors " + first + " to " + last
                            + " do not lie in the disk's " + sectors);
                    continue;
                }
                long length = Math.min(last, Long.MAX_VALUE / sectorBytes - 1) - first + 1;
                String name = new String(entries.array(), at + ENTRY_NAME, 72, StandardCharsets.UTF_16LE);
                int end = name.indexOf(0);
                name = end < 0 ? name : name.substring(0, end);
                partitions.add(new Partition(
                        i + 1,
                        new Range(first * sectorBytes, length * sectorBytes),
                        type.get(),
                        guid(entries, at + ENTRY_UNIQUE_GUID),
                        name.isBlank() ? Optional.empty() : Optional.of(name)));
            }
            partitions.sort(
                    Comparator.comparingLong(partition -> partition.range().startByte()));
            return partitions;
        }
    }

    private static long within(String field, long value, long low, long high) throws ImageException {
        if (value < low || value > high) {
            throw new ImageException(
                    "GPT " + field, "must be from " + low + " to " + high, Long.toUnsignedString(value));
        }
        return value;
    }

    private static void checkSum(String field, byte[] bytes, long stored) throws ImageException {
        CRC32 crc = new CRC32();
        crc.update(bytes);
        if (crc.getValue() != stored) {
            throw new ImageException(
                    "GPT " + field, "must be " + Long.toHexString(crc.getValue()), Long.toHexString(stored));
        }
    }

    /** The first three groups of a GUID are little-endian, the last two are not. */
    private static Optional<String> guid(Fields fields, int offset) {
        if (fields.isZero(offset, 16)) {
            return Optional.empty();
        }
        long tail = Long.reverseBytes(fields.i64(offset + 8));
        return Optional.of(String.format(
                "%08x-%04x-%04x-%04x-%012x",
                fields.i32(offset),
                fields.u16(offset + 4),
                fields.u16(offset + 6),
                tail >>> 48,
                tail & 0xFFFFFFFFFFFFL));
    }
}
