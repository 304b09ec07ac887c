-- Trends: pools and tenants by hour and by day, and what forecasts, recommendations, chargeback and dashboards ask of them.
--
-- Pools are rolled up as volumes are (V008): an insert only notes the hours it touched, a refresh computes those anew from the rows where
-- a replayed one stands once, and a day from its hours.
CREATE TABLE IF NOT EXISTS pool_hours ${on_cluster} (
  hour DateTime('UTC') COMMENT 'start' CODEC(Delta, ZSTD(3)),
  pool_id LowCardinality(String) COMMENT 'the pool; stable and unique in the estate',
  computed_at DateTime64(3, 'UTC') COMMENT 'of equal keys the last computed stands' CODEC(Delta, ZSTD(3)),
  name Nullable(String) COMMENT 'for people, at the end' CODEC(ZSTD(3)),
  pool_kind LowCardinality(Nullable(String)) COMMENT 'such as FILE_SYSTEM, LVM_THIN, ZPOOL, at the end',
  path Nullable(String) COMMENT 'on the reporting host, at the end' CODEC(ZSTD(3)),
  intervals UInt32 COMMENT 'intervals with a row',
  exact_intervals UInt32 COMMENT 'of these, exact',
  capacity_bytes_sum Nullable(UInt64) COMMENT 'sum over the intervals that have it [By]' CODEC(Delta, ZSTD(3)),
  capacity_intervals UInt32 COMMENT 'intervals that have capacity_bytes',
  used_bytes_sum Nullable(UInt64) COMMENT 'sum over the intervals that have it [By]' CODEC(Delta, ZSTD(3)),
  used_intervals UInt32 COMMENT 'intervals that have used_bytes',
  free_bytes_sum Nullable(UInt64) COMMENT 'sum over the intervals that have it [By]' CODEC(Delta, ZSTD(3)),
  free_intervals UInt32 COMMENT 'intervals that have free_bytes',
  metadata_capacity_bytes_sum Nullable(UInt64) COMMENT 'sum over the intervals that have it [By]' CODEC(Delta, ZSTD(3)),
  metadata_capacity_intervals UInt32 COMMENT 'intervals that have metadata_capacity_bytes',
  metadata_used_bytes_sum Nullable(UInt64) COMMENT 'sum over the intervals that have it [By]' CODEC(Delta, ZSTD(3)),
  metadata_used_intervals UInt32 COMMENT 'intervals that have metadata_used_bytes',
  allocated_bytes_sum Nullable(UInt64) COMMENT 'sum over the intervals that have it [By]' CODEC(Delta, ZSTD(3)),
  allocated_intervals UInt32 COMMENT 'intervals that have allocated_bytes',
  written_bytes_sum Nullable(UInt64) COMMENT 'sum over the intervals that have it [By]' CODEC(Delta, ZSTD(3)),
  written_intervals UInt32 COMMENT 'intervals that have written_bytes',
  guest_live_bytes_sum Nullable(UInt64) COMMENT 'sum over the intervals that have it [By]' CODEC(Delta, ZSTD(3)),
  guest_live_intervals UInt32 COMMENT 'intervals that have guest_live_bytes',
  backing_allocated_bytes_sum Nullable(UInt64) COMMENT 'sum over the intervals that have it [By]' CODEC(Delta, ZSTD(3)),
  backing_allocated_intervals UInt32 COMMENT 'intervals that have backing_allocated_bytes',
  provisioned_bytes_sum UInt64 COMMENT 'sum over the intervals [By]' CODEC(Delta, ZSTD(3)),
  snapshot_bytes_sum UInt64 COMMENT 'sum over the intervals [By]' CODEC(Delta, ZSTD(3)),
  metadata_bytes_sum UInt64 COMMENT 'sum over the intervals [By]' CODEC(Delta, ZSTD(3)),
  live_bytes_sum UInt64 COMMENT 'sum over the intervals [By]' CODEC(Delta, ZSTD(3)),
  claimed_bytes_sum UInt64 COMMENT 'sum over the intervals [By]' CODEC(Delta, ZSTD(3)),
  dead_bytes_sum UInt64 COMMENT 'sum over the intervals [By]' CODEC(Delta, ZSTD(3)),
  stranded_bytes_sum UInt64 COMMENT 'sum over the intervals [By]' CODEC(Delta, ZSTD(3)),
  zeroed_bytes_sum UInt64 COMMENT 'sum over the intervals [By]' CODEC(Delta, ZSTD(3)),
  reserved_bytes_sum UInt64 COMMENT 'sum over the intervals [By]' CODEC(Delta, ZSTD(3)),
  ullage_bytes_sum UInt64 COMMENT 'sum over the intervals [By]' CODEC(Delta, ZSTD(3)),
  unseen_bytes_sum UInt64 COMMENT 'sum over the intervals [By]' CODEC(Delta, ZSTD(3)),
  live_below_bytes_sum UInt64 COMMENT 'sum over the intervals [By]' CODEC(Delta, ZSTD(3)),
  live_above_bytes_sum UInt64 COMMENT 'sum over the intervals [By]' CODEC(Delta, ZSTD(3)),
  dead_below_bytes_sum UInt64 COMMENT 'sum over the intervals [By]' CODEC(Delta, ZSTD(3)),
  dead_above_bytes_sum UInt64 COMMENT 'sum over the intervals [By]' CODEC(Delta, ZSTD(3)),
  stranded_below_bytes_sum UInt64 COMMENT 'sum over the intervals [By]' CODEC(Delta, ZSTD(3)),
  stranded_above_bytes_sum UInt64 COMMENT 'sum over the intervals [By]' CODEC(Delta, ZSTD(3)),
  zeroed_below_bytes_sum UInt64 COMMENT 'sum over the intervals [By]' CODEC(Delta, ZSTD(3)),
  zeroed_above_bytes_sum UInt64 COMMENT 'sum over the intervals [By]' CODEC(Delta, ZSTD(3)),
  reserved_below_bytes_sum UInt64 COMMENT 'sum over the intervals [By]' CODEC(Delta, ZSTD(3)),
  reserved_above_bytes_sum UInt64 COMMENT 'sum over the intervals [By]' CODEC(Delta, ZSTD(3)),
  volumes_sum UInt64 COMMENT 'sum over the intervals [{count}]' CODEC(Delta, ZSTD(3)),
  volumes_without_allocated_sum UInt64 COMMENT 'sum over the intervals [{count}]' CODEC(Delta, ZSTD(3)),
  volumes_without_written_sum UInt64 COMMENT 'sum over the intervals [{count}]' CODEC(Delta, ZSTD(3)),
  volumes_without_guest_live_sum UInt64 COMMENT 'sum over the intervals [{count}]' CODEC(Delta, ZSTD(3)),
  backing_volumes_sum UInt64 COMMENT 'sum over the intervals [{count}]' CODEC(Delta, ZSTD(3)),
  backing_volumes_without_allocated_sum UInt64 COMMENT 'sum over the intervals [{count}]' CODEC(Delta, ZSTD(3)),
  capacity_bytes_last Nullable(UInt64) COMMENT 'last of the intervals that have it [By]' CODEC(Delta, ZSTD(3)),
  used_bytes_last Nullable(UInt64) COMMENT 'last of the intervals that have it [By]' CODEC(Delta, ZSTD(3)),
  free_bytes_last Nullable(UInt64) COMMENT 'last of the intervals that have it [By]' CODEC(Delta, ZSTD(3)),
  metadata_capacity_bytes_last Nullable(UInt64) COMMENT 'last of the intervals that have it [By]' CODEC(Delta, ZSTD(3)),
  metadata_used_bytes_last Nullable(UInt64) COMMENT 'last of the intervals that have it [By]' CODEC(Delta, ZSTD(3)),
  allocated_bytes_last Nullable(UInt64) COMMENT 'last of the intervals that have it [By]' CODEC(Delta, ZSTD(3)),
  provisioned_bytes_last UInt64 COMMENT 'last of the intervals [By]' CODEC(Delta, ZSTD(3)),
  used_bytes_max Nullable(UInt64) COMMENT 'greatest of the intervals [By]' CODEC(Delta, ZSTD(3)),
  metadata_used_bytes_max Nullable(UInt64) COMMENT 'greatest of the intervals [By]' CODEC(Delta, ZSTD(3))
)
ENGINE = ${replicated}ReplacingMergeTree(computed_at)
PARTITION BY toYYYYMM(hour)
ORDER BY (pool_id, hour)
TTL hour + INTERVAL ${hourly_days} DAY
SETTINGS ttl_only_drop_parts = 1
COMMENT 'pools by hour; read the view pool_hourly';

