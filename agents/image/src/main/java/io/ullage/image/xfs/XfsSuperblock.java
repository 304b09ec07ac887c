package io.ullage.image.xfs;

import static io.ullage.image.xfs.XfsLayout.*;

import io.ullage.image.ByteSource;
import io.ullage.image.ImageException;
import io.ullage.image.content.Fields;
import java.io.IOException;
import java.util.Arrays;

/** The primary superblock, checked: the groups lie in the source, and every product of sizes fits a long. */
record XfsSuperblock(
        Fields raw,
        boolean version5,
        int blockSize,
        int sectorSize,
        long blocks,
        long groupBlocks,
        long groups,
        int groupBlockLog,
        long logStart,
        long logBlocks) {
    private static final long MIN_GROUP_BLOCKS = 64;
    private static final long MAX_GROUPS = 1L << 20;

    static XfsSuperblock read(ByteSource source) throws IOException {
        Fields sb = Fields.bigEndian(source, 0, SB_BYTES);
        if (!sb.matches(0, SB_MAGIC)) {
            throw new ImageException("XFS sb_magicnum", "must be " + SB_MAGIC, Integer.toHexString(sb.i32(0)));
        }
        int version = sb.u16(SB_VERSIONNUM) & 0xF;
        if (version != 4 && version != 5) {
            throw new ImageException("XFS sb_versionnum", "must be 4 or 5", version);
        }
        int sectorSize = (int) powerOfTwo("sb_sectsize", sb.u16(SB_SECTSIZE), 512, 32768);
        int blockSize = (int) powerOfTwo("sb_blocksize", sb.u32(SB_BLOCKSIZE), sectorSize, 65536);
        if (version == 5) {
            Checksum.check(Fields.bigEndian(source, 0, sectorSize), SB_CRC, "XFS sb_crc");
            refuseUnknown(sb.i32(SB_FEATURES_INCOMPAT));
        }
        if (sb.u8(SB_INPROGRESS) != 0) {
            throw new ImageException("XFS sb_inprogress", "must be 0: mkfs did not finish", sb.u8(SB_INPROGRESS));
        }
        long blocks = within("sb_dblocks", sb.u63(SB_DBLOCKS, "XFS sb_dblocks"), 1, source.sizeBytes() / blockSize);
        long groupBlocks = within("sb_agblocks", sb.u32(SB_AGBLOCKS), MIN_GROUP_BLOCKS, 1L << 31);
        long groups = within("sb_agcount", sb.u32(SB_AGCOUNT), 1, MAX_GROUPS);
        if (groups != (blocks + groupBlocks - 1) / groupBlocks) {
            throw new ImageException(
                    "XFS sb_agcount", "must be " + blocks + " blocks in groups of " + groupBlocks, groups);
        }
        return new XfsSuperblock(
                sb,
                version == 5,
                blockSize,
                sectorSize,
                blocks,
                groupBlocks,
                groups,
                (int) within("sb_agblklog", sb.u8(SB_AGBLKLOG), 6, 32),
                sb.u63(SB_LOGSTART, "XFS sb_logstart"),
                sb.u32(SB_LOGBLOCKS));
    }

    private static void refuseUnknown(int incompat) throws ImageException {
        int unknown = incompat & -1 << INCOMPAT_KNOWN.length;
        if (unknown != 0) {
            throw new ImageException(
                    "XFS sb_features_incompat",
                    "must hold features known here only",
                    "0x" + Integer.toHexString(unknown));
        }
    }

    private static long powerOfTwo(String field, long value, long low, long high) throws ImageException {
        within(field, value, low, high);
        if (Long.bitCount(value) != 1) {
            throw new ImageException("XFS " + field, "must be a power of two", value);
        }
        return value;
    }

    private static long within(String field, long value, long low, long high) throws ImageException {
        if (value < low || value > high) {
            throw new ImageException("XFS " + field, "must be from " + low + " to " + high, value);
        }
        return value;
    }

    boolean needsRepair() {
        return version5 && (raw.i32(SB_FEATURES_INCOMPAT) & INCOMPAT_NEEDSREPAIR) != 0;
    }

    boolean hasRealtime() {
        return raw.i64(SB_RBLOCKS) != 0;
    }

    /** The UUID that metadata blocks carry, which stays when the administrator changes the file system's. */
    byte[] metaUuid() {
        boolean own = version5 && (raw.i32(SB_FEATURES_INCOMPAT) & INCOMPAT_META_UUID) != 0;
        int at = own ? SB_META_UUID : SB_UUID;
        return Arrays.copyOfRange(raw.array(), at, at + 16);
    }

    long groupBytes() {
        return groupBlocks * blockSize;
    }

    /** Blocks of one group; the last may be shorter. */
    long blocksOf(long group) {
        return Math.min(groupBlocks, blocks - group * groupBlocks);
    }
}
