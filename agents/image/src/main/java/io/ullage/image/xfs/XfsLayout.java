package io.ullage.image.xfs;

/** Offsets and constants of the XFS disk format, big-endian but for the checksums. */
final class XfsLayout {
    static final String SB_MAGIC = "XFSB";
    static final int SB_BYTES = 512;
    static final int SB_BLOCKSIZE = 4;
    static final int SB_DBLOCKS = 8;
    static final int SB_RBLOCKS = 16;
    static final int SB_UUID = 32;
    static final int SB_LOGSTART = 48;
    static final int SB_AGBLOCKS = 84;
    static final int SB_AGCOUNT = 88;
    static final int SB_LOGBLOCKS = 96;
    static final int SB_VERSIONNUM = 100;
    static final int SB_SECTSIZE = 102;
    static final int SB_FNAME = 108;
    static final int SB_FNAME_BYTES = 12;
    static final int SB_AGBLKLOG = 124;
    static final int SB_INPROGRESS = 126;
    static final int SB_FEATURES_INCOMPAT = 216;
    static final int SB_CRC = 224;
    static final int SB_META_UUID = 248;

    static final int INCOMPAT_META_UUID = 0x4;
    static final int INCOMPAT_NEEDSREPAIR = 0x10;

    /** By bit; what comes after is refused. */
    static final String[] INCOMPAT_KNOWN = {
        "ftype", "sparse inodes", "meta_uuid", "bigtime", "needsrepair", "nrext64", "exchange-range", "parent"
    };

    static final String AGF_MAGIC = "XAGF";
    static final int AGF_SECTOR = 1;
    static final int AGF_SEQNO = 8;
    static final int AGF_LENGTH = 12;
    static final int AGF_BNO_ROOT = 16;
    static final int AGF_BNO_LEVEL = 28;
    static final int AGF_FREEBLKS = 52;
    static final int AGF_UUID = 64;
    static final int AGF_CRC = 216;

    static final String BNOBT_MAGIC_V4 = "ABTB";
    static final String BNOBT_MAGIC_V5 = "AB3B";
    static final int BT_LEVEL = 4;
    static final int BT_NUMRECS = 6;
    static final int BT_RIGHTSIB = 12;
    static final int BT_HEADER_BYTES_V4 = 16;
    static final int BT_UUID = 32;
    static final int BT_OWNER = 48;
    static final int BT_CRC = 52;
    static final int BT_HEADER_BYTES_V5 = 56;
    static final int BT_RECORD_BYTES = 8;
    static final int BT_POINTER_BYTES = 4;
    static final int BT_MAX_LEVELS = 9;
    static final long NULL_AGBLOCK = 0xFFFFFFFFL;

    private XfsLayout() {}
}