CREATE TABLE IF NOT EXISTS pool_days ${on_cluster} (
  day Date COMMENT 'start' CODEC(Delta, ZSTD(3)),
  pool_id LowCardinality(String) COMMENT 'the pool; stable and unique in the estate',
  computed_at DateTime64(3, 'UTC') COMMENT 'of equal keys the last computed stands' CODEC(Delta, ZSTD(3)),
  name Nullable(String) COMMENT 'for people, at the end' CODEC(ZSTD(3)),
  pool_kind LowCardinality(Nullable(String)) COMMENT 'such as FILE_SYSTEM, LVM_THIN, ZPOOL, at the end',
  path Nullable(String) COMMENT 'on the reporting host, at the end' CODEC(ZSTD(3)),
  intervals UInt32 COMMENT 'intervals with a row',
  exact_intervals UInt32 COMMENT 'of these, exact',
  capacity_bytes_sum Nullable(UInt64) COMMENT 'sum over the intervals that have it [By]' CODEC(Delta, ZSTD(3)),
  capacity_intervals UInt32 COMMENT 'intervals that have capacity_bytes',
  used_bytes_sum Nullable(UInt64) COMMENT 'sum over the intervals that have it [By]' CODEC(Delta, ZSTD(3)),
  used_intervals UInt32 COMMENT 'intervals that have used_bytes',
  free_bytes_sum Nullable(UInt64) COMMENT 'sum over the intervals that have it [By]' CODEC(Delta, ZSTD(3)),
  free_intervals UInt32 COMMENT 'intervals that have free_bytes',
  metadata_capacity_bytes_sum Nullable(UInt64) COMMENT 'sum over the intervals that have it [By]' CODEC(Delta, ZSTD(3)),
  metadata_capacity_intervals UInt32 COMMENT 'intervals that have metadata_capacity_bytes',
  metadata_used_bytes_sum Nullable(UInt64) COMMENT 'sum over the intervals that have it [By]' CODEC(Delta, ZSTD(3)),
  metadata_used_intervals UInt32 COMMENT 'intervals that have metadata_used_bytes',
  allocated_bytes_sum Nullable(UInt64) COMMENT 'sum over the intervals that have it [By]' CODEC(Delta, ZSTD(3)),
  allocated_intervals UInt32 COMMENT 'intervals that have allocated_bytes',
  written_bytes_sum Nullable(UInt64) COMMENT 'sum over the intervals that have it [By]' CODEC(Delta, ZSTD(3)),
  written_intervals UInt32 COMMENT 'intervals that have written_bytes',
  guest_live_bytes_sum Nullable(UInt64) COMMENT 'sum over the intervals that have it [By]' CODEC(Delta, ZSTD(3)),
  guest_live_intervals UInt32 COMMENT 'intervals that have guest_live_bytes',
  backing_allocated_bytes_sum Nullable(UInt64) COMMENT 'sum over the intervals that have it [By]' CODEC(Delta, ZSTD(3)),
  backing_allocated_intervals UInt32 COMMENT 'intervals that have backing_allocated_bytes',
  provisioned_bytes_sum UInt64 COMMENT 'sum over the intervals [By]' CODEC(Delta, ZSTD(3)),
  snapshot_bytes_sum UInt64 COMMENT 'sum over the intervals [By]' CODEC(Delta, ZSTD(3)),
  metadata_bytes_sum UInt64 COMMENT 'sum over the intervals [By]' CODEC(Delta, ZSTD(3)),
  live_bytes_sum UInt64 COMMENT 'sum over the intervals [By]' CODEC(Delta, ZSTD(3)),
  claimed_bytes_sum UInt64 COMMENT 'sum over the intervals [By]' CODEC(Delta, ZSTD(3)),
  dead_bytes_sum UInt64 COMMENT 'sum over the intervals [By]' CODEC(Delta, ZSTD(3)),
  stranded_bytes_sum UInt64 COMMENT 'sum over the intervals [By]' CODEC(Delta, ZSTD(3)),
  zeroed_bytes_sum UInt64 COMMENT 'sum over the intervals [By]' CODEC(Delta, ZSTD(3)),
  reserved_bytes_sum UInt64 COMMENT 'sum over the intervals [By]' CODEC(Delta, ZSTD(3)),
  ullage_bytes_sum UInt64 COMMENT 'sum over the intervals [By]' CODEC(Delta, ZSTD(3)),
  unseen_bytes_sum UInt64 COMMENT 'sum over the intervals [By]' CODEC(Delta, ZSTD(3)),
  live_below_bytes_sum UInt64 COMMENT 'sum over the intervals [By]' CODEC(Delta, ZSTD(3)),
  live_above_bytes_sum UInt64 COMMENT 'sum over the intervals [By]' CODEC(Delta, ZSTD(3)),
  dead_below_bytes_sum UInt64 COMMENT 'sum over the intervals [By]' CODEC(Delta, ZSTD(3)),
  dead_above_bytes_sum UInt64 COMMENT 'sum over the intervals [By]' CODEC(Delta, ZSTD(3)),
  stranded_below_bytes_sum UInt64 COMMENT 'sum over the intervals [By]' CODEC(Delta, ZSTD(3)),
  stranded_above_bytes_sum UInt64 COMMENT 'sum over the intervals [By]' CODEC(Delta, ZSTD(3)),
  zeroed_below_bytes_sum UInt64 COMMENT 'sum over the intervals [By]' CODEC(Delta, ZSTD(3)),
  zeroed_above_bytes_sum UInt64 COMMENT 'sum over the intervals [By]' CODEC(Delta, ZSTD(3)),
  reserved_below_bytes_sum UInt64 COMMENT 'sum over the intervals [By]' CODEC(Delta, ZSTD(3)),
  reserved_above_bytes_sum UInt64 COMMENT 'sum over the intervals [By]' CODEC(Delta, ZSTD(3)),
  volumes_sum UInt64 COMMENT 'sum over the intervals [{count}]' CODEC(Delta, ZSTD(3)),
  volumes_without_allocated_sum UInt64 COMMENT 'sum over the intervals [{count}]' CODEC(Delta, ZSTD(3)),
  volumes_without_written_sum UInt64 COMMENT 'sum over the intervals [{count}]' CODEC(Delta, ZSTD(3)),
  volumes_without_guest_live_sum UInt64 COMMENT 'sum over the intervals [{count}]' CODEC(Delta, ZSTD(3)),
  backing_volumes_sum UInt64 COMMENT 'sum over the intervals [{count}]' CODEC(Delta, ZSTD(3)),
  backing_volumes_without_allocated_sum UInt64 COMMENT 'sum over the intervals [{count}]' CODEC(Delta, ZSTD(3)),
  capacity_bytes_last Nullable(UInt64) COMMENT 'last of the intervals that have it [By]' CODEC(Delta, ZSTD(3)),
  used_bytes_last Nullable(UInt64) COMMENT 'last of the intervals that have it [By]' CODEC(Delta, ZSTD(3)),
  free_bytes_last Nullable(UInt64) COMMENT 'last of the intervals that have it [By]' CODEC(Delta, ZSTD(3)),
  metadata_capacity_bytes_last Nullable(UInt64) COMMENT 'last of the intervals that have it [By]' CODEC(Delta, ZSTD(3)),
  metadata_used_bytes_last Nullable(UInt64) COMMENT 'last of the intervals that have it [By]' CODEC(Delta, ZSTD(3)),
  allocated_bytes_last Nullable(UInt64) COMMENT 'last of the intervals that have it [By]' CODEC(Delta, ZSTD(3)),
  provisioned_bytes_last UInt64 COMMENT 'last of the intervals [By]' CODEC(Delta, ZSTD(3)),
  used_bytes_max Nullable(UInt64) COMMENT 'greatest of the intervals [By]' CODEC(Delta, ZSTD(3)),
  metadata_used_bytes_max Nullable(UInt64) COMMENT 'greatest of the intervals [By]' CODEC(Delta, ZSTD(3))
)
ENGINE = ${replicated}ReplacingMergeTree(computed_at)
PARTITION BY toYYYYMM(day)
ORDER BY (pool_id, day)
TTL day + INTERVAL ${daily_days} DAY
SETTINGS ttl_only_drop_parts = 1
COMMENT 'pools by day; read the view pool_daily';

CREATE TABLE IF NOT EXISTS pool_touched ${on_cluster} (
  hour DateTime('UTC') COMMENT 'of the pools',
  noted_at SimpleAggregateFunction(max, DateTime64(3, 'UTC')) COMMENT 'of the last insert into it'
)
ENGINE = ${replicated}AggregatingMergeTree
ORDER BY hour
TTL hour + INTERVAL ${hourly_days} DAY
SETTINGS non_replicated_deduplication_window = 1000
COMMENT 'hours of the pools that inserts touched';

CREATE MATERIALIZED VIEW IF NOT EXISTS pool_to_touched ${on_cluster} TO pool_touched
AS SELECT toStartOfHour(interval_start) AS hour, max(now64(3, 'UTC')) AS noted_at FROM pool GROUP BY hour;

CREATE TABLE IF NOT EXISTS pool_rolled ${on_cluster} (
  hour DateTime('UTC') COMMENT 'of the pools',
  computed_at SimpleAggregateFunction(max, DateTime64(3, 'UTC')) COMMENT 'of the last roll-up of it'
)
ENGINE = ${replicated}AggregatingMergeTree
ORDER BY hour
TTL hour + INTERVAL ${hourly_days} DAY
COMMENT 'hours of the pools that were rolled up';

CREATE MATERIALIZED VIEW IF NOT EXISTS pool_to_rolled ${on_cluster} TO pool_rolled
AS SELECT hour, max(pool_hours.computed_at) AS computed_at FROM pool_hours GROUP BY hour;

CREATE VIEW IF NOT EXISTS pool_hours_due ${on_cluster} AS
SELECT touched.hour AS hour, rolled.computed_at <= touched.noted_at AS noted
FROM (SELECT hour, max(pool_touched.noted_at) AS noted_at FROM pool_touched GROUP BY hour) AS touched
LEFT JOIN (SELECT hour, max(pool_rolled.computed_at) AS computed_at FROM pool_rolled GROUP BY hour) AS rolled
  ON touched.hour = rolled.hour
WHERE touched.hour >= now() - INTERVAL ${hourly_days} DAY
  AND (rolled.computed_at <= touched.noted_at + INTERVAL ${settle_seconds} SECOND OR rolled.computed_at > now64(3, 'UTC'))
ORDER BY noted DESC, hour DESC;

CREATE MATERIALIZED VIEW IF NOT EXISTS pool_hourly_refresh ${on_cluster}
REFRESH EVERY ${refresh_minutes} MINUTE APPEND TO pool_hours
AS SELECT
  toStartOfHour(interval_start) AS hour,
  pool_id,
  greatest(now64(3, 'UTC'), (SELECT max(pool_rolled.computed_at) FROM pool_rolled) + INTERVAL 1 MILLISECOND) AS computed_at,
  argMax(pool.name, interval_start) AS name,
  argMax(pool.pool_kind, interval_start) AS pool_kind,
  argMax(pool.path, interval_start) AS path,
  count() AS intervals,
  countIf(method = 'EXACT') AS exact_intervals,
  sum(capacity_bytes) AS capacity_bytes_sum,
  count(capacity_bytes) AS capacity_intervals,
  sum(used_bytes) AS used_bytes_sum,
  count(used_bytes) AS used_intervals,
  sum(free_bytes) AS free_bytes_sum,
  count(free_bytes) AS free_intervals,
  sum(metadata_capacity_bytes) AS metadata_capacity_bytes_sum,
  count(metadata_capacity_bytes) AS metadata_capacity_intervals,
  sum(metadata_used_bytes) AS metadata_used_bytes_sum,
  count(metadata_used_bytes) AS metadata_used_intervals,
  sum(allocated_bytes) AS allocated_bytes_sum,
  count(allocated_bytes) AS allocated_intervals,
  sum(written_bytes) AS written_bytes_sum,
  count(written_bytes) AS written_intervals,
  sum(guest_live_bytes) AS guest_live_bytes_sum,
  count(guest_live_bytes) AS guest_live_intervals,
  sum(backing_allocated_bytes) AS backing_allocated_bytes_sum,
  count(backing_allocated_bytes) AS backing_allocated_intervals,
  sum(provisioned_bytes) AS provisioned_bytes_sum,
  sum(snapshot_bytes) AS snapshot_bytes_sum,
  sum(metadata_bytes) AS metadata_bytes_sum,
  sum(live_bytes) AS live_bytes_sum,
  sum(claimed_bytes) AS claimed_bytes_sum,
  sum(dead_bytes) AS dead_bytes_sum,
  sum(stranded_bytes) AS stranded_bytes_sum,
  sum(zeroed_bytes) AS zeroed_bytes_sum,
  sum(reserved_bytes) AS reserved_bytes_sum,
  sum(ullage_bytes) AS ullage_bytes_sum,
  sum(unseen_bytes) AS unseen_bytes_sum,
  sum(live_below_bytes) AS live_below_bytes_sum,
  sum(live_above_bytes) AS live_above_bytes_sum,
  sum(dead_below_bytes) AS dead_below_bytes_sum,
  sum(dead_above_bytes) AS dead_above_bytes_sum,
  sum(stranded_below_bytes) AS stranded_below_bytes_sum,
  sum(stranded_above_bytes) AS stranded_above_bytes_sum,
  sum(zeroed_below_bytes) AS zeroed_below_bytes_sum,
  sum(zeroed_above_bytes) AS zeroed_above_bytes_sum,
  sum(reserved_below_bytes) AS reserved_below_bytes_sum,
  sum(reserved_above_bytes) AS reserved_above_bytes_sum,
  sum(volumes) AS volumes_sum,
  sum(volumes_without_allocated) AS volumes_without_allocated_sum,
  sum(volumes_without_written) AS volumes_without_written_sum,
  sum(volumes_without_guest_live) AS volumes_without_guest_live_sum,
  sum(backing_volumes) AS backing_volumes_sum,
  sum(backing_volumes_without_allocated) AS backing_volumes_without_allocated_sum,
  argMax(capacity_bytes, interval_start) AS capacity_bytes_last,
  argMax(used_bytes, interval_start) AS used_bytes_last,
  argMax(free_bytes, interval_start) AS free_bytes_last,
  argMax(metadata_capacity_bytes, interval_start) AS metadata_capacity_bytes_last,
  argMax(metadata_used_bytes, interval_start) AS metadata_used_bytes_last,
  argMax(allocated_bytes, interval_start) AS allocated_bytes_last,
  argMax(provisioned_bytes, interval_start) AS provisioned_bytes_last,
  max(used_bytes) AS used_bytes_max,
  max(metadata_used_bytes) AS metadata_used_bytes_max
