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
