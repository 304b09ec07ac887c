-- Content sketches and what deduplication leaves.
--
-- A sketch is one row when all its fingerprints are in the store; until then it is not there, and the one before it stands. At `base` all
-- fingerprints of the volume were written, from there on what changed: those of the sketch are, per hash, the newest row from `base` to
-- `epoch`, if it has references. What a later epoch has already written lies beyond `epoch` and is not read. All of them are written
-- again every two weeks, so that what is older than the retention is not needed.
CREATE TABLE IF NOT EXISTS sketch ${on_cluster} (
  epoch DateTime64(3, 'UTC') COMMENT 'when the scan of the volume began' CODEC(DoubleDelta, ZSTD(3)),
  revision UInt64 COMMENT '1; 2 where the volume was forgotten: of equal keys the highest stands' CODEC(Delta, ZSTD(3)),
  domain_id LowCardinality(String) COMMENT 'pools inside which equal blocks are stored once',
  chunk_bytes UInt32 COMMENT 'length of the chunks that are hashed [By]' CODEC(ZSTD(3)),
  k UInt8 COMMENT 'one in 2^k fingerprints is kept' CODEC(ZSTD(3)),
  volume_id String COMMENT 'stable and unique in the estate' CODEC(ZSTD(3)),
  base DateTime64(3, 'UTC') COMMENT 'the epoch at which all fingerprints were last written' CODEC(DoubleDelta, ZSTD(3)),
  scanned_bytes UInt64 COMMENT 'mapped bytes that this part speaks for, read now or unchanged since [By]' CODEC(Delta, ZSTD(3)),
  zero_bytes UInt64 COMMENT 'of those, in chunks that are all zeros [By]' CODEC(Delta, ZSTD(3)),
  fingerprints UInt64 COMMENT 'chunk hashes that were kept [{count}]' CODEC(Delta, ZSTD(3)),
  gone Bool COMMENT 'the volume holds nothing any more, was deleted, or was not heard of for too long'
)
ENGINE = ${replicated}ReplacingMergeTree(revision)
PARTITION BY toYYYYMM(epoch)
ORDER BY (volume_id, epoch)
TTL epoch + INTERVAL ${raw_days} DAY
SETTINGS ttl_only_drop_parts = 1, non_replicated_deduplication_window = 1000
COMMENT 'a complete sketch of a volume';

CREATE TABLE IF NOT EXISTS sketch_newest ${on_cluster}
ENGINE = ${replicated}ReplacingMergeTree(version)
ORDER BY (volume_id)
TTL epoch + INTERVAL ${raw_days} DAY
SETTINGS non_replicated_deduplication_window = 1000
COMMENT 'the newest row of each; read the view sketch_latest'
EMPTY AS SELECT *, toUInt128(0) AS version FROM sketch;

CREATE MATERIALIZED VIEW IF NOT EXISTS sketch_to_newest ${on_cluster} TO sketch_newest
AS SELECT *, bitShiftLeft(toUInt128(toUnixTimestamp64Milli(epoch)), 64) + toUInt128(revision) AS version FROM sketch;

-- The hash leads, so that all holders of a chunk lie side by side; the projection finds the hashes of a volume.
CREATE TABLE IF NOT EXISTS fingerprint ${on_cluster} (
  domain_id LowCardinality(String) COMMENT 'pools inside which equal blocks are stored once',
  hash Int64 COMMENT 'keyed with the secret of the domain' CODEC(Delta, ZSTD(3)),
  volume_id LowCardinality(String) COMMENT 'stable and unique in the estate',
  epoch DateTime64(3, 'UTC') COMMENT 'from which on it is so' CODEC(DoubleDelta, ZSTD(3)),
  references UInt32 COMMENT 'chunks of this volume with that content [{count}]' CODEC(ZSTD(3)),
  stored_bytes Nullable(UInt32) COMMENT 'of one chunk of that content, compressed or mapped in part [By]' CODEC(ZSTD(3)),
  PROJECTION by_volume (SELECT domain_id, volume_id, hash, epoch ORDER BY domain_id, volume_id, hash)
)
ENGINE = ${replicated}ReplacingMergeTree
PARTITION BY toYYYYMM(epoch)
ORDER BY (domain_id, hash, volume_id, epoch)
TTL epoch + INTERVAL ${raw_days} DAY
SETTINGS ttl_only_drop_parts = 1, non_replicated_deduplication_window = 1000, deduplicate_merge_projection_mode = 'rebuild'
COMMENT 'a kept chunk hash of a volume, from an epoch on; read it within base to epoch of sketch_latest';

