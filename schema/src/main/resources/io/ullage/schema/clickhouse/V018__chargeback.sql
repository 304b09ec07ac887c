-- What chargeback reads, and the months that were closed. Money is kept for good: nothing here has a TTL.

-- Readings of volumes as chargeback counts them.
CREATE VIEW IF NOT EXISTS chargeback_reading ${on_cluster} AS
SELECT
  interval_start,
  volume_id,
  name AS volume_name,
  pool_id,
  host_id,
  source,
  machine_id,
  parent_volume_id,
  volume_use,
  provisioned_bytes,
  allocated_bytes,
  guest_live_bytes,
  snapshot_bytes,
  ullage_bytes,
  reserved_bytes,
  zeroed_bytes,
  dead_bytes,
  stranded_bytes
FROM ledger FINAL
SETTINGS do_not_merge_across_partitions_select_final = 1;

-- The same by hour, for hours of which the readings are not kept any more: averages, as if read at the beginning of the hour.
CREATE VIEW IF NOT EXISTS chargeback_reading_hourly ${on_cluster} AS
SELECT
  hour AS interval_start,
  volume_id,
  name AS volume_name,
  pool_id,
  host_id,
  '' AS source,
  machine_id,
  CAST(NULL AS Nullable(String)) AS parent_volume_id,
  volume_use,
  provisioned_bytes,
  allocated_bytes,
  guest_live_bytes,
  snapshot_bytes,
  ullage_bytes,
  reserved_bytes,
  zeroed_bytes,
  dead_bytes,
  stranded_bytes
FROM volume_hourly;

-- Which of both has more of an hour. Rows of the ledger are counted before equal keys are merged, which old ones have been long ago.
CREATE VIEW IF NOT EXISTS chargeback_hour ${on_cluster} AS
SELECT hour, sum(raw_intervals) AS raw_intervals, sum(rolled_intervals) AS rolled_intervals
FROM (
  SELECT toStartOfHour(interval_start) AS hour, count() AS raw_intervals, 0 AS rolled_intervals FROM ledger GROUP BY hour
  UNION ALL
  SELECT hour, 0 AS raw_intervals, sum(intervals) AS rolled_intervals FROM ledger_hourly FINAL GROUP BY hour)
GROUP BY hour;

-- What snapshots that pools make hold, by volume, in the first reading of each hour.
CREATE VIEW IF NOT EXISTS chargeback_pool_snapshot ${on_cluster} AS
SELECT volume_id, hour, sum(exclusive_bytes) AS pool_snapshot_bytes
FROM (
  SELECT
    snapshot_id,
    volume_id,
    toStartOfHour(interval_start) AS hour,
    argMin(snapshot.exclusive_bytes, interval_start) AS exclusive_bytes
  FROM snapshot FINAL
  WHERE snapshot_kind = 'POOL'
  GROUP BY snapshot_id, volume_id, hour)
GROUP BY volume_id, hour
HAVING pool_snapshot_bytes IS NOT NULL;

-- The last attribution of each day, of the finest sample.
CREATE VIEW IF NOT EXISTS chargeback_attributed ${on_cluster} AS
SELECT
  volume_id,
  toDate(interval_start) AS day,
  max(interval_start) AS since,
  argMax(dedup_volume.attributed_bytes, tuple(interval_start, -toInt32(k))) AS attributed_bytes
FROM dedup_volume FINAL
GROUP BY volume_id, day;
