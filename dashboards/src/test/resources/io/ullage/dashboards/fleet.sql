-- A small estate whose figures can be reckoned by hand. Sizes are GiB; the mission's disk is a: 32 GiB that hold 5. It was read a week ago,
-- yesterday and now; nobody looks into c. Statements end with a semicolon and an empty line.
INSERT INTO ledger (interval_start, revision, time, volume_id, name, pool_id, host_id, machine_id, source, format, provisioning, volume_use, in_use,
  provisioned_bytes, allocated_bytes, guest_live_bytes, snapshot_bytes, method, live_bytes, dead_bytes, dead_below_bytes, dead_above_bytes,
  ullage_bytes, unseen_bytes, guest_disk, match_rule, guest_age_seconds, anomalies)
WITH 1073741824 AS gib
SELECT at, 1, toDateTime64(at, 3, 'UTC'), volume, concat('disk-', volume), pool, 'host-1', machine, 'qcow2', 'qcow2', 'THIN', 'DISK', true,
  size * gib, (if(volume = 'a', multiIf(age = 8, 3, age = 1, 6, 7), allocated)) * gib, if(held = 0, NULL, held * gib), if(volume = 'a', gib, 0),
  if(volume = 'b', 'EXACT', 'BOUNDED'), held * gib, dead * gib, if(dead > 0, intDiv(gib, 2), 0), if(dead > 0, gib, 0),
  (size - held - dead - unseen) * gib, unseen * gib, disk, if(disk IS NULL, NULL, 'SERIAL'), if(disk IS NULL, NULL, 30), if(volume = 'c', ['allocated more than its size'], [])
FROM (
  SELECT toStartOfInterval(now('UTC') - INTERVAL age DAY, INTERVAL 5 MINUTE) AS at, age
  FROM (SELECT arrayJoin([0, 1, 8]) AS age)
) AS times
CROSS JOIN VALUES(
  'volume String, pool String, machine Nullable(String), size UInt64, allocated UInt64, held UInt64, dead UInt64, unseen UInt64, disk Nullable(String)',
  ('a', 'pool-1', 'machine-a', 32, 7, 5, 2, 0, 'sda'),
  ('b', 'pool-1', 'machine-b', 8, 4, 4, 0, 0, 'vda'),
  ('c', 'pool-2', NULL, 16, 4, 0, 0, 4, NULL)) AS volumes;

INSERT INTO pool (interval_start, revision, pool_id, name, pool_kind, capacity_bytes, used_bytes, free_bytes, metadata_capacity_bytes,
  metadata_used_bytes, volumes, provisioned_bytes, allocated_bytes, guest_live_bytes, method, live_bytes, dead_bytes, ullage_bytes, unseen_bytes)
WITH 1073741824 AS gib
SELECT toStartOfInterval(now('UTC') - INTERVAL age DAY, INTERVAL 5 MINUTE), 1, pool, name, kind, capacity * gib, (used - if(age = 0, 0, 2)) * gib,
  (capacity - used + if(age = 0, 0, 2)) * gib, if(pool = 'pool-1', 100, NULL), if(pool = 'pool-1', 80, NULL), volumes, provisioned * gib, used * gib,
  live * gib, 'BOUNDED', live * gib, dead * gib, (provisioned - live - dead - unseen) * gib, unseen * gib
FROM (SELECT arrayJoin([0, 1, 8]) AS age) AS times
CROSS JOIN VALUES(
  'pool String, name String, kind String, capacity UInt64, used UInt64, volumes UInt64, provisioned UInt64, live UInt64, dead UInt64, unseen UInt64',
  ('pool-1', 'fast', 'LVM_THIN', 20, 18, 2, 40, 9, 2, 0),
  ('pool-2', 'bulk', 'DATASTORE', 100, 10, 1, 16, 0, 0, 4)) AS pools;

INSERT INTO inventory (machine_id, since, received, revision, source, machine_name, platform, tenant, cost_centre, powered_on, tags)
VALUES
  ('machine-a', now64(3, 'UTC') - INTERVAL 30 DAY, now64(3, 'UTC'), 1, 'test', 'web', 'kvm', 'acme', 'cc-1', true, {}),
  ('machine-b', now64(3, 'UTC') - INTERVAL 30 DAY, now64(3, 'UTC'), 2, 'test', 'mail', 'xen', 'birch', 'cc-2', true, {});

INSERT INTO guest_disk (interval_start, revision, time, host_id, machine_id, disk, source, size_bytes, serial, live_bytes, free_bytes, unseen_bytes,
  discard_granularity_bytes, discard_max_bytes)