CREATE TABLE IF NOT EXISTS dedup_domain ${on_cluster} (
  interval_start DateTime('UTC') COMMENT 'start of the interval of event time, aligned to the epoch' CODEC(DoubleDelta, ZSTD(3)),
  revision UInt64 COMMENT 'grows with what is known; of equal keys the highest stands' CODEC(Delta, ZSTD(3)),
  time DateTime64(3, 'UTC') COMMENT 'of the newest sketch in the domain' CODEC(DoubleDelta, ZSTD(3)),
  domain_id LowCardinality(String) COMMENT 'pools inside which equal blocks are stored once',
  chunk_bytes UInt32 COMMENT 'length of the chunks that are hashed [By]' CODEC(ZSTD(3)),
  k UInt8 COMMENT 'one in 2^k fingerprints is kept' CODEC(ZSTD(3)),
  method LowCardinality(String) COMMENT 'EXACT (k = 0) or SAMPLED: low to high is a 95 % interval',
  volumes UInt64 COMMENT 'volumes with a sketch [{count}]' CODEC(Delta, ZSTD(3)),
  scanned_bytes UInt64 COMMENT 'mapped bytes that the sketches speak for [By]' CODEC(Delta, ZSTD(3)),
  zero_bytes UInt64 COMMENT 'of those, in chunks that are all zeros [By]' CODEC(Delta, ZSTD(3)),
  stored_bytes UInt64 COMMENT 'content that is not zero, each chunk once [By]' CODEC(Delta, ZSTD(3)),
  stored_below_bytes UInt64 COMMENT 'from storedBytes down to the least it can be [By]' CODEC(Delta, ZSTD(3)),
  stored_above_bytes UInt64 COMMENT 'from storedBytes up to the most it can be [By]' CODEC(Delta, ZSTD(3)),
  stored_compressed_bytes Nullable(UInt64) COMMENT 'storedBytes after compression [By]' CODEC(Delta, ZSTD(3)),
  stored_compressed_below_bytes Nullable(UInt64) COMMENT 'from storedCompressedBytes down to the least it can be [By]' CODEC(Delta, ZSTD(3)),
  stored_compressed_above_bytes Nullable(UInt64) COMMENT 'from storedCompressedBytes up to the most it can be [By]' CODEC(Delta, ZSTD(3)),
  dedup_ratio Nullable(Float64) COMMENT 'dataBytes ÷ storedBytes [1]' CODEC(ZSTD(3)),
  dedup_low_ratio Nullable(Float64) COMMENT 'least that dedupRatio can be [1]' CODEC(ZSTD(3)),
  dedup_high_ratio Nullable(Float64) COMMENT 'most that dedupRatio can be [1]' CODEC(ZSTD(3)),
  data_bytes UInt64 ALIAS scanned_bytes - zero_bytes COMMENT 'scannedBytes less zeroBytes: what there would be to store without dedup [By]',
  stored_low_bytes UInt64 ALIAS stored_bytes - stored_below_bytes COMMENT 'least that storedBytes can be [By]',
  stored_high_bytes UInt64 ALIAS stored_bytes + stored_above_bytes COMMENT 'most that storedBytes can be [By]',
  stored_compressed_low_bytes Nullable(UInt64) ALIAS stored_compressed_bytes - stored_compressed_below_bytes COMMENT 'least that storedCompressedBytes can be [By]',
  stored_compressed_high_bytes Nullable(UInt64) ALIAS stored_compressed_bytes + stored_compressed_above_bytes COMMENT 'most that storedCompressedBytes can be [By]'
)
ENGINE = ${replicated}ReplacingMergeTree(revision)
PARTITION BY toYYYYMM(interval_start)
ORDER BY (domain_id, chunk_bytes, k, interval_start)
TTL interval_start + INTERVAL ${hourly_days} DAY
SETTINGS ttl_only_drop_parts = 1, non_replicated_deduplication_window = 1000
COMMENT 'what deduplication leaves of a domain, per interval';

