-- How a snapshot or an overlay grows, what its removal returns, and the room that this needs; per growth interval.
CREATE TABLE IF NOT EXISTS snapshot_growth ${on_cluster} (
  interval_start DateTime('UTC') COMMENT 'start of the interval, aligned to the epoch' CODEC(DoubleDelta, ZSTD(3)),
  revision UInt64 COMMENT 'grows with what is known; of equal keys the highest stands' CODEC(Delta, ZSTD(3)),
  time DateTime64(3, 'UTC') COMMENT 'of the last reading in the interval' CODEC(DoubleDelta, ZSTD(3)),
  snapshot_id String COMMENT 'of the snapshot; of an overlay, its volume_id' CODEC(ZSTD(3)),
  volume_id String COMMENT 'that the snapshot belongs to; of an overlay, its parent' CODEC(ZSTD(3)),
  chain_id String COMMENT 'the volume at the bottom' CODEC(ZSTD(3)),
  pool_id LowCardinality(String) COMMENT 'the pool; stable and unique in the estate',
  name String COMMENT 'for people' CODEC(ZSTD(3)),
  snapshot_kind LowCardinality(String) COMMENT 'INTERNAL, OVERLAY or POOL',
  created Nullable(DateTime64(3, 'UTC')) COMMENT 'when the snapshot was taken; absent where nobody knows' CODEC(DoubleDelta, ZSTD(3)),
  age_seconds Nullable(Int64) COMMENT 'from its creation to the reading [s]' CODEC(Delta, ZSTD(3)),
  exclusive_bytes Nullable(UInt64) COMMENT 'held by the snapshot alone; of an overlay, what it occupies [By]' CODEC(Delta, ZSTD(3)),
  exclusive_allocated_bytes Nullable(UInt64) COMMENT 'of exclusiveBytes, what the pool really holds: what comes back to it [By]' CODEC(Delta, ZSTD(3)),
  with_older_bytes Nullable(UInt64) COMMENT 'what deleting it and all older ones of its volume returns [By]' CODEC(Delta, ZSTD(3)),
  parent_growth_bytes Nullable(Int64) COMMENT 'by which the parent of an overlay grows, all in all, if it is committed; negative where it shrinks [By]' CODEC(Delta, ZSTD(3)),
  parent_peak_bytes Nullable(UInt64) COMMENT 'by which the parent of an overlay grows at most while it is committed [By]' CODEC(Delta, ZSTD(3)),
  trend LowCardinality(String) COMMENT 'GROWING, NOT_GROWING, SHRINKING or NOT_ENOUGH_HISTORY',
  growth_bytes_per_second Nullable(Float64) COMMENT 'best rate of exclusiveBytes [By/s]' CODEC(ZSTD(3)),
  growth_low_bytes_per_second Nullable(Float64) COMMENT 'lower end of the rate''s 95 % interval [By/s]' CODEC(ZSTD(3)),
  growth_high_bytes_per_second Nullable(Float64) COMMENT 'upper end of the rate''s 95 % interval [By/s]' CODEC(ZSTD(3)),
  regime_seconds Nullable(Int64) COMMENT 'since the last change of regime, or the first reading [s]' CODEC(Delta, ZSTD(3)),
  regime_points UInt64 COMMENT 'readings that the rate stands on [{count}]' CODEC(Delta, ZSTD(3)),
  freed_bytes Nullable(UInt64) COMMENT 'what its removal frees, in the image or in the pool [By]' CODEC(Delta, ZSTD(3)),
  returned_bytes Nullable(Int64) COMMENT 'by which the pool''s free bytes grow, all in all, after its removal; negative where they shrink [By]' CODEC(Delta, ZSTD(3)),
  returned_low_bytes Nullable(Int64) COMMENT 'least that returnedBytes can be [By]' CODEC(Delta, ZSTD(3)),
  returned_high_bytes Nullable(Int64) COMMENT 'most that returnedBytes can be [By]' CODEC(Delta, ZSTD(3)),
  room_bytes Nullable(UInt64) COMMENT 'that the pool must have during its removal [By]' CODEC(Delta, ZSTD(3)),
  room_low_bytes Nullable(UInt64) COMMENT 'least that roomBytes can be [By]' CODEC(Delta, ZSTD(3)),
  room_high_bytes Nullable(UInt64) COMMENT 'most that roomBytes can be [By]' CODEC(Delta, ZSTD(3)),
  method LowCardinality(Nullable(String)) COMMENT 'EXACT, BOUNDED or SAMPLED: the weaker of what is returned and the room that is needed',
  pool_free_bytes Nullable(UInt64) COMMENT 'what the pool says is left for new data [By]' CODEC(Delta, ZSTD(3)),
  fits LowCardinality(Nullable(String)) COMMENT 'whether the pool has that room: YES, PERHAPS or NO; absent where nobody knows'
)
ENGINE = ${replicated}ReplacingMergeTree(revision)
PARTITION BY toYYYYMM(interval_start)
ORDER BY (snapshot_id, interval_start)
TTL interval_start + INTERVAL ${raw_days} DAY
SETTINGS ttl_only_drop_parts = 1, non_replicated_deduplication_window = 1000
COMMENT 'how a snapshot or an overlay grows, per growth interval';

