-- Volumes by hour and by day.
--
-- A view that sums what is inserted would count a replay twice. Instead an insert only notes which hours it touched; a refresh
-- computes those hours anew from the ledger, where a replayed row stands once, and a day from its hours. Late rows touch the hour
-- that they belong to. A note may be seen before the rows that it speaks of: an hour is computed again until it was
-- computed ${settle_seconds} s after its last note. Hours older than the ledger's retention are left as they are.
CREATE TABLE IF NOT EXISTS ledger_hourly ${on_cluster} (
  hour DateTime('UTC') COMMENT 'start' CODEC(Delta, ZSTD(3)),
  volume_id String COMMENT 'stable and unique in the estate' CODEC(ZSTD(3)),
  computed_at DateTime64(3, 'UTC') COMMENT 'of equal keys the last computed stands' CODEC(Delta, ZSTD(3)),
  name String COMMENT 'for people, at the end' CODEC(ZSTD(3)),
  pool_id LowCardinality(String) COMMENT 'the pool, at the end',
  host_id LowCardinality(String) COMMENT 'the machine whose agent read it, at the end',
  machine_id LowCardinality(Nullable(String)) COMMENT 'the machine that uses it, at the end',
  format LowCardinality(String) COMMENT 'such as raw, qcow2, lvm-thin, at the end',
  provisioning LowCardinality(String) COMMENT 'THIN, THICK or UNKNOWN, at the end',
  volume_use LowCardinality(String) COMMENT 'DISK or BACKING, at the end',
  intervals UInt32 COMMENT 'intervals with a row',
  exact_intervals UInt32 COMMENT 'of these, exact',
  provisioned_bytes_sum UInt64 COMMENT 'sum over the intervals [By]' CODEC(Delta, ZSTD(3)),
  allocated_bytes_sum Nullable(UInt64) COMMENT 'sum over the intervals [By]' CODEC(Delta, ZSTD(3)),
  allocated_intervals UInt32 COMMENT 'intervals that have allocated_bytes',
  written_bytes_sum Nullable(UInt64) COMMENT 'sum over the intervals [By]' CODEC(Delta, ZSTD(3)),
  written_intervals UInt32 COMMENT 'intervals that have written_bytes',
  guest_live_bytes_sum Nullable(UInt64) COMMENT 'sum over the intervals [By]' CODEC(Delta, ZSTD(3)),
  guest_live_intervals UInt32 COMMENT 'intervals that have guest_live_bytes',
  snapshot_bytes_sum Nullable(UInt64) COMMENT 'sum over the intervals [By]' CODEC(Delta, ZSTD(3)),
  snapshot_intervals UInt32 COMMENT 'intervals that have snapshot_bytes',
  metadata_bytes_sum Nullable(UInt64) COMMENT 'sum over the intervals [By]' CODEC(Delta, ZSTD(3)),
  metadata_intervals UInt32 COMMENT 'intervals that have metadata_bytes',
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
  allocated_bytes_max Nullable(UInt64) COMMENT 'greatest of the intervals [By]' CODEC(Delta, ZSTD(3)),
  guest_live_bytes_max Nullable(UInt64) COMMENT 'greatest of the intervals [By]' CODEC(Delta, ZSTD(3))
)
ENGINE = ${replicated}ReplacingMergeTree(computed_at)
PARTITION BY toYYYYMM(hour)
ORDER BY (volume_id, hour)
TTL hour + INTERVAL ${hourly_days} DAY
SETTINGS ttl_only_drop_parts = 1
COMMENT 'volumes by hour; read the view volume_hourly';

