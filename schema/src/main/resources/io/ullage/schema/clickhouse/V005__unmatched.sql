-- Guest disks and attached volumes without a counterpart, with the reason.
CREATE TABLE IF NOT EXISTS unmatched ${on_cluster} (
  interval_start DateTime('UTC') COMMENT 'start of the interval, aligned to the epoch' CODEC(DoubleDelta, ZSTD(3)),
  revision UInt64 COMMENT 'grows with what is known; of equal keys the highest stands' CODEC(Delta, ZSTD(3)),
  machine_id LowCardinality(String) COMMENT 'SMBIOS UUID of the machine that uses it',
  side LowCardinality(String) COMMENT 'GUEST_DISK or VOLUME',
  entity_id String COMMENT 'volume_id, or the name of the guest disk' CODEC(ZSTD(3)),
  size_bytes UInt64 COMMENT 'size by which one finds it again [By]' CODEC(Delta, ZSTD(3)),
  reason LowCardinality(String) COMMENT 'why',
  candidates Array(String) COMMENT 'what would have fitted, if only one had' CODEC(ZSTD(3)),
  resolved Bool COMMENT 'a later reading of the interval found the counterpart'
)
ENGINE = ${replicated}ReplacingMergeTree(revision)
PARTITION BY toYYYYMM(interval_start)
ORDER BY (machine_id, side, entity_id, interval_start)
TTL interval_start + INTERVAL ${raw_days} DAY
SETTINGS ttl_only_drop_parts = 1, non_replicated_deduplication_window = 1000
COMMENT 'a guest disk or an attached volume without a counterpart, per interval';
