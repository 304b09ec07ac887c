-- What readings cost that never repeat, measured with bench/row-size on 10,000 volumes (docs/store.md): the clock, the revision, which adds up the
-- clock's milliseconds, and the age of the guest's reading. Parts that are written already keep theirs until they are merged.
ALTER TABLE ledger ${on_cluster}
  MODIFY COLUMN time CODEC(Delta, ZSTD(3)),
  MODIFY COLUMN revision CODEC(T64, ZSTD(3)),
  MODIFY COLUMN guest_age_seconds CODEC(T64, ZSTD(3));