SELECT toStartOfInterval(now('UTC'), INTERVAL 5 MINUTE), 1, now64(3, 'UTC'), machine, machine, disk, 'linux', size * 1073741824, disk,
  held * 1073741824, (size - held) * 1073741824, 0, granularity, granularity
FROM VALUES('machine String, disk String, size UInt64, held UInt64, granularity UInt64',
  ('machine-a', 'sda', 32, 5, 0), ('machine-b', 'vda', 8, 4, 4096), ('machine-z', 'sdz', 64, 1, 512));

INSERT INTO file_system (interval_start, revision, time, host_id, machine_id, device, mount_point, type, source, size_bytes, used_bytes, free_bytes,
  online_discard, read_only, disks)
SELECT toStartOfInterval(now('UTC'), INTERVAL 5 MINUTE), 1, now64(3, 'UTC'), machine, machine, concat(disk, '1'), '/', 'ext4', 'linux',
  size * 1073741824, held * 1073741824, (size - held) * 1073741824, discard, false, [disk]
FROM VALUES('machine String, disk String, size UInt64, held UInt64, discard Bool',
  ('machine-a', 'sda', 30, 5, false), ('machine-b', 'vda', 8, 4, true));

INSERT INTO unmatched (interval_start, revision, machine_id, side, entity_id, size_bytes, reason, candidates, resolved)
VALUES (toStartOfInterval(now('UTC'), INTERVAL 5 MINUTE), 1, 'machine-z', 'GUEST_DISK', 'sdz', 64 * 1073741824, 'NO_VOLUME_OF_THAT_SIZE', [], false),
  (toStartOfInterval(now('UTC'), INTERVAL 5 MINUTE), 1, 'machine-b', 'GUEST_DISK', 'vda', 8 * 1073741824, 'SEVERAL_OF_THAT_SIZE', [], true);

INSERT INTO ingest (interval_start, kafka_partition, kafka_offset, time, outcome, agent_id, report_time, sequence, message_bytes, readings,
  rejected_readings, reason)
SELECT toStartOfInterval(now('UTC') - INTERVAL age MINUTE, INTERVAL 5 MINUTE), 0, place, now64(3, 'UTC') - INTERVAL age MINUTE, outcome, agent,
  now64(3, 'UTC') - INTERVAL age MINUTE, 1, 600, readings, rejected, reason
FROM VALUES(
  'place UInt64, age UInt32, outcome String, agent Nullable(String), readings UInt64, rejected UInt64, reason Nullable(String)',
  (1, 120, 'EMITTED', 'agent-silent', 6, 0, NULL), (2, 1, 'EMITTED', 'agent-well', 5, 1, NULL), (3, 1, 'LATE', 'agent-well', 4, 0, NULL),
  (4, 1, 'MALFORMED', NULL, 0, 0, 'not a report'));

INSERT INTO snapshot (interval_start, revision, time, host_id, snapshot_id, volume_id, pool_id, name, snapshot_kind, source, created, size_bytes,
  referenced_bytes, exclusive_bytes)
SELECT toStartOfInterval(now('UTC') - INTERVAL age DAY, INTERVAL 5 MINUTE), 1, now64(3, 'UTC') - INTERVAL age DAY, 'host-1', snapshot, 'a', 'pool-1',
  snapshot, 'INTERNAL', 'qcow2', now64(3, 'UTC') - INTERVAL made DAY, 34359738368, 3221225472, (held - age) * 1073741824
FROM (SELECT arrayJoin([0, 1]) AS age) AS times
CROSS JOIN VALUES('snapshot String, made UInt32, held UInt64', ('before-update', 20, 2), ('nightly', 2, 1)) AS snapshots;

INSERT INTO snapshot_growth (interval_start, revision, time, snapshot_id, volume_id, chain_id, pool_id, name, snapshot_kind, created, age_seconds,
  exclusive_bytes, trend, growth_bytes_per_second, growth_low_bytes_per_second, growth_high_bytes_per_second, regime_points, returned_bytes,
  returned_low_bytes, returned_high_bytes, room_bytes, room_low_bytes, room_high_bytes, method, pool_free_bytes, fits)
VALUES
  (toStartOfInterval(now('UTC'), INTERVAL 5 MINUTE), 1, now64(3, 'UTC'), 'before-update', 'a', 'a', 'pool-1', 'before-update', 'INTERNAL',
    now64(3, 'UTC') - INTERVAL 20 DAY, 1728000, 2147483648, 'GROWING', 1000, 900, 1100, 20, 2147483648, 2147483648, 2147483648, 0, 0, 0, 'EXACT',
    2147483648, 'YES'),
  (toStartOfInterval(now('UTC'), INTERVAL 5 MINUTE), 1, now64(3, 'UTC'), 'nightly', 'a', 'a', 'pool-1', 'nightly', 'INTERNAL',
    now64(3, 'UTC') - INTERVAL 2 DAY, 172800, 1073741824, 'GROWING', 500, 400, 600, 20, 1073741824, 1073741824, 1073741824, 3221225472, 3221225472,
    3221225472, 'EXACT', 2147483648, 'NO');

