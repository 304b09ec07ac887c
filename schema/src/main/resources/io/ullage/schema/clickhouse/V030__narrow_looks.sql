-- Days of the estate, kept, as a whole and by pool: what estate_daily and dashboards added up at each look from each tenant's part of each pool.
CREATE TABLE IF NOT EXISTS estate_days ${on_cluster} (
  day Date COMMENT 'start' CODEC(Delta, ZSTD(3)),
  whole Bool COMMENT 'all pools together; else one of them',
  pool_id LowCardinality(String) COMMENT 'the pool, at the end; empty for the whole',
  computed_at DateTime64(3, 'UTC') COMMENT 'of equal keys the last computed stands' CODEC(Delta, ZSTD(3)),
  volume_seconds UInt64 COMMENT 'of volumes that a machine sees, times the seconds owned [s]' CODEC(Delta, ZSTD(3)),
  volume_seconds_without_allocated UInt64 COMMENT 'of these, of volumes that do not say what they occupy [s]' CODEC(Delta, ZSTD(3)),
  volume_seconds_without_written UInt64 COMMENT 'of these, of volumes whose written bytes nobody knows [s]' CODEC(Delta, ZSTD(3)),
  volume_seconds_without_guest_live UInt64 COMMENT 'of these, of volumes that nobody looks into [s]' CODEC(Delta, ZSTD(3)),
  provisioned_byte_seconds UInt128 COMMENT 'averages of the volumes, times the seconds owned [By.s]' CODEC(ZSTD(3)),
  allocated_byte_seconds Nullable(UInt128) COMMENT 'averages of the volumes that have it, times the seconds owned [By.s]' CODEC(ZSTD(3)),
  written_byte_seconds Nullable(UInt128) COMMENT 'averages of the volumes that have it, times the seconds owned [By.s]' CODEC(ZSTD(3)),
  guest_live_byte_seconds Nullable(UInt128) COMMENT 'averages of the volumes that have it, times the seconds owned [By.s]' CODEC(ZSTD(3)),
  snapshot_byte_seconds Nullable(UInt128) COMMENT 'averages of the volumes that have it, times the seconds owned [By.s]' CODEC(ZSTD(3)),
  metadata_byte_seconds Nullable(UInt128) COMMENT 'averages of the volumes that have it, times the seconds owned [By.s]' CODEC(ZSTD(3)),
  live_byte_seconds UInt128 COMMENT 'averages of the volumes, times the seconds owned [By.s]' CODEC(ZSTD(3)),
  claimed_byte_seconds UInt128 COMMENT 'averages of the volumes, times the seconds owned [By.s]' CODEC(ZSTD(3)),
  dead_byte_seconds UInt128 COMMENT 'averages of the volumes, times the seconds owned [By.s]' CODEC(ZSTD(3)),
  stranded_byte_seconds UInt128 COMMENT 'averages of the volumes, times the seconds owned [By.s]' CODEC(ZSTD(3)),
  zeroed_byte_seconds UInt128 COMMENT 'averages of the volumes, times the seconds owned [By.s]' CODEC(ZSTD(3)),
  reserved_byte_seconds UInt128 COMMENT 'averages of the volumes, times the seconds owned [By.s]' CODEC(ZSTD(3)),
  ullage_byte_seconds UInt128 COMMENT 'averages of the volumes, times the seconds owned [By.s]' CODEC(ZSTD(3)),
  unseen_byte_seconds UInt128 COMMENT 'averages of the volumes, times the seconds owned [By.s]' CODEC(ZSTD(3)),
  live_low_byte_seconds UInt128 COMMENT 'averages of the volumes, times the seconds owned [By.s]' CODEC(ZSTD(3)),
  live_high_byte_seconds UInt128 COMMENT 'averages of the volumes, times the seconds owned [By.s]' CODEC(ZSTD(3)),
  dead_low_byte_seconds UInt128 COMMENT 'averages of the volumes, times the seconds owned [By.s]' CODEC(ZSTD(3)),
  dead_high_byte_seconds UInt128 COMMENT 'averages of the volumes, times the seconds owned [By.s]' CODEC(ZSTD(3)),
  stranded_low_byte_seconds UInt128 COMMENT 'averages of the volumes, times the seconds owned [By.s]' CODEC(ZSTD(3)),
  stranded_high_byte_seconds UInt128 COMMENT 'averages of the volumes, times the seconds owned [By.s]' CODEC(ZSTD(3)),
  zeroed_low_byte_seconds UInt128 COMMENT 'averages of the volumes, times the seconds owned [By.s]' CODEC(ZSTD(3)),
  zeroed_high_byte_seconds UInt128 COMMENT 'averages of the volumes, times the seconds owned [By.s]' CODEC(ZSTD(3)),
  reserved_low_byte_seconds UInt128 COMMENT 'averages of the volumes, times the seconds owned [By.s]' CODEC(ZSTD(3)),
  reserved_high_byte_seconds UInt128 COMMENT 'averages of the volumes, times the seconds owned [By.s]' CODEC(ZSTD(3)),
  provisioned_looked_into_byte_seconds UInt128 COMMENT 'provisioned_byte_seconds of the volumes that somebody looks into [By.s]' CODEC(ZSTD(3)),
  backing_volume_seconds UInt64 COMMENT 'of layers beneath other volumes, times the seconds owned [s]' CODEC(Delta, ZSTD(3)),
  backing_allocated_byte_seconds Nullable(UInt128) COMMENT 'averages of these layers, times the seconds owned [By.s]' CODEC(ZSTD(3))
)
ENGINE = ${replicated}ReplacingMergeTree(computed_at)
PARTITION BY toYYYYMM(day)
ORDER BY (whole, pool_id, day)
TTL day + INTERVAL ${daily_days} DAY
SETTINGS ttl_only_drop_parts = 1
COMMENT 'the estate by day, and its pools; read the view estate_daily';

