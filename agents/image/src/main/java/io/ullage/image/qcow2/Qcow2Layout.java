package io.ullage.image.qcow2;

/** Offsets, bits and limits of a qcow2 file, with the section of the specification that each is from. */
final class Qcow2Layout {
    private Qcow2Layout() {}

    // Spec, "Header".
    static final int MAGIC = 0x514649fb;
    static final int VERSION = 4;
    static final int BACKING_FILE_OFFSET = 8;
    static final int BACKING_FILE_SIZE = 16;
    static final int CLUSTER_BITS = 20;
    static final int SIZE = 24;
    static final int CRYPT_METHOD = 32;
    static final int L1_SIZE = 36;
    static final int L1_TABLE_OFFSET = 40;
    static final int REFCOUNT_TABLE_OFFSET = 48;
    static final int REFCOUNT_TABLE_CLUSTERS = 56;
    static final int NB_SNAPSHOTS = 60;
    static final int SNAPSHOTS_OFFSET = 64;
    static final int HEADER_LENGTH_V2 = 72;
    static final int REFCOUNT_ORDER_V2 = 4;

    // Spec, "Header", version 3 and later.
    static final int INCOMPATIBLE_FEATURES = 72;
    static final int COMPATIBLE_FEATURES = 80;
    static final int AUTOCLEAR_FEATURES = 88;
    static final int REFCOUNT_ORDER = 96;
    static final int HEADER_LENGTH = 100;
    static final int HEADER_LENGTH_V3 = 104;

    // Spec, "Additional fields".
    static final int COMPRESSION_TYPE = 104;

    // Spec, "Header", incompatible_features and autoclear_features.
    static final long INCOMPATIBLE_DIRTY = 1L;
    static final long INCOMPATIBLE_CORRUPT = 1L << 1;
    static final long INCOMPATIBLE_DATA_FILE = 1L << 2;
    static final long INCOMPATIBLE_COMPRESSION = 1L << 3;
    static final long INCOMPATIBLE_EXTENDED_L2 = 1L << 4;
    static final long INCOMPATIBLE_KNOWN = INCOMPATIBLE_DIRTY
            | INCOMPATIBLE_CORRUPT
            | INCOMPATIBLE_DATA_FILE
            | INCOMPATIBLE_COMPRESSION
            | INCOMPATIBLE_EXTENDED_L2;
    static final long COMPATIBLE_LAZY_REFCOUNTS = 1L;
    static final long AUTOCLEAR_BITMAPS = 1L;
    static final long AUTOCLEAR_DATA_FILE_RAW = 1L << 1;

    // Spec, "Header extensions".
    static final int EXTENSION_END = 0;
    static final int EXTENSION_BACKING_FORMAT = 0xe2792aca;
    static final int EXTENSION_FEATURE_NAMES = 0x6803f857;
    static final int EXTENSION_BITMAPS = 0x23852875;
    static final int EXTENSION_LUKS = 0x0537be77;
    static final int EXTENSION_DATA_FILE = 0x44415441;
    static final int EXTENSION_HEADER_BYTES = 8;

    // Spec, "Feature name table".
    static final int FEATURE_NAME_ENTRY_BYTES = 48;
    static final int FEATURE_TYPE_INCOMPATIBLE = 0;

    // Spec, "L1 table entry", "Standard cluster descriptor", "L2 table entry".
    static final int L1_ENTRY_BYTES = 8;
    static final long COPIED = 1L << 63;
    static final long COMPRESSED = 1L << 62;
    static final long ZERO = 1L;
    static final long OFFSET_MASK = 0x00fffffffffffe00L;
    static final long L1_RESERVED_MASK = 0x7f000000000001ffL;
    static final long L2_RESERVED_MASK = 0x3f000000000001feL;

    // Spec, "Compressed clusters descriptor".
    static final int COMPRESSED_SECTOR_BYTES = 512;

    // Spec, "Extended L2 Entries".
    static final int SUBCLUSTERS = 32;
    static final int EXTENDED_MIN_CLUSTER_BITS = 14;

    // Spec, "Snapshots".
    static final int SNAPSHOT_ENTRY_BYTES = 40;
    static final int SNAPSHOT_EXTRA_VM_STATE = 40;
    static final int SNAPSHOT_EXTRA_DISK_SIZE = 48;

    // Spec, "Bitmaps extension", "Bitmap directory", "Bitmap table".
    static final int BITMAPS_EXTENSION_BYTES = 24;
    static final int BITMAP_ENTRY_BYTES = 24;
    static final int BITMAP_FLAG_IN_USE = 1;
    static final int BITMAP_FLAG_AUTO = 2;
    static final int BITMAP_FLAG_EXTRA_DATA_COMPATIBLE = 4;
    static final int BITMAP_FLAGS_KNOWN = BITMAP_FLAG_IN_USE | BITMAP_FLAG_AUTO | BITMAP_FLAG_EXTRA_DATA_COMPATIBLE;
    static final int BITMAP_TYPE_DIRTY_TRACKING = 1;
    static final long BITMAP_TABLE_ALL_ONES = 1L;

    // Limits of QEMU's own reader (block/qcow2.h); the specification has none.
    static final int MIN_CLUSTER_BITS = 9;
    static final int MAX_CLUSTER_BITS = 21;
    static final int MAX_REFCOUNT_ORDER = 6;
    static final int MAX_L1_BYTES = 32 << 20;
    static final int MAX_REFCOUNT_TABLE_BYTES = 8 << 20;
    static final int MAX_SNAPSHOTS = 65536;
    static final int MAX_SNAPSHOT_TABLE_BYTES = 64 << 20;
    static final int MAX_SNAPSHOT_EXTRA_BYTES = 1024;
    static final int MAX_BACKING_FILE_BYTES = 1023;
    static final int MAX_BITMAPS = 65535;
    static final int MAX_BITMAP_DIRECTORY_BYTES = 64 << 20;
    static final int MAX_BITMAP_TABLE_ENTRIES = 0x8000000;
    static final int MAX_BITMAP_NAME_BYTES = 1023;
    static final int MIN_BITMAP_GRANULARITY_BITS = 9;
    static final int MAX_BITMAP_GRANULARITY_BITS = 31;
}
