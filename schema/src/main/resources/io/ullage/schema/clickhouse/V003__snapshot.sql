-- A snapshot in one interval.
CREATE TABLE IF NOT EXISTS snapshot ${on_cluster} (
  interval_start DateTime('UTC') COMMENT 'start of the interval, aligned to the epoch' CODEC(DoubleDelta, ZSTD(3)),
  revision UInt64 COMMENT 'grows with what is known; of equal keys the highest stands' CODEC(Delta, ZSTD(3)),
  time DateTime64(3, 'UTC') COMMENT 'of the last reading in the interval' CODEC(DoubleDelta, ZSTD(3)),
  host_id LowCardinality(String) COMMENT 'the machine whose agent read it',
  snapshot_id String COMMENT 'unique in the estate' CODEC(ZSTD(3)),
  volume_id String COMMENT 'stable and unique in the estate' CODEC(ZSTD(3)),
  pool_id LowCardinality(String) COMMENT 'the pool; stable and unique in the estate',
  name String COMMENT 'for people' CODEC(ZSTD(3)),
  snapshot_kind LowCardinality(String) COMMENT 'INTERNAL, OVERLAY or POOL',
  source LowCardinality(String) COMMENT 'the collector',
  created Nullable(DateTime64(3, 'UTC')) COMMENT 'when the snapshot was taken' CODEC(DoubleDelta, ZSTD(3)),
  size_bytes UInt64 COMMENT 'virtual size of the volume at that point [By]' CODEC(Delta, ZSTD(3)),
  referenced_bytes Nullable(UInt64) COMMENT 'allocated bytes that it points at, shared ones with them [By]' CODEC(Delta, ZSTD(3)),
  exclusive_bytes Nullable(UInt64) COMMENT 'held by it alone: what deleting just this one returns [By]' CODEC(Delta, ZSTD(3)),
  vm_state_bytes Nullable(UInt64) COMMENT 'saved memory and device state, part of exclusiveBytes [By]' CODEC(Delta, ZSTD(3))
)
ENGINE = ${replicated}ReplacingMergeTree(revision)
PARTITION BY toYYYYMM(interval_start)
ORDER BY (snapshot_id, interval_start)
TTL interval_start + INTERVAL ${raw_days} DAY
SETTINGS ttl_only_drop_parts = 1, non_replicated_deduplication_window = 1000
COMMENT 'a snapshot, per interval';
