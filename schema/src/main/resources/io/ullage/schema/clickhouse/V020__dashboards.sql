-- What dashboards and the console ask for again and again, kept so that it is not looked for in months of rows (docs/store.md,
-- docs/grafana.md). As in V007 the newest row of each is kept apart, and replays and late rows change nothing.

-- Guest disks and volumes without a counterpart.
CREATE TABLE IF NOT EXISTS unmatched_newest ${on_cluster}
ENGINE = ${replicated}ReplacingMergeTree(version)
ORDER BY (machine_id, side, entity_id)
TTL interval_start + INTERVAL ${raw_days} DAY
SETTINGS non_replicated_deduplication_window = 1000
COMMENT 'the newest row of each; read the view unmatched_latest'
EMPTY AS SELECT *, toUInt128(0) AS version FROM unmatched;

CREATE MATERIALIZED VIEW IF NOT EXISTS unmatched_to_newest ${on_cluster} TO unmatched_newest
AS SELECT *, bitShiftLeft(toUInt128(toUnixTimestamp(interval_start)), 64) + toUInt128(revision) AS version FROM unmatched;

INSERT INTO unmatched_newest
SELECT *, bitShiftLeft(toUInt128(toUnixTimestamp(interval_start)), 64) + toUInt128(revision) AS version FROM unmatched;

-- What has no counterpart in its last reading.
CREATE OR REPLACE VIEW unmatched_latest ${on_cluster} AS
SELECT
  unmatched.interval_start AS interval_start,
  unmatched.machine_id AS machine_id,
  unmatched.side AS side,
  unmatched.entity_id AS entity_id,
  unmatched.size_bytes AS size_bytes,
  unmatched.reason AS reason,
  unmatched.candidates AS candidates
FROM (SELECT * FROM unmatched_newest FINAL WHERE NOT resolved) AS unmatched
LEFT JOIN (
  SELECT coalesce(machine_id, host_id) AS machine_id, 'GUEST_DISK' AS side, disk AS entity_id, interval_start
  FROM guest_disk_newest FINAL
  UNION ALL
  SELECT coalesce(machine_id, '') AS machine_id, 'VOLUME' AS side, volume_id AS entity_id, interval_start
  FROM ledger_newest FINAL
) AS seen
  ON unmatched.machine_id = seen.machine_id AND unmatched.side = seen.side AND unmatched.entity_id = seen.entity_id
WHERE unmatched.interval_start >= seen.interval_start;

-- File systems and swap areas.
CREATE TABLE IF NOT EXISTS file_system_newest ${on_cluster}
ENGINE = ${replicated}ReplacingMergeTree(version)
ORDER BY (host_id, device, mount_point)
TTL interval_start + INTERVAL ${raw_days} DAY
SETTINGS non_replicated_deduplication_window = 1000
COMMENT 'the newest row of each; read the view file_system_latest'
EMPTY AS SELECT *, toUInt128(0) AS version FROM file_system;

CREATE MATERIALIZED VIEW IF NOT EXISTS file_system_to_newest ${on_cluster} TO file_system_newest
AS SELECT *, bitShiftLeft(toUInt128(toUnixTimestamp(interval_start)), 64) + toUInt128(revision) AS version FROM file_system;

INSERT INTO file_system_newest
SELECT *, bitShiftLeft(toUInt128(toUnixTimestamp(interval_start)), 64) + toUInt128(revision) AS version FROM file_system
WHERE interval_start >= (SELECT max(interval_start) FROM file_system) - INTERVAL 1 DAY;

-- Each file system as last read. One that its machine reads no more, though it reads others, is gone.
CREATE OR REPLACE VIEW file_system_latest ${on_cluster} AS
SELECT * EXCEPT (revision, version, newest, newest_of_all)
FROM (
  SELECT *, max(interval_start) OVER (PARTITION BY host_id) AS newest, max(interval_start) OVER () AS newest_of_all
  FROM file_system_newest FINAL
)
WHERE interval_start >= newest - INTERVAL ${gone_minutes} MINUTE AND interval_start >= newest_of_all - INTERVAL 1 DAY;