CREATE TABLE IF NOT EXISTS dedup_domain_newest ${on_cluster}
ENGINE = ${replicated}ReplacingMergeTree(version)
ORDER BY (domain_id, chunk_bytes, k)
TTL interval_start + INTERVAL ${hourly_days} DAY
SETTINGS non_replicated_deduplication_window = 1000
COMMENT 'the newest row of each; read the view dedup_domain_latest'
EMPTY AS SELECT *, toUInt128(0) AS version FROM dedup_domain;

CREATE MATERIALIZED VIEW IF NOT EXISTS dedup_domain_to_newest ${on_cluster} TO dedup_domain_newest
AS SELECT *, bitShiftLeft(toUInt128(toUnixTimestamp(interval_start)), 64) + toUInt128(revision) AS version FROM dedup_domain;

CREATE TABLE IF NOT EXISTS dedup_volume ${on_cluster} (
  interval_start DateTime('UTC') COMMENT 'start of the interval of event time, aligned to the epoch' CODEC(DoubleDelta, ZSTD(3)),
  revision UInt64 COMMENT 'grows with what is known; of equal keys the highest stands' CODEC(Delta, ZSTD(3)),
  time DateTime64(3, 'UTC') COMMENT 'of the newest sketch in the domain' CODEC(DoubleDelta, ZSTD(3)),
  domain_id LowCardinality(String) COMMENT 'pools inside which equal blocks are stored once',
  chunk_bytes UInt32 COMMENT 'length of the chunks that are hashed [By]' CODEC(ZSTD(3)),
  k UInt8 COMMENT 'one in 2^k fingerprints is kept' CODEC(ZSTD(3)),
  volume_id String COMMENT 'stable and unique in the estate' CODEC(ZSTD(3)),
  epoch DateTime64(3, 'UTC') COMMENT 'when the scan of the volume began' CODEC(DoubleDelta, ZSTD(3)),
  method LowCardinality(String) COMMENT 'EXACT (k = 0) or SAMPLED: low to high is a 95 % interval',
  scanned_bytes UInt64 COMMENT 'mapped bytes that the sketch speaks for [By]' CODEC(Delta, ZSTD(3)),
  zero_bytes UInt64 COMMENT 'of those, in chunks that are all zeros [By]' CODEC(Delta, ZSTD(3)),
  unique_bytes UInt64 COMMENT 'content that no other volume of the domain has: what comes back if this one alone is deleted [By]' CODEC(Delta, ZSTD(3)),
  unique_below_bytes UInt64 COMMENT 'from uniqueBytes down to the least it can be [By]' CODEC(Delta, ZSTD(3)),
  unique_above_bytes UInt64 COMMENT 'from uniqueBytes up to the most it can be [By]' CODEC(Delta, ZSTD(3)),
  unique_compressed_bytes Nullable(UInt64) COMMENT 'uniqueBytes after compression [By]' CODEC(Delta, ZSTD(3)),
  unique_compressed_below_bytes Nullable(UInt64) COMMENT 'from uniqueCompressedBytes down to the least it can be [By]' CODEC(Delta, ZSTD(3)),
  unique_compressed_above_bytes Nullable(UInt64) COMMENT 'from uniqueCompressedBytes up to the most it can be [By]' CODEC(Delta, ZSTD(3)),
  attributed_bytes UInt64 COMMENT 'content divided by references: over the domain these sum to what is stored [By]' CODEC(Delta, ZSTD(3)),
  attributed_below_bytes UInt64 COMMENT 'from attributedBytes down to the least it can be [By]' CODEC(Delta, ZSTD(3)),
  attributed_above_bytes UInt64 COMMENT 'from attributedBytes up to the most it can be [By]' CODEC(Delta, ZSTD(3)),
  attributed_compressed_bytes Nullable(UInt64) COMMENT 'attributedBytes after compression [By]' CODEC(Delta, ZSTD(3)),
  attributed_compressed_below_bytes Nullable(UInt64) COMMENT 'from attributedCompressedBytes down to the least it can be [By]' CODEC(Delta, ZSTD(3)),
  attributed_compressed_above_bytes Nullable(UInt64) COMMENT 'from attributedCompressedBytes up to the most it can be [By]' CODEC(Delta, ZSTD(3)),
  shared_bytes UInt64 COMMENT 'content that another volume of the domain has too, counted once [By]' CODEC(Delta, ZSTD(3)),
  shared_below_bytes UInt64 COMMENT 'from sharedBytes down to the least it can be [By]' CODEC(Delta, ZSTD(3)),
  shared_above_bytes UInt64 COMMENT 'from sharedBytes up to the most it can be [By]' CODEC(Delta, ZSTD(3)),
  shared_compressed_bytes Nullable(UInt64) COMMENT 'sharedBytes after compression [By]' CODEC(Delta, ZSTD(3)),
  shared_compressed_below_bytes Nullable(UInt64) COMMENT 'from sharedCompressedBytes down to the least it can be [By]' CODEC(Delta, ZSTD(3)),
  shared_compressed_above_bytes Nullable(UInt64) COMMENT 'from sharedCompressedBytes up to the most it can be [By]' CODEC(Delta, ZSTD(3)),
  data_bytes UInt64 ALIAS scanned_bytes - zero_bytes COMMENT 'scannedBytes less zeroBytes: what there would be to store without dedup [By]',
  unique_low_bytes UInt64 ALIAS unique_bytes - unique_below_bytes COMMENT 'least that uniqueBytes can be [By]',
  unique_high_bytes UInt64 ALIAS unique_bytes + unique_above_bytes COMMENT 'most that uniqueBytes can be [By]',
  unique_compressed_low_bytes Nullable(UInt64) ALIAS unique_compressed_bytes - unique_compressed_below_bytes COMMENT 'least that uniqueCompressedBytes can be [By]',
  unique_compressed_high_bytes Nullable(UInt64) ALIAS unique_compressed_bytes + unique_compressed_above_bytes COMMENT 'most that uniqueCompressedBytes can be [By]',
  attributed_low_bytes UInt64 ALIAS attributed_bytes - attributed_below_bytes COMMENT 'least that attributedBytes can be [By]',
  attributed_high_bytes UInt64 ALIAS attributed_bytes + attributed_above_bytes COMMENT 'most that attributedBytes can be [By]',
  attributed_compressed_low_bytes Nullable(UInt64) ALIAS attributed_compressed_bytes - attributed_compressed_below_bytes COMMENT 'least that attributedCompressedBytes can be [By]',
  attributed_compressed_high_bytes Nullable(UInt64) ALIAS attributed_compressed_bytes + attributed_compressed_above_bytes COMMENT 'most that attributedCompressedBytes can be [By]',
  shared_low_bytes UInt64 ALIAS shared_bytes - shared_below_bytes COMMENT 'least that sharedBytes can be [By]',
  shared_high_bytes UInt64 ALIAS shared_bytes + shared_above_bytes COMMENT 'most that sharedBytes can be [By]',
  shared_compressed_low_bytes Nullable(UInt64) ALIAS shared_compressed_bytes - shared_compressed_below_bytes COMMENT 'least that sharedCompressedBytes can be [By]',
  shared_compressed_high_bytes Nullable(UInt64) ALIAS shared_compressed_bytes + shared_compressed_above_bytes COMMENT 'most that sharedCompressedBytes can be [By]'
)
ENGINE = ${replicated}ReplacingMergeTree(revision)
PARTITION BY toYYYYMM(interval_start)
ORDER BY (domain_id, chunk_bytes, k, volume_id, interval_start)
TTL interval_start + INTERVAL ${raw_days} DAY
SETTINGS ttl_only_drop_parts = 1, non_replicated_deduplication_window = 1000
COMMENT 'a volume among the others of its domain, per interval';