CREATE TABLE IF NOT EXISTS snapshot_growth_newest ${on_cluster}
ENGINE = ${replicated}ReplacingMergeTree(version)
ORDER BY (snapshot_id)
TTL interval_start + INTERVAL ${raw_days} DAY
SETTINGS non_replicated_deduplication_window = 1000
COMMENT 'the newest row of each; read the view snapshot_growth_latest'
EMPTY AS SELECT *, toUInt128(0) AS version FROM snapshot_growth;

CREATE MATERIALIZED VIEW IF NOT EXISTS snapshot_growth_to_newest ${on_cluster} TO snapshot_growth_newest
AS SELECT *, bitShiftLeft(toUInt128(toUnixTimestamp(interval_start)), 64) + toUInt128(revision) AS version FROM snapshot_growth;

-- The same of a chain: a volume with its snapshots and the overlays above it.
CREATE TABLE IF NOT EXISTS chain_growth ${on_cluster} (
  interval_start DateTime('UTC') COMMENT 'start of the interval, aligned to the epoch' CODEC(DoubleDelta, ZSTD(3)),
  revision UInt64 COMMENT 'grows with what is known; of equal keys the highest stands' CODEC(Delta, ZSTD(3)),
  time DateTime64(3, 'UTC') COMMENT 'of the last reading in the interval' CODEC(DoubleDelta, ZSTD(3)),
  chain_id String COMMENT 'the volume at the bottom' CODEC(ZSTD(3)),
  pool_id LowCardinality(String) COMMENT 'the pool; stable and unique in the estate',
  name String COMMENT 'for people' CODEC(ZSTD(3)),
  volumes UInt64 COMMENT 'volumes of the chain [{count}]' CODEC(Delta, ZSTD(3)),
  overlays UInt64 COMMENT 'of these, volumes that have a parent [{count}]' CODEC(Delta, ZSTD(3)),
  snapshots UInt64 COMMENT 'snapshots inside these volumes [{count}]' CODEC(Delta, ZSTD(3)),
  allocated_bytes Nullable(UInt64) COMMENT 'what all its volumes occupy; absent where one does not say [By]' CODEC(Delta, ZSTD(3)),
  reusable_bytes Nullable(UInt64) COMMENT 'of all its volumes, allocated and used by nothing [By]' CODEC(Delta, ZSTD(3)),
  trend LowCardinality(String) COMMENT 'GROWING, NOT_GROWING, SHRINKING or NOT_ENOUGH_HISTORY',
  growth_bytes_per_second Nullable(Float64) COMMENT 'best rate of allocatedBytes [By/s]' CODEC(ZSTD(3)),
  growth_low_bytes_per_second Nullable(Float64) COMMENT 'lower end of the rate''s 95 % interval [By/s]' CODEC(ZSTD(3)),
  growth_high_bytes_per_second Nullable(Float64) COMMENT 'upper end of the rate''s 95 % interval [By/s]' CODEC(ZSTD(3)),
  regime_seconds Nullable(Int64) COMMENT 'since the last change of regime, or the first reading [s]' CODEC(Delta, ZSTD(3)),
  regime_points UInt64 COMMENT 'readings that the rate stands on [{count}]' CODEC(Delta, ZSTD(3)),
  returned_bytes Nullable(Int64) COMMENT 'by which the pool''s free bytes grow, all in all, after removing all that is above the base; negative where they shrink [By]' CODEC(Delta, ZSTD(3)),
  returned_low_bytes Nullable(Int64) COMMENT 'least that returnedBytes can be [By]' CODEC(Delta, ZSTD(3)),
  returned_high_bytes Nullable(Int64) COMMENT 'most that returnedBytes can be [By]' CODEC(Delta, ZSTD(3)),
  room_bytes Nullable(UInt64) COMMENT 'that the pool must have during removing all that is above the base [By]' CODEC(Delta, ZSTD(3)),
  room_low_bytes Nullable(UInt64) COMMENT 'least that roomBytes can be [By]' CODEC(Delta, ZSTD(3)),
  room_high_bytes Nullable(UInt64) COMMENT 'most that roomBytes can be [By]' CODEC(Delta, ZSTD(3)),
  method LowCardinality(Nullable(String)) COMMENT 'EXACT, BOUNDED or SAMPLED: the weaker of what is returned and the room that is needed',
  pool_free_bytes Nullable(UInt64) COMMENT 'what the pool says is left for new data [By]' CODEC(Delta, ZSTD(3)),
  fits LowCardinality(Nullable(String)) COMMENT 'whether the pool has that room: YES, PERHAPS or NO; absent where nobody knows',
  full_in_seconds Nullable(UInt64) COMMENT 'until this chain alone will have filled its pool; absent where it never will [s]' CODEC(Delta, ZSTD(3)),
  full_in_low_seconds Nullable(UInt64) COMMENT 'the same at the highest rate of the interval [s]' CODEC(Delta, ZSTD(3)),
  full_in_high_seconds Nullable(UInt64) COMMENT 'the same at the lowest rate of the interval [s]' CODEC(Delta, ZSTD(3)),
  pool_trend LowCardinality(Nullable(String)) COMMENT 'the same of what the pool says is used',
  pool_growth_bytes_per_second Nullable(Float64) COMMENT 'best rate of what its pool says is used [By/s]' CODEC(ZSTD(3)),
  pool_full_in_seconds Nullable(UInt64) COMMENT 'until everybody together will have filled its pool; absent where it never will [s]' CODEC(Delta, ZSTD(3)),
  pool_full_in_low_seconds Nullable(UInt64) COMMENT 'the same at the highest rate of the interval [s]' CODEC(Delta, ZSTD(3)),
  pool_full_in_high_seconds Nullable(UInt64) COMMENT 'the same at the lowest rate of the interval [s]' CODEC(Delta, ZSTD(3))
)
ENGINE = ${replicated}ReplacingMergeTree(revision)
PARTITION BY toYYYYMM(interval_start)
ORDER BY (chain_id, interval_start)
TTL interval_start + INTERVAL ${raw_days} DAY
SETTINGS ttl_only_drop_parts = 1, non_replicated_deduplication_window = 1000
COMMENT 'how a chain grows, per growth interval';

