package io.ullage.image.xfs;

import io.ullage.image.ByteSource;
import io.ullage.image.ImageException;
import io.ullage.image.content.Fields;
import java.io.IOException;

/**
 * Tells whether the internal log ends in an unmount record, as the kernel does before it mounts: every 512-byte block of the log begins with the
 * number of the round in which it was written (in a record's header, with the magic, then the number), so the end is where the number drops.
 */
final class XfsLog {
    private static final int BLOCK_BYTES = 512;
    private static final int HEADER_MAGIC = 0xFEEDBABE;
    private static final int H_LEN = 12;
    private static final int H_NUM_LOGOPS = 40;
    private static final int H_SIZE = 320;
    private static final int OH_FLAGS = 9;
    private static final int UNMOUNT_TRANS = 0x20;
    private static final int HEADER_COVERS_BYTES = 32 * 1024;

    /** A record is at most 256 KiB and its headers. */
    private static final int MAX_RECORD_BLOCKS = 256 * 1024 / BLOCK_BYTES + 8;

    private final ByteSource source;
    private final long startByte;
    private final long blocks;

    private XfsLog(ByteSource source, long startByte, long blocks) {
        this.source = source;
        this.startByte = startByte;
        this.blocks = blocks;
    }

    static XfsLog of(ByteSource source, XfsSuperblock sb) throws ImageException {
        long group = sb.logStart() >>> sb.groupBlockLog();
        long inGroup = sb.logStart() & (1L << sb.groupBlockLog()) - 1;
        if (group >= sb.groups() || inGroup + sb.logBlocks() > sb.blocksOf(group) || sb.logBlocks() == 0) {
            throw new ImageException(
                    "XFS sb_logstart", "must lie with its " + sb.logBlocks() + " blocks in one group", sb.logStart());
        }
        return new XfsLog(
                source,
                group * sb.groupBytes() + inGroup * sb.blockSize(),
                sb.logBlocks() * sb.blockSize() / BLOCK_BYTES);
    }

    boolean isClean() throws IOException {
        long head = head();
        for (long back = 1; back <= Math.min(MAX_RECORD_BLOCKS, blocks); back++) {
            long at = Math.floorMod(head - back, blocks);
            Fields header = block(at);
            if (header.i32(0) == HEADER_MAGIC) {
                return isUnmount(header, at, back);
            }
        }
        return false;
    }

    private boolean isUnmount(Fields header, long at, long blocksToHead) throws IOException {
        if (header.i32(H_NUM_LOGOPS) != 1) {
            return false;
        }
        long headers = Math.max(1, (header.u32(H_SIZE) + HEADER_COVERS_BYTES - 1) / HEADER_COVERS_BYTES);
        long data = (header.u32(H_LEN) + BLOCK_BYTES - 1) / BLOCK_BYTES;
        if (headers + data != blocksToHead) {
            return false;
        }
        return (block((at + headers) % blocks).u8(OH_FLAGS) & UNMOUNT_TRANS) != 0;
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
        Fields fields = block(block);
        return fields.i32(0) == HEADER_MAGIC ? fields.i32(Integer.BYTES) : fields.i32(0);
    }

    private Fields block(long number) throws IOException {
        return Fields.bigEndian(source, startByte + number * BLOCK_BYTES, BLOCK_BYTES);
    }
}
