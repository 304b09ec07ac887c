-- What the next refresh of the hours of volumes takes: hours of ten days at most, noted ones first. As many hours, spread over ninety days that
-- came at once, needed more memory than a query has: it is the days that are read side by side.
CREATE VIEW IF NOT EXISTS ledger_hours_next ${on_cluster} AS
SELECT due.hour AS hour
FROM ledger_hours_due AS due
WHERE toDate(due.hour) IN (
  SELECT toDate(days.hour) AS day FROM ledger_hours_due AS days GROUP BY day ORDER BY max(days.noted) DESC, day DESC LIMIT ${refresh_days});

DROP VIEW IF EXISTS ledger_hourly_refresh ${on_cluster} SYNC;

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
WHERE toDate(interval_start) IN (SELECT toDate(next.hour) FROM ledger_hours_next AS next)
  AND toStartOfHour(interval_start) IN (SELECT next.hour FROM ledger_hours_next AS next)
GROUP BY toDate(interval_start), volume_id, toStartOfHour(interval_start)
SETTINGS optimize_aggregation_in_order = 1, do_not_merge_across_partitions_select_final = 1;

-- Of the days of volumes that are due, those that the next refresh takes: ten as well.
CREATE OR REPLACE VIEW ledger_days_due ${on_cluster} AS
SELECT hours.day AS day, days.computed_at <= hours.computed_at AS noted
FROM (SELECT toDate(hour) AS day, max(ledger_rolled.computed_at) AS computed_at FROM ledger_rolled GROUP BY day) AS hours
LEFT JOIN (SELECT day, max(ledger_rolled_days.computed_at) AS computed_at FROM ledger_rolled_days GROUP BY day) AS days
  ON hours.day = days.day
WHERE hours.day >= toDate(now() - INTERVAL ${hourly_days} DAY) + 1
  AND (days.computed_at <= hours.computed_at + INTERVAL ${settle_seconds} SECOND OR days.computed_at > now64(3, 'UTC'))
ORDER BY noted DESC, day DESC
LIMIT ${refresh_days};

-- Hours of tenants to be computed, all of them.
CREATE VIEW IF NOT EXISTS tenant_hours_waiting ${on_cluster} AS
SELECT volumes.hour AS hour, rolled.computed_at <= greatest(volumes.computed_at, owners.noted_at) AS noted
FROM (SELECT hour, max(ledger_rolled.computed_at) AS computed_at FROM ledger_rolled GROUP BY hour) AS volumes
LEFT JOIN (SELECT hour AS owned, max(owner_touched.noted_at) AS noted_at FROM owner_touched GROUP BY owned) AS owners
  ON volumes.hour = owners.owned
LEFT JOIN (SELECT hour, max(tenant_rolled.computed_at) AS computed_at FROM tenant_rolled GROUP BY hour) AS rolled
  ON volumes.hour = rolled.hour
WHERE volumes.hour >= now() - INTERVAL ${hourly_days} DAY
  AND (rolled.computed_at <= greatest(volumes.computed_at, owners.noted_at) + INTERVAL ${settle_seconds} SECOND OR rolled.computed_at > now64(3, 'UTC'))
ORDER BY noted DESC, hour DESC;

-- Of these, those that the next refresh takes, as above.
CREATE OR REPLACE VIEW tenant_hours_due ${on_cluster} AS
SELECT waiting.hour AS hour, waiting.noted AS noted
FROM tenant_hours_waiting AS waiting
WHERE toDate(waiting.hour) IN (
  SELECT toDate(days.hour) AS day FROM tenant_hours_waiting AS days GROUP BY day ORDER BY max(days.noted) DESC, day DESC LIMIT ${refresh_days})
ORDER BY noted DESC, hour DESC;

-- And of the days of tenants.
CREATE OR REPLACE VIEW tenant_days_due ${on_cluster} AS
SELECT volumes.day AS day, rolled.computed_at <= greatest(volumes.computed_at, owners.noted_at) AS noted
FROM (SELECT day, max(ledger_rolled_days.computed_at) AS computed_at FROM ledger_rolled_days GROUP BY day) AS volumes
LEFT JOIN (SELECT toDate(hour) AS owned, max(owner_touched.noted_at) AS noted_at FROM owner_touched GROUP BY owned) AS owners
  ON volumes.day = owners.owned
LEFT JOIN (SELECT day, max(tenant_rolled_days.computed_at) AS computed_at FROM tenant_rolled_days GROUP BY day) AS rolled
  ON volumes.day = rolled.day
WHERE volumes.day >= toDate(now() - INTERVAL ${daily_days} DAY) + 1
  AND (rolled.computed_at <= greatest(volumes.computed_at, owners.noted_at) + INTERVAL ${settle_seconds} SECOND OR rolled.computed_at > now64(3, 'UTC'))
ORDER BY noted DESC, day DESC
LIMIT ${refresh_days};

-- What is due is asked once in a refresh: it changes meanwhile, and an hour that is due in one place of the query and not in the other would be
-- written down as one in which nobody had anything, until the next refresh.
DROP VIEW IF EXISTS tenant_hourly_refresh ${on_cluster} SYNC;