INSERT INTO chain_growth (interval_start, revision, time, chain_id, pool_id, name, volumes, overlays, snapshots, allocated_bytes, reusable_bytes, trend,
  growth_bytes_per_second, growth_low_bytes_per_second, growth_high_bytes_per_second, regime_points, room_bytes, method, pool_free_bytes, fits,
  full_in_seconds, full_in_low_seconds, full_in_high_seconds)
VALUES (toStartOfInterval(now('UTC'), INTERVAL 5 MINUTE), 1, now64(3, 'UTC'), 'a', 'pool-1', 'disk-a', 1, 0, 2, 7516192768, 0, 'GROWING', 2000, 1000,
  4000, 20, 0, 'EXACT', 2147483648, 'YES', 1073741, 536870, 2147483);

INSERT INTO lun_growth (interval_start, revision, pool_id, name, steps, snapshot_steps, disk_steps, growing_volumes, step_bytes, limit_steps, over_limit,
  most_id, most_steps)
SELECT toStartOfHour(now('UTC')) - INTERVAL number HOUR, 1, 'pool-2', 'bulk', if(number = 1, 90, 12), 8, 4, 2, 16777216, 60, number = 1, 'c', 6
FROM numbers(3);

INSERT INTO forecast (time, made_at, subject, entity_id, name, verdict, used_bytes, capacity_bytes, provisioned_bytes, growth_bytes_per_second,
  full_p10_seconds, full_p50_seconds, full_p90_seconds, horizon_seconds, history_seconds, month_p10_bytes, month_p50_bytes, month_p90_bytes,
  quarter_p10_bytes, quarter_p50_bytes, quarter_p90_bytes)
SELECT now64(3, 'UTC') - INTERVAL age HOUR, now64(3, 'UTC'), subject, entity, name, verdict, used * 1073741824,
  if(subject = 'TENANT', NULL, 20 * 1073741824), NULL, 1000, if(p10 = 0, NULL, (p10 + age) * 86400), if(p10 = 0, NULL, (p10 + age) * 86400 * 2),
  if(p10 = 0, NULL, (p10 + age) * 86400 * 3), 31536000, 2592000, used * 1073741824, (used + 1) * 1073741824, (used + 2) * 1073741824,
  used * 1073741824, (used + 3) * 1073741824, (used + 6) * 1073741824
FROM (SELECT arrayJoin([0, 1]) AS age) AS times
CROSS JOIN VALUES('subject String, entity String, name String, verdict String, used UInt64, p10 UInt64',
  ('POOL', 'pool-1', 'fast', 'FILLING', 18, 10), ('METADATA', 'pool-1', 'fast', 'FILLING', 18, 40), ('POOL', 'pool-2', 'bulk', 'NOT_FILLING', 10, 0),
  ('TENANT', 'acme', 'acme', 'NO_CAPACITY', 7, 0), ('TENANT', 'birch', 'birch', 'NO_CAPACITY', 4, 0)) AS targets;

INSERT INTO recommendation (id, time, event, round, rule, target_kind, target_id, target_name, pool_id, machine_id, tenant, effect, low_bytes,
  best_bytes, high_bytes, method, currency, low_month_amount, best_month_amount, high_month_amount, confidence, risk, why, realised_bytes,
  realised_from, realised_to)
SELECT id, now64(3, 'UTC') - INTERVAL age DAY, event, 1, rule, 'VOLUME', 'a', 'disk-a', 'pool-1', 'machine-a', 'acme', 'RETURNS', low * 1073741824,
  best * 1073741824, high * 1073741824, 'BOUNDED', 'EUR', low, best, high, 'HIGH', 'NONE', 'it is seen', if(event = 'REALISED', 1610612736, NULL), NULL,
  NULL
FROM VALUES('id String, age UInt32, event String, rule String, low UInt64, best UInt64, high UInt64',
  ('open-trim', 9, 'OPENED', 'trim', 1, 3, 4), ('open-trim', 1, 'REFRESHED', 'trim', 1, 2, 3), ('open-delete', 9, 'OPENED', 'snapshot-delete', 2, 2, 2),
  ('done-trim', 9, 'OPENED', 'trim', 1, 2, 2), ('done-trim', 8, 'ACCEPTED', 'trim', 1, 2, 2), ('done-trim', 6, 'DONE', 'trim', 1, 2, 2),
  ('done-trim', 5, 'REALISED', 'trim', 1, 2, 2));