CREATE TABLE IF NOT EXISTS ledger_daily ${on_cluster} (
  day Date COMMENT 'start' CODEC(Delta, ZSTD(3)),
  volume_id String COMMENT 'stable and unique in the estate' CODEC(ZSTD(3)),
  computed_at DateTime64(3, 'UTC') COMMENT 'of equal keys the last computed stands' CODEC(Delta, ZSTD(3)),
  name String COMMENT 'for people, at the end' CODEC(ZSTD(3)),
  pool_id LowCardinality(String) COMMENT 'the pool, at the end',
  host_id LowCardinality(String) COMMENT 'the machine whose agent read it, at the end',
  machine_id LowCardinality(Nullable(String)) COMMENT 'the machine that uses it, at the end',
  format LowCardinality(String) COMMENT 'such as raw, qcow2, lvm-thin, at the end',
  provisioning LowCardinality(String) COMMENT 'THIN, THICK or UNKNOWN, at the end',
  volume_use LowCardinality(String) COMMENT 'DISK or BACKING, at the end',
  intervals UInt32 COMMENT 'intervals with a row',
  exact_intervals UInt32 COMMENT 'of these, exact',
  provisioned_bytes_sum UInt64 COMMENT 'sum over the intervals [By]' CODEC(Delta, ZSTD(3)),
  allocated_bytes_sum Nullable(UInt64) COMMENT 'sum over the intervals [By]' CODEC(Delta, ZSTD(3)),
  allocated_intervals UInt32 COMMENT 'intervals that have allocated_bytes',
  written_bytes_sum Nullable(UInt64) COMMENT 'sum over the intervals [By]' CODEC(Delta, ZSTD(3)),
  written_intervals UInt32 COMMENT 'intervals that have written_bytes',
  guest_live_bytes_sum Nullable(UInt64) COMMENT 'sum over the intervals [By]' CODEC(Delta, ZSTD(3)),
  guest_live_intervals UInt32 COMMENT 'intervals that have guest_live_bytes',
  snapshot_bytes_sum Nullable(UInt64) COMMENT 'sum over the intervals [By]' CODEC(Delta, ZSTD(3)),
  snapshot_intervals UInt32 COMMENT 'intervals that have snapshot_bytes',
  metadata_bytes_sum Nullable(UInt64) COMMENT 'sum over the intervals [By]' CODEC(Delta, ZSTD(3)),
  metadata_intervals UInt32 COMMENT 'intervals that have metadata_bytes',
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
  allocated_bytes_max Nullable(UInt64) COMMENT 'greatest of the intervals [By]' CODEC(Delta, ZSTD(3)),
  guest_live_bytes_max Nullable(UInt64) COMMENT 'greatest of the intervals [By]' CODEC(Delta, ZSTD(3))
)
ENGINE = ${replicated}ReplacingMergeTree(computed_at)
PARTITION BY toYYYYMM(day)
ORDER BY (volume_id, day)
TTL day + INTERVAL ${daily_days} DAY
SETTINGS ttl_only_drop_parts = 1
COMMENT 'volumes by day; read the view volume_daily';

CREATE TABLE IF NOT EXISTS ledger_touched ${on_cluster} (
  hour DateTime('UTC') COMMENT 'of the ledger',
  noted_at SimpleAggregateFunction(max, DateTime64(3, 'UTC')) COMMENT 'of the last insert into it'
)
ENGINE = ${replicated}AggregatingMergeTree
ORDER BY hour
TTL hour + INTERVAL ${raw_days} DAY
SETTINGS non_replicated_deduplication_window = 1000
COMMENT 'hours of the ledger that inserts touched';

CREATE MATERIALIZED VIEW IF NOT EXISTS ledger_to_touched ${on_cluster} TO ledger_touched
AS SELECT toStartOfHour(interval_start) AS hour, max(now64(3, 'UTC')) AS noted_at FROM ledger GROUP BY hour;

CREATE TABLE IF NOT EXISTS ledger_rolled ${on_cluster} (
  hour DateTime('UTC') COMMENT 'of the ledger',
  computed_at SimpleAggregateFunction(max, DateTime64(3, 'UTC')) COMMENT 'of the last roll-up of it'
)
ENGINE = ${replicated}AggregatingMergeTree
ORDER BY hour
TTL hour + INTERVAL ${hourly_days} DAY
COMMENT 'hours of the ledger that were rolled up';

CREATE MATERIALIZED VIEW IF NOT EXISTS ledger_to_rolled ${on_cluster} TO ledger_rolled
AS SELECT hour, max(ledger_hourly.computed_at) AS computed_at FROM ledger_hourly GROUP BY hour;

-- Hours to be computed: noted ones, into which rows came after their last roll-up began, before those that only settle.
CREATE VIEW IF NOT EXISTS ledger_hours_due ${on_cluster} AS
SELECT touched.hour AS hour, rolled.computed_at <= touched.noted_at AS noted
FROM (SELECT hour, max(ledger_touched.noted_at) AS noted_at FROM ledger_touched GROUP BY hour) AS touched
LEFT JOIN (SELECT hour, max(ledger_rolled.computed_at) AS computed_at FROM ledger_rolled GROUP BY hour) AS rolled
  ON touched.hour = rolled.hour
