-- An estate of ${volumes} volumes over ${days} days, made inside the server. Half as many machines, forty pools, sixty tenants. Disks are of 32 to
-- 512 GiB; what guests hold leans to little; dead bytes grow over a week and are trimmed; one disk in ten is not looked into, one in seven is thick.
-- "by N hours" before a statement: once for each N hours, from the oldest to the newest, as ${from} and ${to} (hours before now).

-- volumes by hour, up to the last two days
-- by 168 hours until 48
INSERT INTO ledger_hourly
WITH
  1073741824 AS gib,
  arrayElement([32, 32, 64, 128, 512], 1 + intHash32(volume) % 5) * gib AS size,
  pow((intHash32(volume * 3 + 1) % 1000) / 1000, 1.6) * (0.8 + 0.2 * (1 - back / (24 * ${days}))) AS share,
  volume % 10 = 0 AS blind,
  toUInt64(size * share) AS live,
  toUInt64((size - live) * 0.2 * (((24 * ${days}) - back + volume) % 168) / 168) AS dead,
  toUInt64((size - live) * 0.02) AS stranded,
  if(volume % 7 = 0, toUInt64((size - live) * 0.5), 0) AS reserved,
  size - live - dead - stranded - reserved AS rest
SELECT
  toStartOfHour(now('UTC')) - INTERVAL back HOUR, concat('volume-', leftPad(toString(volume), 6, '0')), now64(3, 'UTC'),
  concat('disk-', toString(volume)), concat('pool-', toString(intHash32(volume * 7) % 40)), concat('host-', toString(volume % 120)),
  concat('machine-', toString(intDiv(volume, 2))), if(volume % 3 = 0, 'lvm-thin', 'qcow2'), if(volume % 7 = 0, 'THICK', 'THIN'), 'DISK', 12,
  if(volume % 3 = 0, 0, 12), 12 * size, 12 * (live + dead + stranded + reserved), 12, 12 * (live + dead + stranded), 12,
  if(blind, NULL, 12 * live), if(blind, 0, 12), if(volume % 5 = 0, 12 * gib, 0), 12, 12 * 1048576, 12, if(blind, 0, 12 * live), 0,
  if(blind, 0, 12 * dead), if(blind, 0, 12 * stranded), 0, 12 * reserved, 12 * rest, if(blind, 12 * (live + dead + stranded), 0), 0, 0,
  if(volume % 3 = 0 AND NOT blind, 6 * dead, 0), if(volume % 3 = 0 AND NOT blind, 3 * dead, 0), 0, 0, 0, 0, 0, 0,
  live + dead + stranded + reserved, if(blind, NULL, live)
FROM (SELECT intDiv(number, ${hours}) AS volume, ${from} - number % ${hours} AS back FROM numbers(${volumes} * ${hours}));

-- and every reading since
-- by 6 hours from 48
INSERT INTO ledger (interval_start, revision, time, volume_id, name, pool_id, host_id, machine_id, source, format, provisioning, volume_use, in_use,
  provisioned_bytes, allocated_bytes, written_bytes, snapshot_bytes, metadata_bytes, guest_live_bytes, method, live_bytes, claimed_bytes, dead_bytes,
  stranded_bytes, zeroed_bytes, reserved_bytes, ullage_bytes, unseen_bytes, dead_below_bytes, dead_above_bytes, guest_disk, match_rule,
  guest_age_seconds)
WITH
  1073741824 AS gib,
  arrayElement([32, 32, 64, 128, 512], 1 + intHash32(volume) % 5) * gib AS size,
  pow((intHash32(volume * 3 + 1) % 1000) / 1000, 1.6) AS share,
  volume % 10 = 0 AS blind,
  toUInt64(size * share) AS live,
  toUInt64((size - live) * 0.2 * ((24 * ${days} - intDiv(back, 12) + volume) % 168) / 168) AS dead,
  toUInt64((size - live) * 0.02) AS stranded,
  if(volume % 7 = 0, toUInt64((size - live) * 0.5), 0) AS reserved,
  toStartOfInterval(now('UTC'), INTERVAL 5 MINUTE) - INTERVAL back * 5 MINUTE AS at
