-- The life of recommendations: what was proposed, accepted, dismissed, done and realised. Rows are events and are only ever added; each
-- carries the figures as they were then, so that a promise can be held against what came of it. The state of a recommendation is its
-- newest event that is not REFRESHED: a program that writes new figures never undoes what a person decided meanwhile.
CREATE TABLE IF NOT EXISTS recommendation ${on_cluster} (
  id String COMMENT 'of the action on its target: the same in every run' CODEC(ZSTD(3)),
  time DateTime64(3, 'UTC') COMMENT 'when it happened' CODEC(DoubleDelta, ZSTD(3)),
  event LowCardinality(String) COMMENT 'OPENED, REFRESHED, ACCEPTED, DISMISSED, DONE, REALISED or WITHDRAWN',
  round UInt32 COMMENT 'how often it was opened: what came back after it was realised is another round' CODEC(ZSTD(3)),
  rule LowCardinality(String) COMMENT 'that proposes it',
  target_kind LowCardinality(String) COMMENT 'VOLUME, SNAPSHOT, POOL, MACHINE or HOST_DISK',
  target_id String COMMENT 'what is acted on' CODEC(ZSTD(3)),
  target_name String COMMENT 'for people' CODEC(ZSTD(3)),
  pool_id LowCardinality(String) COMMENT 'to which the bytes return',
  machine_id LowCardinality(Nullable(String)) COMMENT 'SMBIOS UUID of the machine that uses it',
  tenant LowCardinality(Nullable(String)) COMMENT 'whose it is',
  effect LowCardinality(String) COMMENT 'RETURNS: bytes come back; MOVES: to another pool; PREVENTS: nothing comes back, something does not happen',
  low_bytes UInt64 COMMENT 'least that comes back to the pool [By]' CODEC(ZSTD(3)),
  best_bytes UInt64 COMMENT 'what comes back to the pool [By]' CODEC(ZSTD(3)),
  high_bytes UInt64 COMMENT 'most that comes back to the pool [By]' CODEC(ZSTD(3)),
  method LowCardinality(String) COMMENT 'EXACT, BOUNDED or SAMPLED',
  claim_volumes Array(String) COMMENT 'whose bytes they are, one per claim' CODEC(ZSTD(3)),
  claim_parts Array(LowCardinality(String)) COMMENT 'which bytes of the volume: a class of the ledger, SNAPSHOT or REST' CODEC(ZSTD(3)),
  claim_bytes Array(UInt64) COMMENT 'best figure of each claim [By]' CODEC(ZSTD(3)),
  unprovisioned_bytes Nullable(UInt64) COMMENT 'by which what is promised to guests shrinks [By]' CODEC(ZSTD(3)),
  currency LowCardinality(Nullable(String)) COMMENT 'ISO 4217; absent without a rate card',
  low_month_amount Nullable(Decimal(38, 9)) COMMENT 'what the least is worth a month' CODEC(ZSTD(3)),
  best_month_amount Nullable(Decimal(38, 9)) COMMENT 'what it is worth a month' CODEC(ZSTD(3)),
  high_month_amount Nullable(Decimal(38, 9)) COMMENT 'what the most is worth a month' CODEC(ZSTD(3)),
  confidence LowCardinality(String) COMMENT 'HIGH, MEDIUM or LOW',
  risk LowCardinality(String) COMMENT 'NONE, LOW, MEDIUM or HIGH: what may go wrong for who uses it',
  why String COMMENT 'what was seen' CODEC(ZSTD(3)),
  checks Array(String) COMMENT 'what must hold first' CODEC(ZSTD(3)),
  commands Array(String) COMMENT 'what a person runs, each with where' CODEC(ZSTD(3)),
  reason Nullable(String) COMMENT 'why it was dismissed, or how it ended' CODEC(ZSTD(3)),
  until Nullable(DateTime64(3, 'UTC')) COMMENT 'a dismissal ends then; absent: never' CODEC(ZSTD(3)),
  said_by LowCardinality(Nullable(String)) COMMENT 'who accepted, dismissed or did it; absent where readings say so',
  realised_bytes Nullable(Int64) COMMENT 'what really came back; negative where more was taken meanwhile [By]' CODEC(ZSTD(3)),
  realised_from Nullable(DateTime64(3, 'UTC')) COMMENT 'the last reading before the act' CODEC(ZSTD(3)),
  realised_to Nullable(DateTime64(3, 'UTC')) COMMENT 'the first reading after it' CODEC(ZSTD(3))
)
ENGINE = ${replicated}ReplacingMergeTree
PARTITION BY toYear(time)
ORDER BY (id, time, event)
TTL toDateTime(time) + INTERVAL ${daily_days} DAY
SETTINGS ttl_only_drop_parts = 1, non_replicated_deduplication_window = 1000
COMMENT 'an event in the life of a recommendation';

-- Each recommendation with its newest figures, its state, and what was promised when it got into that state. The state is that of the
-- newest event that is not REFRESHED. A dismissal that is over leaves it open.
CREATE VIEW IF NOT EXISTS recommendation_latest ${on_cluster} AS
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
FROM (
  SELECT * FROM recommendation FINAL
  ORDER BY time DESC, indexOf(['REALISED', 'WITHDRAWN', 'DONE', 'DISMISSED', 'ACCEPTED', 'OPENED', 'REFRESHED'], event)
  LIMIT 1 BY id
) AS figures
INNER JOIN (
  SELECT *
  FROM (
    SELECT
      id, time, event, low_bytes, best_bytes, high_bytes, reason, until, said_by, realised_bytes, realised_from, realised_to,
      minIf(time, event = 'OPENED') OVER (PARTITION BY id, round) AS opened,
      maxOrNullIf(time, event = 'ACCEPTED') OVER (PARTITION BY id, round) AS accepted
    FROM recommendation FINAL
    WHERE event != 'REFRESHED'
  )
  ORDER BY time DESC, indexOf(['REALISED', 'WITHDRAWN', 'DONE', 'DISMISSED', 'ACCEPTED', 'OPENED'], event)
  LIMIT 1 BY id
) AS life ON figures.id = life.id;

