-- A month of ten volumes of 32 GiB, read every five minutes, busier than fleets are: half of all intervals change what is live, two
-- volumes in three are exact, one in four has no guest view, and each agent's clock jitters by 0.4 s. A revision adds up the milliseconds
-- of the eight readings of a disk's two sides in four intervals, as the job's does.
INSERT INTO ledger (
  interval_start, revision, time, volume_id, name, pool_id, host_id, machine_id, path, source, format, provisioning, volume_use, in_use,
  provisioned_bytes, allocated_bytes, written_bytes, zero_bytes, backed_bytes, snapshot_bytes, metadata_bytes, allocation_unit_bytes,
  guest_live_bytes, method, live_bytes, claimed_bytes, dead_bytes, stranded_bytes, zeroed_bytes, reserved_bytes, ullage_bytes,
  unseen_bytes, live_above_bytes, dead_below_bytes, dead_above_bytes, stranded_below_bytes, guest_disk, match_rule, guest_age_seconds)
WITH
  toStartOfDay(now()) - INTERVAL 31 DAY AS start,
  32 * 1073741824 AS provisioned,
  concat('host-', toString(volume % 20)) AS host,
  concat('/var/lib/libvirt/images/vm-', toString(volume), '.qcow2') AS image,
  volume % 3 != 0 AS exact,
  volume % 4 = 0 AS blind,
  5368709120 + toUInt64(greatest(0, walk)) * 4096 AS guest,
  65536 * (intDiv(5368709120 + toUInt64(greatest(0, peak)) * 4096, 65536) + 1000) AS written,
  intDiv(guest * 49, 50 * 4096) * 4096 AS live,
  65536 * intDiv(toUInt64(greatest(0, toInt64(written - live) - 20000000)), 65536) AS dead,
  least(65536 * ((volume * 13) % 100), written - live - dead) AS zeroed,
  written - live - dead - zeroed AS stranded,
  if(exact, 0, dead - least(dead, toUInt64(greatest(0, toInt64(written) - toInt64(guest))))) AS dead_below
SELECT
  start + slot * 300, 4800000 + arraySum(arrayMap(k -> sipHash64(volume, slot - k % 4, k > 3) % 400, range(8))), toDateTime64(start, 3, 'UTC') + toIntervalMillisecond(slot * 300000 + (volume * 7919) % 290000 + rand(slot) % 400),
  concat(host, ':', image), concat('vm-', toString(volume), '.qcow2'), concat(host, ':/var/lib/libvirt/images'), host,
  lower(hex(sipHash128(volume))), image, 'image', 'qcow2', 'THIN', 'DISK', true,
  provisioned, written + 65536 * ((volume % 7) + 20), written, 0, 0, 0, 65536 * ((volume % 7) + 20), 65536,
  if(blind, NULL, guest), if(exact, 'EXACT', 'BOUNDED'),
  live, guest - live, dead, stranded, zeroed, 0, provisioned - live - (guest - live) - dead - stranded - zeroed, 0,
  if(exact, 0, least(guest, written) - live), dead_below, if(exact, 0, least(written, provisioned - guest) - dead), if(exact, 0, stranded),
  if(blind, NULL, 'sda'), if(blind, NULL, 'SERIAL'), if(blind, NULL, toInt64(volume % 60))
FROM (
  SELECT
    volume,
    arrayMap(slot -> if(sipHash64(volume, slot) % 2 = 0, 0, toInt64(sipHash64(slot, volume) % 4096) - 2000), range(8640)) AS steps,
    arrayCumSum(steps) AS walks,
    arrayMap((a, b) -> greatest(a, intDiv(b, 8)), walks, arrayCumSum(arrayMap(step -> abs(step), steps))) AS peaks
  FROM (SELECT number AS volume FROM numbers(FIRST_VOLUME, 10))
)
ARRAY JOIN walks AS walk, peaks AS peak, arrayEnumerate(walks) AS slot