CREATE TABLE IF NOT EXISTS chain_growth_newest ${on_cluster}
ENGINE = ${replicated}ReplacingMergeTree(version)
ORDER BY (chain_id)
TTL interval_start + INTERVAL ${raw_days} DAY
SETTINGS non_replicated_deduplication_window = 1000
COMMENT 'the newest row of each; read the view chain_growth_latest'
EMPTY AS SELECT *, toUInt128(0) AS version FROM chain_growth;

CREATE MATERIALIZED VIEW IF NOT EXISTS chain_growth_to_newest ${on_cluster} TO chain_growth_newest
AS SELECT *, bitShiftLeft(toUInt128(toUnixTimestamp(interval_start)), 64) + toUInt128(revision) AS version FROM chain_growth;

-- How often the files on a LUN grew, per hour. On VMFS each growth is a metadata update that reserves the LUN.
CREATE TABLE IF NOT EXISTS lun_growth ${on_cluster} (
  interval_start DateTime('UTC') COMMENT 'the hour' CODEC(DoubleDelta, ZSTD(3)),
  revision UInt64 COMMENT 'grows with what is known; of equal keys the highest stands' CODEC(Delta, ZSTD(3)),
  pool_id LowCardinality(String) COMMENT 'the pool; stable and unique in the estate',
  name Nullable(String) COMMENT 'for people' CODEC(ZSTD(3)),
  steps UInt64 COMMENT 'growth steps in the hour; each reserves the LUN [{count}]' CODEC(Delta, ZSTD(3)),
  snapshot_steps UInt64 COMMENT 'of these, of snapshots and overlays [{count}]' CODEC(Delta, ZSTD(3)),
  disk_steps UInt64 COMMENT 'of these, of disks that are no overlays [{count}]' CODEC(Delta, ZSTD(3)),
  growing_volumes UInt64 COMMENT 'volumes and snapshots with a step in the hour [{count}]' CODEC(Delta, ZSTD(3)),
  step_bytes UInt64 COMMENT 'by which a file grows [By]' CODEC(Delta, ZSTD(3)),
  limit_steps UInt64 COMMENT 'steps in an hour that are allowed [{count}]' CODEC(Delta, ZSTD(3)),
  over_limit Bool COMMENT 'more steps than are allowed' CODEC(ZSTD(3)),
  most_id Nullable(String) COMMENT 'the volume or snapshot with most steps' CODEC(ZSTD(3)),
  most_steps UInt64 COMMENT 'steps of the volume or snapshot that has most of them [{count}]' CODEC(Delta, ZSTD(3))
)
ENGINE = ${replicated}ReplacingMergeTree(revision)
PARTITION BY toYYYYMM(interval_start)
ORDER BY (pool_id, interval_start)
TTL interval_start + INTERVAL ${hourly_days} DAY
SETTINGS ttl_only_drop_parts = 1, non_replicated_deduplication_window = 1000
COMMENT 'growth steps of a LUN, per hour';

