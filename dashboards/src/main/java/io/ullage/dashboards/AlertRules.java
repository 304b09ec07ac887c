package io.ullage.dashboards;

import io.ullage.dashboards.alerting.AlertRule;
import java.util.List;

/**
 * What Grafana alerts about. Limits are those of Ullage's own rules (docs/alerts.md) where it has one of the kind; the others watch Ullage itself, which
 * its own rules cannot do when it is down.
 */
public final class AlertRules {
    private static final String POOL = "coalesce(name, toString(pool_id)) AS pool";

    private AlertRules() {}

    public static List<AlertRule> all() {
        return List.of(
                new AlertRule(
                        "ullage-pool-full",
                        "Pool is full",
                        "critical",
                        "SELECT " + POOL + ", used_ratio FROM pool_latest WHERE used_ratio IS NOT NULL",
                        true,
                        0.9,
                        "5m",
                        "Pool {{ $labels.pool }} is {{ humanizePercentage $values.A.Value }} full: guests stop when it is full",
                        "Look at what would come back to it, then at which volumes grow.",
                        PoolBoard.UID,
                        "How full is the pool?"),
                new AlertRule(
                        "ullage-pool-likely-full",
                        "Pool may be full in two weeks",
                        "warning",
                        "SELECT name AS pool, full_p10_seconds / 86400 AS days FROM forecast_latest WHERE subject = 'POOL' AND full_p10_seconds IS NOT NULL"
                                + " AND time >= now() - INTERVAL 2 DAY",
                        false,
                        14,
                        "1h",
                        "Pool {{ $labels.pool }} may be full in {{ humanize $values.A.Value }} days: the chance is one in ten that it takes no longer",
                        "Order capacity now, or do what returns most first.",
                        CapacityOverview.UID,
                        "Which pool will be full first?"),
                new AlertRule(
                        "ullage-pool-metadata",
                        "Metadata of a pool fills",
                        "critical",
                        "SELECT " + POOL
                                + ", metadata_used_ratio FROM pool_latest WHERE metadata_used_ratio IS NOT NULL",
                        true,
                        0.75,
                        "5m",
                        "Metadata of pool {{ $labels.pool }} is {{ humanizePercentage $values.A.Value }} full: the pool turns read-only when it is full",
                        "Extend the metadata volume of the pool; deleting data alone hardly helps.",
                        ThinProvisioning.UID,
                        "How full is the fullest room for metadata?"),
                new AlertRule(
                        "ullage-pool-overcommitted",
                        "Pool has promised twice what it has",
                        "warning",
                        "SELECT " + POOL + ", overcommit_ratio FROM pool_latest WHERE overcommit_ratio IS NOT NULL",
                        true,
                        2,
                        "1h",
                        "Pool {{ $labels.pool }} has promised {{ humanizePercentage $values.A.Value }} of what it can hold",
                        "Shrink disks that never grew into their size, or move some to another pool.",
                        ThinProvisioning.UID,
                        "Which pools live most on promises?"),
                new AlertRule(
                        "ullage-snapshot-no-room",
                        "Snapshots cannot be removed for want of room",
                        "warning",
                        "SELECT toString(pool_id) AS pool, countIf(fits = 'NO') AS snapshots FROM snapshot_removal GROUP BY pool_id",
                        true,
                        0,
                        "1h",
                        "{{ $values.A.Value }} snapshots of pool {{ $labels.pool }} need more room for their removal than is free",
                        "Remove those first that fit; they make room for the others.",
                        Snapshots.UID,
                        "Which snapshots should go first?"),
                new AlertRule(
                        "ullage-lun-steps",
                        "Files on a LUN grow too often",
                        "warning",
                        "SELECT " + POOL + ", steps / greatest(limit_steps, 1) AS of_limit FROM lun_growth_latest"
                                + " WHERE interval_start >= now() - INTERVAL 3 HOUR",
                        true,
                        1,
                        "0s",
                        "Growth on LUN {{ $labels.pool }} reserved it {{ humanizePercentage $values.A.Value }} of what is allowed in an hour",
                        "Delete or consolidate the snapshot that grows most, or move one of its disks.",
                        Snapshots.UID,
                        "Which LUNs were over their limit?"),
                new AlertRule(
                        "ullage-critical-alert",
                        "A rule of Ullage fires",
                        "critical",
                        "SELECT toString(rule) AS rule, count() AS alerts FROM alert_latest"
                                + " WHERE state = 'FIRING' AND severity = 'CRITICAL' AND silenced_by IS NULL GROUP BY rule",
                        true,
                        0,
                        "0s",
                        "Ullage's own rule {{ $labels.rule }} fires {{ $values.A.Value }} times",
                        "The console says for what, since when, and what to run first.",
                        PipelineHealth.UID,
                        "What fires now?"),
                new AlertRule(
                        "ullage-agents-silent",
                        "Agents are silent",
                        "warning",
                        "SELECT countIf(time < now('UTC') - INTERVAL 10 MINUTE) AS silent_agents FROM agent_latest"
                                + " WHERE time >= now('UTC') - INTERVAL 30 DAY HAVING count() > 0",
                        true,
                        0,
                        "15m",
                        "{{ $values.A.Value }} agents have sent nothing for ten minutes: what they read stands still",
                        "Look at the machine, then at the agent's own log.",
                        PipelineHealth.UID,
                        "Which agents are silent?"),
                new AlertRule(
                        "ullage-ledger-old",
                        "Ledgers stand still",
                        "critical",
                        "SELECT dateDiff('second', max(interval_start), now('UTC')) / 60 AS minutes FROM ledger_newest HAVING count() > 0",
                        true,
                        30,
                        "10m",
                        "No volume has a ledger newer than {{ humanize $values.A.Value }} minutes: every figure is old",
                        "Run ullage status: it says whether agents, Kafka, Flink or ClickHouse stopped.",
                        PipelineHealth.UID,
                        "How old is the newest figure?"),
                new AlertRule(
                        "ullage-rollups-behind",
                        "Roll-ups are behind",
                        "warning",
                        "SELECT countIf(noted) AS hours FROM ledger_hours_due",
                        true,
                        240,
                        "1h",
                        "{{ $values.A.Value }} hours of volumes wait to be rolled up: lines over time end early",
                        "Look at system.view_refreshes for what failed.",
                        PipelineHealth.UID,
                        "How far are the roll-ups behind?"));
    }
}
