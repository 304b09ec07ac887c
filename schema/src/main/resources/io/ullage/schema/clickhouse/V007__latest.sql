-- The newest row of each volume, pool, snapshot and guest disk, so that "now" does not read history. The newest interval wins, and
-- of one interval the highest revision: late rows and replays change nothing.

CREATE TABLE IF NOT EXISTS ledger_newest ${on_cluster}
ENGINE = ${replicated}ReplacingMergeTree(version)
ORDER BY (volume_id)
TTL interval_start + INTERVAL ${raw_days} DAY
SETTINGS non_replicated_deduplication_window = 1000
COMMENT 'the newest row of each volume; read the view volume_latest'
EMPTY AS SELECT *, toUInt128(0) AS version FROM ledger;

CREATE MATERIALIZED VIEW IF NOT EXISTS ledger_to_newest ${on_cluster} TO ledger_newest
AS SELECT *, bitShiftLeft(toUInt128(toUnixTimestamp(interval_start)), 64) + toUInt128(revision) AS version FROM ledger;


CREATE TABLE IF NOT EXISTS pool_newest ${on_cluster}
ENGINE = ${replicated}ReplacingMergeTree(version)
ORDER BY (pool_id)
TTL interval_start + INTERVAL ${hourly_days} DAY
SETTINGS non_replicated_deduplication_window = 1000
COMMENT 'the newest row of each pool; read the view pool_latest'
EMPTY AS SELECT *, toUInt128(0) AS version FROM pool;

CREATE MATERIALIZED VIEW IF NOT EXISTS pool_to_newest ${on_cluster} TO pool_newest
AS SELECT *, bitShiftLeft(toUInt128(toUnixTimestamp(interval_start)), 64) + toUInt128(revision) AS version FROM pool;


CREATE TABLE IF NOT EXISTS snapshot_newest ${on_cluster}
ENGINE = ${replicated}ReplacingMergeTree(version)
ORDER BY (snapshot_id)
TTL interval_start + INTERVAL ${raw_days} DAY
SETTINGS non_replicated_deduplication_window = 1000
COMMENT 'the newest row of each snapshot; read the view snapshot_latest'
EMPTY AS SELECT *, toUInt128(0) AS version FROM snapshot;

CREATE MATERIALIZED VIEW IF NOT EXISTS snapshot_to_newest ${on_cluster} TO snapshot_newest
AS SELECT *, bitShiftLeft(toUInt128(toUnixTimestamp(interval_start)), 64) + toUInt128(revision) AS version FROM snapshot;


CREATE TABLE IF NOT EXISTS guest_disk_newest ${on_cluster}
ENGINE = ${replicated}ReplacingMergeTree(version)
ORDER BY (host_id, disk)
TTL interval_start + INTERVAL ${raw_days} DAY
SETTINGS non_replicated_deduplication_window = 1000
COMMENT 'the newest row of each guest disk; read the view guest_disk_latest'
EMPTY AS SELECT *, toUInt128(0) AS version FROM guest_disk;

CREATE MATERIALIZED VIEW IF NOT EXISTS guest_disk_to_newest ${on_cluster} TO guest_disk_newest
AS SELECT *, bitShiftLeft(toUInt128(toUnixTimestamp(interval_start)), 64) + toUInt128(revision) AS version FROM guest_disk;
