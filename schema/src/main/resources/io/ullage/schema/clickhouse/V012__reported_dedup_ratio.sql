-- What a pool says of its own dedup, beside what the sketches say (V011).

ALTER TABLE pool ${on_cluster}
  ADD COLUMN IF NOT EXISTS reported_dedup_ratio Nullable(Float64) COMMENT 'logical ÷ stored bytes, as the pool itself says [1]' CODEC(ZSTD(3)) AFTER metadata_used_bytes;

ALTER TABLE pool_newest ${on_cluster}
  ADD COLUMN IF NOT EXISTS reported_dedup_ratio Nullable(Float64) COMMENT 'logical ÷ stored bytes, as the pool itself says [1]' CODEC(ZSTD(3)) AFTER metadata_used_bytes;

-- Its asterisk stands for the columns that the table had.
ALTER TABLE pool_to_newest ${on_cluster}
  MODIFY QUERY SELECT *, bitShiftLeft(toUInt128(toUnixTimestamp(interval_start)), 64) + toUInt128(revision) AS version FROM pool;

CREATE OR REPLACE VIEW pool_history ${on_cluster} AS
SELECT
  interval_start,
  pool_id,
  name,
  pool_kind,
  path,
  capacity_bytes,
  used_bytes,
  free_bytes,
  metadata_capacity_bytes,
  metadata_used_bytes,
  reported_dedup_ratio,
  volumes,
  provisioned_bytes,
  allocated_bytes,
  volumes_without_allocated,
  written_bytes,
  volumes_without_written,
  guest_live_bytes,
  volumes_without_guest_live,
  snapshot_bytes,
  metadata_bytes,
  method,
  live_bytes,
  claimed_bytes,
  dead_bytes,
  stranded_bytes,
  zeroed_bytes,
  reserved_bytes,
  ullage_bytes,
  unseen_bytes,
  live_bytes - live_below_bytes AS live_low_bytes,
  live_bytes + live_above_bytes AS live_high_bytes,
  dead_bytes - dead_below_bytes AS dead_low_bytes,
  dead_bytes + dead_above_bytes AS dead_high_bytes,
  stranded_bytes - stranded_below_bytes AS stranded_low_bytes,
  stranded_bytes + stranded_above_bytes AS stranded_high_bytes,
  zeroed_bytes - zeroed_below_bytes AS zeroed_low_bytes,
  zeroed_bytes + zeroed_above_bytes AS zeroed_high_bytes,
  reserved_bytes - reserved_below_bytes AS reserved_low_bytes,
  reserved_bytes + reserved_above_bytes AS reserved_high_bytes,
  backing_volumes,
  backing_allocated_bytes,
  backing_volumes_without_allocated,
  used_bytes / nullIf(capacity_bytes, 0) AS used_ratio,
  metadata_used_bytes / nullIf(metadata_capacity_bytes, 0) AS metadata_used_ratio,
  provisioned_bytes / nullIf(capacity_bytes, 0) AS overcommit_ratio
FROM pool FINAL
SETTINGS do_not_merge_across_partitions_select_final = 1;

-- Each pool as last read.
CREATE OR REPLACE VIEW pool_latest ${on_cluster} AS
SELECT
  interval_start,
  pool_id,
  name,
  pool_kind,
  path,
  capacity_bytes,
  used_bytes,
  free_bytes,
  metadata_capacity_bytes,
  metadata_used_bytes,
  reported_dedup_ratio,
  volumes,
  provisioned_bytes,
  allocated_bytes,
  volumes_without_allocated,
  written_bytes,
  volumes_without_written,
  guest_live_bytes,
  volumes_without_guest_live,
  snapshot_bytes,
  metadata_bytes,
  method,
  live_bytes,
  claimed_bytes,
  dead_bytes,
  stranded_bytes,
  zeroed_bytes,
  reserved_bytes,
  ullage_bytes,
  unseen_bytes,
  live_bytes - live_below_bytes AS live_low_bytes,
  live_bytes + live_above_bytes AS live_high_bytes,
  dead_bytes - dead_below_bytes AS dead_low_bytes,
  dead_bytes + dead_above_bytes AS dead_high_bytes,
  stranded_bytes - stranded_below_bytes AS stranded_low_bytes,
  stranded_bytes + stranded_above_bytes AS stranded_high_bytes,
  zeroed_bytes - zeroed_below_bytes AS zeroed_low_bytes,
  zeroed_bytes + zeroed_above_bytes AS zeroed_high_bytes,
  reserved_bytes - reserved_below_bytes AS reserved_low_bytes,
  reserved_bytes + reserved_above_bytes AS reserved_high_bytes,
  backing_volumes,
  backing_allocated_bytes,
  backing_volumes_without_allocated,
  used_bytes / nullIf(capacity_bytes, 0) AS used_ratio,
  metadata_used_bytes / nullIf(metadata_capacity_bytes, 0) AS metadata_used_ratio,
  provisioned_bytes / nullIf(capacity_bytes, 0) AS overcommit_ratio
