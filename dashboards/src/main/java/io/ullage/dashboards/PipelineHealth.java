package io.ullage.dashboards;

import static io.ullage.dashboards.grafana.Field.count;
import static io.ullage.dashboards.grafana.Field.number;
import static io.ullage.dashboards.grafana.Field.text;
import static io.ullage.dashboards.grafana.Field.time;
import static io.ullage.dashboards.grafana.Thresholds.above;

import io.ullage.dashboards.grafana.Board;
import io.ullage.dashboards.grafana.Link;
import io.ullage.dashboards.grafana.Panel;
import java.util.List;

/** Whether the figures can be trusted now: who is silent, what was refused, what is not matched, what is behind, and what fires. */
final class PipelineHealth {
    static final String UID = "ullage-pipeline-health";
    private static final double MINUTE = 60;

    private PipelineHealth() {}

    static Board board() {
        return Board.of(
                UID,
                "Pipeline health",
                "Whether the figures can be trusted now: who is silent, what was refused, what is not matched, what is behind, and what fires.",
                "now-7d",
                List.of(),
                agents(),
                newest(),
                behind(),
                refusedShare(),
                messages(),
                readings(),
                firing(),
                silent(),
                unmatched(),
                refused());
    }

    private static Panel agents() {
        return Panel.stat(
                        "How many agents are silent?",
                        "Agents of which the broker took no report for ten minutes, of all that were heard in the last thirty days. They report every"
                                + " minute unless they are told otherwise.",
                        """
                        SELECT countIf(time < now('UTC') - INTERVAL 10 MINUTE) AS silent_agents, count() AS agents
                        FROM agent_latest
                        WHERE time >= now('UTC') - INTERVAL 30 DAY
                        """)
                .field(count("silent_agents", "silent").mark(above(1, 10)), count("agents", "agents"))
                .to(Link.console("Sources in the console", "/sources"));
    }

    private static Panel newest() {
        return Panel.stat(
                        "How old is the newest figure?",
                        "Since the newest interval that any volume has a ledger for. Intervals are five minutes, and are written when they close.",
                        """
                        SELECT dateDiff('second', max(interval_start), now('UTC')) AS ledger_age_seconds
                        FROM ledger_newest
                        HAVING count() > 0
                        """)
                .field(number("ledger_age_seconds", "newest ledger").mark(above(15 * MINUTE, 60 * MINUTE)));
    }

    private static Panel behind() {
        return Panel.stat(
                        "How far are the roll-ups behind?",
                        "Hours into which rows came after they were rolled up. A refresh every five minutes takes up to 240 of them; some are always due"
                                + " while readings flow.",
                        """
                        SELECT (SELECT countIf(noted) FROM ledger_hours_due) AS volume_hours, (SELECT countIf(noted) FROM pool_hours_due) AS pool_hours
                        """)
                .field(
                        count("volume_hours", "hours of volumes").mark(above(24, 240)),
                        count("pool_hours", "hours of pools").mark(above(24, 240)));
    }

    private static Panel refusedShare() {
        return Panel.stat(
                        "How much of what came was refused?",
                        "Messages that could not be read, of all that came in the time range; and single readings that were refused. Both are kept, with the"
                                + " reason, in the topic of dead letters.",
                        """
                        SELECT sumIf(hours.messages, outcome = 'MALFORMED') / nullIf(sum(hours.messages), 0) AS refused_ratio,
                          sum(hours.rejected_readings) AS rejected_readings
                        FROM ingest_hourly AS hours
                        WHERE $__timeFilter(hour)
                        """)
                .field(
                        number("refused_ratio", "messages").decimals(2).mark(above(0.0001, 0.01)),
                        number("rejected_readings", "readings"));
    }

    private static Panel messages() {
        return Panel.timeSeries(
                        "Does everything that comes get through?",
                        "Messages of the reports topic in each full hour, by outcome: every message has one. Late ones count; duplicates are what a broker or an"
                                + " agent sent twice.",
                        """
                        SELECT hour AS time, outcome, messages
                        FROM ingest_hourly
                        WHERE $__timeFilter(hour) AND hour < toStartOfHour(now('UTC'))
                        ORDER BY hour, outcome
                        """)
                .field(text("outcome", "outcome"), count("messages", "messages"))
                .stacked();
    }