SELECT at, 1, at + INTERVAL volume % 300 SECOND, concat('volume-', leftPad(toString(volume), 6, '0')), concat('disk-', toString(volume)),
  concat('pool-', toString(intHash32(volume * 7) % 40)), concat('host-', toString(volume % 120)), concat('machine-', toString(intDiv(volume, 2))),
  if(volume % 3 = 0, 'lvm', 'qcow2'), if(volume % 3 = 0, 'lvm-thin', 'qcow2'), if(volume % 7 = 0, 'THICK', 'THIN'), 'DISK', true, size,
  live + dead + stranded + reserved, live + dead + stranded, if(volume % 5 = 0, gib, 0), 1048576, if(blind, NULL, live),
  if(volume % 3 = 0, 'BOUNDED', 'EXACT'), if(blind, 0, live), 0, if(blind, 0, dead), if(blind, 0, stranded), 0, reserved,
  size - live - dead - stranded - reserved, if(blind, live + dead + stranded, 0), if(volume % 3 = 0 AND NOT blind, intDiv(dead, 2), 0),
  if(volume % 3 = 0 AND NOT blind, intDiv(dead, 4), 0), if(blind, NULL, if(volume % 2 = 0, 'sda', 'sdb')), if(blind, NULL, 'SERIAL'),
  if(blind, NULL, 30)
FROM (SELECT number % ${volumes} AS volume, ${from} * 12 - 1 - intDiv(number, ${volumes}) AS back FROM numbers(${volumes} * ${hours} * 12));

-- a disk in two is older than its readings here
INSERT INTO volume_seen
SELECT concat('volume-', leftPad(toString(number), 6, '0')), toStartOfHour(now('UTC')) - INTERVAL 1 + intHash32(number * 11) % (2 * ${days}) DAY
FROM numbers(${volumes});

INSERT INTO inventory (machine_id, since, received, revision, source, machine_name, platform, tenant, cost_centre, powered_on, tags)
SELECT concat('machine-', toString(number)), now64(3, 'UTC') - INTERVAL ${days} + 1 DAY, now64(3, 'UTC'), number, 'cmdb', concat('vm', toString(number)),
  arrayElement(['kvm', 'vsphere', 'xen'], 1 + number % 3), if(number % 50 = 0, NULL, concat('tenant-', toString(number % 60))),
  concat('cc-', toString(number % 60 % 12)), true, map()
FROM numbers(intDiv(${volumes}, 2));

INSERT INTO pool (interval_start, revision, pool_id, name, pool_kind, capacity_bytes, used_bytes, free_bytes, metadata_capacity_bytes,
  metadata_used_bytes, volumes, provisioned_bytes, allocated_bytes, written_bytes, guest_live_bytes, method, live_bytes, dead_bytes, stranded_bytes,
  reserved_bytes, ullage_bytes, unseen_bytes)
WITH 1073741824 AS gib, intDiv(${volumes}, 40) AS disks, disks * 150 * gib AS provisioned, toUInt64(provisioned * (0.7 + (pool % 7) * 0.1)) AS capacity,
  least(toUInt64(capacity * (0.5 + (pool % 9) * 0.04 + 0.1 * (1 - back / (288 * ${days})))), provisioned) AS used,
  toUInt64(used * 0.6) AS live, toUInt64(used * 0.2) AS dead, toUInt64(used * 0.05) AS stranded, used - live - dead - stranded AS unseen
SELECT toStartOfInterval(now('UTC'), INTERVAL 5 MINUTE) - INTERVAL back * 5 MINUTE, 1, concat('pool-', toString(pool)),
  concat('datastore ', toString(pool)), if(pool % 4 = 0, 'LVM_THIN', 'DATASTORE'), capacity, used, capacity - used,
  if(pool % 4 = 0, gib, NULL), if(pool % 4 = 0, toUInt64(gib * 0.5), NULL), disks, provisioned, used, used, live, 'BOUNDED',
  live, dead, stranded, 0, provisioned - used, unseen
FROM (SELECT number % 40 AS pool, intDiv(number, 40) AS back FROM numbers(40 * 288 * ${days}));

INSERT INTO guest_disk (interval_start, revision, time, host_id, machine_id, disk, source, size_bytes, serial, live_bytes, free_bytes, unseen_bytes,
  discard_granularity_bytes, discard_max_bytes)
