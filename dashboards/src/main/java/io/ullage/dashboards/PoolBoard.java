package io.ullage.dashboards;

import static io.ullage.dashboards.grafana.Field.days;
import static io.ullage.dashboards.grafana.Field.id;
import static io.ullage.dashboards.grafana.Field.number;
import static io.ullage.dashboards.grafana.Field.text;
import static io.ullage.dashboards.grafana.Thresholds.above;
import static io.ullage.dashboards.grafana.Thresholds.below;

import io.ullage.dashboards.grafana.Board;
import io.ullage.dashboards.grafana.Field;
import io.ullage.dashboards.grafana.Link;
import io.ullage.dashboards.grafana.Panel;
import java.util.List;

/** One pool: how full, how long it lasts, what it has promised, who takes it and who takes more. */
final class PoolBoard {
    static final String UID = "ullage-pool";
    private static final String THIS = "pool_id IN (${pool:singlequote})";

    private PoolBoard() {}

    static Board board() {
        return Board.of(
                UID,
                "Pool",
                "One pool: how full it is, how long it lasts, what it has promised, and who takes it.",
                "now-90d",
                List.of(Parts.POOL),
                used(),
                full(),
                promised(),
                returnable(),
                trend(),
                ledger(),
                metadata(),
                bookings(),
                volumes(),
                growing());
    }

    private static Panel used() {
        return Panel.stat(
                        "How full is the pool?",
                        "What the pool says is used, by everybody, divided by what it can hold.",
                        """
                        SELECT used_ratio, free_bytes
                        FROM pool_latest
                        WHERE %s
                        """.formatted(THIS))
                .field(number("used_ratio", "used").mark(Limits.USED), number("free_bytes", "free"));
    }

    private static Panel full() {
        return Panel.stat(
                        "When will it be full?",
                        "Forecast from the present regime of growth (Theil-Sen and block bootstrap): full before P10 with a chance of 10 %, before"
                                + " P50 of 50 %, before P90 of 90 %. Nothing is shown beyond the horizon or where history is missing.",
                        """
                        SELECT full_p10_seconds / 86400 AS full_p10_days, full_p50_seconds / 86400 AS full_p50_days, full_p90_seconds / 86400 AS full_p90_days
                        FROM forecast_latest
                        WHERE subject = 'POOL' AND entity_id IN (${pool:singlequote})
                        """)
                .field(
                        days("full_p10_days", "P10").mark(Limits.FULL_IN),
                        days("full_p50_days", "P50"),
                        days("full_p90_days", "P90"))
                .ifNothing("not filling, or no forecast yet: ullage forecast says why");
    }

    private static Panel promised() {
        return Panel.stat(
                        "How much has it promised beyond what it has?",
                        "Provisioned sizes of its volumes, divided by its capacity; and what guests may yet ask for: claimed and ullage.",
                        """
                        SELECT overcommit_ratio, claimed_bytes + ullage_bytes AS exposure_bytes
                        FROM pool_latest
                        WHERE %s
                        """.formatted(THIS))
                .field(
                        number("overcommit_ratio", "of capacity").range(0, 4).mark(Limits.OVERCOMMIT),
                        number("exposure_bytes", "exposure"))
                .to(Link.same("Who is exposed?", ThinProvisioning.UID, "pool"));
    }

    private static Panel returnable() {
        return Panel.stat(
                        "How much would come back to it?",
                        "Open and accepted recommendations that return bytes to this pool: least, best and most. No byte is promised twice.",
                        """
                        SELECT sum(acts.low_bytes) AS low_bytes, sum(acts.best_bytes) AS best_bytes, sum(acts.high_bytes) AS high_bytes
                        FROM recommendation_latest AS acts
                        WHERE effect = 'RETURNS' AND state IN ('OPEN', 'ACCEPTED') AND %s
                        """.formatted(THIS))
                .field(number("low_bytes", "least"), number("best_bytes", "best"), number("high_bytes", "most"))
                .to(Link.same("By which actions?", Reclaim.UID, "pool"));
    }

    private static Panel trend() {
        return Panel.timeSeries(
                        "How has it filled?",
                        "As each day ended: what the pool says is used, what it can hold, and what it has promised to its volumes.",
                        """
                        SELECT toDateTime(day, 'UTC') AS time, used_bytes_last AS used_bytes, capacity_bytes_last AS capacity_bytes,
                          provisioned_bytes_last AS provisioned_bytes
                        FROM pool_daily
                        WHERE $__dateFilter(day) AND %s
                        ORDER BY day
                        """.formatted(THIS))
                .field(
                        number("used_bytes", "used"),
                        number("capacity_bytes", "capacity").colour("#D55E00").dashed(),
                        number("provisioned_bytes", "promised")
                                .colour("#666666")
                                .dashed());
    }