    private static Panel readings() {
        return Panel.timeSeries(
                        "How much flows?",
                        "Readings that were passed on in each full hour. A step down is an agent that stopped; a hole is the pipeline.",
                        """
                        SELECT hour AS time, sum(hours.readings) AS readings
                        FROM ingest_hourly AS hours
                        WHERE $__timeFilter(hour) AND hour < toStartOfHour(now('UTC'))
                        GROUP BY hour
                        ORDER BY hour
                        """)
                .field(number("readings", "readings in an hour"));
    }

    private static Panel firing() {
        return Panel.table(
                        "What fires now?",
                        "Alerts of Ullage's own rules that fire, the worst and the oldest first. Those that a silence holds back are marked.",
                        """
                        SELECT severity, rule, summary, starts_at, entity_count AS entities, ifNull(silenced_by, '') AS silence
                        FROM alert_latest
                        WHERE state = 'FIRING'
                        ORDER BY indexOf(['CRITICAL', 'WARNING', 'INFO'], severity), starts_at
                        LIMIT 100
                        """)
                .field(
                        text("severity", "severity"),
                        text("rule", "rule").to(Link.console("Alerts in the console", "/alerts")),
                        text("summary", "what").width(420),
                        time("starts_at", "since"),
                        count("entities", "for how many"),
                        text("silence", "silenced"))
                .ifNothing("nothing fires")
                .size(24, 8);
    }

    private static Panel silent() {
        return Panel.table(
                        "Which agents are silent?",
                        "Agents by how long the broker has taken no report of them, the longest first: look at the machine, then at the agent's own log.",
                        """
                        SELECT agent_id, time AS heard, dateDiff('second', time, now('UTC')) AS silent_seconds,
                          dateDiff('second', report_time, time) AS delay_seconds
                        FROM agent_latest
                        WHERE time < now('UTC') - INTERVAL 10 MINUTE AND time >= now('UTC') - INTERVAL 30 DAY
                        ORDER BY time
                        LIMIT 100
                        """)
                .field(
                        text("agent_id", "agent").to(Link.console("Sources in the console", "/sources")),
                        time("heard", "last heard"),
                        number("silent_seconds", "silent for").mark(above(15 * MINUTE, 24 * 60 * MINUTE)),
                        number("delay_seconds", "its last report took"))
                .ifNothing("all agents were heard in the last ten minutes")
                .size(12, 9);
    }

    private static Panel unmatched() {
        return Panel.table(
                        "Which guest disks and volumes have no counterpart?",
                        "What could not be matched in its last reading, by reason. Each makes a ledger that has bounds where it could be exact.",
                        """
                        SELECT side, reason, count() AS disks, sum(parts.size_bytes) AS size_bytes, any(parts.machine_id) AS example_machine,
                          any(parts.entity_id) AS example
                        FROM unmatched_latest AS parts
                        GROUP BY side, reason
                        ORDER BY size_bytes DESC, side, reason
                        LIMIT 50
                        """)
                .field(
                        text("side", "side"),
                        text("reason", "why").width(210).to(Link.console("Sources in the console", "/sources")),
                        count("disks", "how many"),
                        number("size_bytes", "their size"),
                        text("example_machine", "a machine"),
                        text("example", "a disk or volume of it"))
                .ifNothing("everything is matched")
                .size(12, 9);
    }

    private static Panel refused() {
        return Panel.table(
                        "Why was something refused?",
                        "Reasons of messages that could not be read, in the last six hours of the time range, most frequent first.",
                        """
                        SELECT reason, count() AS messages, uniqExact(agent_id) AS agents, max(ingest.time) AS last
                        FROM ingest
                        WHERE interval_start >= $__toTime - INTERVAL 6 HOUR AND interval_start <= $__toTime AND outcome = 'MALFORMED'
                        GROUP BY reason
                        ORDER BY messages DESC, reason
                        LIMIT 20
                        """)
                .field(
                        text("reason", "why"),
                        count("messages", "messages"),
                        count("agents", "agents"),
                        time("last", "last"))
                .ifNothing("nothing was refused in these hours")
                .size(24, 6);
    }
}
