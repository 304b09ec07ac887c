package io.ullage.image.ntfs;

import io.ullage.image.ByteSource;
import io.ullage.image.ImageException;
import io.ullage.image.content.Fields;
import io.ullage.image.content.PieceSource;
import io.ullage.image.content.PieceSource.Piece;
import io.ullage.image.content.SourceSlice;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** An unnamed attribute of a record, by its place in it. */
record Attribute(Fields record, int offset, int length) {
    static final int VOLUME_NAME = 0x60;
    static final int VOLUME_INFORMATION = 0x70;
    static final int DATA = 0x80;
    static final int ATTRIBUTE_LIST = 0x20;

    private static final int END = 0xFFFFFFFF;
    private static final int FIRST_ATTRIBUTE = 0x14;
    private static final int MIN_BYTES = 0x18;
    private static final int MIN_NON_RESIDENT_BYTES = 0x40;
    private static final int NON_RESIDENT = 0x08;
    private static final int NAME_LENGTH = 0x09;
    private static final int VALUE_LENGTH = 0x10;
    private static final int VALUE_OFFSET = 0x14;
    private static final int LOWEST_VCN = 0x10;
    private static final int MAPPING_PAIRS = 0x20;
    private static final int INITIALIZED_SIZE = 0x38;

    static Optional<Attribute> find(Fields record, int type) throws ImageException {
        int at = record.u16(FIRST_ATTRIBUTE);
        while (at >= 0 && at + MIN_BYTES <= record.length() && record.i32(at) != END) {
            long length = record.u32(at + 4);
            if (length < MIN_BYTES || length % 8 != 0 || at + length > record.length()) {
                throw new ImageException("NTFS attribute length", "must fit its record", length);
            }
            if (record.i32(at) == type && record.u8(at + NAME_LENGTH) == 0) {
                return Optional.of(new Attribute(record, at, (int) length));
            }
            at += (int) length;
        }
        return Optional.empty();
    }

    private boolean isResident() {
        return record.u8(offset + NON_RESIDENT) == 0;
    }

    /** Where a resident value begins in the record. */
    int valueOffset() throws ImageException {
        int value = record.u16(offset + VALUE_OFFSET);
        if (!isResident() || value + record.u32(offset + VALUE_LENGTH) > length) {
            throw new ImageException(
                    "NTFS resident attribute", "must hold its value", record.u32(offset + VALUE_LENGTH));
        }
        return offset + value;
    }

    int valueLength() {
        return record.i32(offset + VALUE_LENGTH);
    }

    /** The value as bytes that can be read, at least {@code neededBytes} of them. */
    ByteSource value(NtfsVolume volume, long recordStart, long neededBytes) throws IOException {
        ByteSource value;
        long initialised;
        if (isResident()) {
            initialised = valueLength();
            value = new SourceSlice(volume.source(), recordStart + valueOffset(), initialised);
        } else {
            if (length < MIN_NON_RESIDENT_BYTES || record.i64(offset + LOWEST_VCN) != 0) {
                throw new ImageException("NTFS attribute", "must begin at cluster 0", record.i64(offset + LOWEST_VCN));
            }
            initialised = record.u63(offset + INITIALIZED_SIZE, "NTFS initialized size");
            value = new PieceSource(volume.source(), pieces(volume));
        }
        if (initialised < neededBytes || value.sizeBytes() < neededBytes) {
            throw new ImageException(
                    "NTFS $Bitmap size", "must be at least " + neededBytes, Math.min(initialised, value.sizeBytes()));
        }
        return value;
    }

    /** Pairs of length and signed distance from the run before, each as long as a nibble says. */
    private List<Piece> pieces(NtfsVolume volume) throws ImageException {
        List<Piece> pieces = new ArrayList<>();
        int at = offset + record.u16(offset + MAPPING_PAIRS);
        int end = offset + length;
        long cluster = 0;
        while (at < end && record.u8(at) != 0) {
            int lengthBytes = record.u8(at) & 0xF;
            int distanceBytes = record.u8(at) >> 4;
            if (lengthBytes < 1
                    || lengthBytes > 8
                    || distanceBytes < 1
                    || distanceBytes > 8
                    || at + 1 + lengthBytes + distanceBytes > end) {
                throw new ImageException("NTFS mapping pair", "must have 1 to 8 bytes each", record.u8(at));
            }
            long count = signed(at + 1, lengthBytes);
            cluster += signed(at + 1 + lengthBytes, distanceBytes);
            if (count < 1 || cluster < 0 || cluster >= volume.clusters() || count > volume.clusters() - cluster) {
                throw new ImageException(
                        "NTFS run",
                        "must lie in the volume's " + volume.clusters() + " clusters",
                        cluster + " + " + count);
            }
            pieces.add(new Piece(cluster * volume.clusterBytes(), count * volume.clusterBytes()));
            at += 1 + lengthBytes + distanceBytes;
        }
        return pieces;
    }

    private long signed(int at, int bytes) {
        long value = (byte) record.u8(at + bytes - 1);
        for (int i = bytes - 2; i >= 0; i--) {
            value = value << 8 | record.u8(at + i);
        }
        return value;
    }
}
