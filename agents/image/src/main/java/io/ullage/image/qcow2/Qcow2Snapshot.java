package io.ullage.image.qcow2;

import static io.ullage.image.qcow2.Qcow2Layout.*;

import io.ullage.image.ByteSource;
import io.ullage.image.ImageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** An entry of the snapshot table (spec, "Snapshots"). */
record Qcow2Snapshot(
        String id, String name, Instant created, long sizeBytes, long vmStateBytes, long l1TableOffset, int l1Size) {
    /** The table may hold 64 MiB of names; nobody reads more of one than this. */
    private static final int KEPT_NAME_BYTES = 256;

    private static final int NANOS_PER_SECOND = 1_000_000_000;

    static List<Qcow2Snapshot> readTable(ByteSource file, Qcow2Header header) throws IOException {
        List<Qcow2Snapshot> snapshots = new ArrayList<>();
        long start = header.snapshotsOffset();
        long at = start;
        for (int i = 0; i < header.nbSnapshots(); i++) {
            ByteBuffer entry = Qcow2Header.bytes(file, at, SNAPSHOT_ENTRY_BYTES, "qcow2 snapshot table entry " + i);
            int idBytes = entry.getShort(12) & 0xffff;
            int nameBytes = entry.getShort(14) & 0xffff;
            int extraBytes = entry.getInt(36);
            if (extraBytes < 0 || extraBytes > MAX_SNAPSHOT_EXTRA_BYTES) {
                throw new ImageException(
                        "qcow2 snapshot " + i + ".extra_data_size",
                        "must be at most " + MAX_SNAPSHOT_EXTRA_BYTES,
                        Integer.toUnsignedString(extraBytes));
            }
            long end = at + SNAPSHOT_ENTRY_BYTES + extraBytes + idBytes + nameBytes;
            if (end - start > MAX_SNAPSHOT_TABLE_BYTES) {
                throw new ImageException(
                        "qcow2 snapshot table",
                        "must have at most " + MAX_SNAPSHOT_TABLE_BYTES + " bytes",
                        end - start);
            }
            ByteBuffer extra = Qcow2Header.bytes(
                    file, at + SNAPSHOT_ENTRY_BYTES, extraBytes, "qcow2 snapshot " + i + ".extra_data");
            long strings = at + SNAPSHOT_ENTRY_BYTES + extraBytes;
            snapshots.add(parse(
                    i,
                    header,
                    entry,
                    extra,
                    text(file, strings, idBytes, "qcow2 snapshot " + i + ".id"),
                    text(file, strings + idBytes, nameBytes, "qcow2 snapshot " + i + ".name"),
                    file.sizeBytes()));
            at = (end + 7) & ~7L;
        }
        checkSum(snapshots, file.sizeBytes());
        return List.copyOf(snapshots);
    }

    /** Bytes of the snapshot table with its padding. */
    static long tableBytes(ByteSource file, Qcow2Header header) throws IOException {
        long at = header.snapshotsOffset();
        for (int i = 0; i < header.nbSnapshots(); i++) {
            ByteBuffer entry = Qcow2Header.bytes(file, at, SNAPSHOT_ENTRY_BYTES, "qcow2 snapshot table entry " + i);
            long strings = (entry.getShort(12) & 0xffff) + (entry.getShort(14) & 0xffff);
            at = (at + SNAPSHOT_ENTRY_BYTES + entry.getInt(36) + strings + 7) & ~7L;
        }
        return at - header.snapshotsOffset();
    }

    private static Qcow2Snapshot parse(
            int i, Qcow2Header header, ByteBuffer entry, ByteBuffer extra, String id, String name, long fileBytes)
            throws ImageException {
        String field = "qcow2 snapshot " + i + ".";
        int l1Size = entry.getInt(8);
        if (l1Size < 0 || l1Size > MAX_L1_BYTES / L1_ENTRY_BYTES) {
            throw new ImageException(
                    field + "l1_size",
                    "must be at most " + MAX_L1_BYTES / L1_ENTRY_BYTES,
                    Integer.toUnsignedString(l1Size));
        }
        long l1Offset = entry.getLong(0);
        long l1Bytes = (long) l1Size * L1_ENTRY_BYTES;
        if (l1Bytes > 0
                && ((l1Offset & (header.clusterBytes() - 1)) != 0
                        || l1Offset < header.clusterBytes()
                        || l1Offset > fileBytes - l1Bytes)) {
            throw new ImageException(
                    field + "l1_table_offset",
                    "must be a multiple of the cluster size, and the table of " + l1Bytes
                            + " bytes must lie inside the file of " + fileBytes,
                    Long.toUnsignedString(l1Offset));
        }
        int nanos = entry.getInt(20);
        if (nanos < 0 || nanos >= NANOS_PER_SECOND) {
            throw new ImageException(field + "date_nsec", "must be below 10^9", Integer.toUnsignedString(nanos));
        }
        long vmState = Integer.toUnsignedLong(entry.getInt(32));
        if (extra.limit() >= SNAPSHOT_EXTRA_VM_STATE - SNAPSHOT_ENTRY_BYTES + Long.BYTES) {
            vmState = extra.getLong(SNAPSHOT_EXTRA_VM_STATE - SNAPSHOT_ENTRY_BYTES);
        }
        long size = header.size();
        if (extra.limit() >= SNAPSHOT_EXTRA_DISK_SIZE - SNAPSHOT_ENTRY_BYTES + Long.BYTES) {
            size = extra.getLong(SNAPSHOT_EXTRA_DISK_SIZE - SNAPSHOT_ENTRY_BYTES);
        }
        if (vmState < 0 || size < 0) {
            throw new ImageException(
                    field + (size < 0 ? "disk_size" : "vm_state_size"),
                    "must be below 2^63",
                    Long.toUnsignedString(size < 0 ? size : vmState));
        }
        Instant created = Instant.ofEpochSecond(Integer.toUnsignedLong(entry.getInt(16)), nanos);
        return new Qcow2Snapshot(id, name, created, size, vmState, l1Offset, l1Size);
    }

    /** L1 tables that are all different fit in the file. Where they do not, a small file would make a walk of years. */
    private static void checkSum(List<Qcow2Snapshot> snapshots, long fileBytes) throws ImageException {
        long sum = 0;
        for (Qcow2Snapshot snapshot : snapshots) {
            sum += (long) snapshot.l1Size() * L1_ENTRY_BYTES;
        }
        if (sum > fileBytes) {
            throw new ImageException(
                    "qcow2 snapshot table",
                    "its L1 tables must not overlap: all of them must fit in the file of " + fileBytes + " bytes",
                    sum + " bytes");
        }
    }

    private static String text(ByteSource file, long at, int bytes, String field) throws IOException {
        String kept = StandardCharsets.UTF_8
                .decode(Qcow2Header.bytes(file, at, Math.min(bytes, KEPT_NAME_BYTES), field))
                .toString();
        return bytes <= KEPT_NAME_BYTES ? kept : kept + "…";
    }
}
