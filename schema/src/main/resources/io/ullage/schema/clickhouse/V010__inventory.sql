-- Whose each machine is, and since when: one row per (machine_id, since). Of two messages about the same moment the later one on
-- the topic stands; the same message again has the same place there and is the same row. The topic's own time leads the version, so
-- that a topic that was made anew, and counts from zero, is still heard.
--
-- Nothing is forgotten: rows are few, and the owner of a machine that has not changed hands for years is still its owner.
CREATE TABLE IF NOT EXISTS inventory ${on_cluster} (
  machine_id String COMMENT 'SMBIOS UUID of the machine' CODEC(ZSTD(3)),
  since DateTime64(3, 'UTC') COMMENT 'from when on it is so' CODEC(DoubleDelta, ZSTD(3)),
  received DateTime64(3, 'UTC') COMMENT 'when the message came, by the clock of the broker' CODEC(DoubleDelta, ZSTD(3)),
  revision UInt64 COMMENT 'offset in the inventory topic; of messages received at the same time the highest stands' CODEC(Delta, ZSTD(3)),
  source LowCardinality(String) COMMENT 'who says so',
  machine_name String COMMENT 'for people' CODEC(ZSTD(3)),
  platform LowCardinality(Nullable(String)) COMMENT 'such as kvm, vsphere, xen',
  tenant LowCardinality(Nullable(String)) COMMENT 'whose it is',
  cost_centre LowCardinality(Nullable(String)) COMMENT 'who pays for it',
  powered_on Nullable(Bool) COMMENT 'absent where the source does not say',
  tags Map(String, String) COMMENT 'whatever else the source says, by name' CODEC(ZSTD(3)),
  version UInt128 MATERIALIZED bitShiftLeft(toUInt128(toUnixTimestamp64Milli(received)), 64) + toUInt128(revision) COMMENT 'received, then revision; of equal keys the highest stands'
)
ENGINE = ${replicated}ReplacingMergeTree(version)
ORDER BY (machine_id, since)
SETTINGS non_replicated_deduplication_window = 1000
COMMENT 'whose a machine is, from a moment on';

-- Whose each machine is now.
CREATE VIEW IF NOT EXISTS inventory_latest ${on_cluster} AS
SELECT
  machine_id,
  since,
  received,
  source,
  machine_name,
  platform,
  tenant,
  cost_centre,
  powered_on,
  tags
FROM inventory FINAL
ORDER BY since DESC
LIMIT 1 BY machine_id;

-- Each volume as last read, with the name of its machine and whose that is now. A machine that nobody spoke of has neither.
CREATE VIEW IF NOT EXISTS volume_owned ${on_cluster} AS
SELECT
  volumes.*,
  owners.machine_name AS machine_name,
  owners.tenant AS tenant,
  owners.cost_centre AS cost_centre
FROM volume_latest AS volumes
LEFT JOIN (
  SELECT
    machine_id AS owned_machine_id,
    toNullable(machine_name) AS machine_name,
    toNullable(tenant) AS tenant,
    toNullable(cost_centre) AS cost_centre
  FROM inventory_latest
) AS owners
  ON volumes.machine_id = owners.owned_machine_id;
