-- What the product asks. Names are those of the catalogue of measures.

-- Every reading of every volume.
CREATE VIEW IF NOT EXISTS volume_history ${on_cluster} AS
SELECT
  interval_start,
  time,
  volume_id,
  name,
  pool_id,
  host_id,
  machine_id,
  parent_volume_id,
  path,
  source,
  format,
  provisioning,
  volume_use,
  in_use,
  provisioned_bytes,
  allocated_bytes,
  written_bytes,
  zero_bytes,
  backed_bytes,
  snapshot_bytes,
  metadata_bytes,
  allocation_unit_bytes,
  guest_live_bytes,
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
  guest_disk,
  match_rule,
  guest_age_seconds,
  anomalies,
  guest_live_bytes / nullIf(provisioned_bytes, 0) AS utilisation_ratio
FROM ledger FINAL
SETTINGS do_not_merge_across_partitions_select_final = 1;

-- Each volume as last read. One that its host reads no more, though it reads others, is gone.
CREATE VIEW IF NOT EXISTS volume_latest ${on_cluster} AS
SELECT
  interval_start,
  time,
  volume_id,
  name,
  pool_id,
  host_id,
  machine_id,
  parent_volume_id,
  path,
  source,
  format,
  provisioning,
  volume_use,
  in_use,
  provisioned_bytes,
  allocated_bytes,
  written_bytes,
  zero_bytes,
  backed_bytes,
  snapshot_bytes,
  metadata_bytes,
  allocation_unit_bytes,
  guest_live_bytes,
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
  guest_disk,
  match_rule,
  guest_age_seconds,
  anomalies,
  guest_live_bytes / nullIf(provisioned_bytes, 0) AS utilisation_ratio
FROM (SELECT *, max(interval_start) OVER (PARTITION BY host_id, source) AS host_interval FROM ledger_newest FINAL)
WHERE interval_start >= host_interval - INTERVAL ${gone_minutes} MINUTE;

-- Volumes by hour: averages over the intervals that have the figure.
CREATE VIEW IF NOT EXISTS volume_hourly ${on_cluster} AS
SELECT
  hour,
  volume_id,
  name,
  pool_id,
  host_id,
  machine_id,
  format,
  provisioning,
  volume_use,
  intervals,
  exact_intervals,
  intDiv(provisioned_bytes_sum + intDiv(intervals, 2), intervals) AS provisioned_bytes,
  intDiv(allocated_bytes_sum + intDiv(allocated_intervals, 2), greatest(allocated_intervals, 1)) AS allocated_bytes,
  intDiv(written_bytes_sum + intDiv(written_intervals, 2), greatest(written_intervals, 1)) AS written_bytes,
  intDiv(guest_live_bytes_sum + intDiv(guest_live_intervals, 2), greatest(guest_live_intervals, 1)) AS guest_live_bytes,
  intDiv(snapshot_bytes_sum + intDiv(snapshot_intervals, 2), greatest(snapshot_intervals, 1)) AS snapshot_bytes,
  intDiv(metadata_bytes_sum + intDiv(metadata_intervals, 2), greatest(metadata_intervals, 1)) AS metadata_bytes,
  intDiv(live_bytes_sum + intDiv(intervals, 2), intervals) AS live_bytes,
  intDiv(claimed_bytes_sum + intDiv(intervals, 2), intervals) AS claimed_bytes,
  intDiv(dead_bytes_sum + intDiv(intervals, 2), intervals) AS dead_bytes,
  intDiv(stranded_bytes_sum + intDiv(intervals, 2), intervals) AS stranded_bytes,
  intDiv(zeroed_bytes_sum + intDiv(intervals, 2), intervals) AS zeroed_bytes,
  intDiv(reserved_bytes_sum + intDiv(intervals, 2), intervals) AS reserved_bytes,
  intDiv(ullage_bytes_sum + intDiv(intervals, 2), intervals) AS ullage_bytes,
  intDiv(unseen_bytes_sum + intDiv(intervals, 2), intervals) AS unseen_bytes,
  intDiv((live_bytes_sum - live_below_bytes_sum) + intDiv(intervals, 2), intervals) AS live_low_bytes,
  intDiv((live_bytes_sum + live_above_bytes_sum) + intDiv(intervals, 2), intervals) AS live_high_bytes,
  intDiv((dead_bytes_sum - dead_below_bytes_sum) + intDiv(intervals, 2), intervals) AS dead_low_bytes,
  intDiv((dead_bytes_sum + dead_above_bytes_sum) + intDiv(intervals, 2), intervals) AS dead_high_bytes,
  intDiv((stranded_bytes_sum - stranded_below_bytes_sum) + intDiv(intervals, 2), intervals) AS stranded_low_bytes,
  intDiv((stranded_bytes_sum + stranded_above_bytes_sum) + intDiv(intervals, 2), intervals) AS stranded_high_bytes,
  intDiv((zeroed_bytes_sum - zeroed_below_bytes_sum) + intDiv(intervals, 2), intervals) AS zeroed_low_bytes,
  intDiv((zeroed_bytes_sum + zeroed_above_bytes_sum) + intDiv(intervals, 2), intervals) AS zeroed_high_bytes,
  intDiv((reserved_bytes_sum - reserved_below_bytes_sum) + intDiv(intervals, 2), intervals) AS reserved_low_bytes,
  intDiv((reserved_bytes_sum + reserved_above_bytes_sum) + intDiv(intervals, 2), intervals) AS reserved_high_bytes,
  allocated_bytes_max,
  guest_live_bytes_max,
  (guest_live_bytes_sum / nullIf(guest_live_intervals, 0)) / nullIf(provisioned_bytes_sum / intervals, 0) AS utilisation_ratio
