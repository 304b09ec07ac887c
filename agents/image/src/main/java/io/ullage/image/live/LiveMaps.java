package io.ullage.image.live;

import io.ullage.image.ByteSource;
import io.ullage.image.GuestState;
import io.ullage.image.ImageException;
import io.ullage.image.content.Content;
import io.ullage.image.content.ContentKind;
import io.ullage.image.content.SourceSlice;
import io.ullage.image.content.UniformContent;
import io.ullage.image.live.DiskLiveMap.Segment;
import io.ullage.image.partition.PartitionTable;
import io.ullage.image.partition.PartitionTable.Partition;
import io.ullage.image.partition.PartitionTable.Range;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Reads live maps. */
public final class LiveMaps {
    private LiveMaps() {}

    /**
     * The live map of a disk: partitions if it has a table, else the file system on the bare disk. Reads metadata only. What cannot be
     * read is UNSEEN, with the reason in {@link DiskLiveMap#regions()}.
     *
     * @throws IOException if the partition table cannot be read, or the source was closed: an interrupt of the reading thread ends the reading
     */
    public static DiskLiveMap read(ByteSource disk) throws IOException {
        Optional<PartitionTable> table;
        try {
            table = PartitionTable.read(disk);
        } catch (ImageException e) {
            return whole(disk, UniformContent.unseen(ContentKind.UNKNOWN, disk.sizeBytes(), e.getMessage()));
        }
        if (table.isEmpty()) {
            return whole(disk, Contents.recognise(disk));
        }
        return new DiskLiveMap(
                disk.sizeBytes(),
                new Layout(disk, table.get()).segments(),
                table.get().anomalies());
    }

    /** For a disk that nobody can look into. */
    public static DiskLiveMap unseen(long sizeBytes, String reason) throws IOException {
        Content content = UniformContent.unseen(ContentKind.UNKNOWN, sizeBytes, reason);
        return new DiskLiveMap(sizeBytes, List.of(new Segment("disk", 0, sizeBytes, content)), List.of());
    }

    private static DiskLiveMap whole(ByteSource disk, Content content) throws IOException {
        return new DiskLiveMap(disk.sizeBytes(), List.of(new Segment("disk", 0, disk.sizeBytes(), content)), List.of());
    }

    /** Lays tables, partitions and the gaps between them out as segments that follow one another. */
    private static final class Layout {
        private final ByteSource disk;
        private final long diskBytes;
        private final List<Placed> placed = new ArrayList<>();
        private final List<Segment> segments = new ArrayList<>();
        private final long bootLoaderBytes;
        private long position;

        private record Placed(String name, long startByte, long endByte, Optional<Partition> partition) {}

        Layout(ByteSource disk, PartitionTable table) {
            this.disk = disk;
            diskBytes = disk.sizeBytes();
            bootLoaderBytes = table.bootLoaderBytes();
            for (Range range : table.tableRanges()) {
                placed.add(new Placed("partition table", range.startByte(), range.endByte(), Optional.empty()));
            }
            for (Partition partition : table.partitions()) {
                Range range = partition.range();
                placed.add(new Placed(
                        "partition " + partition.number(), range.startByte(), range.endByte(), Optional.of(partition)));
            }
            placed.sort(Comparator.comparingLong(Placed::startByte));
        }

        List<Segment> segments() throws IOException {
            int i = 0;
            while (i < placed.size() && placed.get(i).startByte < diskBytes) {
                int next = i + 1;
                long end = placed.get(i).endByte;
                boolean onlyTables = placed.get(i).partition.isEmpty();
                while (next < placed.size() && (placed.get(next).startByte < end || continuesTable(next, end))) {
                    onlyTables &= placed.get(next).partition.isEmpty();
                    end = Math.max(end, placed.get(next).endByte);
                    next++;
                }
                gapTo(placed.get(i).startByte);
                if (onlyTables) {
                    add("partition table", Math.min(end, diskBytes), ContentKind.PARTITION_TABLE, GuestState.LIVE);
                } else if (next > i + 1) {
                    overlapping(placed.subList(i, next), Math.min(end, diskBytes));
                } else {
                    partition(placed.get(i));
                }
                i = next;
            }
            gapTo(diskBytes);
            return segments;
        }

        /** Header and entries of a GPT are one region. */
        private boolean continuesTable(int next, long end) {
            return placed.get(next).startByte == end
                    && placed.get(next).partition.isEmpty()
                    && placed.get(next - 1).partition.isEmpty();
        }

        private void gapTo(long end) {
            if (position < bootLoaderBytes && position < end && segments.size() == 1) {
                long bootEnd = Math.min(end, bootLoaderBytes);
                long length = bootEnd - position;
                segments.add(new Segment(
                        "boot loader area",
                        position,
                        length,
                        UniformContent.unseen(
                                ContentKind.GAP, length, "a boot loader may lie before the first partition")));
                position = bootEnd;
            }
            if (position < end) {
                add("gap", end, ContentKind.GAP, GuestState.FREE);
            }
        }

        private void add(String name, long end, ContentKind kind, GuestState state) {
            segments.add(new Segment(name, position, end - position, UniformContent.of(kind, end - position, state)));
            position = end;
        }

        private void overlapping(List<Placed> group, long end) {
            String names = String.join(", ", group.stream().map(Placed::name).toList());
            Content content =
                    UniformContent.unseen(ContentKind.UNKNOWN, end - position, "overlap on the disk: " + names);
            segments.add(new Segment(names, position, end - position, content));
            position = end;
        }

        private void partition(Placed one) throws IOException {
            long length = Math.min(one.endByte, diskBytes) - position;
            Content content = one.endByte > diskBytes
                    ? UniformContent.unseen(
                            ContentKind.UNKNOWN,
                            length,
                            "ends at byte " + one.endByte + ", after the disk of " + diskBytes + " bytes")
                    : Contents.recognise(new SourceSlice(disk, position, length));
            segments.add(new Segment(one.name, position, length, content));
            position += length;
        }
    }
}
