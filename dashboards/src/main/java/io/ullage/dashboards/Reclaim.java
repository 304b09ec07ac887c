package io.ullage.dashboards;

import static io.ullage.dashboards.grafana.Field.count;
import static io.ullage.dashboards.grafana.Field.id;
import static io.ullage.dashboards.grafana.Field.in;
import static io.ullage.dashboards.grafana.Field.number;
import static io.ullage.dashboards.grafana.Field.text;
import static io.ullage.dashboards.grafana.Field.time;
import static io.ullage.dashboards.grafana.Thresholds.below;

import io.ullage.dashboards.grafana.Board;
import io.ullage.dashboards.grafana.Link;
import io.ullage.dashboards.grafana.Panel;
import io.ullage.dashboards.grafana.Thresholds;
import io.ullage.dashboards.grafana.Variable;
import java.util.List;

/** What to do next, what it returns, and whether what was promised came back. */
final class Reclaim {
    static final String UID = "ullage-reclaim";

    private static final String RULES = "$__conditionalAll(rule IN (${rule:singlequote}), $rule)";
    private static final String CHOSEN = Parts.IN_POOLS + " AND " + RULES;

    /** The target is 1 %; a rule that keeps less than nine tenths of what it promised misleads. */
    private static final Thresholds KEPT = below(0.99, 0.9);

    private Reclaim() {}

    static Board board() {
        return Board.of(
                UID,
                "Reclaim",
                "What to do next, what it returns, and whether what was promised came back.",
                "now-90d",
                List.of(
                        Parts.POOLS,
                        Variable.some(
                                "rule",
                                "Rule",
                                "Kinds of actions",
                                "SELECT DISTINCT toString(rule) AS id, id AS name FROM recommendation ORDER BY id")),
                open(),
                worth(),
                realised(),
                kept(),
                acts(),
                byRule(),
                byDay(),
                score(),
                done());
    }

    private static Panel open() {
        return Panel.stat(
                        "How much could come back?",
                        "Open recommendations that return bytes: least, best and most. Classes are disjoint and actions ranked, so no byte is promised"
                                + " twice.",
                        """
                        SELECT sum(acts.low_bytes) AS low_bytes, sum(acts.best_bytes) AS best_bytes, sum(acts.high_bytes) AS high_bytes
                        FROM recommendation_latest AS acts
                        WHERE effect = 'RETURNS' AND state = 'OPEN' AND %s
                        """.formatted(CHOSEN))
                .field(number("low_bytes", "least"), number("best_bytes", "best"), number("high_bytes", "most"));
    }

    private static Panel worth() {
        return Panel.table(
                        "What is it worth a month?",
                        "Open recommendations that return bytes, at the prices of the rate card, by currency: least, best and most.",
                        """
                        SELECT currency, sum(acts.low_month_amount) AS low_month_amount, sum(acts.best_month_amount) AS best_month_amount,
                          sum(acts.high_month_amount) AS high_month_amount
                        FROM recommendation_latest AS acts
                        WHERE effect = 'RETURNS' AND state = 'OPEN' AND currency IS NOT NULL AND %s
                        GROUP BY currency
                        ORDER BY currency
                        """.formatted(CHOSEN))
                .field(
                        text("currency", "currency"),
                        in("locale", "low_month_amount", "least").decimals(2),
                        in("locale", "best_month_amount", "best").decimals(2),
                        in("locale", "high_month_amount", "most").decimals(2))
                .ifNothing("no price is known: give ullage recommend a rate card")
                .size(6, 5);
    }

    private static Panel realised() {
        return Panel.stat(
                        "How much really came back?",
                        "Acts that were done and measured: what they promised when they were accepted, and what returned. Read after the act, not"
                                + " reckoned.",
                        """
                        SELECT sum(acts.best_bytes) AS promised_bytes, sum(acts.realised_bytes) AS realised_bytes
                        FROM recommendation_realised AS acts
                        WHERE effect = 'RETURNS' AND $__timeFilter(time) AND %s
                        """.formatted(CHOSEN))
                .field(number("promised_bytes", "promised"), number("realised_bytes", "came back"));
    }

    private static Panel kept() {
        return Panel.stat(
                        "Can the promises be trusted?",
                        "Of the acts that were measured: what came back divided by what was promised, and the share that lay within its bounds.",
                        """
                        SELECT sum(acts.realised_bytes) / nullIf(sum(acts.best_bytes), 0) AS realised_ratio, countIf(within) / nullIf(count(), 0) AS within_ratio
                        FROM recommendation_realised AS acts
                        WHERE effect = 'RETURNS' AND $__timeFilter(time) AND %s
                        """.formatted(CHOSEN))
                .field(
                        number("realised_ratio", "came back").range(0, 1.5).mark(KEPT),
                        number("within_ratio", "within bounds").mark(below(0.95, 0.8)));
    }