INSERT INTO alert (fingerprint, starts_at, revision, time, ends_at, state, end, rule, severity, watch, entities, entity_count, labels, annotations)
VALUES ('f1', now64(3, 'UTC') - INTERVAL 1 HOUR, 1, now64(3, 'UTC'), NULL, 'FIRING', NULL, 'PoolFull', 'CRITICAL', 'pool', ['pool-1'], 1, {},
    {'summary': 'Pool fast is 90 % full'}),
  ('f2', now64(3, 'UTC') - INTERVAL 2 HOUR, 2, now64(3, 'UTC'), now64(3, 'UTC'), 'RESOLVED', 'CLEARED', 'AgentSilent', 'WARNING', 'agent', [], 0, {},
    {'summary': 'Agent is silent'});

INSERT INTO sketch (epoch, revision, domain_id, chunk_bytes, k, volume_id, base, scanned_bytes, zero_bytes, fingerprints, gone)
SELECT now64(3, 'UTC'), 1, 'domain-1', 8192, 13, volume, now64(3, 'UTC'), 4294967296, 0, 60, false
FROM VALUES('volume String', 'a', 'b');

INSERT INTO dedup_domain (interval_start, revision, time, domain_id, chunk_bytes, k, method, volumes, scanned_bytes, zero_bytes, stored_bytes,
  stored_below_bytes, stored_above_bytes, stored_compressed_bytes, dedup_ratio, dedup_low_ratio, dedup_high_ratio)
SELECT toStartOfHour(now('UTC')) - INTERVAL age DAY, 1, now64(3, 'UTC'), 'domain-1', 8192, 13, 'SAMPLED', 2, 8 * 1073741824, 0, 4 * 1073741824,
  1073741824, 1073741824, 3 * 1073741824, 2, 1.6, 2.7
FROM (SELECT arrayJoin([0, 1]) AS age);

INSERT INTO dedup_volume (interval_start, revision, time, domain_id, chunk_bytes, k, volume_id, epoch, method, scanned_bytes, zero_bytes, unique_bytes,
  unique_below_bytes, unique_above_bytes, attributed_bytes, attributed_below_bytes, attributed_above_bytes, shared_bytes, shared_below_bytes,
  shared_above_bytes)
SELECT toStartOfHour(now('UTC')), 1, now64(3, 'UTC'), 'domain-1', 8192, 13, volume, now64(3, 'UTC'), 'SAMPLED', 4294967296, 0, alone * 1073741824,
  0, 1073741824, 2 * 1073741824, 0, 0, (4 - alone) * 1073741824, 0, 0
FROM VALUES('volume String, alone UInt64', ('a', 1), ('b', 0));

INSERT INTO chargeback_month (month, revision, closing_id, closed_at, time_zone, starts, ends, gib_month_seconds, rates)
SELECT toStartOfMonth(today() - INTERVAL age MONTH), 0, concat('closing-', toString(age)), now64(3, 'UTC'), 'UTC',
  toDateTime(toStartOfMonth(today() - INTERVAL age MONTH), 'UTC'), toDateTime(toStartOfMonth(today() - INTERVAL age - 1 MONTH), 'UTC'), 2629800, ''
FROM (SELECT arrayJoin([1, 2]) AS age);

INSERT INTO chargeback_charge (month, closing_id, line, machine_id, machine_name, tenant, cost_centre, volume_id, volume_name, pool_id, tier, item,
  period_start, period_end, currency, unit_price, discount_ratio, byte_seconds, air_byte_seconds, metered_seconds, unknown_seconds, amount, discount)
SELECT toStartOfMonth(today() - INTERVAL age MONTH), concat('closing-', toString(age)), line, machine, machine, tenant, 'cc', volume,
  concat('disk-', volume), 'pool-1', 'gold', 'provisioned', toDateTime(toStartOfMonth(today() - INTERVAL age MONTH), 'UTC'),
  toDateTime(toStartOfMonth(today() - INTERVAL age - 1 MONTH), 'UTC'), 'EUR', 0.1, 0, size * 2629800 * 1073741824, air * 2629800 * 1073741824, 2629800, 0,
  toDecimal128(size, 12) / 10 * if(age = 1, 2, 1), 0.5
FROM (SELECT arrayJoin([1, 2]) AS age) AS months
CROSS JOIN VALUES('line UInt32, machine String, tenant Nullable(String), volume String, size UInt64, air UInt64',
  (0, 'machine-a', 'acme', 'a', 32, 25), (1, 'machine-b', 'birch', 'b', 8, 4), (2, 'machine-x', NULL, 'c', 10, 1)) AS lines;
