package io.ullage.job.row;

import java.time.Instant;

/** What every row has beside its key. */
public sealed interface Row
        permits LedgerRow, PoolRow, SnapshotRow, GuestDiskRow, FileSystemRow, UnmatchedRow, IngestRow {
    /** Start of the interval that the row speaks of, aligned to the epoch. */
    Instant intervalStart();

    /** Grows with what is known; of two rows with equal keys the higher one stands. */
    long revision();
}