SELECT toStartOfInterval(now('UTC'), INTERVAL 5 MINUTE) - INTERVAL back * 5 MINUTE, 1, now64(3, 'UTC'), machine, machine,
  if(volume % 2 = 0, 'sda', 'sdb'), 'linux', 34359738368, toString(volume), 5368709120, 28991029248, 0, if(volume % 11 = 0, 0, 4096), 4294967295
FROM (SELECT number % ${volumes} AS volume, intDiv(number, ${volumes}) AS back, concat('machine-', toString(intDiv(volume, 2))) AS machine
  FROM numbers(${volumes} * 24))
WHERE volume % 10 != 0;

INSERT INTO file_system (interval_start, revision, time, host_id, machine_id, device, mount_point, type, source, size_bytes, used_bytes, free_bytes,
  online_discard, read_only, disks)
SELECT toStartOfInterval(now('UTC'), INTERVAL 5 MINUTE) - INTERVAL back * 5 MINUTE, 1, now64(3, 'UTC'), machine, machine,
  concat(if(volume % 2 = 0, 'sda', 'sdb'), toString(part)), if(part = 1, '/', if(part = 2, '/var', '')), if(part = 3, 'swap', 'ext4'), 'linux',
  10737418240, 1610612736, 9126805504, volume % 4 = 0, false, [if(volume % 2 = 0, 'sda', 'sdb')]
FROM (SELECT number % ${volumes} AS volume, intDiv(number, ${volumes}) % 24 AS back, 1 + intDiv(number, ${volumes} * 24) AS part,
  concat('machine-', toString(intDiv(volume, 2))) AS machine FROM numbers(${volumes} * 24 * 3))
WHERE volume % 10 != 0;

INSERT INTO unmatched (interval_start, revision, machine_id, side, entity_id, size_bytes, reason, candidates, resolved)
SELECT toStartOfInterval(now('UTC'), INTERVAL 5 MINUTE) - INTERVAL back * 5 MINUTE, 1, concat('machine-', toString(5 * intDiv(volume, 10))), 'VOLUME',
  concat('volume-', leftPad(toString(volume), 6, '0')), 34359738368, if(volume % 20 = 0, 'NO_GUEST', 'SEVERAL_OF_THAT_SIZE'), [], false
FROM (SELECT number * 10 % ${volumes} AS volume, intDiv(number * 10, ${volumes}) AS back FROM numbers(intDiv(${volumes}, 10) * 288 * 2));

INSERT INTO ingest (interval_start, kafka_partition, kafka_offset, time, outcome, agent_id, report_time, sequence, message_bytes, readings,
  rejected_readings, reason)
SELECT toStartOfInterval(at, INTERVAL 5 MINUTE), agent % 8, intDiv(number, 8), at, multiIf(number % 100000 = 0, 'MALFORMED', number % 997 = 0, 'LATE', 'EMITTED'),
  if(number % 100000 = 0, NULL, concat('agent-', toString(agent))), at - INTERVAL 1 SECOND, minute, 900, 5, 0,
  if(number % 100000 = 0, 'fileSystems[3].usedBytes must not be negative', NULL)
FROM (SELECT number, number % intDiv(${volumes}, 2) AS agent, intDiv(number, intDiv(${volumes}, 2)) AS minute,
  now64(3, 'UTC') - INTERVAL 1440 - minute MINUTE + INTERVAL agent % 60 SECOND AS at FROM numbers(intDiv(${volumes}, 2) * 1440));

INSERT INTO ingest_hours (hour, outcome, computed_at, messages, message_bytes, readings, rejected_readings)
SELECT toStartOfHour(now('UTC')) - INTERVAL 25 + intDiv(number, 3) HOUR, arrayElement(['EMITTED', 'LATE', 'MALFORMED'], 1 + number % 3), now64(3, 'UTC'),
  if(number % 3 = 0, 30 * ${volumes}, number % 300), 900, 150 * ${volumes}, 0
FROM numbers(3 * (24 * ${days} - 25));

INSERT INTO snapshot (interval_start, revision, time, host_id, snapshot_id, volume_id, pool_id, name, snapshot_kind, source, created, size_bytes,
  referenced_bytes, exclusive_bytes)