-- Days that tenants were rolled up for since the estate was, or shortly before it.
CREATE VIEW IF NOT EXISTS estate_days_due ${on_cluster} AS
SELECT tenants.day AS day, estate.computed_at <= tenants.computed_at AS noted
FROM (SELECT day, max(tenant_rolled_days.computed_at) AS computed_at FROM tenant_rolled_days GROUP BY day) AS tenants
LEFT JOIN (SELECT day, max(estate_days.computed_at) AS computed_at FROM estate_days GROUP BY day) AS estate
  ON tenants.day = estate.day
WHERE tenants.day >= toDate(now() - INTERVAL ${daily_days} DAY) + 1
  AND (estate.computed_at <= tenants.computed_at + INTERVAL ${settle_seconds} SECOND OR estate.computed_at > now64(3, 'UTC'))
ORDER BY noted DESC, day DESC;

-- The estate on those of these days that the next refresh takes. They are asked for once: they change meanwhile.
CREATE VIEW IF NOT EXISTS estate_day_due ${on_cluster} AS
WITH (SELECT groupArray(next.day) FROM (SELECT estate_days_due.day AS day FROM estate_days_due LIMIT ${refresh_hours}) AS next) AS due
SELECT
  days.day AS day,
  grouping(days.pool_id) = 1 AS whole,
  days.pool_id AS pool_id,
  sum(days.volume_seconds) AS volume_seconds,
  sum(days.volume_seconds_without_allocated) AS volume_seconds_without_allocated,
  sum(days.volume_seconds_without_written) AS volume_seconds_without_written,
  sum(days.volume_seconds_without_guest_live) AS volume_seconds_without_guest_live,
  sum(days.provisioned_byte_seconds) AS provisioned_byte_seconds,
  sum(days.allocated_byte_seconds) AS allocated_byte_seconds,
  sum(days.written_byte_seconds) AS written_byte_seconds,
  sum(days.guest_live_byte_seconds) AS guest_live_byte_seconds,
  sum(days.snapshot_byte_seconds) AS snapshot_byte_seconds,
  sum(days.metadata_byte_seconds) AS metadata_byte_seconds,
  sum(days.live_byte_seconds) AS live_byte_seconds,
  sum(days.claimed_byte_seconds) AS claimed_byte_seconds,
  sum(days.dead_byte_seconds) AS dead_byte_seconds,
  sum(days.stranded_byte_seconds) AS stranded_byte_seconds,
  sum(days.zeroed_byte_seconds) AS zeroed_byte_seconds,
  sum(days.reserved_byte_seconds) AS reserved_byte_seconds,
  sum(days.ullage_byte_seconds) AS ullage_byte_seconds,
  sum(days.unseen_byte_seconds) AS unseen_byte_seconds,
  sum(days.live_low_byte_seconds) AS live_low_byte_seconds,
  sum(days.live_high_byte_seconds) AS live_high_byte_seconds,
  sum(days.dead_low_byte_seconds) AS dead_low_byte_seconds,
  sum(days.dead_high_byte_seconds) AS dead_high_byte_seconds,
  sum(days.stranded_low_byte_seconds) AS stranded_low_byte_seconds,
  sum(days.stranded_high_byte_seconds) AS stranded_high_byte_seconds,
  sum(days.zeroed_low_byte_seconds) AS zeroed_low_byte_seconds,
  sum(days.zeroed_high_byte_seconds) AS zeroed_high_byte_seconds,
  sum(days.reserved_low_byte_seconds) AS reserved_low_byte_seconds,
  sum(days.reserved_high_byte_seconds) AS reserved_high_byte_seconds,
  sum(days.provisioned_looked_into_byte_seconds) AS provisioned_looked_into_byte_seconds,
  sum(days.backing_volume_seconds) AS backing_volume_seconds,
  sum(days.backing_allocated_byte_seconds) AS backing_allocated_byte_seconds
