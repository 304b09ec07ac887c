-- What REST and console read beside the views of reports: each tenant's part of the estate, alone, and where the figures come from.

-- Volumes and snapshots by whose they are now: what an alert must be about, and nothing else, for a tenant to see it.
CREATE VIEW IF NOT EXISTS tenant_entity ${on_cluster} AS
SELECT assumeNotNull(tenant) AS tenant, volume_id AS entity_id FROM volume_owned WHERE tenant IS NOT NULL
UNION ALL
SELECT owners.tenant AS tenant, snapshots.snapshot_id AS entity_id
FROM snapshot_latest AS snapshots
INNER JOIN (SELECT assumeNotNull(tenant) AS tenant, volume_id FROM volume_owned WHERE tenant IS NOT NULL) AS owners
  ON snapshots.volume_id = owners.volume_id;

-- What recommendation_savings shows, of each tenant alone.
CREATE VIEW IF NOT EXISTS tenant_savings ${on_cluster} AS
SELECT
  lives.tenant AS tenant,
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
    assumeNotNull(latest.tenant) AS tenant,
    latest.rule AS rule,
    countIf(latest.state = 'OPEN') AS open,
    sumIf(latest.best_bytes, latest.state = 'OPEN') AS open_bytes,
    countIf(latest.state IN ('ACCEPTED', 'DONE')) AS accepted,
    sumIf(latest.promised_best_bytes, latest.state IN ('ACCEPTED', 'DONE')) AS accepted_bytes,
    countIf(latest.state = 'DISMISSED') AS dismissed,
    countIf(latest.state = 'WITHDRAWN') AS withdrawn
  FROM recommendation_latest AS latest
  WHERE latest.effect = 'RETURNS' AND latest.tenant IS NOT NULL
  GROUP BY latest.tenant, latest.rule
) AS lives
LEFT JOIN (
  SELECT
    assumeNotNull(acts.tenant) AS tenant,
    acts.rule AS rule,
    count() AS realised,
    sum(acts.best_bytes) AS promised_bytes,
    sum(acts.realised_bytes) AS realised_bytes,
    sum(acts.realised_bytes) / nullIf(sum(acts.best_bytes), 0) AS realised_ratio,
    countIf(acts.within) AS within
  FROM recommendation_realised AS acts
  WHERE acts.tenant IS NOT NULL
  GROUP BY acts.tenant, acts.rule
) AS score ON lives.tenant = score.tenant AND lives.rule = score.rule;

-- Each agent that was heard in the two days before the newest message: how far it is behind the newest of all, and what became of what
-- it sent. Messages that nobody could read have no agent.
CREATE VIEW IF NOT EXISTS source_latest ${on_cluster} AS
SELECT
  ifNull(heard.agent_id, '') AS agent_id,
  max(heard.report_time) AS last_report,
  max(heard.sequence) AS last_sequence,
  dateDiff('second', max(heard.report_time), (SELECT max(report_time) FROM ingest)) AS behind_seconds,
  count() AS reports,
  countIf(heard.outcome = 'LATE') AS late_reports,
  countIf(heard.outcome = 'DUPLICATE') AS duplicate_reports,
  countIf(heard.outcome = 'MALFORMED') AS malformed_reports,
  sum(heard.readings) AS readings,
  sum(heard.rejected_readings) AS rejected_readings,
  sum(heard.message_bytes) AS message_bytes,
  argMaxIf(heard.reason, heard.time, heard.reason IS NOT NULL) AS last_reason
FROM ingest AS heard
WHERE heard.interval_start >= (SELECT max(interval_start) FROM ingest) - INTERVAL 2 DAY
GROUP BY heard.agent_id;

-- What each collector of each host read last.
CREATE VIEW IF NOT EXISTS collector_latest ${on_cluster} AS
SELECT
  read.host_id AS host_id,
  read.source AS source,
  uniqExact(read.volume_id) AS volumes,
  uniqExact(read.pool_id) AS pools,
  max(read.time) AS last_read,
  dateDiff('second', max(read.time), (SELECT max(time) FROM ledger_newest)) AS behind_seconds,
  countIf(length(read.anomalies) > 0) AS volumes_with_anomalies,
  countIf(read.guest_disk IS NULL AND read.volume_use = 'DISK') AS volumes_without_guest
FROM ledger_newest AS read FINAL
GROUP BY read.host_id, read.source;

-- What each tenant has, as last read.
CREATE VIEW IF NOT EXISTS tenant_latest ${on_cluster} AS
SELECT
  parts.tenant AS tenant,
  max(parts.interval_start) AS interval_start,
  count() AS pools,
  sum(parts.volumes) AS volumes,
  sum(parts.provisioned_bytes) AS provisioned_bytes,
  sum(parts.allocated_bytes) AS allocated_bytes,
  sum(parts.volumes_without_allocated) AS volumes_without_allocated,
  sum(parts.written_bytes) AS written_bytes,
  sum(parts.guest_live_bytes) AS guest_live_bytes,
  sum(parts.volumes_without_guest_live) AS volumes_without_guest_live,
  sum(parts.snapshot_bytes) AS snapshot_bytes,
  sum(parts.live_bytes) AS live_bytes,
  sum(parts.claimed_bytes) AS claimed_bytes,
  sum(parts.dead_bytes) AS dead_bytes,
  sum(parts.stranded_bytes) AS stranded_bytes,
  sum(parts.zeroed_bytes) AS zeroed_bytes,
  sum(parts.reserved_bytes) AS reserved_bytes,
  sum(parts.ullage_bytes) AS ullage_bytes,
  sum(parts.unseen_bytes) AS unseen_bytes,
  sum(parts.live_low_bytes) AS live_low_bytes,
  sum(parts.live_high_bytes) AS live_high_bytes,
  sum(parts.dead_low_bytes) AS dead_low_bytes,
  sum(parts.dead_high_bytes) AS dead_high_bytes,
  sum(parts.stranded_low_bytes) AS stranded_low_bytes,
  sum(parts.stranded_high_bytes) AS stranded_high_bytes,
  sum(parts.zeroed_low_bytes) AS zeroed_low_bytes,
  sum(parts.zeroed_high_bytes) AS zeroed_high_bytes,
  sum(parts.reserved_low_bytes) AS reserved_low_bytes,
  sum(parts.reserved_high_bytes) AS reserved_high_bytes,
  sum(parts.guest_live_bytes) / nullIf(sum(parts.provisioned_bytes), 0) AS utilisation_ratio
FROM tenant_pool_latest AS parts
GROUP BY parts.tenant;

-- The months of which each tenant has days, and whether they are closed.
CREATE VIEW IF NOT EXISTS billing_month ${on_cluster} AS
SELECT
  days.tenant AS tenant,
  days.month AS month,
  if(closed.closed_at IS NULL, 'OPEN', 'CLOSED') AS state,
  closed.revision AS revision,
  closed.closed_at AS closed_at
FROM (
  SELECT DISTINCT ifNull(tenant, '') AS tenant, formatDateTime(day, '%Y-%m') AS month FROM tenant_daily
) AS days
LEFT JOIN (
  SELECT formatDateTime(month, '%Y-%m') AS month, toNullable(revision) AS revision, toNullable(closed_at) AS closed_at
  FROM chargeback_month_latest
) AS closed ON days.month = closed.month;