CREATE TABLE IF NOT EXISTS lun_growth_newest ${on_cluster}
ENGINE = ${replicated}ReplacingMergeTree(version)
ORDER BY (pool_id)
TTL interval_start + INTERVAL ${hourly_days} DAY
SETTINGS non_replicated_deduplication_window = 1000
COMMENT 'the newest row of each; read the view lun_growth_latest'
EMPTY AS SELECT *, toUInt128(0) AS version FROM lun_growth;

CREATE MATERIALIZED VIEW IF NOT EXISTS lun_growth_to_newest ${on_cluster} TO lun_growth_newest
AS SELECT *, bitShiftLeft(toUInt128(toUnixTimestamp(interval_start)), 64) + toUInt128(revision) AS version FROM lun_growth;

-- Each chain as last estimated. One whose base was read for an hour without it is gone.
CREATE VIEW IF NOT EXISTS chain_growth_latest ${on_cluster} AS
SELECT growth.* EXCEPT (version, revision)
FROM (SELECT * FROM chain_growth_newest FINAL) AS growth
LEFT JOIN (SELECT volume_id, interval_start AS read_start FROM ledger_newest FINAL) AS bases
  ON growth.chain_id = bases.volume_id
WHERE growth.interval_start + INTERVAL 1 HOUR >= bases.read_start;

-- Each snapshot and overlay as last estimated. One that is not read with its chain any more is gone, and so is one whose base was read
-- for an hour without it.
CREATE VIEW IF NOT EXISTS snapshot_growth_latest ${on_cluster} AS
SELECT growth.* EXCEPT (version, revision)
FROM (SELECT * FROM snapshot_growth_newest FINAL) AS growth
LEFT JOIN (SELECT chain_id, max(interval_start) AS chain_start FROM snapshot_growth_newest FINAL GROUP BY chain_id) AS chains
  ON growth.chain_id = chains.chain_id
LEFT JOIN (SELECT volume_id AS base_id, interval_start AS read_start FROM ledger_newest FINAL) AS bases
  ON growth.chain_id = bases.base_id