FROM tenant_days AS days FINAL
WHERE days.day IN (SELECT arrayJoin(due))
GROUP BY GROUPING SETS ((days.day), (days.day, days.pool_id))
SETTINGS do_not_merge_across_partitions_select_final = 1;

CREATE MATERIALIZED VIEW IF NOT EXISTS estate_daily_refresh ${on_cluster}
REFRESH EVERY ${refresh_minutes} MINUTE OFFSET 30 SECOND APPEND TO estate_days
AS SELECT
  *,
  greatest(now64(3, 'UTC'), (SELECT max(estate_days.computed_at) FROM estate_days) + INTERVAL 1 MILLISECOND) AS computed_at
FROM estate_day_due;

-- The estate by day: all disks that machines see. Days that came since the last refresh, half a minute after that of the tenants, are added up
-- from the tenants.
CREATE OR REPLACE VIEW estate_daily ${on_cluster} AS
WITH (SELECT groupArray(estate_days_due.day) FROM estate_days_due WHERE estate_days_due.noted) AS came
SELECT
  day,
  sum(volume_seconds) / 86400 AS volumes,
  toUInt64(intDiv(sum(provisioned_byte_seconds) + 43200, 86400)) AS provisioned_bytes,
  toUInt64(intDiv(sum(allocated_byte_seconds) + 43200, 86400)) AS allocated_bytes,
  sum(volume_seconds_without_allocated) / 86400 AS volumes_without_allocated,
  toUInt64(intDiv(sum(written_byte_seconds) + 43200, 86400)) AS written_bytes,
  sum(volume_seconds_without_written) / 86400 AS volumes_without_written,
  toUInt64(intDiv(sum(guest_live_byte_seconds) + 43200, 86400)) AS guest_live_bytes,
  sum(volume_seconds_without_guest_live) / 86400 AS volumes_without_guest_live,
  toUInt64(intDiv(sum(snapshot_byte_seconds) + 43200, 86400)) AS snapshot_bytes,
  toUInt64(intDiv(sum(metadata_byte_seconds) + 43200, 86400)) AS metadata_bytes,
  toUInt64(intDiv(sum(live_byte_seconds) + 43200, 86400)) AS live_bytes,
  toUInt64(intDiv(sum(claimed_byte_seconds) + 43200, 86400)) AS claimed_bytes,
  toUInt64(intDiv(sum(dead_byte_seconds) + 43200, 86400)) AS dead_bytes,
  toUInt64(intDiv(sum(stranded_byte_seconds) + 43200, 86400)) AS stranded_bytes,
  toUInt64(intDiv(sum(zeroed_byte_seconds) + 43200, 86400)) AS zeroed_bytes,
  toUInt64(intDiv(sum(reserved_byte_seconds) + 43200, 86400)) AS reserved_bytes,
  toUInt64(intDiv(sum(ullage_byte_seconds) + 43200, 86400)) AS ullage_bytes,
  toUInt64(intDiv(sum(unseen_byte_seconds) + 43200, 86400)) AS unseen_bytes,
  toUInt64(intDiv(sum(live_low_byte_seconds) + 43200, 86400)) AS live_low_bytes,
  toUInt64(intDiv(sum(live_high_byte_seconds) + 43200, 86400)) AS live_high_bytes,
  toUInt64(intDiv(sum(dead_low_byte_seconds) + 43200, 86400)) AS dead_low_bytes,
  toUInt64(intDiv(sum(dead_high_byte_seconds) + 43200, 86400)) AS dead_high_bytes,
  toUInt64(intDiv(sum(stranded_low_byte_seconds) + 43200, 86400)) AS stranded_low_bytes,
  toUInt64(intDiv(sum(stranded_high_byte_seconds) + 43200, 86400)) AS stranded_high_bytes,
  toUInt64(intDiv(sum(zeroed_low_byte_seconds) + 43200, 86400)) AS zeroed_low_bytes,
  toUInt64(intDiv(sum(zeroed_high_byte_seconds) + 43200, 86400)) AS zeroed_high_bytes,
  toUInt64(intDiv(sum(reserved_low_byte_seconds) + 43200, 86400)) AS reserved_low_bytes,
  toUInt64(intDiv(sum(reserved_high_byte_seconds) + 43200, 86400)) AS reserved_high_bytes,
  sum(backing_volume_seconds) / 86400 AS backing_volumes,
  toUInt64(intDiv(sum(backing_allocated_byte_seconds) + 43200, 86400)) AS backing_allocated_bytes,
  sum(guest_live_byte_seconds) / nullIf(sum(provisioned_looked_into_byte_seconds), 0) AS utilisation_ratio