-- Forecasts: of what is forecast the one that stands on the newest reading, and of these the one that was made last.
CREATE TABLE IF NOT EXISTS forecast_newest ${on_cluster}
ENGINE = ${replicated}ReplacingMergeTree(version)
ORDER BY (subject, entity_id)
TTL toDateTime(time) + INTERVAL ${hourly_days} DAY
SETTINGS non_replicated_deduplication_window = 1000
COMMENT 'the newest row of each; read the view forecast_latest'
EMPTY AS SELECT *, toUInt128(0) AS version FROM forecast;

CREATE MATERIALIZED VIEW IF NOT EXISTS forecast_to_newest ${on_cluster} TO forecast_newest
AS SELECT *, bitShiftLeft(toUInt128(toUnixTimestamp64Milli(time)), 64) + toUInt128(toUnixTimestamp64Milli(made_at)) AS version FROM forecast;

INSERT INTO forecast_newest
SELECT *, bitShiftLeft(toUInt128(toUnixTimestamp64Milli(time)), 64) + toUInt128(toUnixTimestamp64Milli(made_at)) AS version FROM forecast;

-- Each pool, its metadata and each tenant as last forecast. A pool that is read no more was forecast long ago: time says so.
CREATE OR REPLACE VIEW forecast_latest ${on_cluster} AS
SELECT
  * EXCEPT (version),
  if(subject = 'TENANT', NULL, toString(entity_id)) AS pool_id,
  if(subject = 'TENANT', toString(entity_id), NULL) AS tenant,
  provisioned_bytes / nullIf(capacity_bytes, 0) AS overcommit_ratio
FROM forecast_newest FINAL;

-- Recommendations: the newest row of each, and the steps of their lives apart from the refreshed figures, of which there is one whenever a
-- look finds others, hour after hour.
CREATE TABLE IF NOT EXISTS recommendation_newest ${on_cluster}
ENGINE = ${replicated}ReplacingMergeTree(version)
ORDER BY id
TTL toDateTime(time) + INTERVAL ${daily_days} DAY
SETTINGS non_replicated_deduplication_window = 1000
COMMENT 'the newest row of each; read the view recommendation_latest'
EMPTY AS SELECT *, toUInt128(0) AS version FROM recommendation;

CREATE MATERIALIZED VIEW IF NOT EXISTS recommendation_to_newest ${on_cluster} TO recommendation_newest
AS SELECT
  *,
  bitShiftLeft(toUInt128(toUnixTimestamp64Milli(time)), 64)
    + indexOf(['REFRESHED', 'OPENED', 'ACCEPTED', 'DISMISSED', 'DONE', 'WITHDRAWN', 'REALISED'], event) AS version
FROM recommendation;

INSERT INTO recommendation_newest
SELECT
  *,
  bitShiftLeft(toUInt128(toUnixTimestamp64Milli(time)), 64)
    + indexOf(['REFRESHED', 'OPENED', 'ACCEPTED', 'DISMISSED', 'DONE', 'WITHDRAWN', 'REALISED'], event) AS version
FROM recommendation;

CREATE TABLE IF NOT EXISTS recommendation_step ${on_cluster}
ENGINE = ${replicated}ReplacingMergeTree
PARTITION BY toYear(time)
ORDER BY (id, time, event)
TTL toDateTime(time) + INTERVAL ${daily_days} DAY
SETTINGS ttl_only_drop_parts = 1, non_replicated_deduplication_window = 1000
COMMENT 'events in the lives of recommendations that are not REFRESHED'
EMPTY AS SELECT * FROM recommendation;

CREATE MATERIALIZED VIEW IF NOT EXISTS recommendation_to_step ${on_cluster} TO recommendation_step
AS SELECT * FROM recommendation WHERE event != 'REFRESHED';

INSERT INTO recommendation_step SELECT * FROM recommendation WHERE event != 'REFRESHED';