-- Each act that was done and measured: what was promised when it was accepted, and what came of it.
CREATE VIEW IF NOT EXISTS recommendation_realised ${on_cluster} AS
SELECT
  time, id, round, rule, target_kind, target_id, target_name, pool_id, machine_id, tenant, effect, method,
  low_bytes, best_bytes, high_bytes, realised_bytes, realised_from, realised_to,
  toBool(realised_bytes BETWEEN low_bytes AND high_bytes) AS within,
  realised_bytes / nullIf(best_bytes, 0) AS realised_ratio,
  currency, best_month_amount
FROM recommendation FINAL
WHERE event = 'REALISED' AND realised_bytes IS NOT NULL;

-- The running score of each rule: all that it promised and that was done, beside what came of it.
CREATE VIEW IF NOT EXISTS recommendation_score ${on_cluster} AS
SELECT
  acts.rule AS rule,
  count() AS realised,
  sum(acts.low_bytes) AS promised_low_bytes,
  sum(acts.best_bytes) AS promised_bytes,
  sum(acts.high_bytes) AS promised_high_bytes,
  sum(acts.realised_bytes) AS realised_bytes,
  countIf(acts.within) AS within,
  sum(acts.realised_bytes) / nullIf(sum(acts.best_bytes), 0) AS realised_ratio
FROM recommendation_realised AS acts
GROUP BY acts.rule;

-- What each rule promised and what came of it. What is moved to another pool is not saved, and not among these.
CREATE VIEW IF NOT EXISTS recommendation_savings ${on_cluster} AS
SELECT
  lives.rule AS rule,
  lives.open AS open,
  lives.open_bytes AS open_bytes,
  lives.accepted AS accepted,
  lives.accepted_bytes AS accepted_bytes,
  lives.dismissed AS dismissed,
  lives.withdrawn AS withdrawn,
  score.realised AS realised,
  score.promised_bytes AS promised_bytes,
  score.realised_bytes AS realised_bytes,
  score.realised_ratio AS realised_ratio,
  score.within AS within
FROM (
  SELECT
    latest.rule AS rule,
    countIf(latest.state = 'OPEN') AS open,
    sumIf(latest.best_bytes, latest.state = 'OPEN') AS open_bytes,
    countIf(latest.state IN ('ACCEPTED', 'DONE')) AS accepted,
    sumIf(latest.promised_best_bytes, latest.state IN ('ACCEPTED', 'DONE')) AS accepted_bytes,
    countIf(latest.state = 'DISMISSED') AS dismissed,
    countIf(latest.state = 'WITHDRAWN') AS withdrawn
  FROM recommendation_latest AS latest
  WHERE latest.effect = 'RETURNS'
  GROUP BY latest.rule
) AS lives
LEFT JOIN recommendation_score AS score ON lives.rule = score.rule;

-- Each file system as last read. One that its machine reads no more, though it reads others, is gone.
CREATE VIEW IF NOT EXISTS file_system_latest ${on_cluster} AS
SELECT * EXCEPT (revision, newest)
FROM (
  SELECT *, max(interval_start) OVER (PARTITION BY host_id) AS newest
  FROM file_system FINAL
  WHERE interval_start >= (SELECT max(interval_start) FROM file_system) - INTERVAL 1 DAY
  ORDER BY interval_start DESC
  LIMIT 1 BY host_id, device, mount_point
)
WHERE interval_start >= newest - INTERVAL ${gone_minutes} MINUTE;

-- How long a volume has been read, and for how many whole days nothing about it changed, counted back from the newest. A day that repeats
-- the figures of the day after it saw no write that takes or frees space; what is overwritten in place is not seen.
CREATE VIEW IF NOT EXISTS volume_activity ${on_cluster} AS
SELECT
  volume_id,
  first_day,
  last_day,
  days,
  if(changed_at = 0, days, toUInt64(changed_at - 1)) AS unchanged_days
FROM (
  SELECT
    volume_id,
    min(day) AS first_day,
    max(day) AS last_day,
    count() AS days,
    arrayMap(d -> d.2, arrayReverseSort(d -> d.1, groupArray((
      day,
      [
        ifNull(allocated_bytes, 0), ifNull(allocated_bytes_max, 0),
        ifNull(guest_live_bytes, 0), ifNull(guest_live_bytes_max, 0), ifNull(snapshot_bytes, 0)
      ])))) AS newest_first,
    -- Of a day without a change the average is the most.
    arrayFirstIndex(
      d -> d != [newest_first[1][1], newest_first[1][1], newest_first[1][3], newest_first[1][3], newest_first[1][5]],
      newest_first) AS changed_at
  FROM volume_daily
  GROUP BY volume_id
);

-- Volumes that no machine has and nobody has open: since when, and in how many readings.
CREATE VIEW IF NOT EXISTS volume_disuse ${on_cluster} AS
SELECT
  volume_id,
  min(interval_start) AS first_read,
  maxOrNullIf(interval_start, in_use OR machine_id IS NOT NULL) AS used_at,
  count() AS readings
FROM ledger FINAL
WHERE volume_id IN (SELECT volume_id FROM volume_latest WHERE NOT in_use AND machine_id IS NULL)
GROUP BY volume_id;