WITH toStartOfInterval(now('UTC'), INTERVAL 6 HOUR) - INTERVAL back * 6 HOUR AS at
SELECT if(back = 0, toStartOfInterval(now('UTC'), INTERVAL 5 MINUTE), at), 1, at, concat('host-', toString(volume % 120)), concat('snapshot-', toString(number)),
  concat('volume-', leftPad(toString(volume), 6, '0')), concat('pool-', toString(volume % 40)), concat('nightly-', toString(number)),
  if(volume % 3 = 0, 'POOL', 'INTERNAL'), 'qcow2', now64(3, 'UTC') - INTERVAL 1 + volume % 120 DAY, 34359738368, 8589934592,
  1073741824 + (4 * ${days} - back) * 1048576
FROM (SELECT number, number * 5 % ${volumes} AS volume FROM numbers(intDiv(${volumes}, 5))) AS snapshots
CROSS JOIN (SELECT number AS back FROM numbers(4 * ${days})) AS times;

INSERT INTO snapshot_growth (interval_start, revision, time, snapshot_id, volume_id, chain_id, pool_id, name, snapshot_kind, created, age_seconds,
  exclusive_bytes, trend, growth_bytes_per_second, growth_low_bytes_per_second, growth_high_bytes_per_second, regime_points, returned_bytes,
  returned_low_bytes, returned_high_bytes, room_bytes, room_low_bytes, room_high_bytes, method, pool_free_bytes, fits)
SELECT toStartOfInterval(now('UTC'), INTERVAL 5 MINUTE) - INTERVAL back * 15 MINUTE, 1, now64(3, 'UTC'), concat('snapshot-', toString(number)), volume_id,
  volume_id, concat('pool-', toString(volume % 40)), concat('nightly-', toString(number)), if(number % 4 = 0, 'OVERLAY', 'INTERNAL'),
  now64(3, 'UTC') - INTERVAL 1 + volume % 120 DAY, (1 + volume % 120) * 86400, 1073741824 + volume * 65536, 'GROWING', 1000, 900, 1100, 20, 1073741824,
  1073741824, 1073741824, 2147483648, 2147483648, 2147483648, 'EXACT', 1099511627776, arrayElement(['YES', 'YES', 'YES', 'PERHAPS', 'NO'], 1 + volume % 5)
FROM (SELECT number % intDiv(${volumes}, 5) AS number, number * 5 % ${volumes} AS volume, intDiv(number, intDiv(${volumes}, 5)) AS back,
  concat('volume-', leftPad(toString(volume), 6, '0')) AS volume_id FROM numbers(intDiv(${volumes}, 5) * 96));

INSERT INTO chain_growth (interval_start, revision, time, chain_id, pool_id, name, volumes, overlays, snapshots, allocated_bytes, reusable_bytes, trend,
  growth_bytes_per_second, growth_low_bytes_per_second, growth_high_bytes_per_second, regime_points, room_bytes, method, pool_free_bytes, fits,
  full_in_seconds, full_in_low_seconds, full_in_high_seconds)
SELECT toStartOfInterval(now('UTC'), INTERVAL 5 MINUTE) - INTERVAL back * 15 MINUTE, 1, now64(3, 'UTC'), concat('volume-', leftPad(toString(volume), 6, '0')),
  concat('pool-', toString(volume % 40)), concat('disk-', toString(volume)), 2, 1, 1, 10737418240, 0, 'GROWING', 2000, 1000, 3000, 20, 1073741824, 'EXACT',
  1099511627776, 'YES', 5000000 + volume * 100, 4000000, 9000000
FROM (SELECT number * 5 % ${volumes} AS volume, intDiv(number, intDiv(${volumes}, 5)) AS back FROM numbers(intDiv(${volumes}, 5) * 96));

INSERT INTO lun_growth (interval_start, revision, pool_id, name, steps, snapshot_steps, disk_steps, growing_volumes, step_bytes, limit_steps, over_limit,
  most_id, most_steps)
SELECT toStartOfHour(now('UTC')) - INTERVAL intDiv(number, 20) HOUR, 1, concat('pool-', toString(number % 20)), concat('datastore ', toString(number % 20)),
  intHash32(number) % 130, 20, 20, 12, 16777216, 120, intHash32(number) % 130 > 120, 'volume-000005', 9
FROM numbers(20 * 24 * ${days});