FROM ledger_hourly FINAL
SETTINGS do_not_merge_across_partitions_select_final = 1;

-- Volumes by day: averages over the intervals that have the figure.
CREATE VIEW IF NOT EXISTS volume_daily ${on_cluster} AS
SELECT
  day,
  volume_id,
  name,
  pool_id,
  host_id,
  machine_id,
  format,
  provisioning,
  volume_use,
  intervals,
  exact_intervals,
  intDiv(provisioned_bytes_sum + intDiv(intervals, 2), intervals) AS provisioned_bytes,
  intDiv(allocated_bytes_sum + intDiv(allocated_intervals, 2), greatest(allocated_intervals, 1)) AS allocated_bytes,
  intDiv(written_bytes_sum + intDiv(written_intervals, 2), greatest(written_intervals, 1)) AS written_bytes,
  intDiv(guest_live_bytes_sum + intDiv(guest_live_intervals, 2), greatest(guest_live_intervals, 1)) AS guest_live_bytes,
  intDiv(snapshot_bytes_sum + intDiv(snapshot_intervals, 2), greatest(snapshot_intervals, 1)) AS snapshot_bytes,
  intDiv(metadata_bytes_sum + intDiv(metadata_intervals, 2), greatest(metadata_intervals, 1)) AS metadata_bytes,
  intDiv(live_bytes_sum + intDiv(intervals, 2), intervals) AS live_bytes,
  intDiv(claimed_bytes_sum + intDiv(intervals, 2), intervals) AS claimed_bytes,
  intDiv(dead_bytes_sum + intDiv(intervals, 2), intervals) AS dead_bytes,
  intDiv(stranded_bytes_sum + intDiv(intervals, 2), intervals) AS stranded_bytes,
  intDiv(zeroed_bytes_sum + intDiv(intervals, 2), intervals) AS zeroed_bytes,
  intDiv(reserved_bytes_sum + intDiv(intervals, 2), intervals) AS reserved_bytes,
  intDiv(ullage_bytes_sum + intDiv(intervals, 2), intervals) AS ullage_bytes,
  intDiv(unseen_bytes_sum + intDiv(intervals, 2), intervals) AS unseen_bytes,
  intDiv((live_bytes_sum - live_below_bytes_sum) + intDiv(intervals, 2), intervals) AS live_low_bytes,
  intDiv((live_bytes_sum + live_above_bytes_sum) + intDiv(intervals, 2), intervals) AS live_high_bytes,
  intDiv((dead_bytes_sum - dead_below_bytes_sum) + intDiv(intervals, 2), intervals) AS dead_low_bytes,
  intDiv((dead_bytes_sum + dead_above_bytes_sum) + intDiv(intervals, 2), intervals) AS dead_high_bytes,
  intDiv((stranded_bytes_sum - stranded_below_bytes_sum) + intDiv(intervals, 2), intervals) AS stranded_low_bytes,
  intDiv((stranded_bytes_sum + stranded_above_bytes_sum) + intDiv(intervals, 2), intervals) AS stranded_high_bytes,
  intDiv((zeroed_bytes_sum - zeroed_below_bytes_sum) + intDiv(intervals, 2), intervals) AS zeroed_low_bytes,
  intDiv((zeroed_bytes_sum + zeroed_above_bytes_sum) + intDiv(intervals, 2), intervals) AS zeroed_high_bytes,
  intDiv((reserved_bytes_sum - reserved_below_bytes_sum) + intDiv(intervals, 2), intervals) AS reserved_low_bytes,
  intDiv((reserved_bytes_sum + reserved_above_bytes_sum) + intDiv(intervals, 2), intervals) AS reserved_high_bytes,
  allocated_bytes_max,
  guest_live_bytes_max,
  (guest_live_bytes_sum / nullIf(guest_live_intervals, 0)) / nullIf(provisioned_bytes_sum / intervals, 0) AS utilisation_ratio
FROM ledger_daily FINAL
SETTINGS do_not_merge_across_partitions_select_final = 1;

-- Every reading of every pool.
CREATE VIEW IF NOT EXISTS pool_history ${on_cluster} AS
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
CREATE VIEW IF NOT EXISTS pool_latest ${on_cluster} AS
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

