-- When a pool, its metadata or what a tenant occupies will be full: one row per (subject, entity_id, time of the newest reading). The
-- forecast of the same reading that was made last stands.
CREATE TABLE IF NOT EXISTS forecast ${on_cluster} (
  time DateTime64(3, 'UTC') COMMENT 'of the newest reading that it stands on' CODEC(DoubleDelta, ZSTD(3)),
  made_at DateTime64(3, 'UTC') COMMENT 'when it was reckoned; of equal keys the latest stands' CODEC(DoubleDelta, ZSTD(3)),
  subject LowCardinality(String) COMMENT 'POOL, METADATA or TENANT',
  entity_id LowCardinality(String) COMMENT 'the pool, or the tenant',
  name String COMMENT 'for people' CODEC(ZSTD(3)),
  verdict LowCardinality(String) COMMENT 'FULL, FILLING, MAY_FILL, NOT_FILLING, NOT_ENOUGH_HISTORY or NO_CAPACITY',
  missing Nullable(String) COMMENT 'what is missing for more' CODEC(ZSTD(3)),
  used_bytes UInt64 COMMENT 'taken now; of a tenant, what its volumes occupy [By]' CODEC(Delta, ZSTD(3)),
  capacity_bytes Nullable(UInt64) COMMENT 'what it can hold; absent for tenants [By]' CODEC(Delta, ZSTD(3)),
  provisioned_bytes Nullable(UInt64) COMMENT 'what the volumes were promised [By]' CODEC(Delta, ZSTD(3)),
  needed_bytes Nullable(UInt64) COMMENT 'what the pool would hold if every guest wrote what it may: used, and what is promised and not yet backed [By]' CODEC(Delta, ZSTD(3)),
  missing_bytes Nullable(UInt64) COMMENT 'by which neededBytes exceeds the capacity [By]' CODEC(Delta, ZSTD(3)),
  growth_bytes_per_second Nullable(Float64) COMMENT 'rate of the present regime [By/s]' CODEC(ZSTD(3)),
  growth_low_bytes_per_second Nullable(Float64) COMMENT 'lower end of the rate''s 80 % interval [By/s]' CODEC(ZSTD(3)),
  growth_high_bytes_per_second Nullable(Float64) COMMENT 'upper end of the rate''s 80 % interval [By/s]' CODEC(ZSTD(3)),
  full_p10_seconds Nullable(UInt64) COMMENT 'full sooner than this with a chance of 10 %; absent beyond the horizon [s]' CODEC(Delta, ZSTD(3)),
  full_p50_seconds Nullable(UInt64) COMMENT 'full sooner than this with a chance of 50 %; absent beyond the horizon [s]' CODEC(Delta, ZSTD(3)),
  full_p90_seconds Nullable(UInt64) COMMENT 'full sooner than this with a chance of 90 %; absent beyond the horizon [s]' CODEC(Delta, ZSTD(3)),
  horizon_seconds Nullable(UInt64) COMMENT 'how far the forecast looks [s]' CODEC(Delta, ZSTD(3)),
  history_seconds UInt64 COMMENT 'from the first reading that it stands on to the newest [s]' CODEC(Delta, ZSTD(3)),
  month_p10_bytes Nullable(UInt64) COMMENT 'used in 30 days, less with a chance of 10 % [By]' CODEC(Delta, ZSTD(3)),
  month_p50_bytes Nullable(UInt64) COMMENT 'used in 30 days, less with a chance of 50 % [By]' CODEC(Delta, ZSTD(3)),
  month_p90_bytes Nullable(UInt64) COMMENT 'used in 30 days, less with a chance of 90 % [By]' CODEC(Delta, ZSTD(3)),
  quarter_p10_bytes Nullable(UInt64) COMMENT 'used in 90 days, less with a chance of 10 % [By]' CODEC(Delta, ZSTD(3)),
  quarter_p50_bytes Nullable(UInt64) COMMENT 'used in 90 days, less with a chance of 50 % [By]' CODEC(Delta, ZSTD(3)),
  quarter_p90_bytes Nullable(UInt64) COMMENT 'used in 90 days, less with a chance of 90 % [By]' CODEC(Delta, ZSTD(3))
)
ENGINE = ${replicated}ReplacingMergeTree(made_at)
PARTITION BY toYYYYMM(time)
ORDER BY (subject, entity_id, time)
TTL toDateTime(time) + INTERVAL ${hourly_days} DAY
SETTINGS ttl_only_drop_parts = 1, non_replicated_deduplication_window = 1000
COMMENT 'when something will be full, as it was forecast';

-- Each pool, its metadata and each tenant as last forecast. A pool that is read no more was forecast long ago: time says so.
CREATE VIEW IF NOT EXISTS forecast_latest ${on_cluster} AS
SELECT
  *,
  if(subject = 'TENANT', NULL, toString(entity_id)) AS pool_id,
  if(subject = 'TENANT', toString(entity_id), NULL) AS tenant,
  provisioned_bytes / nullIf(capacity_bytes, 0) AS overcommit_ratio
FROM forecast FINAL
ORDER BY time DESC
LIMIT 1 BY subject, entity_id;

