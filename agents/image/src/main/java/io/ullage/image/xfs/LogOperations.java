package io.ullage.image.xfs;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The operations of one record ({@code xlog_op_header}, then its region). A transaction is: start, its header, then for each changed item
 * a description and regions, commit. What the regions hold is in the byte order of the guest.
 */
final class LogOperations {
    static final int UNMOUNT = 0x20;

    private static final int HEADER_BYTES = 12;
    private static final int CLIENT_TRANSACTION = 0x69;
    private static final int CLIENT_LOG = 0xAA;
    private static final int START = 0x01;
    private static final int COMMIT = 0x02;

    private static final int TRANSACTION_MAGIC = 0x5452414E;
    private static final int TRANSACTION_HEADER_BYTES = 16;
    private static final int ITEM_BUFFER = 0x123C;
    private static final int BLF_SIZE = 2;
    private static final int BLF_LEN = 6;
    private static final int BLF_BLKNO = 8;
    private static final int BLF_MIN_BYTES = 20;

    private enum Expects {
        START,
        HEADER,
        ITEM_OR_COMMIT
    }

    private final ByteOrder guest;
    private final int sectorBytes;
    private Expects expects = Expects.START;
    private int transaction;
    private int regionsLeft;

    LogOperations(ByteOrder guest, int sectorBytes) {
        this.guest = guest;
        this.sectorBytes = sectorBytes;
    }

    /** Whether whole transactions on the superblock's buffer, and unmount records, are all there is. */
    boolean changeSuperblockOnly(ByteBuffer data, long count) {
        for (long i = 0; i < count; i++) {
            if (data.remaining() < HEADER_BYTES) {
                return false;
            }
            int owner = data.getInt();
            long length = Integer.toUnsignedLong(data.getInt());
            int client = Byte.toUnsignedInt(data.get());
            int flags = Byte.toUnsignedInt(data.get());
            data.getShort();
            if (length > data.remaining()) {
                return false;
            }
            ByteBuffer region = data.slice(data.position(), (int) length).order(guest);
            data.position(data.position() + (int) length);
            boolean unmount = client == CLIENT_LOG && flags == UNMOUNT && expects == Expects.START;
            if (!unmount && !(client == CLIENT_TRANSACTION && takes(owner, flags, region))) {
                return false;
            }
        }
        return expects == Expects.START;
    }

    /** A region that goes on in another record has more flags, and is not taken. */
    private boolean takes(int owner, int flags, ByteBuffer region) {
        if (expects != Expects.START && owner != transaction) {
            return false;
        }
        return switch (expects) {
            case START -> {
                transaction = owner;
                expects = Expects.HEADER;
                yield flags == START && !region.hasRemaining();
            }
            case HEADER -> {
                expects = Expects.ITEM_OR_COMMIT;
                yield flags == 0
                        && region.remaining() == TRANSACTION_HEADER_BYTES
                        && region.getInt(0) == TRANSACTION_MAGIC;
            }
            case ITEM_OR_COMMIT -> {
                if (regionsLeft > 0) {
                    regionsLeft--;
                    yield flags == 0;
                }
                if (flags == COMMIT) {
                    expects = Expects.START;
                    yield true;
                }
                yield flags == 0 && isSuperblock(region);
            }
        };
    }

    /** {@code xfs_buf_log_format}: the buffer at block 0 that reaches no further than the superblock's sector. */
    private boolean isSuperblock(ByteBuffer item) {
        if (item.remaining() < BLF_MIN_BYTES || Short.toUnsignedInt(item.getShort(0)) != ITEM_BUFFER) {
            return false;
        }
        int regions = Short.toUnsignedInt(item.getShort(BLF_SIZE));
        int blocks = Short.toUnsignedInt(item.getShort(BLF_LEN));
        regionsLeft = regions - 1;
        return regions > 0 && item.getLong(BLF_BLKNO) == 0 && blocks * XfsLog.BLOCK_BYTES <= sectorBytes;
    }
}
