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

-- A month that was closed, or restated. Its rows are written first: where there is none of these, they count for nothing. Of two that
-- were closed at once the first stands.
CREATE TABLE IF NOT EXISTS chargeback_month ${on_cluster} (
  month Date COMMENT 'its first day, in its time zone',
  revision UInt32 COMMENT '0 as it was closed; counts restatements',
  closing_id String COMMENT 'under which its rows are kept',
  closed_at DateTime64(3, 'UTC') COMMENT 'when it was closed or restated' CODEC(DoubleDelta, ZSTD(3)),
  reason Nullable(String) COMMENT 'of a restatement' CODEC(ZSTD(3)),
  time_zone LowCardinality(String) COMMENT 'in which the month begins',
  starts DateTime('UTC') COMMENT 'first second of the month',
  ends DateTime('UTC') COMMENT 'first second of the next',
  gib_month_seconds UInt64 COMMENT 'seconds in the month of a price per GiB-month [s]',
  rates String COMMENT 'the rate card, as it was read' CODEC(ZSTD(3)),
  place UInt64 MATERIALIZED 18446744073709551615 - toUInt64(toUnixTimestamp64Milli(closed_at)) COMMENT 'of equal keys the first stands'
)
ENGINE = ${replicated}ReplacingMergeTree(place)
ORDER BY (month, revision)
SETTINGS non_replicated_deduplication_window = 1000
COMMENT 'a month of chargeback that was closed';

CREATE TABLE IF NOT EXISTS chargeback_usage ${on_cluster} (
  month Date COMMENT 'first day of the month',
  closing_id String COMMENT 'of the closing that it belongs to',
  line UInt32 COMMENT 'counts from 0',
  volume_id String COMMENT 'stable and unique in the estate' CODEC(ZSTD(3)),
  volume_name String COMMENT 'for people' CODEC(ZSTD(3)),
  pool_id LowCardinality(String) COMMENT 'the pool; stable and unique in the estate',
  machine_id Nullable(String) COMMENT 'SMBIOS UUID of the machine that used it' CODEC(ZSTD(3)),
  machine_name Nullable(String) COMMENT 'for people' CODEC(ZSTD(3)),
  tenant LowCardinality(Nullable(String)) COMMENT 'whose it was',
  cost_centre LowCardinality(Nullable(String)) COMMENT 'who pays for it',
  period_start DateTime('UTC') COMMENT 'of the part of the month in which no price changed',
  period_end DateTime('UTC') COMMENT 'first second after that part',
  metered_seconds UInt64 COMMENT 'for which it counts [s]',
  unmetered_seconds UInt64 COMMENT 'for which nobody read it, though it was there before [s]',
  provisioned_byte_seconds UInt128 COMMENT 'size that the guest sees, over time [By.s]',
  allocated_byte_seconds UInt128 COMMENT 'what it occupied, over the time for which that is known [By.s]',
  allocated_seconds UInt64 COMMENT 'for which it is known [s]',
  allocated_apart_byte_seconds UInt128 COMMENT 'of these, without its internal snapshots [By.s]',
  allocated_air_byte_seconds UInt128 COMMENT 'of those, not in use [By.s]',
  live_byte_seconds UInt128 COMMENT 'held by the guest, over the time for which that is known [By.s]',
  live_seconds UInt64 COMMENT 'for which it is known [s]',
  snapshot_byte_seconds UInt128 COMMENT 'held by snapshots alone, over the time for which that is known [By.s]',
  snapshot_seconds UInt64 COMMENT 'for which it is known [s]',
  dedup_attributed_byte_seconds UInt128 COMMENT 'share of what dedup leaves, over the time for which that is known [By.s]',
  dedup_attributed_seconds UInt64 COMMENT 'for which it is known [s]',
  ullage_byte_seconds UInt128 COMMENT 'not live and not backed [By.s]',
  reserved_byte_seconds UInt128 COMMENT 'not live, allocated and never written [By.s]',
  zeroed_byte_seconds UInt128 COMMENT 'not live, backed and all zeros [By.s]',
  dead_byte_seconds UInt128 COMMENT 'free in the guest, backed, its whole allocation unit free, held by nothing else [By.s]',
  stranded_byte_seconds UInt128 COMMENT 'free in the guest, backed, in a unit that is partly live or that a snapshot or parent holds [By.s]',
  tier LowCardinality(Nullable(String)) COMMENT 'that set its prices; absent where nothing did',
  currency LowCardinality(Nullable(String)) COMMENT 'of the tier, ISO 4217'
)
ENGINE = ${replicated}ReplacingMergeTree
PARTITION BY toYYYYMM(month)
ORDER BY (month, closing_id, line)
SETTINGS non_replicated_deduplication_window = 1000
COMMENT 'what a volume took of a pool in a month that was closed';