FROM pool FINAL
WHERE interval_start >= (SELECT min(hour) FROM (SELECT hour FROM pool_hours_due LIMIT ${refresh_hours}))
  AND interval_start < (SELECT max(hour) FROM (SELECT hour FROM pool_hours_due LIMIT ${refresh_hours})) + INTERVAL 1 HOUR
  AND toStartOfHour(interval_start) IN (SELECT hour FROM pool_hours_due LIMIT ${refresh_hours})
GROUP BY pool_id, toStartOfHour(interval_start)
SETTINGS do_not_merge_across_partitions_select_final = 1;

CREATE TABLE IF NOT EXISTS pool_rolled_days ${on_cluster} (
  day Date COMMENT 'of the pools',
  computed_at SimpleAggregateFunction(max, DateTime64(3, 'UTC')) COMMENT 'of the last roll-up of it'
)
ENGINE = ${replicated}AggregatingMergeTree
ORDER BY day
TTL day + INTERVAL ${daily_days} DAY
COMMENT 'days of the pools that were rolled up';

CREATE MATERIALIZED VIEW IF NOT EXISTS pool_to_rolled_days ${on_cluster} TO pool_rolled_days
AS SELECT day, max(pool_days.computed_at) AS computed_at FROM pool_days GROUP BY day;

CREATE VIEW IF NOT EXISTS pool_days_due ${on_cluster} AS
SELECT hours.day AS day, days.computed_at <= hours.computed_at AS noted
FROM (SELECT toDate(hour) AS day, max(pool_rolled.computed_at) AS computed_at FROM pool_rolled GROUP BY day) AS hours
LEFT JOIN (SELECT day, max(pool_rolled_days.computed_at) AS computed_at FROM pool_rolled_days GROUP BY day) AS days
  ON hours.day = days.day
WHERE hours.day >= toDate(now() - INTERVAL ${hourly_days} DAY) + 1
  AND (days.computed_at <= hours.computed_at + INTERVAL ${settle_seconds} SECOND OR days.computed_at > now64(3, 'UTC'))
ORDER BY noted DESC, day DESC;

CREATE MATERIALIZED VIEW IF NOT EXISTS pool_daily_refresh ${on_cluster}
REFRESH EVERY ${refresh_minutes} MINUTE APPEND TO pool_days
AS SELECT
  toDate(hour) AS day,
  pool_id,
  greatest(now64(3, 'UTC'), (SELECT max(pool_rolled_days.computed_at) FROM pool_rolled_days) + INTERVAL 1 MILLISECOND) AS computed_at,
  argMax(pool_hours.name, hour) AS name,
  argMax(pool_hours.pool_kind, hour) AS pool_kind,
  argMax(pool_hours.path, hour) AS path,
  sum(pool_hours.intervals) AS intervals,
  sum(pool_hours.exact_intervals) AS exact_intervals,
  sum(pool_hours.capacity_bytes_sum) AS capacity_bytes_sum,
  sum(pool_hours.capacity_intervals) AS capacity_intervals,
  sum(pool_hours.used_bytes_sum) AS used_bytes_sum,
  sum(pool_hours.used_intervals) AS used_intervals,
  sum(pool_hours.free_bytes_sum) AS free_bytes_sum,
  sum(pool_hours.free_intervals) AS free_intervals,
  sum(pool_hours.metadata_capacity_bytes_sum) AS metadata_capacity_bytes_sum,
  sum(pool_hours.metadata_capacity_intervals) AS metadata_capacity_intervals,
  sum(pool_hours.metadata_used_bytes_sum) AS metadata_used_bytes_sum,
  sum(pool_hours.metadata_used_intervals) AS metadata_used_intervals,
  sum(pool_hours.allocated_bytes_sum) AS allocated_bytes_sum,
  sum(pool_hours.allocated_intervals) AS allocated_intervals,
  sum(pool_hours.written_bytes_sum) AS written_bytes_sum,
  sum(pool_hours.written_intervals) AS written_intervals,
  sum(pool_hours.guest_live_bytes_sum) AS guest_live_bytes_sum,
  sum(pool_hours.guest_live_intervals) AS guest_live_intervals,
  sum(pool_hours.backing_allocated_bytes_sum) AS backing_allocated_bytes_sum,
  sum(pool_hours.backing_allocated_intervals) AS backing_allocated_intervals,
  sum(pool_hours.provisioned_bytes_sum) AS provisioned_bytes_sum,
  sum(pool_hours.snapshot_bytes_sum) AS snapshot_bytes_sum,
  sum(pool_hours.metadata_bytes_sum) AS metadata_bytes_sum,
  sum(pool_hours.live_bytes_sum) AS live_bytes_sum,
  sum(pool_hours.claimed_bytes_sum) AS claimed_bytes_sum,
  sum(pool_hours.dead_bytes_sum) AS dead_bytes_sum,
  sum(pool_hours.stranded_bytes_sum) AS stranded_bytes_sum,
  sum(pool_hours.zeroed_bytes_sum) AS zeroed_bytes_sum,
  sum(pool_hours.reserved_bytes_sum) AS reserved_bytes_sum,
  sum(pool_hours.ullage_bytes_sum) AS ullage_bytes_sum,
  sum(pool_hours.unseen_bytes_sum) AS unseen_bytes_sum,
  sum(pool_hours.live_below_bytes_sum) AS live_below_bytes_sum,
  sum(pool_hours.live_above_bytes_sum) AS live_above_bytes_sum,
  sum(pool_hours.dead_below_bytes_sum) AS dead_below_bytes_sum,
  sum(pool_hours.dead_above_bytes_sum) AS dead_above_bytes_sum,
  sum(pool_hours.stranded_below_bytes_sum) AS stranded_below_bytes_sum,
  sum(pool_hours.stranded_above_bytes_sum) AS stranded_above_bytes_sum,
  sum(pool_hours.zeroed_below_bytes_sum) AS zeroed_below_bytes_sum,
  sum(pool_hours.zeroed_above_bytes_sum) AS zeroed_above_bytes_sum,
  sum(pool_hours.reserved_below_bytes_sum) AS reserved_below_bytes_sum,
  sum(pool_hours.reserved_above_bytes_sum) AS reserved_above_bytes_sum,
  sum(pool_hours.volumes_sum) AS volumes_sum,
  sum(pool_hours.volumes_without_allocated_sum) AS volumes_without_allocated_sum,
  sum(pool_hours.volumes_without_written_sum) AS volumes_without_written_sum,
  sum(pool_hours.volumes_without_guest_live_sum) AS volumes_without_guest_live_sum,
  sum(pool_hours.backing_volumes_sum) AS backing_volumes_sum,
  sum(pool_hours.backing_volumes_without_allocated_sum) AS backing_volumes_without_allocated_sum,
  argMax(pool_hours.capacity_bytes_last, hour) AS capacity_bytes_last,
  argMax(pool_hours.used_bytes_last, hour) AS used_bytes_last,
  argMax(pool_hours.free_bytes_last, hour) AS free_bytes_last,
  argMax(pool_hours.metadata_capacity_bytes_last, hour) AS metadata_capacity_bytes_last,
  argMax(pool_hours.metadata_used_bytes_last, hour) AS metadata_used_bytes_last,
  argMax(pool_hours.allocated_bytes_last, hour) AS allocated_bytes_last,
  argMax(pool_hours.provisioned_bytes_last, hour) AS provisioned_bytes_last,
  max(pool_hours.used_bytes_max) AS used_bytes_max,
  max(pool_hours.metadata_used_bytes_max) AS metadata_used_bytes_max
FROM pool_hours FINAL
WHERE hour >= (SELECT min(day) FROM (SELECT day FROM pool_days_due LIMIT ${refresh_hours}))
  AND hour < (SELECT max(day) FROM (SELECT day FROM pool_days_due LIMIT ${refresh_hours})) + INTERVAL 1 DAY
  AND toDate(hour) IN (SELECT day FROM pool_days_due LIMIT ${refresh_hours})
GROUP BY pool_id, toDate(hour)
SETTINGS do_not_merge_across_partitions_select_final = 1;

