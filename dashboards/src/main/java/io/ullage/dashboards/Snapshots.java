package io.ullage.dashboards;

import static io.ullage.dashboards.grafana.Field.count;
import static io.ullage.dashboards.grafana.Field.days;
import static io.ullage.dashboards.grafana.Field.id;
import static io.ullage.dashboards.grafana.Field.number;
import static io.ullage.dashboards.grafana.Field.text;
import static io.ullage.dashboards.grafana.Thresholds.above;

import io.ullage.dashboards.grafana.Board;
import io.ullage.dashboards.grafana.Link;
import io.ullage.dashboards.grafana.Panel;
import java.util.List;

/** Snapshots and overlays: what they hold, how they grow, how old they are, and whether there is room to remove them. */
final class Snapshots {
    static final String UID = "ullage-snapshots";

    private Snapshots() {}

    static Board board() {
        return Board.of(
                UID,
                "Snapshots",
                "What snapshots and overlays hold, how they grow, how old they are, and whether there is room to remove them.",
                "now-30d",
                List.of(Parts.POOLS),
                held(),
                old(),
                stuck(),
                byDay(),
                byAge(),
                all(),
                chains(),
                steps(),
                luns());
    }

    private static Panel held() {
        return Panel.stat(
                        "How much do snapshots hold back?",
                        "Bytes that snapshots and overlays hold alone, and by how much the pools' free bytes would grow if all were removed one by"
                                + " one.",
                        """
                        SELECT count() AS snapshots, sum(held.exclusive_bytes) AS exclusive_bytes, sum(held.returned_bytes) AS returned_bytes
                        FROM snapshot_removal AS held
                        WHERE %s
                        """.formatted(Parts.IN_POOLS))
                .field(
                        number("exclusive_bytes", "held"),
                        number("returned_bytes", "removal returns"),
                        count("snapshots", "snapshots"))
                .size(8, 5);
    }

    private static Panel old() {
        return Panel.stat(
                        "How many were forgotten?",
                        "Snapshots and overlays that are older than fourteen days, and what they hold. Backups take hours, change windows days.",
                        """
                        SELECT countIf(age_seconds > 14 * 86400) AS old_snapshots, sumIf(held.exclusive_bytes, age_seconds > 14 * 86400) AS exclusive_bytes
                        FROM snapshot_removal AS held
                        WHERE %s
                        """.formatted(Parts.IN_POOLS))
                .field(
                        count("old_snapshots", "older than 14 days").mark(above(1, 10)),
                        number("exclusive_bytes", "they hold"))
                .size(8, 5);
    }

    private static Panel stuck() {
        return Panel.stat(
                        "How many cannot be removed for want of room?",
                        "Snapshots and overlays whose removal needs more room than their pool has free: a coalesce copies before it frees. Do those"
                                + " with room first, they make room for the others.",
                        """
                        SELECT countIf(fits = 'NO') AS stuck_snapshots, countIf(fits = 'PERHAPS') AS tight_snapshots
                        FROM snapshot_removal
                        WHERE %s
                        """.formatted(Parts.IN_POOLS))
                .field(
                        count("stuck_snapshots", "no room").mark(above(1, 5)),
                        count("tight_snapshots", "perhaps").mark(above(1, 10)))
                .size(8, 5);
    }

    private static Panel byDay() {
        return Panel.timeSeries(
                        "Do they grow?",
                        "What snapshots held alone as each day ended, by kind. Overlays are not in it: they are volumes, and stand in the table of"
                                + " chains.",
                        """
                        SELECT toDateTime(day, 'UTC') AS time, snapshot_kind, sum(ends.exclusive_bytes) AS exclusive_bytes
                        FROM snapshot_day AS ends
                        WHERE $__dateFilter(day) AND %s
                        GROUP BY day, snapshot_kind
                        ORDER BY day, snapshot_kind
                        """.formatted(Parts.IN_POOLS))
                .field(text("snapshot_kind", "kind"), number("exclusive_bytes", "held"))
                .stacked();
    }

    private static Panel byAge() {
        return Panel.bars(
                        "How old is what they hold?",
                        "Bytes that snapshots and overlays hold alone, by age.",
                        """
                        SELECT multiIf(age_seconds < 86400, 'below a day', age_seconds < 3 * 86400, 'one to three days', age_seconds < 14 * 86400,
                            'three to fourteen days', age_seconds < 90 * 86400, 'fourteen days to three months', age_seconds IS NULL, 'not known',
                            'three months and more') AS age,
                          sum(held.exclusive_bytes) AS exclusive_bytes
                        FROM snapshot_removal AS held
                        WHERE %s
                        GROUP BY age
                        ORDER BY min(ifNull(toFloat64(age_seconds), 9e15))
                        """.formatted(Parts.IN_POOLS))
                .field(text("age", "age"), number("exclusive_bytes", "held"));
    }

