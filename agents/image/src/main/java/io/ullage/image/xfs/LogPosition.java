package io.ullage.image.xfs;

/**
 * A log sequence number: the round through the log, and the 512-byte block in it.
 *
 * @param cycle unsigned
 */
record LogPosition(int cycle, long block) {
    static LogPosition of(long lsn) {
        return new LogPosition((int) (lsn >>> Integer.SIZE), lsn & 0xFFFFFFFFL);
    }

    /** Never the magic of a record's header: such a round is skipped. */
    LogPosition plus(int count, long logBlocks) {
        if (block + count < logBlocks) {
            return new LogPosition(cycle, block + count);
        }
        int next = cycle + 1 == XfsLogRecord.MAGIC ? cycle + 2 : cycle + 1;
        return new LogPosition(next, block + count - logBlocks);
    }
}
