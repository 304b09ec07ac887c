package io.ullage.image.ext4;

/** Offsets and bits of <a href="https://docs.kernel.org/filesystems/ext4/globals.html">the ext4 disk layout</a>, all little-endian. */
final class Ext4Layout {
    static final int SUPERBLOCK_OFFSET = 1024;
    static final int SUPERBLOCK_BYTES = 1024;
    static final int MAGIC = 0xEF53;

    static final int S_BLOCKS_COUNT_LO = 0x4;
    static final int S_FIRST_DATA_BLOCK = 0x14;
    static final int S_LOG_BLOCK_SIZE = 0x18;
    static final int S_LOG_CLUSTER_SIZE = 0x1C;
    static final int S_BLOCKS_PER_GROUP = 0x20;
    static final int S_CLUSTERS_PER_GROUP = 0x24;
    static final int S_INODES_PER_GROUP = 0x28;
    static final int S_MAGIC = 0x38;
    static final int S_STATE = 0x3A;
    static final int S_REV_LEVEL = 0x4C;
    static final int S_INODE_SIZE = 0x58;
    static final int S_FEATURE_COMPAT = 0x5C;
    static final int S_FEATURE_INCOMPAT = 0x60;
    static final int S_FEATURE_RO_COMPAT = 0x64;
    static final int S_UUID = 0x68;
    static final int S_VOLUME_NAME = 0x78;
    static final int S_RESERVED_GDT_BLOCKS = 0xCE;
    static final int S_DESC_SIZE = 0xFE;
    static final int S_FIRST_META_BG = 0x104;
    static final int S_BLOCKS_COUNT_HI = 0x150;
    static final int S_BACKUP_BGS = 0x24C;
    static final int S_CHECKSUM_SEED = 0x270;
    static final int S_CHECKSUM = 0x3FC;

    static final int STATE_ERRORS = 0x2;

    static final int COMPAT_HAS_JOURNAL = 0x4;
    static final int COMPAT_SPARSE_SUPER2 = 0x200;

    static final int INCOMPAT_RECOVER = 0x4;
    static final int INCOMPAT_META_BG = 0x10;
    static final int INCOMPAT_EXTENTS = 0x40;
    static final int INCOMPAT_64BIT = 0x80;
    static final int INCOMPAT_FLEX_BG = 0x200;
    static final int INCOMPAT_CSUM_SEED = 0x2000;

    /** By bit; a name that is missing here is a feature that is refused. Compression (0x1) and journal devices (0x8) are. */
    static final String[] INCOMPAT_KNOWN = {
        null,
        "filetype",
        "recover",
        null,
        "meta_bg",
        null,
        "extents",
        "64bit",
        "mmp",
        "flex_bg",
        "ea_inode",
        null,
        null,
        "csum_seed",
        "largedir",
        "inline_data",
        "encrypt",
        "casefold"
    };

    static final int RO_COMPAT_SPARSE_SUPER = 0x1;
    static final int RO_COMPAT_HUGE_FILE = 0x8;
    static final int RO_COMPAT_GDT_CSUM = 0x10;
    static final int RO_COMPAT_BIGALLOC = 0x200;
    static final int RO_COMPAT_METADATA_CSUM = 0x400;

    static final int BG_BLOCK_BITMAP_LO = 0x0;
    static final int BG_INODE_BITMAP_LO = 0x4;
    static final int BG_INODE_TABLE_LO = 0x8;
    static final int BG_FLAGS = 0x12;
    static final int BG_BLOCK_BITMAP_CSUM_LO = 0x18;
    static final int BG_CHECKSUM = 0x1E;
    static final int BG_BLOCK_BITMAP_HI = 0x20;
    static final int BG_INODE_BITMAP_HI = 0x24;
    static final int BG_INODE_TABLE_HI = 0x28;
    static final int BG_BLOCK_BITMAP_CSUM_HI = 0x38;
    static final int FLAG_BLOCK_UNINIT = 0x2;

    private Ext4Layout() {}
}