FROM (
  SELECT * EXCEPT (whole, pool_id, computed_at) FROM estate_days FINAL WHERE whole AND day NOT IN (SELECT arrayJoin(came))
  UNION ALL
  SELECT * EXCEPT (tenant, cost_centre, pool_id, computed_at) FROM tenant_days FINAL WHERE day IN (SELECT arrayJoin(came))
)
WHERE volume_seconds > 0 OR backing_volume_seconds > 0
GROUP BY day
SETTINGS do_not_merge_across_partitions_select_final = 1;

-- What each agent sent in the hours that are due, which are asked for once as well: an hour that a refresh wrote meanwhile was in neither half.
CREATE OR REPLACE VIEW agent_hour_due ${on_cluster} AS
WITH (SELECT groupArray(agent_hours_due.hour) FROM agent_hours_due) AS due
SELECT
  toStartOfHour(interval_start) AS hour,
  ifNull(heard.agent_id, '') AS agent_id,
  max(heard.report_time) AS last_report,
  max(heard.sequence) AS last_sequence,
  count() AS reports,
  countIf(heard.outcome = 'LATE') AS late_reports,
  countIf(heard.outcome = 'DUPLICATE') AS duplicate_reports,
  countIf(heard.outcome = 'MALFORMED') AS malformed_reports,
  sum(heard.readings) AS readings,
  sum(heard.rejected_readings) AS rejected_readings,
  sum(heard.message_bytes) AS message_bytes,
  maxOrNullIf(heard.time, heard.reason IS NOT NULL) AS reason_at,
  argMaxIf(heard.reason, heard.time, heard.reason IS NOT NULL) AS last_reason