    private static Panel all() {
        return Panel.table(
                        "Which snapshots should go first?",
                        "Snapshots and overlays, those first whose removal returns most: age, growth, what removal returns and needs, and whether the"
                                + " pool has that room.",
                        """
                        SELECT volume_id, volume_name, name, snapshot_kind, toString(pool_id) AS pool_id, age_seconds / 86400 AS age_days, exclusive_bytes,
                          growth_day_low_bytes, growth_day_bytes, growth_day_high_bytes, returned_low_bytes, returned_bytes, returned_high_bytes,
                          room_bytes, pool_free_bytes, fits
                        FROM snapshot_removal
                        WHERE %s
                        ORDER BY returned_bytes DESC NULLS LAST, exclusive_bytes DESC NULLS LAST, snapshot_id
                        LIMIT 100
                        """.formatted(Parts.IN_POOLS))
                .field(
                        id("volume_id"),
                        text("volume_name", "volume")
                                .to(Link.board("Look at this volume", VolumeBoard.UID, "volume", "volume_id"))
                                .to(Link.console("Open in the console", "/volumes/", "volume_id")),
                        text("name", "snapshot").to(Link.console("Snapshots in the console", "/snapshots")),
                        text("snapshot_kind", "kind"),
                        text("pool_id", "pool").to(Link.board("Look at its pool", PoolBoard.UID, "pool", "pool_id")),
                        days("age_days", "age").mark(Limits.SNAPSHOT_AGE),
                        number("exclusive_bytes", "holds alone"),
                        number("growth_day_low_bytes", "grows a day, at least"),
                        number("growth_day_bytes", "best"),
                        number("growth_day_high_bytes", "at most"),
                        number("returned_low_bytes", "removal returns, at least"),
                        number("returned_bytes", "best"),
                        number("returned_high_bytes", "at most"),
                        number("room_bytes", "removal needs"),
                        number("pool_free_bytes", "pool has"),
                        text("fits", "fits"))
                .size(24, 10);
    }

    private static Panel chains() {
        return Panel.table(
                        "Which chains will fill their pool?",
                        "Chains of a volume with its snapshots and overlays, soonest first: how long until this chain alone has filled its pool at its"
                                + " present rate, from the fastest to the slowest that the readings allow.",
                        """
                        SELECT chain_id, name, toString(pool_id) AS pool_id, overlays, snapshots, allocated_bytes, reusable_bytes, growth_bytes_per_second,
                          full_in_low_seconds / 86400 AS full_in_low_days, full_in_seconds / 86400 AS full_in_days,
                          full_in_high_seconds / 86400 AS full_in_high_days, room_bytes, fits
                        FROM chain_growth_latest
                        WHERE overlays + snapshots > 0 AND %s
                        ORDER BY full_in_seconds ASC NULLS LAST, allocated_bytes DESC, chain_id
                        LIMIT 50
                        """.formatted(Parts.IN_POOLS))
                .field(
                        id("chain_id"),
                        text("name", "chain")
                                .to(Link.board("Look at its base", VolumeBoard.UID, "volume", "chain_id"))
                                .to(Link.console("Open in the console", "/volumes/", "chain_id")),
                        text("pool_id", "pool").to(Link.board("Look at its pool", PoolBoard.UID, "pool", "pool_id")),
                        number("overlays", "overlays"),
                        number("snapshots", "snapshots"),
                        number("allocated_bytes", "occupied"),
                        number("reusable_bytes", "used by nothing"),
                        number("growth_bytes_per_second", "grows"),
                        days("full_in_low_days", "fills its pool in, at the earliest")
                                .mark(Limits.FULL_IN),
                        days("full_in_days", "best"),
                        days("full_in_high_days", "at the latest"),
                        number("room_bytes", "coalesce needs"),
                        text("fits", "fits"))
                .size(24, 8);
    }

    private static Panel steps() {
        return Panel.timeSeries(
                        "How often does growth reserve a LUN?",
                        "Growth steps in each hour, over snapshots and thin disks of a LUN; on VMFS each is a metadata update that reserves the LUN for"
                                + " all. The ten LUNs that were over their limit most often. The limit, dashed, is that of the settings.",
                        """
                        SELECT interval_start AS time, coalesce(luns.name, toString(pool_id)) AS pool, luns.steps AS steps, luns.limit_steps AS limit_steps
                        FROM lun_growth AS luns FINAL
                        WHERE $__timeFilter(interval_start) AND pool_id GLOBAL IN (
                          SELECT pool_id FROM lun_growth FINAL WHERE $__timeFilter(interval_start) AND %s
                          GROUP BY pool_id ORDER BY countIf(over_limit) DESC, max(lun_growth.steps) DESC, pool_id LIMIT 10)
                        ORDER BY interval_start, pool
                        """.formatted(Parts.IN_POOLS))
                .field(
                        text("pool", "LUN"),
                        number("steps", "steps in an hour"),
                        number("limit_steps", "limit").colour("#D55E00").dashed())
                .ifNothing("no pool here grows by steps")
                .size(24, 9);
    }

    private static Panel luns() {
        return Panel.table(
                        "Which LUNs were over their limit?",
                        "Hours in the time range in which files on a LUN grew more often than is allowed, and who grew most in the worst of them.",
                        """
                        SELECT toString(pool_id) AS pool_id, any(coalesce(luns.name, toString(luns.pool_id))) AS pool, countIf(over_limit) AS hours,
                          max(luns.steps) AS steps, any(luns.limit_steps) AS limit_steps, argMax(luns.most_id, luns.steps) AS most_id
                        FROM lun_growth AS luns FINAL
                        WHERE $__timeFilter(interval_start) AND %s
                        GROUP BY pool_id
                        ORDER BY hours DESC, steps DESC
                        LIMIT 50
                        """.formatted(Parts.IN_POOLS))
                .field(
                        id("pool_id"),
                        text("pool", "LUN").to(Link.board("Look at this pool", PoolBoard.UID, "pool", "pool_id")),
                        count("hours", "hours over its limit").mark(above(1, 24)),
                        number("steps", "most steps in an hour"),
                        number("limit_steps", "limit"),
                        text("most_id", "who grew most")
                                .to(Link.board("Look at this volume", VolumeBoard.UID, "volume", "most_id")));
    }
}