-- Pools by hour: averages over the intervals that have the figure; the last and the greatest of the hour beside them.
CREATE VIEW IF NOT EXISTS pool_hourly ${on_cluster} AS
SELECT
  hour,
  pool_id,
  name,
  pool_kind,
  path,
  intervals,
  exact_intervals,
  intDiv(capacity_bytes_sum + intDiv(capacity_intervals, 2), greatest(capacity_intervals, 1)) AS capacity_bytes,
  intDiv(used_bytes_sum + intDiv(used_intervals, 2), greatest(used_intervals, 1)) AS used_bytes,
  intDiv(free_bytes_sum + intDiv(free_intervals, 2), greatest(free_intervals, 1)) AS free_bytes,
  intDiv(metadata_capacity_bytes_sum + intDiv(metadata_capacity_intervals, 2), greatest(metadata_capacity_intervals, 1)) AS metadata_capacity_bytes,
  intDiv(metadata_used_bytes_sum + intDiv(metadata_used_intervals, 2), greatest(metadata_used_intervals, 1)) AS metadata_used_bytes,
  volumes_sum / intervals AS volumes,
  intDiv(provisioned_bytes_sum + intDiv(intervals, 2), intervals) AS provisioned_bytes,
  intDiv(allocated_bytes_sum + intDiv(allocated_intervals, 2), greatest(allocated_intervals, 1)) AS allocated_bytes,
  volumes_without_allocated_sum / intervals AS volumes_without_allocated,
  intDiv(written_bytes_sum + intDiv(written_intervals, 2), greatest(written_intervals, 1)) AS written_bytes,
  volumes_without_written_sum / intervals AS volumes_without_written,
  intDiv(guest_live_bytes_sum + intDiv(guest_live_intervals, 2), greatest(guest_live_intervals, 1)) AS guest_live_bytes,
  volumes_without_guest_live_sum / intervals AS volumes_without_guest_live,
  intDiv(snapshot_bytes_sum + intDiv(intervals, 2), intervals) AS snapshot_bytes,
  intDiv(metadata_bytes_sum + intDiv(intervals, 2), intervals) AS metadata_bytes,
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
  backing_volumes_sum / intervals AS backing_volumes,
  intDiv(backing_allocated_bytes_sum + intDiv(backing_allocated_intervals, 2), greatest(backing_allocated_intervals, 1)) AS backing_allocated_bytes,
  backing_volumes_without_allocated_sum / intervals AS backing_volumes_without_allocated,
  capacity_bytes_last,
  used_bytes_last,
  free_bytes_last,
  metadata_capacity_bytes_last,
  metadata_used_bytes_last,
  allocated_bytes_last,
  provisioned_bytes_last,
  used_bytes_max,
  metadata_used_bytes_max,
  (used_bytes_sum / nullIf(used_intervals, 0)) / nullIf(capacity_bytes_sum / nullIf(capacity_intervals, 0), 0) AS used_ratio,
  (metadata_used_bytes_sum / nullIf(metadata_used_intervals, 0)) / nullIf(metadata_capacity_bytes_sum / nullIf(metadata_capacity_intervals, 0), 0) AS metadata_used_ratio,
  (provisioned_bytes_sum / intervals) / nullIf(capacity_bytes_sum / nullIf(capacity_intervals, 0), 0) AS overcommit_ratio
FROM pool_hours FINAL
SETTINGS do_not_merge_across_partitions_select_final = 1;

-- Pools by day: averages over the intervals that have the figure; the last and the greatest of the day beside them.
CREATE VIEW IF NOT EXISTS pool_daily ${on_cluster} AS
SELECT
  day,
  pool_id,
  name,
  pool_kind,
  path,
  intervals,
  exact_intervals,
  intDiv(capacity_bytes_sum + intDiv(capacity_intervals, 2), greatest(capacity_intervals, 1)) AS capacity_bytes,
  intDiv(used_bytes_sum + intDiv(used_intervals, 2), greatest(used_intervals, 1)) AS used_bytes,
  intDiv(free_bytes_sum + intDiv(free_intervals, 2), greatest(free_intervals, 1)) AS free_bytes,
  intDiv(metadata_capacity_bytes_sum + intDiv(metadata_capacity_intervals, 2), greatest(metadata_capacity_intervals, 1)) AS metadata_capacity_bytes,
  intDiv(metadata_used_bytes_sum + intDiv(metadata_used_intervals, 2), greatest(metadata_used_intervals, 1)) AS metadata_used_bytes,
  volumes_sum / intervals AS volumes,
  intDiv(provisioned_bytes_sum + intDiv(intervals, 2), intervals) AS provisioned_bytes,
  intDiv(allocated_bytes_sum + intDiv(allocated_intervals, 2), greatest(allocated_intervals, 1)) AS allocated_bytes,
  volumes_without_allocated_sum / intervals AS volumes_without_allocated,
  intDiv(written_bytes_sum + intDiv(written_intervals, 2), greatest(written_intervals, 1)) AS written_bytes,
  volumes_without_written_sum / intervals AS volumes_without_written,
  intDiv(guest_live_bytes_sum + intDiv(guest_live_intervals, 2), greatest(guest_live_intervals, 1)) AS guest_live_bytes,
  volumes_without_guest_live_sum / intervals AS volumes_without_guest_live,
  intDiv(snapshot_bytes_sum + intDiv(intervals, 2), intervals) AS snapshot_bytes,
  intDiv(metadata_bytes_sum + intDiv(intervals, 2), intervals) AS metadata_bytes,
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
  backing_volumes_sum / intervals AS backing_volumes,
  intDiv(backing_allocated_bytes_sum + intDiv(backing_allocated_intervals, 2), greatest(backing_allocated_intervals, 1)) AS backing_allocated_bytes,
  backing_volumes_without_allocated_sum / intervals AS backing_volumes_without_allocated,
  capacity_bytes_last,
  used_bytes_last,
  free_bytes_last,
  metadata_capacity_bytes_last,
  metadata_used_bytes_last,
  allocated_bytes_last,
  provisioned_bytes_last,
  used_bytes_max,
  metadata_used_bytes_max,
  (used_bytes_sum / nullIf(used_intervals, 0)) / nullIf(capacity_bytes_sum / nullIf(capacity_intervals, 0), 0) AS used_ratio,
  (metadata_used_bytes_sum / nullIf(metadata_used_intervals, 0)) / nullIf(metadata_capacity_bytes_sum / nullIf(metadata_capacity_intervals, 0), 0) AS metadata_used_ratio,
  (provisioned_bytes_sum / intervals) / nullIf(capacity_bytes_sum / nullIf(capacity_intervals, 0), 0) AS overcommit_ratio
FROM pool_days FINAL
SETTINGS do_not_merge_across_partitions_select_final = 1;

-- Whose each machine was, from when until when. The first span of a machine begins with the first thing that was said of it; before,
-- and where the tenant is absent, it is nobody's.
CREATE VIEW IF NOT EXISTS inventory_span ${on_cluster} AS
SELECT
  machine_id,
  since,
  leadInFrame(toNullable(since)) OVER spans AS until,
  row_number() OVER spans = 1 AS first,
  machine_name,
  platform,
  tenant,
  cost_centre,
  powered_on,
  source,
  tags
FROM ${inventory} FINAL
WINDOW spans AS (PARTITION BY machine_id ORDER BY since ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING);

-- The same by the whole second, as the roll-ups of tenants take it, without spans shorter than that. Nobody's is '' here.
CREATE VIEW IF NOT EXISTS owner_span ${on_cluster} AS
SELECT
  machine_id,
  toDateTime(since, 'UTC') AS since,
  if(until IS NULL, toDateTime(4294967295, 'UTC'), toDateTime(assumeNotNull(until), 'UTC')) AS until,
  first,
  coalesce(tenant, '') AS tenant,
  coalesce(cost_centre, '') AS cost_centre
FROM inventory_span
WHERE toDateTime(since, 'UTC') < if(inventory_span.until IS NULL, toDateTime(4294967295, 'UTC'), toDateTime(assumeNotNull(inventory_span.until), 'UTC'));

-- Owners as the roll-ups know them. What inventory says anew, or otherwise than before, is written here by a refresh and touches the hours for which
-- it is so; what it only repeats touches nothing.
CREATE TABLE IF NOT EXISTS owner_known ${on_cluster} (
  machine_id String COMMENT 'SMBIOS UUID of the machine' CODEC(ZSTD(3)),
  since DateTime('UTC') COMMENT 'from when on it is so' CODEC(DoubleDelta, ZSTD(3)),
  until DateTime('UTC') COMMENT 'until when, as far as was known' CODEC(DoubleDelta, ZSTD(3)),
  noted_at DateTime64(3, 'UTC') COMMENT 'of equal keys the last noted stands' CODEC(Delta, ZSTD(3)),
  tenant LowCardinality(String) COMMENT 'whose it is; empty where nobody said',
  cost_centre LowCardinality(String) COMMENT 'who pays for it; empty where nobody said'
)
ENGINE = ${replicated}ReplacingMergeTree(noted_at)
ORDER BY (machine_id, since)
COMMENT 'owners as the roll-ups know them; read the view inventory_span';

CREATE TABLE IF NOT EXISTS owner_touched ${on_cluster} (
  hour DateTime('UTC') COMMENT 'for which an owner was named',
  noted_at SimpleAggregateFunction(max, DateTime64(3, 'UTC')) COMMENT 'when'
)
ENGINE = ${replicated}AggregatingMergeTree
ORDER BY hour
TTL hour + INTERVAL ${hourly_days} DAY
COMMENT 'hours for which inventory named other owners';

CREATE MATERIALIZED VIEW IF NOT EXISTS owner_to_touched ${on_cluster} TO owner_touched
AS SELECT
  toDateTime(arrayJoin(range(first_hour, last_hour + 1)) * 3600, 'UTC') AS hour,
  max(noted) AS noted_at
FROM (
  SELECT
    intDiv(toUnixTimestamp(greatest(since, now() - INTERVAL ${hourly_days} DAY)), 3600) AS first_hour,
    intDiv(toUnixTimestamp(least(until, now() + INTERVAL 1 HOUR)), 3600) AS last_hour,
    max(noted_at) AS noted
  FROM owner_known
  GROUP BY first_hour, last_hour
)
GROUP BY hour;

CREATE MATERIALIZED VIEW IF NOT EXISTS owner_refresh ${on_cluster}
REFRESH EVERY ${refresh_minutes} MINUTE APPEND TO owner_known
AS SELECT
  spans.machine_id AS machine_id,
  spans.since AS since,
  spans.until AS until,
  now64(3, 'UTC') AS noted_at,
  spans.tenant AS tenant,
  spans.cost_centre AS cost_centre
FROM owner_span AS spans
LEFT JOIN (SELECT machine_id, since, tenant, cost_centre, 1 AS known FROM owner_known FINAL) AS before
  ON spans.machine_id = before.machine_id AND spans.since = before.since
WHERE before.known = 0 OR spans.tenant != before.tenant OR spans.cost_centre != before.cost_centre;

