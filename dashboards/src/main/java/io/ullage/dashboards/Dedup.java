package io.ullage.dashboards;

import static io.ullage.dashboards.grafana.Field.id;
import static io.ullage.dashboards.grafana.Field.number;
import static io.ullage.dashboards.grafana.Field.text;
import static io.ullage.dashboards.grafana.Field.time;
import static io.ullage.dashboards.grafana.Thresholds.below;

import io.ullage.dashboards.grafana.Board;
import io.ullage.dashboards.grafana.Field;
import io.ullage.dashboards.grafana.Link;
import io.ullage.dashboards.grafana.Panel;
import io.ullage.dashboards.grafana.Variable;
import java.util.List;

/** What deduplication leaves of each domain, and what really comes back if a volume goes. */
final class Dedup {
    static final String UID = "ullage-dedup";
    private static final String DOMAINS = "$__conditionalAll(domain_id IN (${domain:singlequote}), $domain)";

    private Dedup() {}

    static Board board() {
        return Board.of(
                UID,
                "Dedup",
                "What deduplication leaves of each domain, and what really comes back if a volume goes.",
                "now-90d",
                List.of(Variable.some(
                        "domain",
                        "Domain",
                        "Pools inside which equal blocks are stored once",
                        "SELECT DISTINCT toString(domain_id) AS id, id AS name FROM dedup_domain_newest ORDER BY id")),
                saved(),
                stored(),
                sketched(),
                byDay(),
                storedByDay(),
                domains(),
                unique(),
                attributed());
    }

    private static Panel saved() {
        return Panel.stat(
                        "How much does dedup save?",
                        "Data without dedup, less what is stored with each chunk once; the interval is of 95 %. From keyed samples of content, not from"
                                + " the pool's own counters.",
                        """
                        SELECT sum(toInt64(data) - toInt64(stored_bytes + stored_above_bytes)) AS saved_low_bytes,
                          sum(toInt64(data) - toInt64(stored_bytes)) AS saved_bytes,
                          sum(toInt64(data) - toInt64(stored_bytes - stored_below_bytes)) AS saved_high_bytes
                        FROM (SELECT *, scanned_bytes - zero_bytes AS data FROM dedup_domain_newest FINAL)
                        WHERE volumes > 0 AND %s
                        """.formatted(DOMAINS))
                .field(
                        number("saved_low_bytes", "at least"),
                        number("saved_bytes", "best"),
                        number("saved_high_bytes", "at most"))
                .size(8, 5);
    }

    private static Panel stored() {
        return Panel.stat(
                        "How much is there, and how much of it is stored?",
                        "Mapped data that is not zero, what dedup leaves of it, and what compression leaves of that where it is known.",
                        """
                        SELECT sum(domains.scanned_bytes - domains.zero_bytes) AS data_bytes, sum(domains.stored_bytes) AS stored_bytes,
                          sum(domains.stored_compressed_bytes) AS stored_compressed_bytes
                        FROM dedup_domain_newest AS domains FINAL
                        WHERE volumes > 0 AND %s
                        """.formatted(DOMAINS))
                .field(
                        number("data_bytes", "data"),
                        number("stored_bytes", "once"),
                        number("stored_compressed_bytes", "compressed"))
                .size(8, 5);
    }

    private static Panel sketched() {
        return Panel.stat(
                        "How much of the pools was sketched?",
                        "Share of what the volumes of the same pools occupy that has a sketch, in the domain where it is least. Where it is low, the ratio"
                                + " speaks for a part only.",
                        """
                        SELECT min(domains.sketched_ratio) AS sketched_ratio, sum(domains.volumes_without_sketch) AS volumes_without_sketch
                        FROM dedup_domain_latest AS domains
                        WHERE %s
                        """.formatted(DOMAINS))
                .field(
                        number("sketched_ratio", "sketched").mark(below(0.9, 0.5)),
                        number("volumes_without_sketch", "volumes without a sketch"))
                .size(8, 5);
    }

    private static Panel byDay() {
        return Panel.timeSeries(
                        "Does the ratio hold?",
                        "Data without dedup divided by data stored once, the last of each day, with its 95 % interval. Falling means that what is new is"
                                + " less alike.",
                        """
                        SELECT toDateTime(day, 'UTC') AS time, domain, argMax(ratios.dedup_low_ratio, interval_start) AS low_times,
                          argMax(ratios.dedup_ratio, interval_start) AS times, argMax(ratios.dedup_high_ratio, interval_start) AS high_times
                        FROM (
                          SELECT toDate(interval_start) AS day, toString(domain_id) AS domain, interval_start, dedup_low_ratio, dedup_ratio, dedup_high_ratio
                          FROM dedup_domain FINAL
                          WHERE $__timeFilter(interval_start) AND %s
                        ) AS ratios
                        GROUP BY day, domain
                        ORDER BY day, domain
                        """.formatted(DOMAINS))
                .field(
                        text("domain", "domain"),
                        times("low_times", "at least").dashed(),
                        times("times", "ratio"),
                        times("high_times", "at most").dashed());
    }