-- Each recommendation with its newest figures, its state, and what was promised when it got into that state. The state is that of the
-- newest event that is not REFRESHED. A dismissal that is over leaves it open.
CREATE OR REPLACE VIEW recommendation_latest ${on_cluster} AS
SELECT
  figures.id AS id,
  figures.time AS time,
  multiIf(
    life.event = 'DISMISSED' AND ifNull(life.until <= now64(3), false), 'OPEN',
    life.event = 'OPENED', 'OPEN',
    life.event) AS state,
  life.time AS state_since,
  life.opened AS opened,
  life.accepted AS accepted,
  figures.round AS round,
  figures.rule AS rule,
  figures.target_kind AS target_kind,
  figures.target_id AS target_id,
  figures.target_name AS target_name,
  figures.pool_id AS pool_id,
  figures.machine_id AS machine_id,
  figures.tenant AS tenant,
  figures.effect AS effect,
  figures.low_bytes AS low_bytes,
  figures.best_bytes AS best_bytes,
  figures.high_bytes AS high_bytes,
  life.low_bytes AS promised_low_bytes,
  life.best_bytes AS promised_best_bytes,
  life.high_bytes AS promised_high_bytes,
  figures.method AS method,
  figures.claim_volumes AS claim_volumes,
  figures.claim_parts AS claim_parts,
  figures.claim_bytes AS claim_bytes,
  figures.unprovisioned_bytes AS unprovisioned_bytes,
  figures.currency AS currency,
  figures.low_month_amount AS low_month_amount,
  figures.best_month_amount AS best_month_amount,
  figures.high_month_amount AS high_month_amount,
  figures.confidence AS confidence,
  figures.risk AS risk,
  figures.why AS why,
  figures.checks AS checks,
  figures.commands AS commands,
  life.reason AS reason,
  life.until AS until,
  life.said_by AS said_by,
  life.realised_bytes AS realised_bytes,
  life.realised_from AS realised_from,
  life.realised_to AS realised_to
FROM (SELECT * FROM recommendation_newest FINAL) AS figures
INNER JOIN (
  SELECT *
  FROM (
    SELECT
      id, time, event, low_bytes, best_bytes, high_bytes, reason, until, said_by, realised_bytes, realised_from, realised_to,
      minIf(time, event = 'OPENED') OVER (PARTITION BY id, round) AS opened,
      maxOrNullIf(time, event = 'ACCEPTED') OVER (PARTITION BY id, round) AS accepted
    FROM recommendation_step FINAL
  )
  ORDER BY time DESC, indexOf(['REALISED', 'WITHDRAWN', 'DONE', 'DISMISSED', 'ACCEPTED', 'OPENED'], event)
  LIMIT 1 BY id
) AS life ON figures.id = life.id;

-- Each act that was done and measured: what was promised when it was accepted, and what came of it.
CREATE OR REPLACE VIEW recommendation_realised ${on_cluster} AS
SELECT
  time, id, round, rule, target_kind, target_id, target_name, pool_id, machine_id, tenant, effect, method,
  low_bytes, best_bytes, high_bytes, realised_bytes, realised_from, realised_to,
  toBool(realised_bytes BETWEEN low_bytes AND high_bytes) AS within,
  realised_bytes / nullIf(best_bytes, 0) AS realised_ratio,
  currency, best_month_amount
FROM recommendation_step FINAL
WHERE event = 'REALISED' AND realised_bytes IS NOT NULL;

