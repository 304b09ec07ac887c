package io.ullage.image.qcow2;

import io.ullage.image.ImageException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Header extensions (spec, "Header extensions"). Unknown ones are skipped, as the specification asks.
 *
 * @param backingFormat name of the backing file's format
 * @param dataFile name of the external data file
 * @param bitmaps where the bitmap directory lies; only valid with the autoclear bit
 * @param luksBytes length of the LUKS header, which lies in clusters of its own; 0 without one
 * @param featureNames the raw feature name table
 */
record Qcow2Extensions(
        Optional<String> backingFormat,
        Optional<String> dataFile,
        Optional<BitmapDirectory> bitmaps,
        long luksBytes,
        byte[] featureNames) {
    record BitmapDirectory(int count, long bytes, long offset) {}

    /** @param area from the end of the header to the end of the first cluster, or to the backing file name */
    static Qcow2Extensions parse(ByteBuffer area) throws ImageException {
        Optional<String> backingFormat = Optional.empty();
        Optional<String> dataFile = Optional.empty();
        Optional<BitmapDirectory> bitmaps = Optional.empty();
        long luksBytes = 0;
        byte[] featureNames = {};
        while (area.remaining() >= Qcow2Layout.EXTENSION_HEADER_BYTES) {
            int type = area.getInt();
            int length = area.getInt();
            if (type == Qcow2Layout.EXTENSION_END) {
                break;
            }
            if (length < 0 || length > area.remaining()) {
                throw new ImageException(
                        "qcow2 header extension 0x" + Integer.toHexString(type) + ".length",
                        "must end before the backing file name and in the first cluster, " + area.remaining()
                                + " bytes are left",
                        Integer.toUnsignedString(length));
            }
            ByteBuffer data = area.slice(area.position(), length);
            area.position(area.position() + Math.min(area.remaining(), (length + 7) & ~7));
            switch (type) {
                case Qcow2Layout.EXTENSION_BACKING_FORMAT -> backingFormat = Optional.of(text(data));
                case Qcow2Layout.EXTENSION_DATA_FILE -> dataFile = Optional.of(text(data));
                case Qcow2Layout.EXTENSION_BITMAPS -> bitmaps = Optional.of(bitmapDirectory(data));
                case Qcow2Layout.EXTENSION_LUKS -> luksBytes = luksLength(data);
                case Qcow2Layout.EXTENSION_FEATURE_NAMES -> featureNames = bytes(data);
                default -> {}
            }
        }
        return new Qcow2Extensions(backingFormat, dataFile, bitmaps, luksBytes, featureNames);
    }

    /** Name of an incompatible feature bit, from the feature name table of this image. */
    String nameOfIncompatible(int bit) {
        ByteBuffer table = ByteBuffer.wrap(featureNames);
        while (table.remaining() >= Qcow2Layout.FEATURE_NAME_ENTRY_BYTES) {
            ByteBuffer entry = table.slice(table.position(), Qcow2Layout.FEATURE_NAME_ENTRY_BYTES);
            table.position(table.position() + Qcow2Layout.FEATURE_NAME_ENTRY_BYTES);
            if (entry.get() == Qcow2Layout.FEATURE_TYPE_INCOMPATIBLE && entry.get() == bit) {
                String padded = text(entry);
                int end = padded.indexOf('\0');
                return end < 0 ? padded : padded.substring(0, end);
            }
        }
        return "unnamed";
    }

    private static BitmapDirectory bitmapDirectory(ByteBuffer data) throws ImageException {
        if (data.remaining() != Qcow2Layout.BITMAPS_EXTENSION_BYTES) {
            throw new ImageException(
                    "qcow2 bitmaps extension.length",
                    "must be " + Qcow2Layout.BITMAPS_EXTENSION_BYTES,
                    data.remaining());
        }
        int count = data.getInt(0);
        long bytes = data.getLong(8);
        if (count <= 0 || count > Qcow2Layout.MAX_BITMAPS) {
            throw new ImageException(
                    "qcow2 bitmaps extension.nb_bitmaps",
                    "must be from 1 to " + Qcow2Layout.MAX_BITMAPS,
                    Integer.toUnsignedString(count));
        }
        if (bytes <= 0 || bytes > Qcow2Layout.MAX_BITMAP_DIRECTORY_BYTES) {
            throw new ImageException(
                    "qcow2 bitmaps extension.bitmap_directory_size",
                    "must be from 1 to " + Qcow2Layout.MAX_BITMAP_DIRECTORY_BYTES,
                    Long.toUnsignedString(bytes));
        }
        return new BitmapDirectory(count, bytes, data.getLong(16));
    }

    private static long luksLength(ByteBuffer data) throws ImageException {
        if (data.remaining() != 16) {
            throw new ImageException("qcow2 encryption header pointer.length", "must be 16", data.remaining());
        }
        return data.getLong(8);
    }

    private static String text(ByteBuffer data) {
        return new String(bytes(data), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(ByteBuffer data) {
        byte[] bytes = new byte[data.remaining()];
        data.get(bytes);
        return bytes;
    }
}