FROM pool_newest FINAL;

-- Each domain as last worked out; what of its pools has a sketch; and what a pool says of itself, where one alone does.
CREATE VIEW IF NOT EXISTS dedup_domain_latest ${on_cluster} AS
WITH
  pools AS (
    SELECT DISTINCT sketches.domain_id AS domain_id, sketches.chunk_bytes AS chunk_bytes, sketches.k AS k, volumes.pool_id AS pool_id
    FROM sketch_latest AS sketches
    INNER JOIN volume_latest AS volumes ON sketches.volume_id = volumes.volume_id
  ),
  coverage AS (
    SELECT
      pools.domain_id AS domain_id,
      pools.chunk_bytes AS chunk_bytes,
      pools.k AS k,
      countIf(volumes.sketched_domain != pools.domain_id) AS volumes_without_sketch,
      sum(volumes.allocated_bytes) AS allocated_bytes,
      sumIf(volumes.allocated_bytes, volumes.sketched_domain = pools.domain_id) AS sketched_allocated_bytes
    FROM pools
    INNER JOIN (
      SELECT latest.pool_id AS pool_id, latest.allocated_bytes AS allocated_bytes, ifNull(sketches.domain_id, '') AS sketched_domain
      FROM volume_latest AS latest
      LEFT JOIN (SELECT volume_id, toString(domain_id) AS domain_id FROM sketch_latest) AS sketches
        ON latest.volume_id = sketches.volume_id
    ) AS volumes ON pools.pool_id = volumes.pool_id
    GROUP BY domain_id, chunk_bytes, k
  ),
  reported AS (
    SELECT
      pools.domain_id AS domain_id,
      pools.chunk_bytes AS chunk_bytes,
      pools.k AS k,
      if(count() = 1, any(latest.reported_dedup_ratio), NULL) AS reported_dedup_ratio
    FROM pools
    INNER JOIN (SELECT pool_id, reported_dedup_ratio FROM pool_latest WHERE reported_dedup_ratio IS NOT NULL) AS latest
      ON pools.pool_id = latest.pool_id
    GROUP BY domain_id, chunk_bytes, k
  )
SELECT
  figures.interval_start AS interval_start,
  figures.time AS time,
  figures.domain_id AS domain_id,
  figures.chunk_bytes AS chunk_bytes,
  figures.k AS k,
  figures.method AS method,
  figures.volumes AS volumes,
  figures.scanned_bytes AS scanned_bytes,
  figures.zero_bytes AS zero_bytes,
  figures.scanned_bytes - figures.zero_bytes AS data_bytes,
  figures.stored_bytes AS stored_bytes,
  figures.stored_bytes - figures.stored_below_bytes AS stored_low_bytes,
  figures.stored_bytes + figures.stored_above_bytes AS stored_high_bytes,
  figures.stored_compressed_bytes AS stored_compressed_bytes,
  figures.stored_compressed_bytes - figures.stored_compressed_below_bytes AS stored_compressed_low_bytes,
  figures.stored_compressed_bytes + figures.stored_compressed_above_bytes AS stored_compressed_high_bytes,
  figures.dedup_ratio AS dedup_ratio,
  figures.dedup_low_ratio AS dedup_low_ratio,
  figures.dedup_high_ratio AS dedup_high_ratio,
  coverage.volumes_without_sketch AS volumes_without_sketch,
  coverage.sketched_allocated_bytes / nullIf(coverage.allocated_bytes, 0) AS sketched_ratio,
  reported.reported_dedup_ratio AS reported_dedup_ratio,
  figures.dedup_ratio - reported.reported_dedup_ratio AS dedup_difference_ratio
FROM (SELECT * FROM dedup_domain_newest FINAL) AS figures
LEFT JOIN (
  SELECT domain_id, chunk_bytes, k, toNullable(volumes_without_sketch) AS volumes_without_sketch, allocated_bytes, sketched_allocated_bytes
  FROM coverage
) AS coverage
  ON figures.domain_id = coverage.domain_id AND figures.chunk_bytes = coverage.chunk_bytes AND figures.k = coverage.k
LEFT JOIN reported
  ON figures.domain_id = reported.domain_id AND figures.chunk_bytes = reported.chunk_bytes AND figures.k = reported.k
WHERE figures.volumes > 0;