-- Snapshots as each day ended.
CREATE TABLE IF NOT EXISTS snapshot_days ${on_cluster} (
  day Date COMMENT 'of the reading' CODEC(Delta, ZSTD(3)),
  snapshot_id String COMMENT 'unique in the estate' CODEC(ZSTD(3)),
  version UInt128 COMMENT 'interval, then revision; of equal keys the highest stands' CODEC(ZSTD(3)),
  volume_id String COMMENT 'stable and unique in the estate' CODEC(ZSTD(3)),
  pool_id LowCardinality(String) COMMENT 'the pool; stable and unique in the estate',
  name String COMMENT 'for people' CODEC(ZSTD(3)),
  snapshot_kind LowCardinality(String) COMMENT 'INTERNAL, OVERLAY or POOL',
  created Nullable(DateTime64(3, 'UTC')) COMMENT 'when the snapshot was taken' CODEC(Delta, ZSTD(3)),
  referenced_bytes Nullable(UInt64) COMMENT 'allocated bytes that it points at, shared ones with them [By]' CODEC(Delta, ZSTD(3)),
  exclusive_bytes Nullable(UInt64) COMMENT 'held by it alone: what deleting just this one returns [By]' CODEC(Delta, ZSTD(3))
)
ENGINE = ${replicated}ReplacingMergeTree(version)
PARTITION BY toYYYYMM(day)
ORDER BY (day, snapshot_id)
TTL day + INTERVAL ${hourly_days} DAY
SETTINGS ttl_only_drop_parts = 1, non_replicated_deduplication_window = 1000
COMMENT 'a snapshot as a day ended; read the view snapshot_day';

CREATE MATERIALIZED VIEW IF NOT EXISTS snapshot_to_days ${on_cluster} TO snapshot_days
AS SELECT
  toDate(interval_start) AS day,
  snapshot_id,
  bitShiftLeft(toUInt128(toUnixTimestamp(interval_start)), 64) + toUInt128(revision) AS version,
  volume_id,
  pool_id,
  name,
  snapshot_kind,
  created,
  referenced_bytes,
  exclusive_bytes
FROM snapshot;

INSERT INTO snapshot_days
SELECT
  toDate(interval_start) AS day,
  snapshot_id,
  bitShiftLeft(toUInt128(toUnixTimestamp(interval_start)), 64) + toUInt128(revision) AS version,
  volume_id,
  pool_id,
  name,
  snapshot_kind,
  created,
  referenced_bytes,
  exclusive_bytes
FROM snapshot;

CREATE VIEW IF NOT EXISTS snapshot_day ${on_cluster} AS
SELECT day, snapshot_id, volume_id, pool_id, name, snapshot_kind, created, referenced_bytes, exclusive_bytes
FROM snapshot_days FINAL
SETTINGS do_not_merge_across_partitions_select_final = 1;

-- Since when each volume has been read.
CREATE TABLE IF NOT EXISTS volume_seen ${on_cluster} (
  volume_id String COMMENT 'stable and unique in the estate',
  first_read SimpleAggregateFunction(min, DateTime('UTC')) COMMENT 'start of its first interval'
)
ENGINE = ${replicated}AggregatingMergeTree
ORDER BY volume_id
SETTINGS non_replicated_deduplication_window = 1000
COMMENT 'since when each volume has been read; read the view volume_age';

CREATE MATERIALIZED VIEW IF NOT EXISTS ledger_to_seen ${on_cluster} TO volume_seen
AS SELECT volume_id, min(interval_start) AS first_read FROM ledger GROUP BY volume_id;

INSERT INTO volume_seen
SELECT volume_id, min(toDateTime(day, 'UTC')) AS first_read FROM ledger_daily GROUP BY volume_id;

INSERT INTO volume_seen
SELECT volume_id, min(hour) AS first_read FROM ledger_hourly GROUP BY volume_id;

CREATE VIEW IF NOT EXISTS volume_age ${on_cluster} AS
SELECT volume_id, min(volume_seen.first_read) AS first_read
FROM volume_seen
GROUP BY volume_id;