INSERT INTO forecast (time, made_at, subject, entity_id, name, verdict, used_bytes, capacity_bytes, provisioned_bytes, growth_bytes_per_second,
  full_p10_seconds, full_p50_seconds, full_p90_seconds, horizon_seconds, history_seconds, month_p10_bytes, month_p50_bytes, month_p90_bytes,
  quarter_p10_bytes, quarter_p50_bytes, quarter_p90_bytes)
SELECT now64(3, 'UTC') - INTERVAL back HOUR, now64(3, 'UTC'), subject, entity, entity, if(subject = 'TENANT', 'NO_CAPACITY', 'FILLING'), 5497558138880,
  if(subject = 'TENANT', NULL, 10995116277760), NULL, 100000, if(subject = 'TENANT', NULL, 1000000 + which * 86400),
  if(subject = 'TENANT', NULL, 2000000 + which * 86400), if(subject = 'TENANT', NULL, 4000000 + which * 86400), 31536000, 7776000, 5497558138880,
  5607558138880, 5707558138880, 5497558138880, 5807558138880, 6107558138880
FROM (SELECT number % 110 AS which, intDiv(number, 110) AS back, multiIf(which < 40, 'POOL', which < 50, 'METADATA', 'TENANT') AS subject,
  multiIf(which < 40, concat('pool-', toString(which)), which < 50, concat('pool-', toString((which - 40) * 4)), concat('tenant-', toString(which - 50))) AS entity
  FROM numbers(110 * 24 * ${days}));

INSERT INTO recommendation (id, time, event, round, rule, target_kind, target_id, target_name, pool_id, machine_id, tenant, effect, low_bytes,
  best_bytes, high_bytes, method, currency, low_month_amount, best_month_amount, high_month_amount, confidence, risk, why, checks, commands,
  realised_bytes)
SELECT concat('act-', toString(which)), now64(3, 'UTC') - INTERVAL back DAY - INTERVAL which SECOND,
  multiIf(back = ${days} - 1, 'OPENED', which % 4 = 0 AND back = 9, 'ACCEPTED', which % 4 = 0 AND back = 8, 'DONE', which % 4 = 0 AND back = 7, 'REALISED', 'REFRESHED'),
  1, arrayElement(['trim', 'punch', 'make-thin', 'delete-snapshot', 'shrink'], 1 + which % 5), 'VOLUME',
  concat('volume-', leftPad(toString(which), 6, '0')), concat('disk-', toString(which)), concat('pool-', toString(which % 40)),
  concat('machine-', toString(intDiv(which, 2))), concat('tenant-', toString(which % 60)), 'RETURNS', 1073741824, 2147483648 + which * 1048576,
  6442450944 + which * 1048576, 'BOUNDED', 'EUR', 1, 2, 3, 'HIGH', 'LOW', 'dead bytes in a thin disk that takes discards',
  ['the guest has discard'], ['fstrim -v /'], if(which % 4 = 0 AND back = 7, 2000000000, NULL)
FROM (SELECT number % intDiv(${volumes}, 3) AS which, intDiv(number, intDiv(${volumes}, 3)) AS back FROM numbers(intDiv(${volumes}, 3) * ${days}))
WHERE which % 4 != 0 OR back >= 7;

INSERT INTO alert (fingerprint, starts_at, revision, time, ends_at, state, end, rule, severity, watch, entities, entity_count, labels, annotations)
SELECT concat('f', toString(number % 400)), now64(3, 'UTC') - INTERVAL 1 + number HOUR, 1, now64(3, 'UTC'),
  if(number < 40, NULL, now64(3, 'UTC') - INTERVAL number HOUR), if(number < 40, 'FIRING', 'RESOLVED'), if(number < 40, NULL, 'CLEARED'), 'VolumeUnderused',
  arrayElement(['CRITICAL', 'WARNING', 'INFO'], 1 + number % 3), 'volume', ['volume-000001'], 12, map(), map('summary', '12 volumes are used by less than a fifth')
FROM numbers(4000);

INSERT INTO sketch (epoch, revision, domain_id, chunk_bytes, k, volume_id, base, scanned_bytes, zero_bytes, fingerprints, gone)
SELECT now64(3, 'UTC') - INTERVAL back DAY, 1, concat('domain-', toString(volume % 5)), 8192, 13, concat('volume-', leftPad(toString(volume), 6, '0')),
  now64(3, 'UTC') - INTERVAL 14 DAY, 8589934592, 1073741824, 100, false
