package io.ullage.image.xfs;

import io.ullage.image.ByteSource;
import io.ullage.image.ImageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * The internal log, a ring of records: does it hold anything that is newer than the free-space trees? What lies before the tail that the newest
 * record names is in place; what lies from there to the head would be replayed by a mount.
 *
 * <p>Every 512-byte block of the log begins with the number of the round in which it was written (in a record's header, with the magic, then
 * the number), so the head is where the number drops. It is found as the kernel does before it mounts.
 */
final class XfsLog {
    static final int BLOCK_BYTES = 512;

    /**
     * An idle file system leaves two records, each padded to the log's stripe unit; more than eight of the largest are not walked but taken
     * for changes.
     */
    private static final long MAX_WALK_BLOCKS = 8L * XfsLogRecord.MAX_BLOCKS;

    private static final int UUID_BYTES = 16;

    private final ByteSource source;
    private final long startByte;
    private final long blocks;
    private final byte[] uuid;
    private final int sectorBytes;

    XfsLog(ByteSource source, long startByte, long blocks, byte[] uuid, int sectorBytes) {
        this.source = source;
        this.startByte = startByte;
        this.blocks = blocks;
        this.uuid = uuid.clone();
        this.sectorBytes = sectorBytes;
    }

    static XfsLog of(ByteSource source, XfsSuperblock sb) throws ImageException {
        long group = sb.logStart() >>> sb.groupBlockLog();
        long inGroup = sb.logStart() & (1L << sb.groupBlockLog()) - 1;
        if (group >= sb.groups() || inGroup + sb.logBlocks() > sb.blocksOf(group) || sb.logBlocks() == 0) {
            throw new ImageException(
                    "XFS sb_logstart", "must lie with its " + sb.logBlocks() + " blocks in one group", sb.logStart());
        }
        byte[] uuid = new byte[UUID_BYTES];
        System.arraycopy(sb.raw().array(), XfsLayout.SB_UUID, uuid, 0, UUID_BYTES);
        return new XfsLog(
                source,
                group * sb.groupBytes() + inGroup * sb.blockSize(),
                sb.logBlocks() * sb.blockSize() / BLOCK_BYTES,
                uuid,
                sb.sectorSize());
    }

    enum State {
        /** Cleanly unmounted, and not written to since. */
        UNMOUNTED,
        /**
         * Nothing but the superblock is left to replay. The kernel writes such records when it freezes the file system or finds it idle, once all
         * else is in place (<i>covering</i> the log).
         */
        COVERED,
        /** It holds changes that may not be in place, or something that is not understood here. */
        CHANGES
    }

    State state() throws IOException {
        long head = head();
        for (long back = 1; back <= Math.min(XfsLogRecord.MAX_BLOCKS, blocks); back++) {
            long at = Math.floorMod(head - back, blocks);
            if (XfsLogRecord.startsIn(read(at, 1))) {
                return state(at, back, head);
            }
        }
        return State.CHANGES;
    }

    private State state(long at, long blocksToHead, long head) throws IOException {
        Optional<XfsLogRecord> newest = record(at);
        if (newest.isEmpty() || newest.get().blocks() != blocksToHead) {
            return State.CHANGES;
        }
        if (newest.get().isUnmount()) {
            return State.UNMOUNTED;
        }
        return isCovered(newest.get().tail(), head) ? State.COVERED : State.CHANGES;
    }

    private boolean isCovered(LogPosition tail, long head) throws IOException {
        if (tail.block() >= blocks) {
            return false;
        }
        long left = Math.floorMod(head - tail.block(), blocks);
        if (left == 0 || left > MAX_WALK_BLOCKS) {
            return false;
        }
        LogPosition next = tail;
        while (left > 0) {
            Optional<XfsLogRecord> record = record(next.block());
            if (record.isEmpty()
                    || !record.get().position().equals(next)
                    || record.get().blocks() > left
                    || !record.get().changesSuperblockOnly(uuid, sectorBytes)) {
                return false;
            }
            left -= record.get().blocks();
            next = next.plus(record.get().blocks(), blocks);
        }
        return true;
    }

    /** Empty where none begins whose header keeps the rules. */
    private Optional<XfsLogRecord> record(long block) throws IOException {
        int length = XfsLogRecord.blocks(read(block, 1));
        if (length == 0 || length > blocks) {
            return Optional.empty();
        }
        return Optional.of(new XfsLogRecord(read(block, length)))
                .filter(record -> record.position().block() == block);
    }

    /** The first block of the older round; {@code blocks} if all are of one. */
    private long head() throws IOException {
        int newest = cycle(0);
        long low = 0;
        long high = blocks;
        while (high - low > 1) {
            long middle = (low + high) >>> 1;
            if (cycle(middle) == newest) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high;
    }

    private int cycle(long block) throws IOException {
        ByteBuffer first = read(block, 1);
        return XfsLogRecord.startsIn(first) ? first.getInt(Integer.BYTES) : first.getInt(0);
    }

    /** {@code count} blocks from {@code block} on; what would lie after the end is at the start. */
    private ByteBuffer read(long block, int count) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(count * BLOCK_BYTES);
        int toEnd = (int) Math.min(count, blocks - block);
        source.readFully(startByte + block * BLOCK_BYTES, bytes.limit(toEnd * BLOCK_BYTES));
        if (toEnd < count) {
            source.readFully(startByte, bytes.limit(bytes.capacity()));
        }
        return bytes.rewind();
    }
}