-- Each agent's newest message, by the clock of the broker.
CREATE TABLE IF NOT EXISTS agent_newest ${on_cluster} (
  agent_id String COMMENT 'as it names itself',
  time DateTime64(3, 'UTC') COMMENT 'when the broker took its newest report',
  report_time Nullable(DateTime64(3, 'UTC')) COMMENT 'of that report, as the agent says',
  sequence Nullable(UInt64) COMMENT 'of the cycles of the agent',
  readings UInt64 COMMENT 'readings that were passed on [{count}]',
  rejected_readings UInt64 COMMENT 'readings that were refused one by one [{count}]'
)
ENGINE = ${replicated}ReplacingMergeTree(time)
ORDER BY agent_id
TTL toDateTime(time) + INTERVAL ${raw_days} DAY
SETTINGS non_replicated_deduplication_window = 1000
COMMENT 'the newest message of each agent; read the view agent_latest';

CREATE MATERIALIZED VIEW IF NOT EXISTS ingest_to_agent ${on_cluster} TO agent_newest
AS SELECT assumeNotNull(ingest.agent_id) AS agent_id, time, report_time, sequence, readings, rejected_readings
FROM ingest
WHERE ingest.agent_id IS NOT NULL AND outcome IN ('EMITTED', 'LATE');

INSERT INTO agent_newest
SELECT assumeNotNull(ingest.agent_id) AS agent_id, time, report_time, sequence, readings, rejected_readings
FROM ingest
WHERE ingest.agent_id IS NOT NULL AND outcome IN ('EMITTED', 'LATE')
ORDER BY time DESC
LIMIT 1 BY agent_id;

CREATE VIEW IF NOT EXISTS agent_latest ${on_cluster} AS
SELECT agent_id, time, report_time, sequence, readings, rejected_readings
FROM agent_newest FINAL
ORDER BY time DESC
LIMIT 1 BY agent_id;

-- What came, by hour: rolled up as V008 does with volumes, because a replayed message must count once.
ALTER TABLE ingest ${on_cluster} ADD INDEX IF NOT EXISTS by_interval interval_start TYPE minmax GRANULARITY 1;

CREATE TABLE IF NOT EXISTS ingest_hours ${on_cluster} (
  hour DateTime('UTC') COMMENT 'start' CODEC(Delta, ZSTD(3)),
  outcome LowCardinality(String) COMMENT 'EMITTED, LATE, MALFORMED or DUPLICATE',
  computed_at DateTime64(3, 'UTC') COMMENT 'of equal keys the last computed stands' CODEC(Delta, ZSTD(3)),
  messages UInt64 COMMENT 'messages with that outcome [{count}]' CODEC(Delta, ZSTD(3)),
  message_bytes UInt64 COMMENT 'length of these messages as they came [By]' CODEC(Delta, ZSTD(3)),
  readings UInt64 COMMENT 'readings that were passed on [{count}]' CODEC(Delta, ZSTD(3)),
  rejected_readings UInt64 COMMENT 'readings that were refused one by one, and kept as dead letters [{count}]' CODEC(Delta, ZSTD(3))
)
ENGINE = ${replicated}ReplacingMergeTree(computed_at)
PARTITION BY toYYYYMM(hour)
ORDER BY (hour, outcome)
TTL hour + INTERVAL ${hourly_days} DAY
SETTINGS ttl_only_drop_parts = 1
COMMENT 'messages by hour; read the view ingest_hourly';

CREATE TABLE IF NOT EXISTS ingest_touched ${on_cluster} (
  hour DateTime('UTC') COMMENT 'of the messages',
  noted_at SimpleAggregateFunction(max, DateTime64(3, 'UTC')) COMMENT 'of the last insert into it'
)
ENGINE = ${replicated}AggregatingMergeTree
ORDER BY hour
TTL hour + INTERVAL ${raw_days} DAY
SETTINGS non_replicated_deduplication_window = 1000
COMMENT 'hours of messages that inserts touched';

CREATE MATERIALIZED VIEW IF NOT EXISTS ingest_to_touched ${on_cluster} TO ingest_touched
AS SELECT toStartOfHour(interval_start) AS hour, max(now64(3, 'UTC')) AS noted_at FROM ingest GROUP BY hour;

INSERT INTO ingest_touched
SELECT toStartOfHour(interval_start) AS hour, max(now64(3, 'UTC')) AS noted_at FROM ingest GROUP BY hour;

