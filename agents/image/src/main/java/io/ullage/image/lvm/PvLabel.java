package io.ullage.image.lvm;

import io.ullage.image.ByteSource;
import io.ullage.image.ImageException;
import io.ullage.image.content.Fields;
import io.ullage.image.content.PieceSource;
import io.ullage.image.content.PieceSource.Piece;
import io.ullage.image.content.SeededCrc;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The label and header of a physical volume, and the newest metadata text that it names.
 *
 * @param uuid 32 characters, without dashes
 * @param dataStartByte where extents can begin
 * @param metadata empty if the physical volume belongs to no volume group
 */
record PvLabel(String uuid, long deviceBytes, long dataStartByte, Optional<String> metadata) {
    private static final int SECTOR_BYTES = 512;
    private static final int LABEL_SECTORS = 4;
    private static final int LABEL_CRC = 16;
    private static final int LABEL_SUMMED_FROM = 20;
    private static final int LABEL_HEADER_OFFSET = 20;
    private static final int LABEL_TYPE = 24;
    private static final int PV_UUID_BYTES = 32;
    private static final int PV_DEVICE_SIZE = 32;
    private static final int PV_AREAS = 40;
    private static final int AREA_BYTES = 16;

    private static final byte[] MDA_MAGIC = "\u0020LVM2\u0020x[5A%r0N*>".getBytes(StandardCharsets.ISO_8859_1);
    private static final int MDA_HEADER_BYTES = 512;
    private static final int MDA_MAGIC_AT = 4;
    private static final int MDA_START = 24;
    private static final int MDA_SIZE = 32;
    private static final int MDA_TEXT_OFFSET = 40;
    private static final int MDA_TEXT_SIZE = 48;
    private static final int MDA_TEXT_CRC = 56;
    private static final int MDA_FLAGS = 60;
    private static final int MDA_IGNORED = 1;
    private static final int CRC_SEED = 0xF597A6CF;

    static boolean matches(ByteSource source) throws IOException {
        return find(source).isPresent();
    }

    private static Optional<Fields> find(ByteSource source) throws IOException {
        for (int sector = 0; sector < LABEL_SECTORS; sector++) {
            long at = (long) sector * SECTOR_BYTES;
            if (at + SECTOR_BYTES > source.sizeBytes()) {
                return Optional.empty();
            }
            Fields fields = Fields.littleEndian(source, at, SECTOR_BYTES);
            if (fields.matches(0, "LABELONE") && fields.matches(LABEL_TYPE, "LVM2 001")) {
                return Optional.of(fields);
            }
        }
        return Optional.empty();
    }

    static PvLabel read(ByteSource source) throws IOException {
        Fields label = find(source)
                .orElseThrow(() -> new ImageException("LVM label", "must be in the first 4 sectors", "nowhere"));
        checkSum("label", label.array(), LABEL_SUMMED_FROM, SECTOR_BYTES - LABEL_SUMMED_FROM, label.i32(LABEL_CRC));
        long header = label.u32(LABEL_HEADER_OFFSET);
        if (header < LABEL_TYPE + 8 || header > SECTOR_BYTES - PV_AREAS - 3 * AREA_BYTES) {
            throw new ImageException("LVM label offset_xl", "must lie in the label's sector", header);
        }
        int pv = (int) header;
        List<Piece> data = new ArrayList<>();
        List<Piece> metadata = new ArrayList<>();
        int at = areas(label, pv + PV_AREAS, data);
        areas(label, at, metadata);
        return new PvLabel(
                new String(label.array(), pv, PV_UUID_BYTES, StandardCharsets.ISO_8859_1),
                label.u63(pv + PV_DEVICE_SIZE, "LVM device_size"),
                data.isEmpty() ? source.sizeBytes() : data.get(0).startByte(),
                newest(source, metadata));
    }

    /** Pairs of offset and size up to a pair of zeros; gives the place after it. */
    private static int areas(Fields label, int from, List<Piece> areas) throws ImageException {
        int at = from;
        while (at + AREA_BYTES <= SECTOR_BYTES) {
            Piece area = new Piece(label.u63(at, "LVM area offset"), label.u63(at + 8, "LVM area size"));
            at += AREA_BYTES;
            if (area.startByte() == 0) {
                return at;
            }
            areas.add(area);
        }
        throw new ImageException("LVM areas", "must end within the label's sector", at);
    }

    /** Of the copies that stand in this physical volume, the first whose checksums hold. */
    private static Optional<String> newest(ByteSource source, List<Piece> areas) throws IOException {
        ImageException failed = null;
        boolean none = areas.isEmpty();
        for (Piece area : areas) {
            try {
                Fields header = header(source, area);
                if ((header.i32(MDA_FLAGS) & MDA_IGNORED) != 0) {
                    none = true;
                    continue;
                }
                return header.i64(MDA_TEXT_OFFSET) == 0 ? Optional.empty() : Optional.of(text(source, header));
            } catch (ImageException e) {
                failed = e;
            }
        }
        if (failed != null) {
            throw failed;
        }
        if (none) {
            throw new ImageException(
                    "LVM metadata areas", "must hold a copy of the metadata", "none in use on this disk");
        }
        return Optional.empty();
    }

    private static Fields header(ByteSource source, Piece area) throws IOException {
        Fields header = Fields.littleEndian(source, area.startByte(), MDA_HEADER_BYTES);
        checkSum("mda_header", header.array(), Integer.BYTES, MDA_HEADER_BYTES - Integer.BYTES, header.i32(0));
        if (!header.matches(MDA_MAGIC_AT, MDA_MAGIC)) {
            throw new ImageException("LVM mda_header magic", "must be LVM2 x[5A%r0N*>", header.text(MDA_MAGIC_AT, 16));
        }
        long start = header.u63(MDA_START, "LVM mda_header start");
        long size = header.u63(MDA_SIZE, "LVM mda_header size");
        if (start != area.startByte() || size <= MDA_HEADER_BYTES || size > source.sizeBytes() - start) {
            throw new ImageException(
                    "LVM mda_header", "must describe an area at " + area.startByte(), start + " + " + size);
        }
        return header;
    }

    /** The text wraps at the end of its area, to the place after the header. */
    private static String text(ByteSource source, Fields header) throws IOException {
        long start = header.i64(MDA_START);
        long size = header.i64(MDA_SIZE);
        long offset = header.i64(MDA_TEXT_OFFSET);
        long length = header.i64(MDA_TEXT_SIZE);
        if (offset < MDA_HEADER_BYTES
                || offset >= size
                || length < 1
                || length > size - MDA_HEADER_BYTES
                || length > Fields.MAX_BYTES) {
            throw new ImageException(
                    "LVM raw_locn", "must lie in its area of " + size + " bytes", offset + " + " + length);
        }
        long first = Math.min(length, size - offset);
        ByteSource ring = new PieceSource(
                source, List.of(new Piece(start + offset, first), new Piece(start + MDA_HEADER_BYTES, length - first)));
        Fields text = Fields.littleEndian(ring, 0, (int) length);
        checkSum("metadata", text.array(), 0, text.length(), header.i32(MDA_TEXT_CRC));
        return new String(text.array(), StandardCharsets.UTF_8);
    }

    private static void checkSum(String name, byte[] bytes, int offset, int length, int stored) throws ImageException {
        int sum = SeededCrc.ieee(CRC_SEED).update(bytes, offset, length).value();
        if (sum != stored) {
            throw new ImageException(
                    "LVM " + name + " crc", "must be " + Integer.toHexString(sum), Integer.toHexString(stored));
        }
    }
}
