-- What alert rules found: one row per firing, as it was told last. The same message again is the same row.
CREATE TABLE IF NOT EXISTS alert ${on_cluster} (
  fingerprint String COMMENT 'of the rule and its cause' CODEC(ZSTD(3)),
  starts_at DateTime64(3, 'UTC') COMMENT 'time of the reading with which it fired' CODEC(DoubleDelta, ZSTD(3)),
  revision UInt64 COMMENT 'counts what was told of this firing; of equal keys the highest stands' CODEC(Delta, ZSTD(3)),
  time DateTime64(3, 'UTC') COMMENT 'of the reading that it was told with last' CODEC(DoubleDelta, ZSTD(3)),
  ends_at Nullable(DateTime64(3, 'UTC')) COMMENT 'when it resolved; absent while it fires' CODEC(DoubleDelta, ZSTD(3)),
  state LowCardinality(String) COMMENT 'FIRING or RESOLVED',
  end LowCardinality(Nullable(String)) COMMENT 'why it resolved: CLEARED, GONE, ABSENT, REVISED, RULE_CHANGED or RULE_REMOVED',
  rule LowCardinality(String) COMMENT 'name of the rule',
  severity LowCardinality(String) COMMENT 'INFO, WARNING or CRITICAL',
  watch LowCardinality(String) COMMENT 'what the rule looks at, such as volume or pool',
  entities Array(String) COMMENT 'ids of what it fires for, twenty at most' CODEC(ZSTD(3)),
  entity_count UInt64 COMMENT 'how many there are in all; zero when it has resolved' CODEC(Delta, ZSTD(3)),
  labels Map(String, String) COMMENT 'for Alertmanager, with alertname and severity' CODEC(ZSTD(3)),
  annotations Map(String, String) COMMENT 'for people: summary' CODEC(ZSTD(3)),
  value_expression LowCardinality(Nullable(String)) COMMENT 'the left side of the rule''s first comparison',
  value_unit LowCardinality(Nullable(String)) COMMENT 'UCUM code of its value',
  value_low Nullable(Float64) COMMENT 'least that it can be' CODEC(ZSTD(3)),
  value_best Nullable(Float64) COMMENT 'its value' CODEC(ZSTD(3)),
  value_high Nullable(Float64) COMMENT 'most that it can be' CODEC(ZSTD(3)),
  silenced_by Nullable(String) COMMENT 'comment of the silence that holds it back' CODEC(ZSTD(3))
)
ENGINE = ${replicated}ReplacingMergeTree(revision)
PARTITION BY toYYYYMM(starts_at)
ORDER BY (fingerprint, starts_at)
TTL toDateTime(starts_at) + INTERVAL ${hourly_days} DAY
SETTINGS ttl_only_drop_parts = 1, non_replicated_deduplication_window = 1000
COMMENT 'a firing of an alert rule';

-- Every firing that was not taken back.
CREATE VIEW IF NOT EXISTS alert_history ${on_cluster} AS
SELECT
  starts_at,
  ends_at,
  state,
  end,
  severity,
  rule,
  annotations['summary'] AS summary,
  entities,
  entity_count,
  watch,
  value_expression,
  value_unit,
  value_low,
  value_best,
  value_high,
  silenced_by,
  labels,
  annotations,
  fingerprint,
  revision,
  time
FROM alert FINAL
WHERE end IS NULL OR end != 'REVISED';

-- Each alert as it was told last: its newest firing.
CREATE VIEW IF NOT EXISTS alert_latest ${on_cluster} AS
SELECT * FROM alert_history
ORDER BY starts_at DESC
LIMIT 1 BY fingerprint;