CREATE TABLE IF NOT EXISTS ingest_rolled ${on_cluster} (
  hour DateTime('UTC') COMMENT 'of the messages',
  computed_at SimpleAggregateFunction(max, DateTime64(3, 'UTC')) COMMENT 'of the last roll-up of it'
)
ENGINE = ${replicated}AggregatingMergeTree
ORDER BY hour
TTL hour + INTERVAL ${hourly_days} DAY
COMMENT 'hours of messages that were rolled up';

CREATE MATERIALIZED VIEW IF NOT EXISTS ingest_to_rolled ${on_cluster} TO ingest_rolled
AS SELECT hour, max(ingest_hours.computed_at) AS computed_at FROM ingest_hours GROUP BY hour;

CREATE VIEW IF NOT EXISTS ingest_hours_due ${on_cluster} AS
SELECT touched.hour AS hour, rolled.computed_at <= touched.noted_at AS noted
FROM (SELECT hour, max(ingest_touched.noted_at) AS noted_at FROM ingest_touched GROUP BY hour) AS touched
LEFT JOIN (SELECT hour, max(ingest_rolled.computed_at) AS computed_at FROM ingest_rolled GROUP BY hour) AS rolled
  ON touched.hour = rolled.hour
WHERE touched.hour >= now() - INTERVAL ${raw_days} DAY
  AND (rolled.computed_at <= touched.noted_at + INTERVAL ${settle_seconds} SECOND OR rolled.computed_at > now64(3, 'UTC'))
ORDER BY noted DESC, hour DESC;

CREATE MATERIALIZED VIEW IF NOT EXISTS ingest_hourly_refresh ${on_cluster}
REFRESH EVERY ${refresh_minutes} MINUTE APPEND TO ingest_hours
AS SELECT
  toStartOfHour(interval_start) AS hour,
  outcome,
  greatest(now64(3, 'UTC'), (SELECT max(ingest_rolled.computed_at) FROM ingest_rolled) + INTERVAL 1 MILLISECOND) AS computed_at,
  count() AS messages,
  sum(ingest.message_bytes) AS message_bytes,
  sum(ingest.readings) AS readings,
  sum(ingest.rejected_readings) AS rejected_readings
FROM ingest FINAL
WHERE interval_start >= (SELECT min(hour) FROM (SELECT hour FROM ingest_hours_due LIMIT ${refresh_hours}))
  AND toStartOfHour(interval_start) IN (SELECT hour FROM ingest_hours_due LIMIT ${refresh_hours})
GROUP BY hour, outcome
SETTINGS do_not_merge_across_partitions_select_final = 1;

CREATE VIEW IF NOT EXISTS ingest_hourly ${on_cluster} AS
SELECT
  hour,
  outcome,
  sum(hours.messages) AS messages,
  sum(hours.message_bytes) AS message_bytes,
  sum(hours.readings) AS readings,
  sum(hours.rejected_readings) AS rejected_readings
FROM ingest_hours AS hours FINAL
GROUP BY hour, outcome;

-- The bills of closed months as they stand, by who pays and for what. The empty tenant is nobody.
CREATE VIEW IF NOT EXISTS chargeback_bill ${on_cluster} AS
SELECT
  charges.month AS month,
  ifNull(charges.tenant, '') AS tenant,
  ifNull(charges.cost_centre, '') AS cost_centre,
  charges.item AS item,
  charges.tier AS tier,
  charges.currency AS currency,
  sum(charges.amount) AS amount,
  sum(charges.discount) AS discount,
  sum(charges.byte_seconds) AS byte_seconds,
  sum(charges.air_byte_seconds) AS air_byte_seconds,
  max(months.revision) AS revision
FROM chargeback_charge AS charges FINAL
INNER JOIN chargeback_month_latest AS months ON charges.month = months.month AND charges.closing_id = months.closing_id
GROUP BY month, tenant, cost_centre, item, tier, currency;