-- What is forecast, as it is now: what it uses, what it can hold, and what the pool would need if every guest wrote what it may: used, with
-- what is promised and not yet backed. What is nobody's is a tenant of its own.
CREATE VIEW IF NOT EXISTS forecast_target ${on_cluster} AS
SELECT
  'POOL' AS subject,
  toString(pool_id) AS entity_id,
  coalesce(pools.name, toString(pool_id)) AS name,
  interval_start AS time,
  assumeNotNull(used_bytes) AS used_bytes,
  capacity_bytes,
  allocated_bytes,
  toNullable(provisioned_bytes) AS provisioned_bytes,
  toNullable(assumeNotNull(used_bytes) + claimed_bytes + ullage_bytes) AS needed_bytes
FROM pool_latest AS pools
WHERE used_bytes IS NOT NULL
UNION ALL
SELECT
  'METADATA' AS subject,
  toString(pool_id) AS entity_id,
  coalesce(pools.name, toString(pool_id)) AS name,
  interval_start AS time,
  assumeNotNull(metadata_used_bytes) AS used_bytes,
  metadata_capacity_bytes AS capacity_bytes,
  CAST(NULL AS Nullable(UInt64)) AS allocated_bytes,
  CAST(NULL AS Nullable(UInt64)) AS provisioned_bytes,
  CAST(NULL AS Nullable(UInt64)) AS needed_bytes
FROM pool_latest AS pools
WHERE metadata_used_bytes IS NOT NULL
UNION ALL
SELECT
  'TENANT' AS subject,
  coalesce(toString(tenants.tenant), '(nobody)') AS entity_id,
  entity_id AS name,
  least(toDateTime(max(day), 'UTC') + INTERVAL 12 HOUR, now('UTC')) AS time,
  argMax(tenants.allocated_bytes, day) AS used_bytes,
  CAST(NULL AS Nullable(UInt64)) AS capacity_bytes,
  toNullable(argMax(tenants.allocated_bytes, day)) AS allocated_bytes,
  toNullable(argMax(tenants.provisioned_bytes, day)) AS provisioned_bytes,
  toNullable(argMax(tenants.allocated_bytes + tenants.exposure_bytes, day)) AS needed_bytes
FROM tenant_trend AS tenants
GROUP BY entity_id;

-- The most that a pool used on each day. A day that has hours which are not rolled up yet is read from what was reported: history that
-- comes at once is forecast at once.
CREATE VIEW IF NOT EXISTS forecast_pool_day ${on_cluster} AS
SELECT toString(days.pool_id) AS pool_id, days.day AS day, days.used_bytes_max AS used_bytes, days.metadata_used_bytes_max AS metadata_used_bytes
FROM pool_daily AS days
WHERE days.day NOT IN (SELECT toDate(hour) FROM pool_hours_due)
UNION ALL
SELECT
  toString(reported.pool_id) AS pool_id,
  toDate(reported.interval_start) AS day,
  max(reported.used_bytes) AS used_bytes,
  max(reported.metadata_used_bytes) AS metadata_used_bytes
FROM pool_history AS reported
WHERE toDate(reported.interval_start) IN (SELECT toDate(hour) FROM pool_hours_due)
GROUP BY pool_id, day;

-- What each of them used: the most of every day, at its noon or at the last reading, whichever is earlier, and the last reading.
CREATE VIEW IF NOT EXISTS forecast_series ${on_cluster} AS
SELECT
  'POOL' AS subject,
  days.pool_id AS entity_id,
  least(toDateTime(days.day, 'UTC') + INTERVAL 12 HOUR, pools.interval_start) AS time,
  assumeNotNull(days.used_bytes) AS used_bytes
FROM forecast_pool_day AS days
INNER JOIN pool_latest AS pools ON days.pool_id = toString(pools.pool_id)
WHERE days.used_bytes IS NOT NULL
UNION ALL
SELECT 'POOL' AS subject, toString(pool_id) AS entity_id, interval_start AS time, assumeNotNull(used_bytes) AS used_bytes
FROM pool_latest
WHERE used_bytes IS NOT NULL
UNION ALL
SELECT
  'METADATA' AS subject,
  days.pool_id AS entity_id,
  least(toDateTime(days.day, 'UTC') + INTERVAL 12 HOUR, pools.interval_start) AS time,
  assumeNotNull(days.metadata_used_bytes) AS used_bytes
FROM forecast_pool_day AS days
INNER JOIN pool_latest AS pools ON days.pool_id = toString(pools.pool_id)
WHERE days.metadata_used_bytes IS NOT NULL
UNION ALL
SELECT 'METADATA' AS subject, toString(pool_id) AS entity_id, interval_start AS time, assumeNotNull(metadata_used_bytes) AS used_bytes
FROM pool_latest
WHERE metadata_used_bytes IS NOT NULL
UNION ALL
SELECT
  'TENANT' AS subject,
  coalesce(toString(tenants.tenant), '(nobody)') AS entity_id,
  least(toDateTime(tenants.day, 'UTC') + INTERVAL 12 HOUR, now('UTC')) AS time,
  tenants.allocated_bytes AS used_bytes
FROM tenant_trend AS tenants;