CREATE TABLE IF NOT EXISTS dedup_volume_newest ${on_cluster}
ENGINE = ${replicated}ReplacingMergeTree(version)
ORDER BY (domain_id, chunk_bytes, k, volume_id)
TTL interval_start + INTERVAL ${raw_days} DAY
SETTINGS non_replicated_deduplication_window = 1000
COMMENT 'the newest row of each; read the view dedup_volume_latest'
EMPTY AS SELECT *, toUInt128(0) AS version FROM dedup_volume;

CREATE MATERIALIZED VIEW IF NOT EXISTS dedup_volume_to_newest ${on_cluster} TO dedup_volume_newest
AS SELECT *, bitShiftLeft(toUInt128(toUnixTimestamp(interval_start)), 64) + toUInt128(revision) AS version FROM dedup_volume;

-- Each volume's newest complete sketch.
CREATE VIEW IF NOT EXISTS sketch_latest ${on_cluster} AS
SELECT volume_id, domain_id, chunk_bytes, k, epoch, base, scanned_bytes, zero_bytes, fingerprints
FROM sketch_newest FINAL
WHERE NOT gone;

-- Each volume among the others, as last worked out.
CREATE VIEW IF NOT EXISTS dedup_volume_latest ${on_cluster} AS
SELECT
  figures.time AS time,
  figures.domain_id AS domain_id,
  figures.chunk_bytes AS chunk_bytes,
  figures.k AS k,
  figures.volume_id AS volume_id,
  volumes.name AS name,
  volumes.pool_id AS pool_id,
  figures.epoch AS epoch,
  figures.method AS method,
  figures.scanned_bytes AS scanned_bytes,
  figures.zero_bytes AS zero_bytes,
  figures.scanned_bytes - figures.zero_bytes AS data_bytes,
  figures.unique_bytes AS unique_bytes,
  figures.unique_bytes - figures.unique_below_bytes AS unique_low_bytes,
  figures.unique_bytes + figures.unique_above_bytes AS unique_high_bytes,
  figures.unique_compressed_bytes AS unique_compressed_bytes,
  figures.unique_compressed_bytes - figures.unique_compressed_below_bytes AS unique_compressed_low_bytes,
  figures.unique_compressed_bytes + figures.unique_compressed_above_bytes AS unique_compressed_high_bytes,
  figures.attributed_bytes AS attributed_bytes,
  figures.attributed_bytes - figures.attributed_below_bytes AS attributed_low_bytes,
  figures.attributed_bytes + figures.attributed_above_bytes AS attributed_high_bytes,
  figures.attributed_compressed_bytes AS attributed_compressed_bytes,
  figures.attributed_compressed_bytes - figures.attributed_compressed_below_bytes AS attributed_compressed_low_bytes,
  figures.attributed_compressed_bytes + figures.attributed_compressed_above_bytes AS attributed_compressed_high_bytes,
  figures.shared_bytes AS shared_bytes,
  figures.shared_bytes - figures.shared_below_bytes AS shared_low_bytes,
  figures.shared_bytes + figures.shared_above_bytes AS shared_high_bytes,
  figures.shared_compressed_bytes AS shared_compressed_bytes,
  figures.shared_compressed_bytes - figures.shared_compressed_below_bytes AS shared_compressed_low_bytes,
  figures.shared_compressed_bytes + figures.shared_compressed_above_bytes AS shared_compressed_high_bytes,
  volumes.allocated_bytes AS allocated_bytes
FROM (SELECT * FROM dedup_volume_newest FINAL) AS figures
INNER JOIN sketch_latest AS sketches
  ON figures.volume_id = sketches.volume_id AND figures.domain_id = sketches.domain_id
    AND figures.chunk_bytes = sketches.chunk_bytes AND figures.k = sketches.k
LEFT JOIN (
  SELECT volume_id, toNullable(name) AS name, toNullable(pool_id) AS pool_id, allocated_bytes FROM volume_latest
) AS volumes
  ON figures.volume_id = volumes.volume_id;