FROM (SELECT number % ${volumes} AS volume, intDiv(number, ${volumes}) AS back FROM numbers(${volumes} * 14))
WHERE volume % 5 != 4;

INSERT INTO dedup_domain (interval_start, revision, time, domain_id, chunk_bytes, k, method, volumes, scanned_bytes, zero_bytes, stored_bytes,
  stored_below_bytes, stored_above_bytes, stored_compressed_bytes, dedup_ratio, dedup_low_ratio, dedup_high_ratio)
SELECT toStartOfHour(now('UTC')) - INTERVAL intDiv(number, 4) HOUR, 1, now64(3, 'UTC'), concat('domain-', toString(number % 4)), 8192, 13, 'SAMPLED', 2000,
  21990232555520, 1099511627776, 8796093022208, 109951162777, 109951162777, 5497558138880, 2.375, 2.3, 2.45
FROM numbers(4 * 24 * ${days});

INSERT INTO dedup_volume (interval_start, revision, time, domain_id, chunk_bytes, k, volume_id, epoch, method, scanned_bytes, zero_bytes, unique_bytes,
  unique_below_bytes, unique_above_bytes, attributed_bytes, attributed_below_bytes, attributed_above_bytes, shared_bytes, shared_below_bytes,
  shared_above_bytes)
SELECT toStartOfHour(now('UTC')) - INTERVAL back HOUR, 1, now64(3, 'UTC'), concat('domain-', toString(volume % 5)), 8192, 13,
  concat('volume-', leftPad(toString(volume), 6, '0')), now64(3, 'UTC'), 'SAMPLED', 8589934592, 1073741824, intHash32(volume), 1000000, 1000000,
  3221225472, 1000000, 1000000, 7516192768 - intHash32(volume), 1000000, 1000000
FROM (SELECT number % ${volumes} AS volume, intDiv(number, ${volumes}) AS back FROM numbers(${volumes} * 24))
WHERE volume % 5 != 4;

INSERT INTO chargeback_month (month, revision, closing_id, closed_at, time_zone, starts, ends, gib_month_seconds, rates)
SELECT toStartOfMonth(today() - INTERVAL 1 + number MONTH), 0, concat('closing-', toString(number)), now64(3, 'UTC'), 'UTC',
  toDateTime(toStartOfMonth(today() - INTERVAL 1 + number MONTH), 'UTC'), toDateTime(toStartOfMonth(today() - INTERVAL number MONTH), 'UTC'), 2629800, ''
FROM numbers(24);

INSERT INTO chargeback_charge (month, closing_id, line, machine_id, machine_name, tenant, cost_centre, volume_id, volume_name, pool_id, tier, item,
  period_start, period_end, currency, unit_price, discount_ratio, byte_seconds, air_byte_seconds, metered_seconds, unknown_seconds, amount, discount)
WITH toStartOfMonth(today() - INTERVAL 1 + back MONTH) AS month_start
SELECT month_start, concat('closing-', toString(back)), volume * 3 + item, concat('machine-', toString(intDiv(volume, 2))),
  concat('vm', toString(intDiv(volume, 2))), if(intDiv(volume, 2) % 50 = 0, NULL, concat('tenant-', toString(intDiv(volume, 2) % 60))),
  concat('cc-', toString(intDiv(volume, 2) % 60 % 12)), concat('volume-', leftPad(toString(volume), 6, '0')), concat('disk-', toString(volume)),
  concat('pool-', toString(volume % 40)), if(volume % 4 = 0, 'gold', 'silver'), arrayElement(['provisioned', 'allocated', 'snapshot'], 1 + item),
  toDateTime(month_start, 'UTC'), toDateTime(month_start + INTERVAL 1 MONTH, 'UTC'), 'EUR', 0.05, 0, 34359738368 * 2629800, 17179869184 * 2629800,
  2629800, 0, toDecimal128(1.6 + volume % 10, 12), 0
FROM (SELECT number % ${volumes} AS volume, intDiv(number, ${volumes}) % 3 AS item, intDiv(number, ${volumes} * 3) AS back FROM numbers(${volumes} * 3 * 24));