    private static Panel storedByDay() {
        return Panel.timeSeries(
                        "How much must be stored?",
                        "What dedup leaves of each domain, the last of each day.",
                        """
                        SELECT toDateTime(day, 'UTC') AS time, domain, argMax(ratios.stored_bytes, interval_start) AS stored_bytes
                        FROM (
                          SELECT toDate(interval_start) AS day, toString(domain_id) AS domain, interval_start, stored_bytes
                          FROM dedup_domain FINAL
                          WHERE $__timeFilter(interval_start) AND %s
                        ) AS ratios
                        GROUP BY day, domain
                        ORDER BY day, domain
                        """.formatted(DOMAINS))
                .field(text("domain", "domain"), number("stored_bytes", "stored"))
                .stacked();
    }

    private static Panel domains() {
        return Panel.table(
                        "Which domains gain most, and does the pool agree?",
                        "Domains by what dedup saves, with the 95 % interval of the ratio, and the pool's own ratio where it reports one. A difference"
                                + " beyond the interval means that the pool dedups less than it could, or counts otherwise.",
                        """
                        SELECT toString(domain_id) AS domain_id, method, volumes, data_bytes, stored_bytes, dedup_low_ratio AS low_times, dedup_ratio AS times,
                          dedup_high_ratio AS high_times, reported_dedup_ratio AS reported_times, sketched_ratio, time
                        FROM dedup_domain_latest
                        WHERE %s
                        ORDER BY toInt64(data_bytes) - toInt64(stored_bytes) DESC, domain_id
                        LIMIT 100
                        """.formatted(DOMAINS))
                .field(
                        text("domain_id", "domain"),
                        text("method", "method"),
                        number("volumes", "volumes"),
                        number("data_bytes", "data"),
                        number("stored_bytes", "each chunk once"),
                        times("low_times", "ratio, at least"),
                        times("times", "ratio"),
                        times("high_times", "at most"),
                        times("reported_times", "as the pool says"),
                        number("sketched_ratio", "sketched").gauge().mark(below(0.9, 0.5)),
                        time("time", "newest sketch"));
    }

    private static Panel unique() {
        return Panel.table(
                        "What really comes back if a volume goes?",
                        "Unique bytes: content that no other volume of the domain has. All else stays, because others hold it. Those with most first.",
                        """
                        SELECT volume_id, name, toString(pool_id) AS pool_id, allocated_bytes, data_bytes, unique_low_bytes, unique_bytes, unique_high_bytes
                        FROM dedup_volume_latest
                        WHERE %s
                        ORDER BY unique_bytes DESC, volume_id
                        LIMIT 50
                        """.formatted(DOMAINS))
                .fields(columns())
                .field(
                        number("allocated_bytes", "occupied"),
                        number("data_bytes", "data"),
                        number("unique_low_bytes", "comes back, at least"),
                        number("unique_bytes", "comes back"),
                        number("unique_high_bytes", "at most"))
                .size(12, 10);
    }

    private static Panel attributed() {
        return Panel.table(
                        "Which volumes profit most from others?",
                        "Shared bytes: content that another volume of the domain has too. Attributed bytes divide each chunk among its holders; they sum to"
                                + " what is stored, and are what one may fairly charge for.",
                        """
                        SELECT volume_id, name, toString(pool_id) AS pool_id, data_bytes, shared_bytes, attributed_low_bytes, attributed_bytes,
                          attributed_high_bytes
                        FROM dedup_volume_latest
                        WHERE %s
                        ORDER BY shared_bytes DESC, volume_id
                        LIMIT 50
                        """.formatted(DOMAINS))
                .fields(columns())
                .field(
                        number("data_bytes", "data"),
                        number("shared_bytes", "others have it too"),
                        number("attributed_low_bytes", "attributed, at least"),
                        number("attributed_bytes", "attributed"),
                        number("attributed_high_bytes", "at most"))
                .size(12, 10);
    }

    /** As storage people write a ratio: 2.38 x, not 238 %. */
    private static Field times(String column, String shown) {
        return Field.in("suffix:x", column, shown).decimals(2);
    }

    private static List<Field> columns() {
        return List.of(
                id("volume_id"),
                text("name", "volume")
                        .to(Link.board("Look at this volume", VolumeBoard.UID, "volume", "volume_id"))
                        .to(Link.console("Open in the console", "/volumes/", "volume_id")),
                text("pool_id", "pool").to(Link.board("Look at its pool", PoolBoard.UID, "pool", "pool_id")));
    }
}
