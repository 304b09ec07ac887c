package io.ullage.job.row;

/** What every row has beside its key. */
public sealed interface Row
        permits LedgerRow,
                PoolRow,
                SnapshotRow,
                GuestDiskRow,
                FileSystemRow,
                UnmatchedRow,
                IngestRow,
                InventoryRow,
                SnapshotGrowthRow,
                ChainGrowthRow,
                LunGrowthRow,
                SketchRow,
                FingerprintRow,
                DedupDomainRow,
                DedupVolumeRow,
                AlertRow {
    /** Grows with what is known; of two rows with equal keys the higher one stands. */
    long revision();
}