-- Each snapshot as last read. One that is not read with its volume any more is gone.
CREATE VIEW IF NOT EXISTS snapshot_latest ${on_cluster} AS
SELECT
  snapshots.interval_start AS interval_start,
  snapshots.time AS time,
  snapshots.snapshot_id AS snapshot_id,
  snapshots.volume_id AS volume_id,
  volumes.name AS volume_name,
  snapshots.pool_id AS pool_id,
  snapshots.host_id AS host_id,
  snapshots.name AS name,
  snapshots.snapshot_kind AS snapshot_kind,
  snapshots.source AS source,
  snapshots.created AS created,
  snapshots.size_bytes AS size_bytes,
  snapshots.referenced_bytes AS referenced_bytes,
  snapshots.exclusive_bytes AS exclusive_bytes,
  snapshots.vm_state_bytes AS vm_state_bytes,
  dateDiff('second', snapshots.created, snapshots.time) AS age_seconds
FROM (SELECT * FROM snapshot_newest FINAL) AS snapshots
LEFT JOIN (SELECT volume_id, toNullable(name) AS name, interval_start FROM ledger_newest FINAL) AS volumes
  ON snapshots.volume_id = volumes.volume_id
WHERE snapshots.interval_start >= volumes.interval_start;

-- Each guest disk as last read.
CREATE VIEW IF NOT EXISTS guest_disk_latest ${on_cluster} AS
SELECT * EXCEPT (version, revision) FROM guest_disk_newest FINAL;

-- What has no counterpart in its last reading.
CREATE VIEW IF NOT EXISTS unmatched_latest ${on_cluster} AS
SELECT
  unmatched.interval_start AS interval_start,
  unmatched.machine_id AS machine_id,
  unmatched.side AS side,
  unmatched.entity_id AS entity_id,
  unmatched.size_bytes AS size_bytes,
  unmatched.reason AS reason,
  unmatched.candidates AS candidates
FROM (
  SELECT * FROM unmatched FINAL
  ORDER BY interval_start DESC
  LIMIT 1 BY machine_id, side, entity_id
) AS unmatched
LEFT JOIN (
  SELECT coalesce(machine_id, host_id) AS machine_id, 'GUEST_DISK' AS side, disk AS entity_id, interval_start
  FROM guest_disk_newest FINAL
  UNION ALL
  SELECT coalesce(machine_id, '') AS machine_id, 'VOLUME' AS side, volume_id AS entity_id, interval_start
  FROM ledger_newest FINAL
) AS seen
  ON unmatched.machine_id = seen.machine_id AND unmatched.side = seen.side AND unmatched.entity_id = seen.entity_id
WHERE NOT unmatched.resolved AND unmatched.interval_start >= seen.interval_start;

-- All disks that machines see, as last read; no row where there is none.
CREATE VIEW IF NOT EXISTS estate_latest ${on_cluster} AS
SELECT
  max(volume_latest.interval_start) AS interval_start,
  count() AS volumes,
  sum(volume_latest.provisioned_bytes) AS provisioned_bytes,
  sum(volume_latest.allocated_bytes) AS allocated_bytes,
  countIf(volume_latest.allocated_bytes IS NULL) AS volumes_without_allocated,
  sum(volume_latest.written_bytes) AS written_bytes,
  countIf(volume_latest.written_bytes IS NULL) AS volumes_without_written,
  sum(volume_latest.guest_live_bytes) AS guest_live_bytes,
  countIf(volume_latest.guest_live_bytes IS NULL) AS volumes_without_guest_live,
  sum(volume_latest.snapshot_bytes) AS snapshot_bytes,
  sum(volume_latest.metadata_bytes) AS metadata_bytes,
  sum(volume_latest.live_bytes) AS live_bytes,
  sum(volume_latest.claimed_bytes) AS claimed_bytes,
  sum(volume_latest.dead_bytes) AS dead_bytes,
  sum(volume_latest.stranded_bytes) AS stranded_bytes,
  sum(volume_latest.zeroed_bytes) AS zeroed_bytes,
  sum(volume_latest.reserved_bytes) AS reserved_bytes,
  sum(volume_latest.ullage_bytes) AS ullage_bytes,
  sum(volume_latest.unseen_bytes) AS unseen_bytes,
  sum(volume_latest.live_low_bytes) AS live_low_bytes,
  sum(volume_latest.live_high_bytes) AS live_high_bytes,
  sum(volume_latest.dead_low_bytes) AS dead_low_bytes,
  sum(volume_latest.dead_high_bytes) AS dead_high_bytes,
  sum(volume_latest.stranded_low_bytes) AS stranded_low_bytes,
  sum(volume_latest.stranded_high_bytes) AS stranded_high_bytes,
  sum(volume_latest.zeroed_low_bytes) AS zeroed_low_bytes,
  sum(volume_latest.zeroed_high_bytes) AS zeroed_high_bytes,
  sum(volume_latest.reserved_low_bytes) AS reserved_low_bytes,
  sum(volume_latest.reserved_high_bytes) AS reserved_high_bytes,
  sum(volume_latest.guest_live_bytes) / nullIf(sumIf(volume_latest.provisioned_bytes, volume_latest.guest_live_bytes IS NOT NULL), 0) AS utilisation_ratio
FROM volume_latest
WHERE volume_use = 'DISK'
HAVING volumes > 0;
