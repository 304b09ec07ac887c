package io.ullage.image.partition;

import io.ullage.image.ByteSource;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * The partitions of a disk in ascending order, and the ranges that the table itself occupies.
 *
 * @param bootLoaderBytes from the start of the disk: what a boot loader outside any partition may use; 0 where there is no sign of one
 */
public record PartitionTable(
        Scheme scheme,
        Optional<String> uuid,
        List<Partition> partitions,
        List<Range> tableRanges,
        long bootLoaderBytes,
        List<String> anomalies) {
    public PartitionTable {
        partitions = List.copyOf(partitions);
        tableRanges = List.copyOf(tableRanges);
        anomalies = List.copyOf(anomalies);
    }

    public enum Scheme {
        GPT,
        MBR
    }

    /** A piece of the disk, in bytes. */
    public record Range(long startByte, long lengthBytes) {
        public long endByte() {
            return startByte + lengthBytes;
        }
    }

    /**
     * One partition, in bytes.
     *
     * @param number as Linux numbers it: logical partitions of an MBR from 5 on
     * @param type its GUID, or the MBR type as two hexadecimal digits
     */
    public record Partition(int number, Range range, String type, Optional<String> uuid, Optional<String> name) {}

    /**
     * Empty if the disk has no table.
     *
     * @throws io.ullage.image.ImageException if there is one, and neither it nor its backup can be trusted
     */
    public static Optional<PartitionTable> read(ByteSource disk) throws IOException {
        Optional<PartitionTable> gpt = Gpt.read(disk);
        return gpt.isPresent() ? gpt : Mbr.read(disk);
    }
}