WHERE touched.hour >= now() - INTERVAL ${raw_days} DAY
  AND (rolled.computed_at <= touched.noted_at + INTERVAL ${settle_seconds} SECOND OR rolled.computed_at > now64(3, 'UTC'))
ORDER BY noted DESC, hour DESC;

-- A bounded number of hours at a time, so that a fleet's history of months does not need its memory at once.
CREATE MATERIALIZED VIEW IF NOT EXISTS ledger_hourly_refresh ${on_cluster}
REFRESH EVERY ${refresh_minutes} MINUTE APPEND TO ledger_hourly
AS SELECT
  toStartOfHour(interval_start) AS hour,
  volume_id,
  greatest(now64(3, 'UTC'), (SELECT max(ledger_rolled.computed_at) FROM ledger_rolled) + INTERVAL 1 MILLISECOND) AS computed_at,
  argMax(ledger.name, interval_start) AS name,
  argMax(ledger.pool_id, interval_start) AS pool_id,
  argMax(ledger.host_id, interval_start) AS host_id,
  argMax(tuple(ledger.machine_id), interval_start).1 AS machine_id,
  argMax(ledger.format, interval_start) AS format,
  argMax(ledger.provisioning, interval_start) AS provisioning,
  argMax(ledger.volume_use, interval_start) AS volume_use,
  count() AS intervals,
  countIf(method = 'EXACT') AS exact_intervals,
  sum(provisioned_bytes) AS provisioned_bytes_sum,
  sum(allocated_bytes) AS allocated_bytes_sum,
  count(allocated_bytes) AS allocated_intervals,
  sum(written_bytes) AS written_bytes_sum,
  count(written_bytes) AS written_intervals,
  sum(guest_live_bytes) AS guest_live_bytes_sum,
  count(guest_live_bytes) AS guest_live_intervals,
  sum(snapshot_bytes) AS snapshot_bytes_sum,
  count(snapshot_bytes) AS snapshot_intervals,
  sum(metadata_bytes) AS metadata_bytes_sum,
  count(metadata_bytes) AS metadata_intervals,
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
  max(allocated_bytes) AS allocated_bytes_max,
  max(guest_live_bytes) AS guest_live_bytes_max
FROM ledger FINAL
WHERE toDate(interval_start) IN (SELECT toDate(hour) FROM (SELECT hour FROM ledger_hours_due LIMIT ${refresh_hours}))
  AND toStartOfHour(interval_start) IN (SELECT hour FROM ledger_hours_due LIMIT ${refresh_hours})
GROUP BY toDate(interval_start), volume_id, toStartOfHour(interval_start)
SETTINGS optimize_aggregation_in_order = 1, do_not_merge_across_partitions_select_final = 1;

CREATE TABLE IF NOT EXISTS ledger_rolled_days ${on_cluster} (
  day Date COMMENT 'of the ledger',
  computed_at SimpleAggregateFunction(max, DateTime64(3, 'UTC')) COMMENT 'of the last roll-up of it'
)
ENGINE = ${replicated}AggregatingMergeTree
ORDER BY day
TTL day + INTERVAL ${daily_days} DAY
COMMENT 'days of the ledger that were rolled up';

CREATE MATERIALIZED VIEW IF NOT EXISTS ledger_to_rolled_days ${on_cluster} TO ledger_rolled_days
AS SELECT day, max(ledger_daily.computed_at) AS computed_at FROM ledger_daily GROUP BY day;

CREATE VIEW IF NOT EXISTS ledger_days_due ${on_cluster} AS
SELECT hours.day AS day, days.computed_at <= hours.computed_at AS noted
FROM (SELECT toDate(hour) AS day, max(ledger_rolled.computed_at) AS computed_at FROM ledger_rolled GROUP BY day) AS hours
LEFT JOIN (SELECT day, max(ledger_rolled_days.computed_at) AS computed_at FROM ledger_rolled_days GROUP BY day) AS days
  ON hours.day = days.day
WHERE hours.day >= toDate(now() - INTERVAL ${hourly_days} DAY) + 1
  AND (days.computed_at <= hours.computed_at + INTERVAL ${settle_seconds} SECOND OR days.computed_at > now64(3, 'UTC'))
