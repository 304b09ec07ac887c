-- What guests say: disks, and the file systems and swap areas on them.
CREATE TABLE IF NOT EXISTS guest_disk ${on_cluster} (
  interval_start DateTime('UTC') COMMENT 'start of the interval, aligned to the epoch' CODEC(DoubleDelta, ZSTD(3)),
  revision UInt64 COMMENT 'grows with what is known; of equal keys the highest stands' CODEC(Delta, ZSTD(3)),
  time DateTime64(3, 'UTC') COMMENT 'of the last reading in the interval' CODEC(DoubleDelta, ZSTD(3)),
  host_id LowCardinality(String) COMMENT 'the machine whose agent read it',
  machine_id LowCardinality(Nullable(String)) COMMENT 'SMBIOS UUID of the machine that uses it',
  disk LowCardinality(String) COMMENT 'kernel name in the guest, such as sda',
  source LowCardinality(String) COMMENT 'the collector',
  size_bytes UInt64 COMMENT 'size of the disk [By]' CODEC(Delta, ZSTD(3)),
  serial Nullable(String) COMMENT 'as the guest reads it' CODEC(ZSTD(3)),
  wwn Nullable(String) COMMENT 'NAA, EUI-64 or UUID name' CODEC(ZSTD(3)),
  bus_address Nullable(String) COMMENT 'as in /dev/disk/by-path' CODEC(ZSTD(3)),
  backing_file Nullable(String) COMMENT 'of a loop device' CODEC(ZSTD(3)),
  live_bytes Nullable(UInt64) COMMENT 'held by file systems, swap and volume managers, their metadata with them [By]' CODEC(Delta, ZSTD(3)),
  free_bytes Nullable(UInt64) COMMENT 'known to be free [By]' CODEC(Delta, ZSTD(3)),
  unseen_bytes Nullable(UInt64) COMMENT 'in partitions or volumes that the agent cannot look into [By]' CODEC(Delta, ZSTD(3)),
  discard_granularity_bytes Nullable(UInt64) COMMENT 'smallest discard that the disk takes; zero where it takes none [By]' CODEC(Delta, ZSTD(3)),
  discard_max_bytes Nullable(UInt64) COMMENT 'largest discard in one request; zero where the disk takes none [By]' CODEC(Delta, ZSTD(3)),
  rotational Nullable(Bool) COMMENT 'queue attribute of the kernel'
)
ENGINE = ${replicated}ReplacingMergeTree(revision)
PARTITION BY toYYYYMM(interval_start)
ORDER BY (host_id, disk, interval_start)
TTL interval_start + INTERVAL ${raw_days} DAY
SETTINGS ttl_only_drop_parts = 1, non_replicated_deduplication_window = 1000
COMMENT 'a whole disk, as its guest sees it, per interval';

CREATE TABLE IF NOT EXISTS file_system ${on_cluster} (
  interval_start DateTime('UTC') COMMENT 'start of the interval, aligned to the epoch' CODEC(DoubleDelta, ZSTD(3)),
  revision UInt64 COMMENT 'grows with what is known; of equal keys the highest stands' CODEC(Delta, ZSTD(3)),
  time DateTime64(3, 'UTC') COMMENT 'of the last reading in the interval' CODEC(DoubleDelta, ZSTD(3)),
  host_id LowCardinality(String) COMMENT 'the machine whose agent read it',
  machine_id LowCardinality(Nullable(String)) COMMENT 'SMBIOS UUID of the machine that uses it',
  device LowCardinality(String) COMMENT 'kernel name of the block device',
  mount_point LowCardinality(String) COMMENT 'empty for swap',
  type LowCardinality(String) COMMENT 'as in /proc/mounts; swap for a swap area',
  source LowCardinality(String) COMMENT 'the collector',
  uuid Nullable(String) COMMENT 'of the file system' CODEC(ZSTD(3)),
  device_bytes Nullable(UInt64) COMMENT 'size of the block device beneath [By]' CODEC(Delta, ZSTD(3)),
  size_bytes UInt64 COMMENT 'f_blocks × f_frsize, without the file system''s own metadata [By]' CODEC(Delta, ZSTD(3)),
  used_bytes UInt64 COMMENT '(f_blocks − f_bfree) × f_frsize [By]' CODEC(Delta, ZSTD(3)),
  free_bytes UInt64 COMMENT 'f_bfree × f_frsize [By]' CODEC(Delta, ZSTD(3)),
  available_bytes Nullable(UInt64) COMMENT 'f_bavail × f_frsize: free to an unprivileged user [By]' CODEC(Delta, ZSTD(3)),
  online_discard Bool COMMENT 'mounted with discard',
  read_only Bool COMMENT 'mounted read-only',
  disks Array(String) COMMENT 'guest disks that it lies on' CODEC(ZSTD(3))
)
ENGINE = ${replicated}ReplacingMergeTree(revision)
PARTITION BY toYYYYMM(interval_start)
ORDER BY (host_id, device, mount_point, interval_start)
TTL interval_start + INTERVAL ${raw_days} DAY
SETTINGS ttl_only_drop_parts = 1, non_replicated_deduplication_window = 1000
COMMENT 'a mounted file system or an active swap area, per interval';