WHERE growth.interval_start >= chains.chain_start AND growth.interval_start + INTERVAL 1 HOUR >= bases.read_start;

-- Each LUN in the newest hour that was counted.
CREATE VIEW IF NOT EXISTS lun_growth_latest ${on_cluster} AS
SELECT * EXCEPT (version, revision)
FROM lun_growth_newest FINAL;

-- Each snapshot as last read, and each overlay, with how they grow and what their removal returns and needs, where that was estimated.
CREATE VIEW IF NOT EXISTS snapshot_removal ${on_cluster} AS
SELECT
  snapshots.interval_start AS interval_start,
  snapshots.time AS time,
  snapshots.snapshot_id AS snapshot_id,
  snapshots.volume_id AS volume_id,
  snapshots.volume_name AS volume_name,
  snapshots.pool_id AS pool_id,
  toNullable(snapshots.host_id) AS host_id,
  snapshots.name AS name,
  snapshots.snapshot_kind AS snapshot_kind,
  snapshots.created AS created,
  toNullable(snapshots.size_bytes) AS size_bytes,
  snapshots.referenced_bytes AS referenced_bytes,
  snapshots.exclusive_bytes AS exclusive_bytes,
  snapshots.vm_state_bytes AS vm_state_bytes,
  snapshots.age_seconds AS age_seconds,
  growth.with_older_bytes AS with_older_bytes,
  nullIf(growth.trend, '') AS trend,
  toInt64(round(growth.growth_bytes_per_second * 86400)) AS growth_day_bytes,
  toInt64(round(growth.growth_low_bytes_per_second * 86400)) AS growth_day_low_bytes,
  toInt64(round(growth.growth_high_bytes_per_second * 86400)) AS growth_day_high_bytes,
  growth.returned_bytes AS returned_bytes,
  growth.returned_low_bytes AS returned_low_bytes,
  growth.returned_high_bytes AS returned_high_bytes,
  growth.room_bytes AS room_bytes,
  growth.room_high_bytes AS room_high_bytes,
  growth.pool_free_bytes AS pool_free_bytes,
  growth.fits AS fits
FROM snapshot_latest AS snapshots
LEFT JOIN snapshot_growth_latest AS growth ON snapshots.snapshot_id = growth.snapshot_id
UNION ALL
SELECT
  growth.interval_start AS interval_start,
  growth.time AS time,
  growth.snapshot_id AS snapshot_id,
  growth.volume_id AS volume_id,
  parents.parent_name AS volume_name,
  growth.pool_id AS pool_id,
  CAST(NULL AS Nullable(String)) AS host_id,
  growth.name AS name,
  growth.snapshot_kind AS snapshot_kind,
  growth.created AS created,
  CAST(NULL AS Nullable(UInt64)) AS size_bytes,
  CAST(NULL AS Nullable(UInt64)) AS referenced_bytes,
  growth.exclusive_bytes AS exclusive_bytes,
  CAST(NULL AS Nullable(UInt64)) AS vm_state_bytes,
  growth.age_seconds AS age_seconds,
  growth.with_older_bytes AS with_older_bytes,
  toNullable(growth.trend) AS trend,
  toInt64(round(growth.growth_bytes_per_second * 86400)) AS growth_day_bytes,
  toInt64(round(growth.growth_low_bytes_per_second * 86400)) AS growth_day_low_bytes,
  toInt64(round(growth.growth_high_bytes_per_second * 86400)) AS growth_day_high_bytes,
  growth.returned_bytes AS returned_bytes,
  growth.returned_low_bytes AS returned_low_bytes,
  growth.returned_high_bytes AS returned_high_bytes,
  growth.room_bytes AS room_bytes,
  growth.room_high_bytes AS room_high_bytes,
  growth.pool_free_bytes AS pool_free_bytes,
  growth.fits AS fits
FROM snapshot_growth_latest AS growth
LEFT JOIN (SELECT volume_id AS parent_id, toNullable(name) AS parent_name FROM ledger_newest FINAL) AS parents
  ON growth.volume_id = parents.parent_id
WHERE growth.snapshot_kind = 'OVERLAY';
