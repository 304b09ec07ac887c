package io.ullage.image.xfs;

import static io.ullage.image.xfs.XfsLog.BLOCK_BYTES;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * One record of the log ({@code xlog_rec_header} and what follows): a header block for each 32 KiB that records of this log can hold, then operations. The
 * first four bytes of each block of operations gave way to the number of the round; the header keeps them.
 */
final class XfsLogRecord {
    static final int MAGIC = 0xFEEDBABE;

    private static final int MAX_BYTES = 256 * 1024;
    private static final int COVERED_BY_A_HEADER = 32 * 1024;
    private static final int WORDS_IN_A_HEADER = COVERED_BY_A_HEADER / BLOCK_BYTES;

    /** With the headers. */
    static final int MAX_BLOCKS = MAX_BYTES / BLOCK_BYTES + MAX_BYTES / COVERED_BY_A_HEADER;

    private static final int H_CYCLE = 4;
    private static final int H_VERSION = 8;
    private static final int H_LEN = 12;
    private static final int H_LSN = 16;
    private static final int H_TAIL_LSN = 24;
    private static final int H_CRC = 32;
    private static final int H_NUM_LOGOPS = 40;
    private static final int H_CYCLE_DATA = 44;
    private static final int H_FMT = 300;
    private static final int H_FS_UUID = 304;
    private static final int H_SIZE = 320;

    /** The kernel sums the C structure with its padding, of which 32-bit x86 has less. */
    private static final int[] HEADER_BYTES = {328, 324};

    private static final int XH_CYCLE_DATA = 4;
    private static final int EXTENDED_HEADER_BYTES = 260;
    private static final int FMT_LITTLE_ENDIAN = 1;
    private static final int FMT_BIG_ENDIAN = 2;

    private static final int OH_FLAGS = 9;

    private final ByteBuffer bytes;
    private final int headers;

    /** @param bytes as many blocks as {@link #blocks(ByteBuffer)} says of the first */
    XfsLogRecord(ByteBuffer bytes) {
        this.bytes = bytes;
        this.headers = headers(bytes);
    }

    static boolean startsIn(ByteBuffer block) {
        return block.getInt(0) == MAGIC;
    }

    /** Blocks of the record that begins with this one, its headers counted; 0 if it is none or breaks a rule. */
    static int blocks(ByteBuffer first) {
        long length = u32(first, H_LEN);
        int version = first.getInt(H_VERSION);
        if (!startsIn(first)
                || version != 1 && version != 2
                || length == 0
                || length > MAX_BYTES
                || u32(first, H_SIZE) > MAX_BYTES
                || first.getInt(H_CYCLE) != LogPosition.of(first.getLong(H_LSN)).cycle()) {
            return 0;
        }
        return headers(first) + (int) ((length + BLOCK_BYTES - 1) / BLOCK_BYTES);
    }

    private static int headers(ByteBuffer first) {
        return first.getInt(H_VERSION) == 1 ? 1 : Math.max(1, headersFor(u32(first, H_SIZE)));
    }

    private static int headersFor(long dataBytes) {
        return (int) ((dataBytes + COVERED_BY_A_HEADER - 1) / COVERED_BY_A_HEADER);
    }

    int blocks() {
        return bytes.capacity() / BLOCK_BYTES;
    }

    LogPosition position() {
        return LogPosition.of(bytes.getLong(H_LSN));
    }

    /** The oldest record that a mount would replay, were this the newest. */
    LogPosition tail() {
        return LogPosition.of(bytes.getLong(H_TAIL_LSN));
    }

    /** mkfs writes one too, without a checksum. */
    boolean isUnmount() {
        return bytes.getInt(H_NUM_LOGOPS) == 1
                && (bytes.get(headers * BLOCK_BYTES + OH_FLAGS) & LogOperations.UNMOUNT) != 0;
    }

    /** False as well for what is not whole, not of this file system, or not understood. */
    boolean changesSuperblockOnly(byte[] uuid, int sectorBytes) {
        int format = bytes.getInt(H_FMT);
        boolean own = Arrays.equals(uuid, Arrays.copyOfRange(bytes.array(), H_FS_UUID, H_FS_UUID + uuid.length));
        boolean known = format == FMT_LITTLE_ENDIAN || format == FMT_BIG_ENDIAN;
        if (!own || !known || headersFor(dataBytes()) > headers || !isWhole()) {
            return false;
        }
        ByteOrder guest = format == FMT_LITTLE_ENDIAN ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
        return new LogOperations(guest, sectorBytes)
                .changeSuperblockOnly(restored(), Integer.toUnsignedLong(bytes.getInt(H_NUM_LOGOPS)));
    }

    /** CRC-32C of header, extended headers and operations as they lie on the disk, with its own four bytes as zeros; little-endian. */
    private boolean isWhole() {
        int stored = Integer.reverseBytes(bytes.getInt(H_CRC));
        for (int headerBytes : HEADER_BYTES) {
            CRC32C crc = new CRC32C();
            crc.update(bytes.array(), 0, H_CRC);
            crc.update(new byte[Integer.BYTES]);
            crc.update(bytes.array(), H_CRC + Integer.BYTES, headerBytes - H_CRC - Integer.BYTES);
            for (int header = 1; header < headersFor(dataBytes()); header++) {
                crc.update(bytes.array(), header * BLOCK_BYTES, EXTENDED_HEADER_BYTES);
            }
            crc.update(bytes.array(), headers * BLOCK_BYTES, dataBytes());
            if ((int) crc.getValue() == stored) {
                return true;
            }
        }
        return false;
    }

    /** The operations, with the words that gave way put back. */
    private ByteBuffer restored() {
        int start = headers * BLOCK_BYTES;
        ByteBuffer data = ByteBuffer.wrap(Arrays.copyOfRange(bytes.array(), start, bytes.capacity()));
        for (int block = 0; block < blocks() - headers; block++) {
            int header = block / WORDS_IN_A_HEADER;
            int words = header == 0 ? H_CYCLE_DATA : header * BLOCK_BYTES + XH_CYCLE_DATA;
            data.putInt(block * BLOCK_BYTES, bytes.getInt(words + block % WORDS_IN_A_HEADER * Integer.BYTES));
        }
        return data.limit(dataBytes());
    }

    private int dataBytes() {
        return bytes.getInt(H_LEN);
    }

    private static long u32(ByteBuffer bytes, int offset) {
        return Integer.toUnsignedLong(bytes.getInt(offset));
    }
}
