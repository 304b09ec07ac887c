package io.ullage.dashboards;

import static io.ullage.dashboards.grafana.Field.days;
import static io.ullage.dashboards.grafana.Field.id;
import static io.ullage.dashboards.grafana.Field.number;
import static io.ullage.dashboards.grafana.Field.text;
import static io.ullage.dashboards.grafana.Thresholds.below;

import io.ullage.dashboards.grafana.Board;
import io.ullage.dashboards.grafana.Field;
import io.ullage.dashboards.grafana.Link;
import io.ullage.dashboards.grafana.Panel;
import java.util.List;

/** Where every byte is, for who plans capacity: what is provisioned, what it holds, what would come back, and which pool is full first. */
final class CapacityOverview {
    static final String UID = "ullage-capacity-overview";

    private CapacityOverview() {}

    static Board board() {
        return Board.of(
                UID,
                "Capacity overview",
                "Where every provisioned byte of the estate is, what would come back, and which pool will be full first.",
                "now-90d",
                List.of(Parts.POOLS),
                utilisation(),
                provisioned(),
                returnable(),
                exact(),
                byDay(),
                utilisationByDay(),
                pools(),
                byPool(),
                byPlatform());
    }

    private static Panel utilisation() {
        return Panel.stat(
                        "How much of what is given do guests hold?",
                        "Bytes that guests hold, divided by the provisioned size of the disks whose guest is seen. Disks that nobody"
                                + " looks into are left out, not taken for empty.",
                        """
                        SELECT sum(guest_live_bytes) / nullIf(sumIf(provisioned_bytes, guest_live_bytes IS NOT NULL), 0) AS utilisation_ratio
                        FROM volume_latest
                        WHERE volume_use = 'DISK' AND %s
                        """.formatted(Parts.IN_POOLS))
                .field(number("utilisation_ratio", "held by guests")
                        .mark(below(0.5, 0.3))
                        .to(Link.same("Which disks hold least?", LowUtilisation.UID, "pool")));
    }

    private static Panel provisioned() {
        return Panel.stat(
                        "How much is provisioned, how much occupied?",
                        "Sums of the sizes that guests see, and of what the same disks occupy in their pools. Layers beneath other"
                                + " volumes are not counted: no machine sees them by themselves.",
                        """
                        SELECT sum(volumes.provisioned_bytes) AS provisioned_bytes, sum(volumes.allocated_bytes) AS allocated_bytes
                        FROM volume_latest AS volumes
                        WHERE volume_use = 'DISK' AND %s
                        """.formatted(Parts.IN_POOLS))
                .field(number("provisioned_bytes", "provisioned"), number("allocated_bytes", "occupied"));
    }

    private static Panel returnable() {
        return Panel.stat(
                        "What would trim and punching holes return?",
                        "Dead and zeroed bytes: free in the guest, backed, in allocation units that nothing else holds. Low is certain even"
                                + " where only totals are known; best is exact where both maps are read.",
                        """
                        SELECT sum(dead_low_bytes + zeroed_low_bytes) AS returned_low_bytes, sum(dead_bytes + zeroed_bytes) AS returned_bytes
                        FROM volume_latest
                        WHERE volume_use = 'DISK' AND %s
                        """.formatted(Parts.IN_POOLS))
                .field(number("returned_low_bytes", "at least"), number("returned_bytes", "best figure"))
                .to(Link.same("By which actions?", Reclaim.UID, "pool"));
    }

    private static Panel exact() {
        return Panel.stat(
                        "For how many disks is the ledger exact?",
                        "Disks whose block map and live map are both read, out of all disks. The others have bounds: an agent in the guest or"
                                + " the right to read the image makes them exact.",
                        """
                        SELECT countIf(method = 'EXACT') / nullIf(count(), 0) AS exact_ratio
                        FROM volume_latest
                        WHERE volume_use = 'DISK' AND %s
                        """.formatted(Parts.IN_POOLS))
                .field(number("exact_ratio", "exact")
                        .mark(below(0.8, 0.4))
                        .to(Link.board("What is not seen?", PipelineHealth.UID)));
    }

    private static Panel byDay() {
        return Panel.timeSeries(
                        "Where is every provisioned byte?",
                        "The eight classes of the ledger by day, from the daily roll-up: each volume with its average over the day. They sum to"
                                + " what is provisioned.",
                        """
                        SELECT toDateTime(day, 'UTC') AS time,
                          %s
                        FROM estate_days FINAL
                        WHERE NOT whole AND $__dateFilter(day) AND %s
                        GROUP BY day
                        ORDER BY day
                        """.formatted(Parts.classDayAverages(), Parts.IN_POOLS))
                .fields(Field.classes())
                .stacked()
                .size(16, 10);
    }