ORDER BY noted DESC, day DESC;

CREATE MATERIALIZED VIEW IF NOT EXISTS ledger_daily_refresh ${on_cluster}
REFRESH EVERY ${refresh_minutes} MINUTE APPEND TO ledger_daily
AS SELECT
  toDate(hour) AS day,
  volume_id,
  greatest(now64(3, 'UTC'), (SELECT max(ledger_rolled_days.computed_at) FROM ledger_rolled_days) + INTERVAL 1 MILLISECOND) AS computed_at,
  argMax(ledger_hourly.name, hour) AS name,
  argMax(ledger_hourly.pool_id, hour) AS pool_id,
  argMax(ledger_hourly.host_id, hour) AS host_id,
  argMax(tuple(ledger_hourly.machine_id), hour).1 AS machine_id,
  argMax(ledger_hourly.format, hour) AS format,
  argMax(ledger_hourly.provisioning, hour) AS provisioning,
  argMax(ledger_hourly.volume_use, hour) AS volume_use,
  sum(ledger_hourly.intervals) AS intervals,
  sum(ledger_hourly.exact_intervals) AS exact_intervals,
  sum(ledger_hourly.provisioned_bytes_sum) AS provisioned_bytes_sum,
  sum(ledger_hourly.allocated_bytes_sum) AS allocated_bytes_sum,
  sum(ledger_hourly.allocated_intervals) AS allocated_intervals,
  sum(ledger_hourly.written_bytes_sum) AS written_bytes_sum,
  sum(ledger_hourly.written_intervals) AS written_intervals,
  sum(ledger_hourly.guest_live_bytes_sum) AS guest_live_bytes_sum,
  sum(ledger_hourly.guest_live_intervals) AS guest_live_intervals,
  sum(ledger_hourly.snapshot_bytes_sum) AS snapshot_bytes_sum,
  sum(ledger_hourly.snapshot_intervals) AS snapshot_intervals,
  sum(ledger_hourly.metadata_bytes_sum) AS metadata_bytes_sum,
  sum(ledger_hourly.metadata_intervals) AS metadata_intervals,
  sum(ledger_hourly.live_bytes_sum) AS live_bytes_sum,
  sum(ledger_hourly.claimed_bytes_sum) AS claimed_bytes_sum,
  sum(ledger_hourly.dead_bytes_sum) AS dead_bytes_sum,
  sum(ledger_hourly.stranded_bytes_sum) AS stranded_bytes_sum,
  sum(ledger_hourly.zeroed_bytes_sum) AS zeroed_bytes_sum,
  sum(ledger_hourly.reserved_bytes_sum) AS reserved_bytes_sum,
  sum(ledger_hourly.ullage_bytes_sum) AS ullage_bytes_sum,
  sum(ledger_hourly.unseen_bytes_sum) AS unseen_bytes_sum,
  sum(ledger_hourly.live_below_bytes_sum) AS live_below_bytes_sum,
  sum(ledger_hourly.live_above_bytes_sum) AS live_above_bytes_sum,
  sum(ledger_hourly.dead_below_bytes_sum) AS dead_below_bytes_sum,
  sum(ledger_hourly.dead_above_bytes_sum) AS dead_above_bytes_sum,
  sum(ledger_hourly.stranded_below_bytes_sum) AS stranded_below_bytes_sum,
  sum(ledger_hourly.stranded_above_bytes_sum) AS stranded_above_bytes_sum,
  sum(ledger_hourly.zeroed_below_bytes_sum) AS zeroed_below_bytes_sum,
  sum(ledger_hourly.zeroed_above_bytes_sum) AS zeroed_above_bytes_sum,
  sum(ledger_hourly.reserved_below_bytes_sum) AS reserved_below_bytes_sum,
  sum(ledger_hourly.reserved_above_bytes_sum) AS reserved_above_bytes_sum,
  max(ledger_hourly.allocated_bytes_max) AS allocated_bytes_max,
  max(ledger_hourly.guest_live_bytes_max) AS guest_live_bytes_max
FROM ledger_hourly FINAL
WHERE toDate(hour) IN (SELECT day FROM ledger_days_due LIMIT ${refresh_hours})
GROUP BY volume_id, toDate(hour)
SETTINGS optimize_aggregation_in_order = 1, do_not_merge_across_partitions_select_final = 1;