FROM ingest AS heard FINAL
WHERE interval_start >= arrayMin(due)
  AND toStartOfHour(interval_start) IN (SELECT arrayJoin(due))
GROUP BY hour, agent_id
SETTINGS do_not_merge_across_partitions_select_final = 1;

-- Each agent that was heard in the two days before the newest message: how far it is behind the newest of all, and what became of what
-- it sent. Messages that nobody could read have no agent. Hours that came since the last refresh are read from the messages.
CREATE OR REPLACE VIEW source_latest ${on_cluster} AS
WITH (SELECT groupArray(agent_hours_due.hour) FROM agent_hours_due) AS due
SELECT
  heard.agent_id AS agent_id,
  max(heard.last_report) AS last_report,
  max(heard.last_sequence) AS last_sequence,
  dateDiff('second', max(heard.last_report), (SELECT max(report_time) FROM agent_newest)) AS behind_seconds,
  sum(heard.reports) AS reports,
  sum(heard.late_reports) AS late_reports,
  sum(heard.duplicate_reports) AS duplicate_reports,
  sum(heard.malformed_reports) AS malformed_reports,
  sum(heard.readings) AS readings,
  sum(heard.rejected_readings) AS rejected_readings,
  sum(heard.message_bytes) AS message_bytes,
  argMaxIf(heard.last_reason, heard.reason_at, heard.last_reason IS NOT NULL) AS last_reason
FROM (
  SELECT * EXCEPT computed_at
  FROM agent_hours FINAL
  WHERE hour >= toStartOfHour((SELECT max(ingest_touched.hour) FROM ingest_touched) - INTERVAL 2 DAY)
    AND hour NOT IN (SELECT arrayJoin(due))
  UNION ALL
  SELECT * FROM agent_hour_due
) AS heard
GROUP BY heard.agent_id;

-- Snapshots and overlays with what their removal returns and needs, as V013 has it, from one look at the estimates instead of two: a snapshot that is
-- read, with its estimate where there is one, and overlays, which are estimated only.
CREATE OR REPLACE VIEW snapshot_removal ${on_cluster} AS
SELECT
  if(read, snapshots.interval_start, growth.interval_start) AS interval_start,
  if(read, snapshots.time, growth.time) AS time,
  if(read, snapshots.snapshot_id, growth.snapshot_id) AS snapshot_id,
  if(read, snapshots.volume_id, growth.volume_id) AS volume_id,
  if(read, snapshots.volume_name, parents.parent_name) AS volume_name,
  toLowCardinality(if(read, snapshots.pool_id, growth.pool_id)) AS pool_id,
  if(read, toNullable(snapshots.host_id), NULL) AS host_id,
  if(read, snapshots.name, growth.name) AS name,
  toLowCardinality(if(read, snapshots.snapshot_kind, growth.snapshot_kind)) AS snapshot_kind,
  if(read, snapshots.created, growth.created) AS created,
  if(read, toNullable(snapshots.size_bytes), NULL) AS size_bytes,
  snapshots.referenced_bytes AS referenced_bytes,
  if(read, snapshots.exclusive_bytes, growth.exclusive_bytes) AS exclusive_bytes,
  snapshots.vm_state_bytes AS vm_state_bytes,
  if(read, snapshots.age_seconds, growth.age_seconds) AS age_seconds,
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
FROM (SELECT true AS read, * FROM snapshot_latest) AS snapshots
FULL JOIN snapshot_growth_latest AS growth ON snapshots.snapshot_id = growth.snapshot_id
LEFT JOIN (SELECT volume_id AS parent_id, toNullable(name) AS parent_name FROM ledger_newest FINAL) AS parents
  ON growth.volume_id = parents.parent_id
WHERE read OR growth.snapshot_kind = 'OVERLAY';

-- Volumes by day, as V009 has them: of one volume the figures are read, not those of all that lie beside it.
CREATE OR REPLACE VIEW volume_daily ${on_cluster} AS
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
SETTINGS do_not_merge_across_partitions_select_final = 1, optimize_move_to_prewhere_if_final = 1;
