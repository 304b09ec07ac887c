package io.ullage.image.xfs;

import static io.ullage.image.xfs.XfsLayout.*;

import io.ullage.image.ByteSource;
import io.ullage.image.ImageException;
import io.ullage.image.content.Fields;
import java.io.IOException;

/**
 * The free extents of one allocation group in ascending order: down the left edge of the by-block tree, then along its leaves.
 * Holds one block.
 */
final class FreeExtents {
    private final ByteSource source;
    private final XfsSuperblock sb;
    private final long group;
    private final long groupBlocks;
    private final byte[] uuid;
    private final long expectedFreeBlocks;
    private final int headerBytes;

    private Fields leaf;
    private int record;
    private long start;
    private long end;
    private long freeBlocks;

    FreeExtents(ByteSource source, XfsSuperblock sb, long group, byte[] uuid) throws IOException {
        this.source = source;
        this.sb = sb;
        this.group = group;
        this.uuid = uuid;
        groupBlocks = sb.blocksOf(group);
        headerBytes = sb.version5() ? BT_HEADER_BYTES_V5 : BT_HEADER_BYTES_V4;

        Fields agf = Fields.bigEndian(
                source, group * sb.groupBytes() + (long) AGF_SECTOR * sb.sectorSize(), sb.sectorSize());
        if (!agf.matches(0, AGF_MAGIC)) {
            throw new ImageException("XFS agf_magicnum", "must be " + AGF_MAGIC, Integer.toHexString(agf.i32(0)));
        }
        if (sb.version5()) {
            Checksum.check(agf, AGF_CRC, "XFS agf_crc");
            checkUuid(agf, AGF_UUID, "agf_uuid");
        }
        equal("agf_seqno", group, agf.u32(AGF_SEQNO));
        equal("agf_length", groupBlocks, agf.u32(AGF_LENGTH));
        long levels = agf.u32(AGF_BNO_LEVEL);
        if (levels < 1 || levels > BT_MAX_LEVELS) {
            throw new ImageException("XFS agf_levels", "must be from 1 to " + BT_MAX_LEVELS, levels);
        }
        expectedFreeBlocks = agf.u32(AGF_FREEBLKS);
        leaf = leftmostLeaf(agf.u32(AGF_BNO_ROOT), (int) levels);
    }

    private Fields leftmostLeaf(long root, int levels) throws IOException {
        Fields block = block(root, levels - 1);
        for (int level = levels - 2; level >= 0; level--) {
            if (block.u16(BT_NUMRECS) == 0) {
                throw new ImageException("XFS bb_numrecs", "must not be 0 above the leaves", 0);
            }
            int pointers = headerBytes + maxRecords(BT_RECORD_BYTES + BT_POINTER_BYTES) * BT_RECORD_BYTES;
            block = block(block.u32(pointers), level);
        }
        return block;
    }

    private Fields block(long number, int level) throws IOException {
        if (number < 1 || number >= groupBlocks) {
            throw new ImageException("XFS free-space tree", "must point into its group of " + groupBlocks, number);
        }
        Fields block = Fields.bigEndian(source, group * sb.groupBytes() + number * sb.blockSize(), sb.blockSize());
        String magic = sb.version5() ? BNOBT_MAGIC_V5 : BNOBT_MAGIC_V4;
        if (!block.matches(0, magic)) {
            throw new ImageException("XFS bb_magic", "must be " + magic, Integer.toHexString(block.i32(0)));
        }
        if (sb.version5()) {
            Checksum.check(block, BT_CRC, "XFS bb_crc");
            checkUuid(block, BT_UUID, "bb_uuid");
            equal("bb_owner", group, block.u32(BT_OWNER));
        }
        equal("bb_level", level, block.u16(BT_LEVEL));
        int bytesPerRecord = level == 0 ? BT_RECORD_BYTES : BT_RECORD_BYTES + BT_POINTER_BYTES;
        if (block.u16(BT_NUMRECS) > maxRecords(bytesPerRecord)) {
            throw new ImageException(
                    "XFS bb_numrecs", "must be at most " + maxRecords(bytesPerRecord), block.u16(BT_NUMRECS));
        }
        return block;
    }

    private int maxRecords(int bytesPerRecord) {
        return (sb.blockSize() - headerBytes) / bytesPerRecord;
    }

    private void checkUuid(Fields block, int offset, String field) throws ImageException {
        if (!block.matches(offset, uuid)) {
            throw new ImageException(
                    "XFS " + field,
                    "must be the file system's",
                    block.uuid(offset).orElse("zero"));
        }
    }

    private static void equal(String field, long expected, long actual) throws ImageException {
        if (expected != actual) {
            throw new ImageException("XFS " + field, "must be " + expected, actual);
        }
    }

    /** Moves to the next free extent; false after the last. Extents must ascend, which ends every loop of pointers. */
    boolean next() throws IOException {
        while (record == leaf.u16(BT_NUMRECS)) {
            long right = leaf.u32(BT_RIGHTSIB);
            if (right == NULL_AGBLOCK) {
                return false;
            }
            leaf = block(right, 0);
            if (leaf.u16(BT_NUMRECS) == 0) {
                throw new ImageException("XFS bb_numrecs", "must not be 0 in a leaf that has neighbours", 0);
            }
            record = 0;
        }
        int at = headerBytes + record * BT_RECORD_BYTES;
        long first = leaf.u32(at);
        long count = leaf.u32(at + Integer.BYTES);
        if (first < end || count == 0 || first + count > groupBlocks) {
            throw new ImageException(
                    "XFS free extent",
                    "must lie after block " + end + " and end by " + groupBlocks,
                    first + " + " + count);
        }
        start = first;
        end = first + count;
        freeBlocks += count;
        record++;
        return true;
    }

    long start() {
        return start;
    }

    long end() {
        return end;
    }

    /** Free blocks that the header counts but the walk did not meet; 0 in a sound group. */
    long missingBlocks() {
        return expectedFreeBlocks - freeBlocks;
    }
}