    private static Panel utilisationByDay() {
        return Panel.timeSeries(
                        "Is it used better than before?",
                        "Bytes that guests hold, divided by the provisioned size of what is looked into, by day. Rising is good: it takes less"
                                + " disk to hold the same.",
                        """
                        SELECT toDateTime(day, 'UTC') AS time,
                          sum(guest_live_byte_seconds) / nullIf(sum(provisioned_looked_into_byte_seconds), 0) AS utilisation_ratio
                        FROM estate_days FINAL
                        WHERE NOT whole AND $__dateFilter(day) AND %s
                        GROUP BY day
                        ORDER BY day
                        """.formatted(Parts.IN_POOLS))
                .field(number("utilisation_ratio", "held by guests").mark(below(0.5, 0.3)))
                .size(8, 10);
    }

    private static Panel pools() {
        return Panel.table(
                        "Which pool will be full first?",
                        "Pools by when they are full. Days are forecast from the present regime of growth: full before P10 with a chance of 10 %,"
                                + " before P50 of 50 %, before P90 of 90 %. A blank is beyond the horizon, or history is missing: the verdict says"
                                + " which. Exposure is what guests may yet ask for: claimed and ullage.",
                        """
                        SELECT toString(pools.pool_id) AS pool_id, coalesce(pools.name, pool_id) AS pool, pools.used_ratio AS used_ratio,
                          forecasts.verdict AS verdict, forecasts.full_p10_seconds / 86400 AS full_p10_days,
                          forecasts.full_p50_seconds / 86400 AS full_p50_days, forecasts.full_p90_seconds / 86400 AS full_p90_days,
                          pools.capacity_bytes AS capacity_bytes, pools.free_bytes AS free_bytes,
                          pools.claimed_bytes + pools.ullage_bytes AS exposure_bytes, pools.overcommit_ratio AS overcommit_ratio
                        FROM pool_latest AS pools
                        LEFT JOIN (SELECT entity_id, toNullable(toString(forecast_latest.verdict)) AS verdict, full_p10_seconds, full_p50_seconds,
                          full_p90_seconds FROM forecast_latest WHERE subject = 'POOL') AS forecasts ON toString(pools.pool_id) = forecasts.entity_id
                        WHERE %s
                        ORDER BY full_p50_seconds ASC NULLS LAST, used_ratio DESC
                        LIMIT 100
                        """.formatted(Parts.IN_POOLS))
                .field(
                        id("pool_id"),
                        text("pool", "pool")
                                .to(Link.board("Look at this pool", PoolBoard.UID, "pool", "pool_id"))
                                .to(Link.console("Open in the console", "/pools/", "pool_id")),
                        number("used_ratio", "used").gauge().mark(Limits.USED),
                        text("verdict", "verdict"),
                        days("full_p10_days", "full in (P10)").mark(Limits.FULL_IN),
                        days("full_p50_days", "full in (P50)"),
                        days("full_p90_days", "full in (P90)"),
                        number("capacity_bytes", "capacity"),
                        number("free_bytes", "free"),
                        number("exposure_bytes", "exposure"),
                        number("overcommit_ratio", "promised of capacity")
                                .range(0, 4)
                                .mark(Limits.OVERCOMMIT));
    }

    private static Panel byPool() {
        return Panel.bars(
                        "Which pools hold which classes?",
                        "The eight classes of the ledger in each pool now, summed over its volumes; the twenty pools with most provisioned.",
                        """
                        SELECT coalesce(name, toString(pool_id)) AS pool, toString(pool_id) AS pool_id, %s
                        FROM pool_latest
                        WHERE %s
                        ORDER BY provisioned_bytes DESC
                        LIMIT 20
                        """.formatted(Parts.classes(), Parts.IN_POOLS))
                .field(
                        text("pool", "pool").to(Link.board("Look at this pool", PoolBoard.UID, "pool", "pool_id")),
                        id("pool_id"))
                .fields(Field.classes())
                .stacked();
    }

    private static Panel byPlatform() {
        return Panel.bars(
                        "Which platforms hold which classes?",
                        "The eight classes of the ledger now, by the platform that inventory names for the machine of a disk. Disks whose machine"
                                + " nobody spoke of are one bar.",
                        """
                        SELECT coalesce(owners.platform, '(not known)') AS platform,
                          %s
                        FROM volume_latest AS volumes
                        LEFT JOIN (SELECT machine_id AS owned_machine_id, toNullable(toString(platform)) AS platform FROM inventory_latest) AS owners
                          ON volumes.machine_id = owners.owned_machine_id
                        WHERE volume_use = 'DISK' AND %s
                        GROUP BY platform
                        ORDER BY sum(volumes.provisioned_bytes) DESC
                        """.formatted(Parts.classSums("volumes"), Parts.IN_POOLS))
                .field(text("platform", "platform"))
                .fields(Field.classes())
                .stacked();
    }
}
