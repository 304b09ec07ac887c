-- The ledger of one volume in one interval, one row per (volume_id, interval_start).
--
-- The day leads the sorting key: a roll-up of one hour and a look at all volumes of one moment read one day, and one volume's rows
-- of a day still lie side by side, which is what compresses. Bounds are stored as distances from the best figure, 0 for what is
-- exact; the names of the catalogue are there as aliases.
CREATE TABLE IF NOT EXISTS ledger ${on_cluster} (
  interval_start DateTime('UTC') COMMENT 'start of the interval, aligned to the epoch' CODEC(DoubleDelta, ZSTD(3)),
  revision UInt64 COMMENT 'grows with what is known; of equal keys the highest stands' CODEC(Delta, ZSTD(3)),
  time DateTime64(3, 'UTC') COMMENT 'of the last reading in the interval' CODEC(DoubleDelta, ZSTD(3)),
  volume_id String COMMENT 'stable and unique in the estate' CODEC(ZSTD(3)),
  name String COMMENT 'for people' CODEC(ZSTD(3)),
  pool_id LowCardinality(String) COMMENT 'the pool; stable and unique in the estate',
  host_id LowCardinality(String) COMMENT 'the machine whose agent read it',
  machine_id LowCardinality(Nullable(String)) COMMENT 'SMBIOS UUID of the machine that uses it',
  parent_volume_id Nullable(String) COMMENT 'the volume that this one is an overlay of' CODEC(ZSTD(3)),
  path Nullable(String) COMMENT 'on the reporting host' CODEC(ZSTD(3)),
  source LowCardinality(String) COMMENT 'the collector',
  format LowCardinality(String) COMMENT 'such as raw, qcow2, lvm-thin',
  provisioning LowCardinality(String) COMMENT 'THIN, THICK or UNKNOWN',
  volume_use LowCardinality(String) COMMENT 'DISK: a machine sees it; BACKING: a layer beneath others',
  in_use Bool COMMENT 'another process had it open while it was read',
  provisioned_bytes UInt64 COMMENT 'size that the guest sees [By]' CODEC(Delta, ZSTD(3)),
  allocated_bytes Nullable(UInt64) COMMENT 'what it occupies in its pool, format metadata and own snapshots with it [By]' CODEC(Delta, ZSTD(3)),
  written_bytes Nullable(UInt64) COMMENT 'mapped bytes that hold data, seen from the guest [By]' CODEC(Delta, ZSTD(3)),
  zero_bytes Nullable(UInt64) COMMENT 'bytes that the format records as zeros and yet allocates [By]' CODEC(Delta, ZSTD(3)),
  backed_bytes Nullable(UInt64) COMMENT 'bytes that only the parent chain supplies [By]' CODEC(Delta, ZSTD(3)),
  snapshot_bytes Nullable(UInt64) COMMENT 'held by its internal snapshots alone [By]' CODEC(Delta, ZSTD(3)),
  metadata_bytes Nullable(UInt64) COMMENT 'of the format: headers, tables, reference counts, bitmaps [By]' CODEC(Delta, ZSTD(3)),
  allocation_unit_bytes Nullable(UInt64) COMMENT 'smallest piece that the backing can give back [By]' CODEC(Delta, ZSTD(3)),
  guest_live_bytes Nullable(UInt64) COMMENT 'held by the guest, wherever it is backed [By]' CODEC(Delta, ZSTD(3)),
  method LowCardinality(String) COMMENT 'the weakest of the classes: EXACT, BOUNDED or SAMPLED',
  live_bytes UInt64 COMMENT 'held by the guest and backed [By]' CODEC(Delta, ZSTD(3)),
  claimed_bytes UInt64 COMMENT 'held by the guest, not backed [By]' CODEC(Delta, ZSTD(3)),
  dead_bytes UInt64 COMMENT 'free in the guest, backed, its whole allocation unit free, held by nothing else [By]' CODEC(Delta, ZSTD(3)),
  stranded_bytes UInt64 COMMENT 'free in the guest, backed, in a unit that is partly live or that a snapshot or parent holds [By]' CODEC(Delta, ZSTD(3)),
  zeroed_bytes UInt64 COMMENT 'not live, backed and all zeros [By]' CODEC(Delta, ZSTD(3)),
  reserved_bytes UInt64 COMMENT 'not live, allocated and never written [By]' CODEC(Delta, ZSTD(3)),
  ullage_bytes UInt64 COMMENT 'not live and not backed [By]' CODEC(Delta, ZSTD(3)),
  unseen_bytes UInt64 COMMENT 'backed, and nobody can say whether the guest holds it [By]' CODEC(Delta, ZSTD(3)),
  live_below_bytes UInt64 COMMENT 'from liveBytes down to the least it can be [By]' CODEC(Delta, ZSTD(3)),
  live_above_bytes UInt64 COMMENT 'from liveBytes up to the most it can be [By]' CODEC(Delta, ZSTD(3)),
  dead_below_bytes UInt64 COMMENT 'from deadBytes down to the least it can be [By]' CODEC(Delta, ZSTD(3)),
  dead_above_bytes UInt64 COMMENT 'from deadBytes up to the most it can be [By]' CODEC(Delta, ZSTD(3)),
  stranded_below_bytes UInt64 COMMENT 'from strandedBytes down to the least it can be [By]' CODEC(Delta, ZSTD(3)),
  stranded_above_bytes UInt64 COMMENT 'from strandedBytes up to the most it can be [By]' CODEC(Delta, ZSTD(3)),
  zeroed_below_bytes UInt64 COMMENT 'from zeroedBytes down to the least it can be [By]' CODEC(Delta, ZSTD(3)),
  zeroed_above_bytes UInt64 COMMENT 'from zeroedBytes up to the most it can be [By]' CODEC(Delta, ZSTD(3)),
  reserved_below_bytes UInt64 COMMENT 'from reservedBytes down to the least it can be [By]' CODEC(Delta, ZSTD(3)),
  reserved_above_bytes UInt64 COMMENT 'from reservedBytes up to the most it can be [By]' CODEC(Delta, ZSTD(3)),
  guest_disk LowCardinality(Nullable(String)) COMMENT 'name of the guest disk that it is',
  match_rule LowCardinality(Nullable(String)) COMMENT 'by what the guest disk was found',
  guest_age_seconds Nullable(Int64) COMMENT 'from the guest''s reading to the host''s; negative where the guest was read later [s]' CODEC(Delta, ZSTD(3)),
  anomalies Array(String) COMMENT 'broken invariants, each with its values' CODEC(ZSTD(3)),
  live_low_bytes UInt64 ALIAS live_bytes - live_below_bytes COMMENT 'least that liveBytes can be [By]',
  live_high_bytes UInt64 ALIAS live_bytes + live_above_bytes COMMENT 'most that liveBytes can be [By]',
  dead_low_bytes UInt64 ALIAS dead_bytes - dead_below_bytes COMMENT 'least that deadBytes can be [By]',
  dead_high_bytes UInt64 ALIAS dead_bytes + dead_above_bytes COMMENT 'most that deadBytes can be [By]',
  stranded_low_bytes UInt64 ALIAS stranded_bytes - stranded_below_bytes COMMENT 'least that strandedBytes can be [By]',
  stranded_high_bytes UInt64 ALIAS stranded_bytes + stranded_above_bytes COMMENT 'most that strandedBytes can be [By]',
  zeroed_low_bytes UInt64 ALIAS zeroed_bytes - zeroed_below_bytes COMMENT 'least that zeroedBytes can be [By]',
  zeroed_high_bytes UInt64 ALIAS zeroed_bytes + zeroed_above_bytes COMMENT 'most that zeroedBytes can be [By]',
  reserved_low_bytes UInt64 ALIAS reserved_bytes - reserved_below_bytes COMMENT 'least that reservedBytes can be [By]',
  reserved_high_bytes UInt64 ALIAS reserved_bytes + reserved_above_bytes COMMENT 'most that reservedBytes can be [By]'
)
ENGINE = ${replicated}ReplacingMergeTree(revision)
PARTITION BY toYYYYMM(interval_start)
ORDER BY (toDate(interval_start), volume_id, interval_start)
TTL interval_start + INTERVAL ${raw_days} DAY
SETTINGS ttl_only_drop_parts = 1, non_replicated_deduplication_window = 1000
COMMENT 'a volume, as its host and its guest see it, per interval';