-- Tenants by hour and by day, from the volumes of the hour and of the day. Of a volume, a tenant has the share of the time in which the
-- machine that used it at the end was the tenant's: the sums over all tenants are those over all volumes. The hour, and the day, in which
-- a machine is first spoken of is whole the first owner's. What is nobody's has the tenant ''. A row of nothing replaces that of a
-- tenant who turns out to have had nothing.
CREATE TABLE IF NOT EXISTS tenant_hours ${on_cluster} (
  hour DateTime('UTC') COMMENT 'start' CODEC(Delta, ZSTD(3)),
  tenant LowCardinality(String) COMMENT 'whose it was; empty where nobody said',
  cost_centre LowCardinality(String) COMMENT 'who paid for it; empty where nobody said',
  pool_id LowCardinality(String) COMMENT 'the pool, at the end',
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
PARTITION BY toYYYYMM(hour)
ORDER BY (tenant, cost_centre, pool_id, hour)
TTL hour + INTERVAL ${hourly_days} DAY
SETTINGS ttl_only_drop_parts = 1
COMMENT 'tenants by hour; read the view tenant_hourly';

CREATE TABLE IF NOT EXISTS tenant_rolled ${on_cluster} (
  hour DateTime('UTC') COMMENT 'of the tenants',
  computed_at SimpleAggregateFunction(max, DateTime64(3, 'UTC')) COMMENT 'of the last roll-up of it'
)
ENGINE = ${replicated}AggregatingMergeTree
ORDER BY hour
TTL hour + INTERVAL ${hourly_days} DAY
COMMENT 'hours of the tenants that were rolled up';

CREATE MATERIALIZED VIEW IF NOT EXISTS tenant_to_rolled ${on_cluster} TO tenant_rolled
AS SELECT hour, max(tenant_hours.computed_at) AS computed_at FROM tenant_hours GROUP BY hour;

CREATE VIEW IF NOT EXISTS tenant_hours_due ${on_cluster} AS
SELECT volumes.hour AS hour, rolled.computed_at <= greatest(volumes.computed_at, owners.noted_at) AS noted
FROM (SELECT hour, max(ledger_rolled.computed_at) AS computed_at FROM ledger_rolled GROUP BY hour) AS volumes
LEFT JOIN (SELECT hour AS owned, max(owner_touched.noted_at) AS noted_at FROM owner_touched GROUP BY owned) AS owners
  ON volumes.hour = owners.owned
LEFT JOIN (SELECT hour, max(tenant_rolled.computed_at) AS computed_at FROM tenant_rolled GROUP BY hour) AS rolled
  ON volumes.hour = rolled.hour
WHERE volumes.hour >= now() - INTERVAL ${hourly_days} DAY
  AND (rolled.computed_at <= greatest(volumes.computed_at, owners.noted_at) + INTERVAL ${settle_seconds} SECOND OR rolled.computed_at > now64(3, 'UTC'))
ORDER BY noted DESC, hour DESC;

CREATE MATERIALIZED VIEW IF NOT EXISTS tenant_hourly_refresh ${on_cluster}
REFRESH EVERY ${refresh_minutes} MINUTE APPEND TO tenant_hours
AS WITH
  due AS (SELECT hour FROM tenant_hours_due LIMIT ${refresh_hours}),
  volumes AS (
    SELECT *, coalesce(machine_id, '') AS machine
    FROM volume_hourly
    WHERE hour >= (SELECT min(hour) FROM due) AND hour <= (SELECT max(hour) FROM due) AND hour IN (SELECT hour FROM due)
  ),
  spans AS (
    SELECT machine_id, if(first, toStartOfHour(since), since) AS since, until, tenant, cost_centre
    FROM owner_span
  ),
  owners AS (
    SELECT
      held.machine AS machine,
      held.hour AS hour,
      spans.tenant AS tenant,
      spans.cost_centre AS cost_centre,
      if(spans.machine_id = '', 3600, dateDiff('second', held.begin, least(spans.until, held.begin + INTERVAL 1 HOUR))) AS seconds
    FROM (SELECT DISTINCT machine, hour, hour AS begin FROM volumes) AS held
    ASOF LEFT JOIN spans ON held.machine = spans.machine_id AND held.begin >= spans.since
    UNION ALL
    SELECT
      spans.machine_id AS machine,
      toStartOfHour(spans.since) AS hour,
      spans.tenant AS tenant,
      spans.cost_centre AS cost_centre,
      dateDiff('second', spans.since, least(spans.until, toStartOfHour(spans.since) + INTERVAL 1 HOUR)) AS seconds
    FROM spans
    WHERE spans.since > toStartOfHour(spans.since) AND toStartOfHour(spans.since) IN (SELECT hour FROM due)
  )
SELECT
  hour,
  tenant,
  cost_centre,
  pool_id,
  greatest(now64(3, 'UTC'), (SELECT max(tenant_rolled.computed_at) FROM tenant_rolled) + INTERVAL 1 MILLISECOND) AS computed_at,
  sumIf(seconds, volume_use = 'DISK') AS volume_seconds,
  sumIf(seconds, volume_use = 'DISK' AND allocated_bytes IS NULL) AS volume_seconds_without_allocated,
  sumIf(seconds, volume_use = 'DISK' AND written_bytes IS NULL) AS volume_seconds_without_written,
  sumIf(seconds, volume_use = 'DISK' AND guest_live_bytes IS NULL) AS volume_seconds_without_guest_live,
  sumIf(toUInt128(provisioned_bytes) * seconds, volume_use = 'DISK') AS provisioned_byte_seconds,
  sumIf(toUInt128(allocated_bytes) * seconds, volume_use = 'DISK') AS allocated_byte_seconds,
  sumIf(toUInt128(written_bytes) * seconds, volume_use = 'DISK') AS written_byte_seconds,
  sumIf(toUInt128(guest_live_bytes) * seconds, volume_use = 'DISK') AS guest_live_byte_seconds,
  sumIf(toUInt128(snapshot_bytes) * seconds, volume_use = 'DISK') AS snapshot_byte_seconds,
  sumIf(toUInt128(metadata_bytes) * seconds, volume_use = 'DISK') AS metadata_byte_seconds,
  sumIf(toUInt128(live_bytes) * seconds, volume_use = 'DISK') AS live_byte_seconds,
  sumIf(toUInt128(claimed_bytes) * seconds, volume_use = 'DISK') AS claimed_byte_seconds,
  sumIf(toUInt128(dead_bytes) * seconds, volume_use = 'DISK') AS dead_byte_seconds,
  sumIf(toUInt128(stranded_bytes) * seconds, volume_use = 'DISK') AS stranded_byte_seconds,
  sumIf(toUInt128(zeroed_bytes) * seconds, volume_use = 'DISK') AS zeroed_byte_seconds,
  sumIf(toUInt128(reserved_bytes) * seconds, volume_use = 'DISK') AS reserved_byte_seconds,
  sumIf(toUInt128(ullage_bytes) * seconds, volume_use = 'DISK') AS ullage_byte_seconds,
  sumIf(toUInt128(unseen_bytes) * seconds, volume_use = 'DISK') AS unseen_byte_seconds,
  sumIf(toUInt128(live_low_bytes) * seconds, volume_use = 'DISK') AS live_low_byte_seconds,
  sumIf(toUInt128(live_high_bytes) * seconds, volume_use = 'DISK') AS live_high_byte_seconds,
  sumIf(toUInt128(dead_low_bytes) * seconds, volume_use = 'DISK') AS dead_low_byte_seconds,
  sumIf(toUInt128(dead_high_bytes) * seconds, volume_use = 'DISK') AS dead_high_byte_seconds,
  sumIf(toUInt128(stranded_low_bytes) * seconds, volume_use = 'DISK') AS stranded_low_byte_seconds,
  sumIf(toUInt128(stranded_high_bytes) * seconds, volume_use = 'DISK') AS stranded_high_byte_seconds,
  sumIf(toUInt128(zeroed_low_bytes) * seconds, volume_use = 'DISK') AS zeroed_low_byte_seconds,
  sumIf(toUInt128(zeroed_high_bytes) * seconds, volume_use = 'DISK') AS zeroed_high_byte_seconds,
  sumIf(toUInt128(reserved_low_bytes) * seconds, volume_use = 'DISK') AS reserved_low_byte_seconds,
  sumIf(toUInt128(reserved_high_bytes) * seconds, volume_use = 'DISK') AS reserved_high_byte_seconds,
  sumIf(toUInt128(provisioned_bytes) * seconds, volume_use = 'DISK' AND guest_live_bytes IS NOT NULL) AS provisioned_looked_into_byte_seconds,
  sumIf(seconds, volume_use = 'BACKING') AS backing_volume_seconds,
  sumIf(toUInt128(allocated_bytes) * seconds, volume_use = 'BACKING') AS backing_allocated_byte_seconds
FROM (
  SELECT
    volumes.hour AS hour,
    owners.tenant AS tenant,
    owners.cost_centre AS cost_centre,
    volumes.pool_id AS pool_id,
    volumes.volume_use AS volume_use,
    owners.seconds AS seconds,
    volumes.provisioned_bytes AS provisioned_bytes,
    volumes.allocated_bytes AS allocated_bytes,
    volumes.written_bytes AS written_bytes,
    volumes.guest_live_bytes AS guest_live_bytes,
    volumes.snapshot_bytes AS snapshot_bytes,
    volumes.metadata_bytes AS metadata_bytes,
    volumes.live_bytes AS live_bytes,
    volumes.claimed_bytes AS claimed_bytes,
    volumes.dead_bytes AS dead_bytes,
    volumes.stranded_bytes AS stranded_bytes,
    volumes.zeroed_bytes AS zeroed_bytes,
    volumes.reserved_bytes AS reserved_bytes,
    volumes.ullage_bytes AS ullage_bytes,
    volumes.unseen_bytes AS unseen_bytes,
    volumes.live_low_bytes AS live_low_bytes,
    volumes.live_high_bytes AS live_high_bytes,
    volumes.dead_low_bytes AS dead_low_bytes,
    volumes.dead_high_bytes AS dead_high_bytes,
    volumes.stranded_low_bytes AS stranded_low_bytes,
    volumes.stranded_high_bytes AS stranded_high_bytes,
    volumes.zeroed_low_bytes AS zeroed_low_bytes,
    volumes.zeroed_high_bytes AS zeroed_high_bytes,
    volumes.reserved_low_bytes AS reserved_low_bytes,
    volumes.reserved_high_bytes AS reserved_high_bytes
  FROM volumes
  INNER JOIN owners ON volumes.machine = owners.machine AND volumes.hour = owners.hour
  WHERE owners.seconds > 0
  UNION ALL
  SELECT
    hour,
    tenant,
    cost_centre,
    pool_id,
    '' AS volume_use,
    0 AS seconds,
    0 AS provisioned_bytes,
    NULL AS allocated_bytes,
    NULL AS written_bytes,
    NULL AS guest_live_bytes,
    NULL AS snapshot_bytes,
    NULL AS metadata_bytes,
    0 AS live_bytes,
    0 AS claimed_bytes,
    0 AS dead_bytes,
    0 AS stranded_bytes,
    0 AS zeroed_bytes,
    0 AS reserved_bytes,
    0 AS ullage_bytes,
    0 AS unseen_bytes,
    0 AS live_low_bytes,
    0 AS live_high_bytes,
    0 AS dead_low_bytes,
    0 AS dead_high_bytes,
    0 AS stranded_low_bytes,
    0 AS stranded_high_bytes,
    0 AS zeroed_low_bytes,
    0 AS zeroed_high_bytes,
    0 AS reserved_low_bytes,
    0 AS reserved_high_bytes
  FROM tenant_hours FINAL
  WHERE hour IN (SELECT hour FROM due)
)
GROUP BY hour, tenant, cost_centre, pool_id;

CREATE TABLE IF NOT EXISTS tenant_days ${on_cluster} (
  day Date COMMENT 'start' CODEC(Delta, ZSTD(3)),
  tenant LowCardinality(String) COMMENT 'whose it was; empty where nobody said',
  cost_centre LowCardinality(String) COMMENT 'who paid for it; empty where nobody said',
  pool_id LowCardinality(String) COMMENT 'the pool, at the end',
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
ORDER BY (tenant, cost_centre, pool_id, day)
TTL day + INTERVAL ${daily_days} DAY
SETTINGS ttl_only_drop_parts = 1
COMMENT 'tenants by day; read the view tenant_daily';

CREATE TABLE IF NOT EXISTS tenant_rolled_days ${on_cluster} (
  day Date COMMENT 'of the tenants',
  computed_at SimpleAggregateFunction(max, DateTime64(3, 'UTC')) COMMENT 'of the last roll-up of it'
)
ENGINE = ${replicated}AggregatingMergeTree
ORDER BY day
TTL day + INTERVAL ${daily_days} DAY
COMMENT 'days of the tenants that were rolled up';

CREATE MATERIALIZED VIEW IF NOT EXISTS tenant_to_rolled_days ${on_cluster} TO tenant_rolled_days
AS SELECT day, max(tenant_days.computed_at) AS computed_at FROM tenant_days GROUP BY day;

CREATE VIEW IF NOT EXISTS tenant_days_due ${on_cluster} AS
SELECT volumes.day AS day, rolled.computed_at <= greatest(volumes.computed_at, owners.noted_at) AS noted
FROM (SELECT day, max(ledger_rolled_days.computed_at) AS computed_at FROM ledger_rolled_days GROUP BY day) AS volumes
LEFT JOIN (SELECT toDate(hour) AS owned, max(owner_touched.noted_at) AS noted_at FROM owner_touched GROUP BY owned) AS owners
  ON volumes.day = owners.owned
LEFT JOIN (SELECT day, max(tenant_rolled_days.computed_at) AS computed_at FROM tenant_rolled_days GROUP BY day) AS rolled
  ON volumes.day = rolled.day
WHERE volumes.day >= toDate(now() - INTERVAL ${daily_days} DAY) + 1
  AND (rolled.computed_at <= greatest(volumes.computed_at, owners.noted_at) + INTERVAL ${settle_seconds} SECOND OR rolled.computed_at > now64(3, 'UTC'))
ORDER BY noted DESC, day DESC;

CREATE MATERIALIZED VIEW IF NOT EXISTS tenant_daily_refresh ${on_cluster}
REFRESH EVERY ${refresh_minutes} MINUTE APPEND TO tenant_days
AS WITH
  due AS (SELECT day FROM tenant_days_due LIMIT ${refresh_hours}),
  volumes AS (
    SELECT *, coalesce(machine_id, '') AS machine
    FROM volume_daily
    WHERE day >= (SELECT min(day) FROM due) AND day <= (SELECT max(day) FROM due) AND day IN (SELECT day FROM due)
  ),
  spans AS (
    SELECT machine_id, if(first, toDateTime(toDate(since), 'UTC'), since) AS since, until, tenant, cost_centre
    FROM owner_span
  ),
  owners AS (
    SELECT
      held.machine AS machine,
      held.day AS day,
      spans.tenant AS tenant,
      spans.cost_centre AS cost_centre,
      if(spans.machine_id = '', 86400, dateDiff('second', held.begin, least(spans.until, held.begin + INTERVAL 1 DAY))) AS seconds
    FROM (SELECT DISTINCT machine, day, toDateTime(day, 'UTC') AS begin FROM volumes) AS held
    ASOF LEFT JOIN spans ON held.machine = spans.machine_id AND held.begin >= spans.since
    UNION ALL
    SELECT
      spans.machine_id AS machine,
      toDate(spans.since) AS day,
      spans.tenant AS tenant,
      spans.cost_centre AS cost_centre,
      dateDiff('second', spans.since, least(spans.until, toDate(spans.since) + INTERVAL 1 DAY)) AS seconds
    FROM spans
    WHERE spans.since > toDate(spans.since) AND toDate(spans.since) IN (SELECT day FROM due)
  )
SELECT
  day,
  tenant,
  cost_centre,
  pool_id,
  greatest(now64(3, 'UTC'), (SELECT max(tenant_rolled_days.computed_at) FROM tenant_rolled_days) + INTERVAL 1 MILLISECOND) AS computed_at,
  sumIf(seconds, volume_use = 'DISK') AS volume_seconds,
  sumIf(seconds, volume_use = 'DISK' AND allocated_bytes IS NULL) AS volume_seconds_without_allocated,
  sumIf(seconds, volume_use = 'DISK' AND written_bytes IS NULL) AS volume_seconds_without_written,
  sumIf(seconds, volume_use = 'DISK' AND guest_live_bytes IS NULL) AS volume_seconds_without_guest_live,
  sumIf(toUInt128(provisioned_bytes) * seconds, volume_use = 'DISK') AS provisioned_byte_seconds,
  sumIf(toUInt128(allocated_bytes) * seconds, volume_use = 'DISK') AS allocated_byte_seconds,
  sumIf(toUInt128(written_bytes) * seconds, volume_use = 'DISK') AS written_byte_seconds,
  sumIf(toUInt128(guest_live_bytes) * seconds, volume_use = 'DISK') AS guest_live_byte_seconds,
  sumIf(toUInt128(snapshot_bytes) * seconds, volume_use = 'DISK') AS snapshot_byte_seconds,
  sumIf(toUInt128(metadata_bytes) * seconds, volume_use = 'DISK') AS metadata_byte_seconds,
  sumIf(toUInt128(live_bytes) * seconds, volume_use = 'DISK') AS live_byte_seconds,
  sumIf(toUInt128(claimed_bytes) * seconds, volume_use = 'DISK') AS claimed_byte_seconds,
  sumIf(toUInt128(dead_bytes) * seconds, volume_use = 'DISK') AS dead_byte_seconds,
  sumIf(toUInt128(stranded_bytes) * seconds, volume_use = 'DISK') AS stranded_byte_seconds,
  sumIf(toUInt128(zeroed_bytes) * seconds, volume_use = 'DISK') AS zeroed_byte_seconds,
  sumIf(toUInt128(reserved_bytes) * seconds, volume_use = 'DISK') AS reserved_byte_seconds,
  sumIf(toUInt128(ullage_bytes) * seconds, volume_use = 'DISK') AS ullage_byte_seconds,
  sumIf(toUInt128(unseen_bytes) * seconds, volume_use = 'DISK') AS unseen_byte_seconds,
  sumIf(toUInt128(live_low_bytes) * seconds, volume_use = 'DISK') AS live_low_byte_seconds,
  sumIf(toUInt128(live_high_bytes) * seconds, volume_use = 'DISK') AS live_high_byte_seconds,
  sumIf(toUInt128(dead_low_bytes) * seconds, volume_use = 'DISK') AS dead_low_byte_seconds,
  sumIf(toUInt128(dead_high_bytes) * seconds, volume_use = 'DISK') AS dead_high_byte_seconds,
  sumIf(toUInt128(stranded_low_bytes) * seconds, volume_use = 'DISK') AS stranded_low_byte_seconds,
  sumIf(toUInt128(stranded_high_bytes) * seconds, volume_use = 'DISK') AS stranded_high_byte_seconds,
  sumIf(toUInt128(zeroed_low_bytes) * seconds, volume_use = 'DISK') AS zeroed_low_byte_seconds,
  sumIf(toUInt128(zeroed_high_bytes) * seconds, volume_use = 'DISK') AS zeroed_high_byte_seconds,
  sumIf(toUInt128(reserved_low_bytes) * seconds, volume_use = 'DISK') AS reserved_low_byte_seconds,
  sumIf(toUInt128(reserved_high_bytes) * seconds, volume_use = 'DISK') AS reserved_high_byte_seconds,
  sumIf(toUInt128(provisioned_bytes) * seconds, volume_use = 'DISK' AND guest_live_bytes IS NOT NULL) AS provisioned_looked_into_byte_seconds,
  sumIf(seconds, volume_use = 'BACKING') AS backing_volume_seconds,
  sumIf(toUInt128(allocated_bytes) * seconds, volume_use = 'BACKING') AS backing_allocated_byte_seconds
FROM (
  SELECT
    volumes.day AS day,
    owners.tenant AS tenant,
    owners.cost_centre AS cost_centre,
    volumes.pool_id AS pool_id,
    volumes.volume_use AS volume_use,
    owners.seconds AS seconds,
    volumes.provisioned_bytes AS provisioned_bytes,
    volumes.allocated_bytes AS allocated_bytes,
    volumes.written_bytes AS written_bytes,
    volumes.guest_live_bytes AS guest_live_bytes,
    volumes.snapshot_bytes AS snapshot_bytes,
    volumes.metadata_bytes AS metadata_bytes,
    volumes.live_bytes AS live_bytes,
    volumes.claimed_bytes AS claimed_bytes,
    volumes.dead_bytes AS dead_bytes,
    volumes.stranded_bytes AS stranded_bytes,
    volumes.zeroed_bytes AS zeroed_bytes,
    volumes.reserved_bytes AS reserved_bytes,
    volumes.ullage_bytes AS ullage_bytes,
    volumes.unseen_bytes AS unseen_bytes,
    volumes.live_low_bytes AS live_low_bytes,
    volumes.live_high_bytes AS live_high_bytes,
    volumes.dead_low_bytes AS dead_low_bytes,
    volumes.dead_high_bytes AS dead_high_bytes,
    volumes.stranded_low_bytes AS stranded_low_bytes,
    volumes.stranded_high_bytes AS stranded_high_bytes,
    volumes.zeroed_low_bytes AS zeroed_low_bytes,
    volumes.zeroed_high_bytes AS zeroed_high_bytes,
    volumes.reserved_low_bytes AS reserved_low_bytes,
    volumes.reserved_high_bytes AS reserved_high_bytes
  FROM volumes
  INNER JOIN owners ON volumes.machine = owners.machine AND volumes.day = owners.day
  WHERE owners.seconds > 0
  UNION ALL
  SELECT
    day,
    tenant,
    cost_centre,
    pool_id,
    '' AS volume_use,
    0 AS seconds,
    0 AS provisioned_bytes,
    NULL AS allocated_bytes,
    NULL AS written_bytes,
    NULL AS guest_live_bytes,
    NULL AS snapshot_bytes,
    NULL AS metadata_bytes,
    0 AS live_bytes,
    0 AS claimed_bytes,
    0 AS dead_bytes,
    0 AS stranded_bytes,
    0 AS zeroed_bytes,
    0 AS reserved_bytes,
    0 AS ullage_bytes,
    0 AS unseen_bytes,
    0 AS live_low_bytes,
    0 AS live_high_bytes,
    0 AS dead_low_bytes,
    0 AS dead_high_bytes,
    0 AS stranded_low_bytes,
    0 AS stranded_high_bytes,
    0 AS zeroed_low_bytes,
    0 AS zeroed_high_bytes,
    0 AS reserved_low_bytes,
    0 AS reserved_high_bytes
  FROM tenant_days FINAL
  WHERE day IN (SELECT day FROM due)
)
GROUP BY day, tenant, cost_centre, pool_id;

-- What each tenant had in each pool, by hour, whose it was then; what was nobody's is a line of its own.
CREATE VIEW IF NOT EXISTS tenant_pool_hourly ${on_cluster} AS
SELECT
  hour,
  nullIf(tenant, '') AS tenant,
  nullIf(cost_centre, '') AS cost_centre,
  pool_id,
  volume_seconds / 3600 AS volumes,
  toUInt64(intDiv(provisioned_byte_seconds + 1800, 3600)) AS provisioned_bytes,
  toUInt64(intDiv(allocated_byte_seconds + 1800, 3600)) AS allocated_bytes,
  volume_seconds_without_allocated / 3600 AS volumes_without_allocated,
  toUInt64(intDiv(written_byte_seconds + 1800, 3600)) AS written_bytes,
  volume_seconds_without_written / 3600 AS volumes_without_written,
  toUInt64(intDiv(guest_live_byte_seconds + 1800, 3600)) AS guest_live_bytes,
  volume_seconds_without_guest_live / 3600 AS volumes_without_guest_live,
  toUInt64(intDiv(snapshot_byte_seconds + 1800, 3600)) AS snapshot_bytes,
  toUInt64(intDiv(metadata_byte_seconds + 1800, 3600)) AS metadata_bytes,
  toUInt64(intDiv(live_byte_seconds + 1800, 3600)) AS live_bytes,
  toUInt64(intDiv(claimed_byte_seconds + 1800, 3600)) AS claimed_bytes,
  toUInt64(intDiv(dead_byte_seconds + 1800, 3600)) AS dead_bytes,
  toUInt64(intDiv(stranded_byte_seconds + 1800, 3600)) AS stranded_bytes,
  toUInt64(intDiv(zeroed_byte_seconds + 1800, 3600)) AS zeroed_bytes,
  toUInt64(intDiv(reserved_byte_seconds + 1800, 3600)) AS reserved_bytes,
  toUInt64(intDiv(ullage_byte_seconds + 1800, 3600)) AS ullage_bytes,
  toUInt64(intDiv(unseen_byte_seconds + 1800, 3600)) AS unseen_bytes,
  toUInt64(intDiv(live_low_byte_seconds + 1800, 3600)) AS live_low_bytes,
  toUInt64(intDiv(live_high_byte_seconds + 1800, 3600)) AS live_high_bytes,
  toUInt64(intDiv(dead_low_byte_seconds + 1800, 3600)) AS dead_low_bytes,
  toUInt64(intDiv(dead_high_byte_seconds + 1800, 3600)) AS dead_high_bytes,
  toUInt64(intDiv(stranded_low_byte_seconds + 1800, 3600)) AS stranded_low_bytes,
  toUInt64(intDiv(stranded_high_byte_seconds + 1800, 3600)) AS stranded_high_bytes,
  toUInt64(intDiv(zeroed_low_byte_seconds + 1800, 3600)) AS zeroed_low_bytes,
  toUInt64(intDiv(zeroed_high_byte_seconds + 1800, 3600)) AS zeroed_high_bytes,
  toUInt64(intDiv(reserved_low_byte_seconds + 1800, 3600)) AS reserved_low_bytes,
  toUInt64(intDiv(reserved_high_byte_seconds + 1800, 3600)) AS reserved_high_bytes,
  backing_volume_seconds / 3600 AS backing_volumes,
  toUInt64(intDiv(backing_allocated_byte_seconds + 1800, 3600)) AS backing_allocated_bytes,
  guest_live_byte_seconds / nullIf(provisioned_looked_into_byte_seconds, 0) AS utilisation_ratio
FROM tenant_hours FINAL
WHERE volume_seconds > 0 OR backing_volume_seconds > 0;

-- The same over all pools.
CREATE VIEW IF NOT EXISTS tenant_hourly ${on_cluster} AS
SELECT
  hour,
  nullIf(tenant_hours.tenant, '') AS tenant,
  nullIf(tenant_hours.cost_centre, '') AS cost_centre,
  sum(volume_seconds) / 3600 AS volumes,
  toUInt64(intDiv(sum(provisioned_byte_seconds) + 1800, 3600)) AS provisioned_bytes,
  toUInt64(intDiv(sum(allocated_byte_seconds) + 1800, 3600)) AS allocated_bytes,
  sum(volume_seconds_without_allocated) / 3600 AS volumes_without_allocated,
  toUInt64(intDiv(sum(written_byte_seconds) + 1800, 3600)) AS written_bytes,
  sum(volume_seconds_without_written) / 3600 AS volumes_without_written,
  toUInt64(intDiv(sum(guest_live_byte_seconds) + 1800, 3600)) AS guest_live_bytes,
  sum(volume_seconds_without_guest_live) / 3600 AS volumes_without_guest_live,
  toUInt64(intDiv(sum(snapshot_byte_seconds) + 1800, 3600)) AS snapshot_bytes,
  toUInt64(intDiv(sum(metadata_byte_seconds) + 1800, 3600)) AS metadata_bytes,
  toUInt64(intDiv(sum(live_byte_seconds) + 1800, 3600)) AS live_bytes,
  toUInt64(intDiv(sum(claimed_byte_seconds) + 1800, 3600)) AS claimed_bytes,
  toUInt64(intDiv(sum(dead_byte_seconds) + 1800, 3600)) AS dead_bytes,
  toUInt64(intDiv(sum(stranded_byte_seconds) + 1800, 3600)) AS stranded_bytes,
  toUInt64(intDiv(sum(zeroed_byte_seconds) + 1800, 3600)) AS zeroed_bytes,
  toUInt64(intDiv(sum(reserved_byte_seconds) + 1800, 3600)) AS reserved_bytes,
  toUInt64(intDiv(sum(ullage_byte_seconds) + 1800, 3600)) AS ullage_bytes,
  toUInt64(intDiv(sum(unseen_byte_seconds) + 1800, 3600)) AS unseen_bytes,
  toUInt64(intDiv(sum(live_low_byte_seconds) + 1800, 3600)) AS live_low_bytes,
  toUInt64(intDiv(sum(live_high_byte_seconds) + 1800, 3600)) AS live_high_bytes,
  toUInt64(intDiv(sum(dead_low_byte_seconds) + 1800, 3600)) AS dead_low_bytes,
  toUInt64(intDiv(sum(dead_high_byte_seconds) + 1800, 3600)) AS dead_high_bytes,
  toUInt64(intDiv(sum(stranded_low_byte_seconds) + 1800, 3600)) AS stranded_low_bytes,
  toUInt64(intDiv(sum(stranded_high_byte_seconds) + 1800, 3600)) AS stranded_high_bytes,
  toUInt64(intDiv(sum(zeroed_low_byte_seconds) + 1800, 3600)) AS zeroed_low_bytes,
  toUInt64(intDiv(sum(zeroed_high_byte_seconds) + 1800, 3600)) AS zeroed_high_bytes,
  toUInt64(intDiv(sum(reserved_low_byte_seconds) + 1800, 3600)) AS reserved_low_bytes,
  toUInt64(intDiv(sum(reserved_high_byte_seconds) + 1800, 3600)) AS reserved_high_bytes,
  sum(backing_volume_seconds) / 3600 AS backing_volumes,
  toUInt64(intDiv(sum(backing_allocated_byte_seconds) + 1800, 3600)) AS backing_allocated_bytes,
  sum(guest_live_byte_seconds) / nullIf(sum(provisioned_looked_into_byte_seconds), 0) AS utilisation_ratio
FROM tenant_hours FINAL
WHERE volume_seconds > 0 OR backing_volume_seconds > 0
GROUP BY hour, tenant, cost_centre;

-- All disks that machines see, by hour.
CREATE VIEW IF NOT EXISTS estate_hourly ${on_cluster} AS
SELECT
  hour,
  sum(volume_seconds) / 3600 AS volumes,
  toUInt64(intDiv(sum(provisioned_byte_seconds) + 1800, 3600)) AS provisioned_bytes,
  toUInt64(intDiv(sum(allocated_byte_seconds) + 1800, 3600)) AS allocated_bytes,
  sum(volume_seconds_without_allocated) / 3600 AS volumes_without_allocated,
  toUInt64(intDiv(sum(written_byte_seconds) + 1800, 3600)) AS written_bytes,
  sum(volume_seconds_without_written) / 3600 AS volumes_without_written,
  toUInt64(intDiv(sum(guest_live_byte_seconds) + 1800, 3600)) AS guest_live_bytes,
  sum(volume_seconds_without_guest_live) / 3600 AS volumes_without_guest_live,
  toUInt64(intDiv(sum(snapshot_byte_seconds) + 1800, 3600)) AS snapshot_bytes,
  toUInt64(intDiv(sum(metadata_byte_seconds) + 1800, 3600)) AS metadata_bytes,
  toUInt64(intDiv(sum(live_byte_seconds) + 1800, 3600)) AS live_bytes,
  toUInt64(intDiv(sum(claimed_byte_seconds) + 1800, 3600)) AS claimed_bytes,
  toUInt64(intDiv(sum(dead_byte_seconds) + 1800, 3600)) AS dead_bytes,
  toUInt64(intDiv(sum(stranded_byte_seconds) + 1800, 3600)) AS stranded_bytes,
  toUInt64(intDiv(sum(zeroed_byte_seconds) + 1800, 3600)) AS zeroed_bytes,
  toUInt64(intDiv(sum(reserved_byte_seconds) + 1800, 3600)) AS reserved_bytes,
  toUInt64(intDiv(sum(ullage_byte_seconds) + 1800, 3600)) AS ullage_bytes,
  toUInt64(intDiv(sum(unseen_byte_seconds) + 1800, 3600)) AS unseen_bytes,
  toUInt64(intDiv(sum(live_low_byte_seconds) + 1800, 3600)) AS live_low_bytes,
  toUInt64(intDiv(sum(live_high_byte_seconds) + 1800, 3600)) AS live_high_bytes,
  toUInt64(intDiv(sum(dead_low_byte_seconds) + 1800, 3600)) AS dead_low_bytes,
  toUInt64(intDiv(sum(dead_high_byte_seconds) + 1800, 3600)) AS dead_high_bytes,
  toUInt64(intDiv(sum(stranded_low_byte_seconds) + 1800, 3600)) AS stranded_low_bytes,
  toUInt64(intDiv(sum(stranded_high_byte_seconds) + 1800, 3600)) AS stranded_high_bytes,
  toUInt64(intDiv(sum(zeroed_low_byte_seconds) + 1800, 3600)) AS zeroed_low_bytes,
  toUInt64(intDiv(sum(zeroed_high_byte_seconds) + 1800, 3600)) AS zeroed_high_bytes,
  toUInt64(intDiv(sum(reserved_low_byte_seconds) + 1800, 3600)) AS reserved_low_bytes,
  toUInt64(intDiv(sum(reserved_high_byte_seconds) + 1800, 3600)) AS reserved_high_bytes,
  sum(backing_volume_seconds) / 3600 AS backing_volumes,
  toUInt64(intDiv(sum(backing_allocated_byte_seconds) + 1800, 3600)) AS backing_allocated_bytes,
  sum(guest_live_byte_seconds) / nullIf(sum(provisioned_looked_into_byte_seconds), 0) AS utilisation_ratio
FROM tenant_hours FINAL
WHERE volume_seconds > 0 OR backing_volume_seconds > 0
GROUP BY hour;

-- What each tenant had in each pool, by day, whose it was then; what was nobody's is a line of its own.
CREATE VIEW IF NOT EXISTS tenant_pool_daily ${on_cluster} AS
SELECT
  day,
  nullIf(tenant, '') AS tenant,
  nullIf(cost_centre, '') AS cost_centre,
  pool_id,
  volume_seconds / 86400 AS volumes,
  toUInt64(intDiv(provisioned_byte_seconds + 43200, 86400)) AS provisioned_bytes,
  toUInt64(intDiv(allocated_byte_seconds + 43200, 86400)) AS allocated_bytes,
  volume_seconds_without_allocated / 86400 AS volumes_without_allocated,
  toUInt64(intDiv(written_byte_seconds + 43200, 86400)) AS written_bytes,
  volume_seconds_without_written / 86400 AS volumes_without_written,
  toUInt64(intDiv(guest_live_byte_seconds + 43200, 86400)) AS guest_live_bytes,
  volume_seconds_without_guest_live / 86400 AS volumes_without_guest_live,
  toUInt64(intDiv(snapshot_byte_seconds + 43200, 86400)) AS snapshot_bytes,
  toUInt64(intDiv(metadata_byte_seconds + 43200, 86400)) AS metadata_bytes,
  toUInt64(intDiv(live_byte_seconds + 43200, 86400)) AS live_bytes,
  toUInt64(intDiv(claimed_byte_seconds + 43200, 86400)) AS claimed_bytes,
  toUInt64(intDiv(dead_byte_seconds + 43200, 86400)) AS dead_bytes,
  toUInt64(intDiv(stranded_byte_seconds + 43200, 86400)) AS stranded_bytes,
  toUInt64(intDiv(zeroed_byte_seconds + 43200, 86400)) AS zeroed_bytes,
  toUInt64(intDiv(reserved_byte_seconds + 43200, 86400)) AS reserved_bytes,
  toUInt64(intDiv(ullage_byte_seconds + 43200, 86400)) AS ullage_bytes,
  toUInt64(intDiv(unseen_byte_seconds + 43200, 86400)) AS unseen_bytes,
  toUInt64(intDiv(live_low_byte_seconds + 43200, 86400)) AS live_low_bytes,
  toUInt64(intDiv(live_high_byte_seconds + 43200, 86400)) AS live_high_bytes,
  toUInt64(intDiv(dead_low_byte_seconds + 43200, 86400)) AS dead_low_bytes,
  toUInt64(intDiv(dead_high_byte_seconds + 43200, 86400)) AS dead_high_bytes,
  toUInt64(intDiv(stranded_low_byte_seconds + 43200, 86400)) AS stranded_low_bytes,
  toUInt64(intDiv(stranded_high_byte_seconds + 43200, 86400)) AS stranded_high_bytes,
  toUInt64(intDiv(zeroed_low_byte_seconds + 43200, 86400)) AS zeroed_low_bytes,
  toUInt64(intDiv(zeroed_high_byte_seconds + 43200, 86400)) AS zeroed_high_bytes,
  toUInt64(intDiv(reserved_low_byte_seconds + 43200, 86400)) AS reserved_low_bytes,
  toUInt64(intDiv(reserved_high_byte_seconds + 43200, 86400)) AS reserved_high_bytes,
  backing_volume_seconds / 86400 AS backing_volumes,
  toUInt64(intDiv(backing_allocated_byte_seconds + 43200, 86400)) AS backing_allocated_bytes,
  guest_live_byte_seconds / nullIf(provisioned_looked_into_byte_seconds, 0) AS utilisation_ratio
FROM tenant_days FINAL
WHERE volume_seconds > 0 OR backing_volume_seconds > 0;

-- The same over all pools.
CREATE VIEW IF NOT EXISTS tenant_daily ${on_cluster} AS
SELECT
  day,
  nullIf(tenant_days.tenant, '') AS tenant,
  nullIf(tenant_days.cost_centre, '') AS cost_centre,
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
FROM tenant_days FINAL
WHERE volume_seconds > 0 OR backing_volume_seconds > 0
GROUP BY day, tenant, cost_centre;

-- All disks that machines see, by day.
CREATE VIEW IF NOT EXISTS estate_daily ${on_cluster} AS
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
FROM tenant_days FINAL
WHERE volume_seconds > 0 OR backing_volume_seconds > 0
GROUP BY day;

-- Pools day by day as each day ended, with what changed since the day before that has the figure.
CREATE VIEW IF NOT EXISTS pool_trend ${on_cluster} AS
SELECT
  day,
  pool_id,
  name,
  pool_kind,
  capacity_bytes_last AS capacity_bytes,
  used_bytes_last AS used_bytes,
  free_bytes_last AS free_bytes,
  metadata_capacity_bytes_last AS metadata_capacity_bytes,
  metadata_used_bytes_last AS metadata_used_bytes,
  provisioned_bytes_last AS provisioned_bytes,
  allocated_bytes_last AS allocated_bytes,
  used_bytes_max,
  claimed_bytes + ullage_bytes AS exposure_bytes,
  used_bytes_last / nullIf(capacity_bytes_last, 0) AS used_ratio,
  metadata_used_bytes_last / nullIf(metadata_capacity_bytes_last, 0) AS metadata_used_ratio,
  provisioned_bytes_last / nullIf(capacity_bytes_last, 0) AS overcommit_ratio,
  toInt64(capacity_bytes_last) - toInt64(lagInFrame(capacity_bytes_last) OVER days) AS capacity_change_bytes,
  toInt64(used_bytes_last) - toInt64(lagInFrame(used_bytes_last) OVER days) AS used_change_bytes,
  toInt64(metadata_used_bytes_last) - toInt64(lagInFrame(metadata_used_bytes_last) OVER days) AS metadata_used_change_bytes,
  toInt64(provisioned_bytes_last) - toInt64(lagInFrame(toNullable(provisioned_bytes_last)) OVER days) AS provisioned_change_bytes,
  dateDiff('day', lagInFrame(toNullable(day)) OVER days, day) AS change_days
FROM pool_daily
WINDOW days AS (PARTITION BY pool_id ORDER BY day ROWS BETWEEN 1 PRECEDING AND CURRENT ROW);

-- Tenants day by day, with what changed since the day before. What is nobody's is a line of its own.
CREATE VIEW IF NOT EXISTS tenant_trend ${on_cluster} AS
SELECT
  day,
  tenant,
  sum(tenants.volumes) AS volumes,
  sum(tenants.provisioned_bytes) AS provisioned_bytes,
  sum(tenants.allocated_bytes) AS allocated_bytes,
  sum(tenants.written_bytes) AS written_bytes,
  sum(tenants.guest_live_bytes) AS guest_live_bytes,
  sum(tenants.snapshot_bytes) AS snapshot_bytes,
  sum(tenants.live_bytes) AS live_bytes,
  sum(tenants.dead_bytes + tenants.stranded_bytes + tenants.zeroed_bytes + tenants.reserved_bytes) AS reclaimable_bytes,
  sum(tenants.claimed_bytes + tenants.ullage_bytes) AS exposure_bytes,
  toInt64(provisioned_bytes) - toInt64(lagInFrame(toNullable(provisioned_bytes)) OVER days) AS provisioned_change_bytes,
  toInt64(allocated_bytes) - toInt64(lagInFrame(allocated_bytes) OVER days) AS allocated_change_bytes,
  toInt64(guest_live_bytes) - toInt64(lagInFrame(guest_live_bytes) OVER days) AS guest_live_change_bytes,
  dateDiff('day', lagInFrame(toNullable(day)) OVER days, day) AS change_days
FROM tenant_daily AS tenants
GROUP BY day, tenant
WINDOW days AS (PARTITION BY tenant ORDER BY day ROWS BETWEEN 1 PRECEDING AND CURRENT ROW);

-- Snapshots day by day: what each held alone when the day ended, and what that grew by within the day.
CREATE VIEW IF NOT EXISTS snapshot_daily ${on_cluster} AS
SELECT
  toDate(interval_start) AS day,
  snapshot_id,
  argMax(snapshots.volume_id, interval_start) AS volume_id,
  argMax(snapshots.pool_id, interval_start) AS pool_id,
  argMax(snapshots.name, interval_start) AS name,
  argMax(snapshots.snapshot_kind, interval_start) AS snapshot_kind,
  argMax(tuple(snapshots.created), interval_start).1 AS created,
  count() AS intervals,
  argMax(snapshots.exclusive_bytes, interval_start) AS exclusive_bytes,
  max(snapshots.exclusive_bytes) AS exclusive_bytes_max,
  toInt64(argMax(snapshots.exclusive_bytes, interval_start)) - toInt64(argMin(snapshots.exclusive_bytes, interval_start)) AS exclusive_change_bytes
FROM snapshot AS snapshots FINAL
GROUP BY day, snapshot_id
SETTINGS do_not_merge_across_partitions_select_final = 1;


-- Each volume that was read last or whose content was sketched, with whose it is and whether its machine runs: what sets of volumes are chosen from.
CREATE VIEW IF NOT EXISTS volume_known ${on_cluster} AS
SELECT
  volumes.volume_id AS volume_id,
  volumes.name AS name,
  volumes.pool_id AS pool_id,
  volumes.machine_id AS machine_id,
  volumes.machine_name AS machine_name,
  volumes.tenant AS tenant,
  volumes.allocated_bytes AS allocated_bytes,
  volumes.utilisation_ratio AS utilisation_ratio,
  owners.powered_on AS powered_on
FROM volume_owned AS volumes
LEFT JOIN (SELECT machine_id, toNullable(powered_on) AS powered_on FROM inventory_latest) AS owners
  ON volumes.machine_id = owners.machine_id
UNION ALL
SELECT volume_id, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL
FROM sketch_latest
WHERE volume_id NOT IN (SELECT volume_id FROM volume_latest);

-- One row: what flows through the store now. Rows of the ledger are counted with those that a higher revision replaces.
CREATE VIEW IF NOT EXISTS store_flow ${on_cluster} AS
SELECT
  (SELECT sum(readings) / 60 FROM ingest
     WHERE time >= now() - INTERVAL 60 SECOND AND outcome IN ('EMITTED', 'LATE')) AS readings_per_second,
  (SELECT count() FROM ledger) AS ledger_rows,
  (SELECT uniqExact(volume_id) FROM ledger_newest) AS volumes,
  (SELECT uniqExact(pool_id) FROM pool_newest) AS pools,
  (SELECT if(count() = 0, NULL, max(interval_start)) FROM ledger) AS last_ledger;
