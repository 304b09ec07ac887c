package io.ullage.job.sketch;

/** Where a fingerprint belongs: by the top bits of its hash. The low bits, by which it was chosen, are zero in all of them. */
final class Shard {
    /** Per domain: more than any cluster has slots, few enough that a replaced volume is few messages. */
    static final int COUNT = 256;

    /** A volume's fingerprints are kept in this many blocks, so that replacing it needs a sixteenth of them on the heap. */
    static final int GROUPS = 16;

    static final int BITS = 8;
    static final int GROUP_BITS = 4;

    private Shard() {}

    static int of(long hash) {
        return (int) (hash >>> Long.SIZE - BITS);
    }

    static int group(long hash) {
        return (int) (hash >>> Long.SIZE - GROUP_BITS);
    }
}
