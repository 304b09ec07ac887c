-- What console and REST read beside the views of reports.

-- The part of each pool that each tenant has, as last read: the same columns as pool_latest, over the tenant's volumes alone. What is
-- of the pool as a whole is not known here, because others' bytes are in it.
CREATE VIEW IF NOT EXISTS tenant_pool_latest ${on_cluster} AS
SELECT
  parts.*,
  pools.name AS name,
  pools.pool_kind AS pool_kind,
  CAST(NULL, 'Nullable(String)') AS path,
  CAST(NULL, 'Nullable(UInt64)') AS capacity_bytes,
  CAST(NULL, 'Nullable(UInt64)') AS used_bytes,
  CAST(NULL, 'Nullable(UInt64)') AS free_bytes,
  CAST(NULL, 'Nullable(UInt64)') AS metadata_capacity_bytes,
  CAST(NULL, 'Nullable(UInt64)') AS metadata_used_bytes,
  CAST(NULL, 'Nullable(Float64)') AS reported_dedup_ratio,
  CAST(NULL, 'Nullable(Float64)') AS used_ratio,
  CAST(NULL, 'Nullable(Float64)') AS metadata_used_ratio,
  CAST(NULL, 'Nullable(Float64)') AS overcommit_ratio
FROM (
  SELECT
    assumeNotNull(volume.tenant) AS tenant,
    volume.pool_id AS pool_id,
    max(volume.interval_start) AS interval_start,
    countIf(volume.volume_use = 'DISK') AS volumes,
    sumIf(volume.provisioned_bytes, volume.volume_use = 'DISK') AS provisioned_bytes,
    sum(volume.allocated_bytes) AS allocated_bytes,
    countIf(volume.volume_use = 'DISK' AND volume.allocated_bytes IS NULL) AS volumes_without_allocated,
    sumIf(volume.written_bytes, volume.volume_use = 'DISK') AS written_bytes,
    sumIf(volume.guest_live_bytes, volume.volume_use = 'DISK') AS guest_live_bytes,
    countIf(volume.volume_use = 'DISK' AND volume.guest_live_bytes IS NULL) AS volumes_without_guest_live,
    sumIf(ifNull(volume.snapshot_bytes, 0), volume.volume_use = 'DISK') AS snapshot_bytes,
    sumIf(ifNull(volume.metadata_bytes, 0), volume.volume_use = 'DISK') AS metadata_bytes,
    multiIf(countIf(volume.method = 'SAMPLED') > 0, 'SAMPLED', countIf(volume.method = 'BOUNDED') > 0, 'BOUNDED', 'EXACT') AS method,
    sumIf(volume.live_bytes, volume.volume_use = 'DISK') AS live_bytes,
    sumIf(volume.claimed_bytes, volume.volume_use = 'DISK') AS claimed_bytes,
    sumIf(volume.dead_bytes, volume.volume_use = 'DISK') AS dead_bytes,
    sumIf(volume.stranded_bytes, volume.volume_use = 'DISK') AS stranded_bytes,
    sumIf(volume.zeroed_bytes, volume.volume_use = 'DISK') AS zeroed_bytes,
    sumIf(volume.reserved_bytes, volume.volume_use = 'DISK') AS reserved_bytes,
    sumIf(volume.ullage_bytes, volume.volume_use = 'DISK') AS ullage_bytes,
    sumIf(volume.unseen_bytes, volume.volume_use = 'DISK') AS unseen_bytes,
    sumIf(volume.live_low_bytes, volume.volume_use = 'DISK') AS live_low_bytes,
    sumIf(volume.live_high_bytes, volume.volume_use = 'DISK') AS live_high_bytes,
    sumIf(volume.dead_low_bytes, volume.volume_use = 'DISK') AS dead_low_bytes,
    sumIf(volume.dead_high_bytes, volume.volume_use = 'DISK') AS dead_high_bytes,
    sumIf(volume.stranded_low_bytes, volume.volume_use = 'DISK') AS stranded_low_bytes,
    sumIf(volume.stranded_high_bytes, volume.volume_use = 'DISK') AS stranded_high_bytes,
    sumIf(volume.zeroed_low_bytes, volume.volume_use = 'DISK') AS zeroed_low_bytes,
    sumIf(volume.zeroed_high_bytes, volume.volume_use = 'DISK') AS zeroed_high_bytes,
    sumIf(volume.reserved_low_bytes, volume.volume_use = 'DISK') AS reserved_low_bytes,
    sumIf(volume.reserved_high_bytes, volume.volume_use = 'DISK') AS reserved_high_bytes
  FROM volume_owned AS volume
  WHERE volume.tenant IS NOT NULL
  GROUP BY volume.tenant, volume.pool_id
) AS parts
LEFT JOIN (
  SELECT pool_id AS known_pool_id, name, pool_kind FROM pool_latest
) AS pools
  ON parts.pool_id = pools.known_pool_id;