    private static Panel ledger() {
        return Panel.timeSeries(
                        "Where is what it has promised?",
                        "The eight classes of the ledger over its volumes, by day: averages over the day. They sum to what is provisioned.",
                        """
                        SELECT toDateTime(day, 'UTC') AS time, %s
                        FROM pool_daily
                        WHERE $__dateFilter(day) AND %s
                        ORDER BY day
                        """.formatted(Parts.classes(), THIS))
                .fields(Field.classes())
                .stacked();
    }

    private static Panel metadata() {
        return Panel.timeSeries(
                        "Does room for metadata last?",
                        "Metadata used, of its own room, as each day ended; only pools that have one, such as LVM thin pools. A thin pool whose"
                                + " metadata is full stops all its volumes.",
                        """
                        SELECT toDateTime(day, 'UTC') AS time,
                          metadata_used_bytes_last / nullIf(metadata_capacity_bytes_last, 0) AS metadata_used_ratio
                        FROM pool_daily
                        WHERE $__dateFilter(day) AND %s
                        ORDER BY day
                        """.formatted(THIS))
                .field(number("metadata_used_ratio", "metadata used").mark(above(0.7, 0.9)))
                .ifNothing("this pool has no room of its own for metadata")
                .size(8, 8);
    }

    private static Panel bookings() {
        return Panel.timeSeries(
                        "How much does it take or give back in a day?",
                        "What changed in used bytes from one day's end to the next, up to yesterday. Below zero, more came back than was written.",
                        """
                        SELECT toDateTime(day, 'UTC') AS time, used_change_bytes
                        FROM pool_trend
                        WHERE $__dateFilter(day) AND day < toDate(now('UTC')) AND %s
                        ORDER BY day
                        """.formatted(THIS))
                .field(number("used_change_bytes", "change in a day"))
                .size(16, 8);
    }

    private static Panel volumes() {
        return Panel.table(
                        "Which volumes take most of it?",
                        "The volumes that occupy most now, with what their guests hold and what a trim would return.",
                        """
                        SELECT volume_id, name, machine_name, tenant, provisioned_bytes, allocated_bytes, utilisation_ratio, dead_bytes, method
                        FROM volume_owned
                        WHERE %s
                        ORDER BY allocated_bytes DESC NULLS LAST, volume_id
                        LIMIT 50
                        """.formatted(THIS))
                .fields(volumeColumns())
                .field(
                        number("provisioned_bytes", "provisioned"),
                        number("allocated_bytes", "occupied"),
                        number("utilisation_ratio", "held by guest").gauge().mark(below(0.5, 0.2)),
                        number("dead_bytes", "a trim returns"),
                        text("method", "method"));
    }

    private static Panel growing() {
        return Panel.table(
                        "Which volumes grew most in a week?",
                        "What a volume occupies on the last whole day, less what it occupied seven days before; averages of the days. Volumes"
                                + " that were not there a week ago count from nothing.",
                        """
                        SELECT volume_id, any(days.name) AS name, any(owned.machine_name) AS machine_name, any(owned.tenant) AS tenant,
                          toInt64(sumIf(days.allocated_bytes, days.day = today() - 1)) - toInt64(sumIf(days.allocated_bytes, days.day = today() - 8))
                            AS allocated_change_bytes,
                          sumIf(days.allocated_bytes, days.day = today() - 1) AS allocated_bytes
                        FROM volume_daily AS days
                        INNER JOIN (SELECT volume_id AS owned_volume_id, machine_name, tenant FROM volume_owned WHERE %1$s) AS owned
                          ON days.volume_id = owned.owned_volume_id
                        WHERE days.day IN (today() - 1, today() - 8)
                          AND days.volume_id GLOBAL IN (SELECT volume_id FROM ledger_newest WHERE %1$s)
                        GROUP BY volume_id
                        HAVING allocated_change_bytes > 0
                        ORDER BY allocated_change_bytes DESC, volume_id
                        LIMIT 50
                        """.formatted(THIS))
                .fields(volumeColumns())
                .field(number("allocated_change_bytes", "grew by"), number("allocated_bytes", "occupied"))
                .ifNothing("no volume of this pool grew");
    }

    static List<Field> volumeColumns() {
        return List.of(
                id("volume_id"),
                text("name", "volume")
                        .to(Link.board("Look at this volume", VolumeBoard.UID, "volume", "volume_id"))
                        .to(Link.console("Open in the console", "/volumes/", "volume_id")),
                text("machine_name", "machine"),
                text("tenant", "tenant"));
    }
}