CREATE MATERIALIZED VIEW IF NOT EXISTS tenant_hourly_refresh ${on_cluster}
REFRESH EVERY ${refresh_minutes} MINUTE APPEND TO tenant_hours
AS WITH
  (SELECT groupArray(hour) FROM tenant_hours_due) AS due_hours,
  due AS (SELECT arrayJoin(due_hours) AS hour),
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

DROP VIEW IF EXISTS tenant_daily_refresh ${on_cluster} SYNC;

CREATE MATERIALIZED VIEW IF NOT EXISTS tenant_daily_refresh ${on_cluster}
REFRESH EVERY ${refresh_minutes} MINUTE APPEND TO tenant_days
AS WITH
  (SELECT groupArray(day) FROM tenant_days_due) AS due_days,
  due AS (SELECT arrayJoin(due_days) AS day),
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

-- What each agent sent, by hour: rolled up as V008 does with volumes, because a replayed message must count once.
CREATE TABLE IF NOT EXISTS agent_hours ${on_cluster} (
  hour DateTime('UTC') COMMENT 'start' CODEC(Delta, ZSTD(3)),
  agent_id String COMMENT 'as it names itself; empty where the message could not be read' CODEC(ZSTD(3)),
  computed_at DateTime64(3, 'UTC') COMMENT 'of equal keys the last computed stands' CODEC(Delta, ZSTD(3)),
  last_report Nullable(DateTime64(3, 'UTC')) COMMENT 'of its newest report, as the agent says' CODEC(Delta, ZSTD(3)),
  last_sequence Nullable(UInt64) COMMENT 'of the cycles of the agent' CODEC(Delta, ZSTD(3)),
  reports UInt64 COMMENT 'messages [{count}]' CODEC(Delta, ZSTD(3)),
  late_reports UInt64 COMMENT 'of these, late [{count}]' CODEC(Delta, ZSTD(3)),
  duplicate_reports UInt64 COMMENT 'of these, read before [{count}]' CODEC(Delta, ZSTD(3)),
  malformed_reports UInt64 COMMENT 'of these, unreadable [{count}]' CODEC(Delta, ZSTD(3)),
  readings UInt64 COMMENT 'readings that were passed on [{count}]' CODEC(Delta, ZSTD(3)),
  rejected_readings UInt64 COMMENT 'readings that were refused one by one, and kept as dead letters [{count}]' CODEC(Delta, ZSTD(3)),
  message_bytes UInt64 COMMENT 'length of the messages as they came [By]' CODEC(Delta, ZSTD(3)),
  reason_at Nullable(DateTime64(3, 'UTC')) COMMENT 'when something was refused last' CODEC(Delta, ZSTD(3)),
  last_reason Nullable(String) COMMENT 'why' CODEC(ZSTD(3))
)
ENGINE = ${replicated}ReplacingMergeTree(computed_at)
PARTITION BY toDate(hour)
ORDER BY (hour, agent_id)
TTL hour + INTERVAL ${raw_days} DAY
SETTINGS ttl_only_drop_parts = 1
COMMENT 'what an agent sent in an hour; read the view source_latest';

-- Of the hours that source_latest looks at, those to be computed.
CREATE VIEW IF NOT EXISTS agent_hours_due ${on_cluster} AS
SELECT touched.hour AS hour, rolled.computed_at <= touched.noted_at AS noted
FROM (SELECT hour, max(ingest_touched.noted_at) AS noted_at FROM ingest_touched GROUP BY hour) AS touched
LEFT JOIN (SELECT hour, max(agent_hours.computed_at) AS computed_at FROM agent_hours GROUP BY hour) AS rolled
  ON touched.hour = rolled.hour
WHERE touched.hour >= toStartOfHour((SELECT max(ingest_touched.hour) FROM ingest_touched) - INTERVAL 2 DAY)
  AND (rolled.computed_at <= touched.noted_at + INTERVAL ${settle_seconds} SECOND OR rolled.computed_at > now64(3, 'UTC'))
ORDER BY noted DESC, hour DESC;

-- What each agent sent in these hours.
CREATE VIEW IF NOT EXISTS agent_hour_due ${on_cluster} AS
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
WHERE interval_start >= (SELECT min(agent_hours_due.hour) FROM agent_hours_due)
  AND toStartOfHour(interval_start) IN (SELECT agent_hours_due.hour FROM agent_hours_due)
GROUP BY hour, agent_id
SETTINGS do_not_merge_across_partitions_select_final = 1;

CREATE MATERIALIZED VIEW IF NOT EXISTS agent_hourly_refresh ${on_cluster}
REFRESH EVERY ${refresh_minutes} MINUTE APPEND TO agent_hours
AS SELECT
  *,
  greatest(now64(3, 'UTC'), (SELECT max(agent_hours.computed_at) FROM agent_hours) + INTERVAL 1 MILLISECOND) AS computed_at
FROM agent_hour_due;

-- Each agent that was heard in the two days before the newest message: how far it is behind the newest of all, and what became of what
-- it sent. Messages that nobody could read have no agent. Hours that came since the last refresh are read from the messages.
CREATE OR REPLACE VIEW source_latest ${on_cluster} AS
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
    AND hour NOT IN (SELECT hour FROM agent_hours_due)
  UNION ALL
  SELECT * FROM agent_hour_due
) AS heard
GROUP BY heard.agent_id;