    private static Panel acts() {
        return Panel.table(
                        "What should be done next?",
                        "Open and accepted recommendations, most bytes first: what each returns, how sure that is, and what may go wrong. The console"
                                + " shows what must hold first and the commands to run.",
                        """
                        SELECT id, rule, target_name, target_kind, toString(pool_id) AS pool_id, tenant, state, low_bytes, best_bytes, high_bytes,
                          best_month_amount, currency, confidence, risk, why
                        FROM recommendation_latest
                        WHERE state IN ('OPEN', 'ACCEPTED') AND %s
                        ORDER BY effect = 'RETURNS' DESC, best_bytes DESC, id
                        LIMIT 100
                        """.formatted(CHOSEN))
                .field(
                        id("id"),
                        text("rule", "rule")
                                .width(130)
                                .to(Link.console("Open in the console", "/recommendations/", "id")),
                        text("target_name", "target")
                                .to(Link.console("Open in the console", "/recommendations/", "id")),
                        text("target_kind", "kind"),
                        text("pool_id", "pool").to(Link.board("Look at its pool", PoolBoard.UID, "pool", "pool_id")),
                        text("tenant", "tenant"),
                        text("state", "state"),
                        number("low_bytes", "least"),
                        number("best_bytes", "returns"),
                        number("high_bytes", "most"),
                        in("locale", "best_month_amount", "worth a month").decimals(2),
                        text("currency", "currency"),
                        text("confidence", "confidence"),
                        text("risk", "risk"),
                        text("why", "why").width(300))
                .size(24, 10)
                .ifNothing("nothing to do: ullage recommend looks again whenever it runs");
    }

    private static Panel byRule() {
        return Panel.bars(
                        "Which kinds of action return most?",
                        "Open recommendations that return bytes, best figures, by rule.",
                        """
                        SELECT rule, sum(acts.best_bytes) AS best_bytes
                        FROM recommendation_latest AS acts
                        WHERE effect = 'RETURNS' AND state = 'OPEN' AND %s
                        GROUP BY rule
                        ORDER BY best_bytes DESC
                        """.formatted(CHOSEN))
                .field(text("rule", "rule"), number("best_bytes", "returns"))
                .to(Link.console("Open in the console", "/recommendations"));
    }

    private static Panel byDay() {
        return Panel.timeSeries(
                        "Does what comes back keep up with what was promised?",
                        "Added up over the time range: what measured acts promised, and what came back, on the day when it was measured.",
                        """
                        SELECT day AS time, sum(promised) OVER days AS promised_bytes, sum(returned) OVER days AS realised_bytes
                        FROM (
                          SELECT toDateTime(toDate(time), 'UTC') AS day, toInt64(sum(acts.best_bytes)) AS promised, sum(acts.realised_bytes) AS returned
                          FROM recommendation_realised AS acts
                          WHERE effect = 'RETURNS' AND $__timeFilter(time) AND %s
                          GROUP BY day
                        )
                        WINDOW days AS (ORDER BY day ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)
                        ORDER BY day
                        """.formatted(CHOSEN))
                .field(number("promised_bytes", "promised").dashed(), number("realised_bytes", "came back"))
                .ifNothing("nothing was done and measured in this time");
    }

    private static Panel score() {
        return Panel.table(
                        "Which rules keep their promises?",
                        "By rule: what is open, and of all that was done and measured since ever what it promised, what came back, and how often that"
                                + " lay within its bounds. What is moved to another pool is not saved, and not among these.",
                        """
                        SELECT rule, open, open_bytes, accepted, dismissed, realised, promised_bytes, realised_bytes, realised_ratio
                        FROM recommendation_savings
                        WHERE %s
                        ORDER BY open_bytes DESC, rule
                        """.formatted(RULES))
                .field(
                        text("rule", "rule"),
                        count("open", "open"),
                        number("open_bytes", "could return"),
                        count("accepted", "accepted"),
                        count("dismissed", "dismissed"),
                        count("realised", "measured"),
                        number("promised_bytes", "promised"),
                        number("realised_bytes", "came back"),
                        number("realised_ratio", "of promised").range(0, 1.5).mark(KEPT))
                .to(Link.console("Open in the console", "/savings"));
    }

    private static Panel done() {
        return Panel.table(
                        "What was done last, and what came of it?",
                        "Acts that were measured in the time range, newest first: what was promised when it was accepted, and what returned.",
                        """
                        SELECT id, time, rule, target_name, toString(pool_id) AS pool_id, low_bytes, best_bytes, high_bytes, realised_bytes, realised_ratio
                        FROM recommendation_realised
                        WHERE $__timeFilter(time) AND %s
                        ORDER BY time DESC, id
                        LIMIT 50
                        """.formatted(CHOSEN))
                .field(
                        id("id"),
                        time("time", "measured"),
                        text("rule", "rule"),
                        text("target_name", "target")
                                .to(Link.console("Open in the console", "/recommendations/", "id")),
                        text("pool_id", "pool").to(Link.board("Look at its pool", PoolBoard.UID, "pool", "pool_id")),
                        number("low_bytes", "least"),
                        number("best_bytes", "promised"),
                        number("high_bytes", "most"),
                        number("realised_bytes", "came back"),
                        number("realised_ratio", "of promised").range(0, 1.5).mark(KEPT))
                .ifNothing("nothing was done and measured in this time");
    }
}