CREATE TABLE IF NOT EXISTS chargeback_charge ${on_cluster} (
  month Date COMMENT 'first day of the month',
  closing_id String COMMENT 'of the closing that it belongs to',
  line UInt32 COMMENT 'counts from 0',
  machine_id Nullable(String) COMMENT 'SMBIOS UUID of the machine that used it' CODEC(ZSTD(3)),
  machine_name Nullable(String) COMMENT 'for people' CODEC(ZSTD(3)),
  tenant LowCardinality(Nullable(String)) COMMENT 'whose it was',
  cost_centre LowCardinality(Nullable(String)) COMMENT 'who pays for it',
  volume_id Nullable(String) COMMENT 'absent for a share of a cost' CODEC(ZSTD(3)),
  volume_name Nullable(String) COMMENT 'for people' CODEC(ZSTD(3)),
  pool_id LowCardinality(Nullable(String)) COMMENT 'the pool; stable and unique in the estate',
  tier LowCardinality(Nullable(String)) COMMENT 'that set the price; absent for a share of a cost',
  item LowCardinality(String) COMMENT 'the measure, such as allocated, or the name of the shared cost',
  period_start DateTime('UTC') COMMENT 'of the part of the month in which no price changed',
  period_end DateTime('UTC') COMMENT 'first second after that part',
  currency LowCardinality(String) COMMENT 'of the amounts, ISO 4217',
  unit_price Nullable(Decimal(38, 12)) COMMENT 'list price per GiB-month; absent for a share of a cost',
  discount_ratio Decimal(38, 12) COMMENT 'of the list price that is not charged [1]',
  byte_seconds UInt128 COMMENT 'that are charged; of a share those that it is split by [By.s]',
  air_byte_seconds UInt128 COMMENT 'of these, provisioned and not in use [By.s]',
  metered_seconds UInt64 COMMENT 'for which the measure is known [s]',
  unknown_seconds UInt64 COMMENT 'for which the volume was read and the measure is not known [s]',
  amount Decimal(38, 12) COMMENT 'to be paid, in whole coins',
  discount Decimal(38, 12) COMMENT 'what it would be more at the list price'
)
ENGINE = ${replicated}ReplacingMergeTree
PARTITION BY toYYYYMM(month)
ORDER BY (month, closing_id, line)
SETTINGS non_replicated_deduplication_window = 1000
COMMENT 'a line of the bill of a month that was closed';

-- Each closed month as it stands.
CREATE VIEW IF NOT EXISTS chargeback_month_latest ${on_cluster} AS
SELECT month, revision, closing_id, closed_at, reason, time_zone, starts, ends, gib_month_seconds, rates
FROM chargeback_month FINAL
ORDER BY revision DESC
LIMIT 1 BY month;

-- The bills of closed months as they stand, line by line.
CREATE VIEW IF NOT EXISTS chargeback_charge_latest ${on_cluster} AS
SELECT charges.*, months.revision AS revision, months.closed_at AS closed_at
FROM (SELECT * FROM chargeback_charge FINAL) AS charges
INNER JOIN chargeback_month_latest AS months ON charges.month = months.month AND charges.closing_id = months.closing_id;
