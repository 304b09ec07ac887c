package io.ullage.image.ext4;

import static io.ullage.image.ext4.Ext4Layout.*;

import io.ullage.image.ByteSource;
import io.ullage.image.ImageException;
import io.ullage.image.content.ContentKind;
import io.ullage.image.content.Fields;
import io.ullage.image.content.SeededCrc;
import java.io.IOException;

/** The superblock, checked: from here on every size in it is within the source and every product of sizes fits a long. */
record Ext4Superblock(
        ContentKind kind,
        Fields raw,
        int incompat,
        int roCompat,
        int compat,
        long blocks,
        int blockSize,
        long firstDataBlock,
        long blocksPerGroup,
        int clustersPerGroup,
        int clusterBlocks,
        long groups,
        int descriptorSize,
        long firstMetaBlockGroup,
        long reservedGdtBlocks,
        long inodeTableBlocks,
        int checksumSeed) {
    /** 1 PiB of 4 KiB blocks. A larger file system would take minutes to walk; a forged one, days. */
    private static final long MAX_GROUPS = 1L << 23;

    static Ext4Superblock read(ByteSource source) throws IOException {
        Fields sb = Fields.littleEndian(source, SUPERBLOCK_OFFSET, SUPERBLOCK_BYTES);
        if (sb.u16(S_MAGIC) != MAGIC) {
            throw new ImageException("ext4 s_magic", "must be 0xef53", Integer.toHexString(sb.u16(S_MAGIC)));
        }
        int compat = sb.i32(S_FEATURE_COMPAT);
        int incompat = sb.i32(S_FEATURE_INCOMPAT);
        int roCompat = sb.i32(S_FEATURE_RO_COMPAT);
        refuseUnknown(incompat);
        checkSum(sb, roCompat);

        long logBlockSize = within("s_log_block_size", sb.u32(S_LOG_BLOCK_SIZE), 0, 6);
        int blockSize = 1024 << logBlockSize;
        long firstDataBlock = within("s_first_data_block", sb.u32(S_FIRST_DATA_BLOCK), 0, 1);
        boolean bits64 = (incompat & INCOMPAT_64BIT) != 0;
        long blocks = sb.u32(S_BLOCKS_COUNT_LO) | (bits64 ? sb.u32(S_BLOCKS_COUNT_HI) << 32 : 0);
        if (blocks <= firstDataBlock || blocks < 0 || blocks > source.sizeBytes() / blockSize) {
            throw new ImageException(
                    "ext4 s_blocks_count",
                    "must be from 2 to the " + source.sizeBytes() / blockSize + " blocks of its disk",
                    Long.toUnsignedString(blocks));
        }
        int clusterBlocks = 1;
        if ((roCompat & RO_COMPAT_BIGALLOC) != 0) {
            clusterBlocks = 1
                    << within("s_log_cluster_size", sb.u32(S_LOG_CLUSTER_SIZE), logBlockSize, logBlockSize + 16)
                            - logBlockSize;
        }
        long clustersPerGroup = within(
                "s_clusters_per_group",
                sb.u32(clusterBlocks == 1 ? S_BLOCKS_PER_GROUP : S_CLUSTERS_PER_GROUP),
                256,
                8L * blockSize);
        if (clustersPerGroup % 8 != 0) {
            throw new ImageException("ext4 s_clusters_per_group", "must be a multiple of 8", clustersPerGroup);
        }
        long blocksPerGroup = sb.u32(S_BLOCKS_PER_GROUP);
        if (blocksPerGroup != clustersPerGroup * clusterBlocks) {
            throw new ImageException(
                    "ext4 s_blocks_per_group", "must be " + clustersPerGroup + " × " + clusterBlocks, blocksPerGroup);
        }
        long groups = (blocks - firstDataBlock + blocksPerGroup - 1) / blocksPerGroup;
        if (groups > MAX_GROUPS) {
            throw new ImageException("ext4 groups", "are walked up to " + MAX_GROUPS, groups);
        }
        int descriptorSize = 32;
        if (bits64) {
            descriptorSize = (int) within("s_desc_size", sb.u16(S_DESC_SIZE), 64, blockSize);
            if (Integer.bitCount(descriptorSize) != 1) {
                throw new ImageException("ext4 s_desc_size", "must be a power of two", descriptorSize);
            }
        }
        long inodeSize = sb.i32(S_REV_LEVEL) == 0 ? 128 : within("s_inode_size", sb.u16(S_INODE_SIZE), 128, blockSize);
        long inodeTableBlocks = (sb.u32(S_INODES_PER_GROUP) * inodeSize + blockSize - 1) / blockSize;
        return new Ext4Superblock(
                kind(compat, incompat, roCompat),
                sb,
                incompat,
                roCompat,
                compat,
                blocks,
                blockSize,
                firstDataBlock,
                blocksPerGroup,
                (int) clustersPerGroup,
                clusterBlocks,
                groups,
                descriptorSize,
                (incompat & INCOMPAT_META_BG) != 0 ? sb.u32(S_FIRST_META_BG) : Long.MAX_VALUE,
                sb.u16(S_RESERVED_GDT_BLOCKS),
                inodeTableBlocks,
                (incompat & INCOMPAT_CSUM_SEED) != 0
                        ? sb.i32(S_CHECKSUM_SEED)
                        : SeededCrc.castagnoli(-1)
                                .update(sb.array(), S_UUID, 16)
                                .value());
    }

    private static void refuseUnknown(int incompat) throws ImageException {
        for (int bit = 0; bit < Integer.SIZE; bit++) {
            boolean known = bit < INCOMPAT_KNOWN.length && INCOMPAT_KNOWN[bit] != null;
            if ((incompat >>> bit & 1) != 0 && !known) {
                throw new ImageException(
                        "ext4 s_feature_incompat",
                        "must hold features known here only",
                        "bit 0x" + Integer.toHexString(1 << bit));
            }
        }
    }

    private static void checkSum(Fields sb, int roCompat) throws ImageException {
        if ((roCompat & RO_COMPAT_METADATA_CSUM) == 0) {
            return;
        }
        int sum = SeededCrc.castagnoli(-1).update(sb.array(), 0, S_CHECKSUM).value();
        if (sum != sb.i32(S_CHECKSUM)) {
            throw new ImageException(
                    "ext4 s_checksum", "must be " + Integer.toHexString(sum), Integer.toHexString(sb.i32(S_CHECKSUM)));
        }
    }

    private static long within(String field, long value, long low, long high) throws ImageException {
        if (value < low || value > high) {
            throw new ImageException("ext4 " + field, "must be from " + low + " to " + high, value);
        }
        return value;
    }

    /** As blkid tells them apart: by the features that the older drivers lack. */
    private static ContentKind kind(int compat, int incompat, int roCompat) {
        int beyondExt3 = incompat & ~(0x2 | INCOMPAT_RECOVER | INCOMPAT_META_BG) | roCompat & ~0x7;
        if (beyondExt3 != 0) {
            return ContentKind.EXT4;
        }
        return (compat & COMPAT_HAS_JOURNAL) != 0 ? ContentKind.EXT3 : ContentKind.EXT2;
    }

    boolean needsRecovery() {
        return (incompat & INCOMPAT_RECOVER) != 0;
    }

    boolean markedWithErrors() {
        return (raw.u16(S_STATE) & STATE_ERRORS) != 0;
    }

    boolean metadataChecksums() {
        return (roCompat & RO_COMPAT_METADATA_CSUM) != 0;
    }

    boolean groupChecksums() {
        return metadataChecksums() || (roCompat & RO_COMPAT_GDT_CSUM) != 0;
    }

    long groupFirstBlock(long group) {
        return firstDataBlock + group * blocksPerGroup;
    }

    long descriptorsPerBlock() {
        return blockSize / descriptorSize;
    }

    /** Block 0, or 1 where a block is no larger than the boot sector's 1024 bytes. */
    private long superblockBlock() {
        return SUPERBLOCK_OFFSET / blockSize;
    }

    /** The block that holds the {@code index}-th block of group descriptors. */
    long descriptorBlock(long index) {
        if (index < firstMetaBlockGroup) {
            return superblockBlock() + 1 + index;
        }
        long group = index * descriptorsPerBlock();
        return groupFirstBlock(group) + (hasSuperblock(group) ? 1 : 0);
    }

    private boolean hasSuperblock(long group) {
        if (group == 0) {
            return true;
        }
        if ((compat & COMPAT_SPARSE_SUPER2) != 0) {
            return group == raw.u32(S_BACKUP_BGS) || group == raw.u32(S_BACKUP_BGS + Integer.BYTES);
        }
        if (group == 1 || (roCompat & RO_COMPAT_SPARSE_SUPER) == 0) {
            return true;
        }
        return isPower(group, 3) || isPower(group, 5) || isPower(group, 7);
    }

    private static boolean isPower(long value, int base) {
        long power = base;
        while (power < value) {
            power *= base;
        }
        return power == value;
    }

    /** Blocks at the start of a group that hold copies of the superblock and of the descriptors. */
    long baseMetadataBlocks(long group) {
        long superblocks = hasSuperblock(group) ? 1 : 0;
        long metaGroup = group / descriptorsPerBlock();
        if (metaGroup < firstMetaBlockGroup) {
            long descriptorBlocks = (incompat & INCOMPAT_META_BG) != 0
                    ? firstMetaBlockGroup
                    : (groups + descriptorsPerBlock() - 1) / descriptorsPerBlock();
            return superblocks == 0 ? 0 : superblocks + descriptorBlocks + reservedGdtBlocks;
        }
        long inMetaGroup = group % descriptorsPerBlock();
        boolean descriptors = inMetaGroup <= 1 || inMetaGroup == descriptorsPerBlock() - 1;
        return superblocks + (descriptors ? 1 : 0);
    }
}
