package io.ullage.dashboards;

import static io.ullage.dashboards.grafana.Field.count;
import static io.ullage.dashboards.grafana.Field.days;
import static io.ullage.dashboards.grafana.Field.id;
import static io.ullage.dashboards.grafana.Field.number;
import static io.ullage.dashboards.grafana.Field.text;
import static io.ullage.dashboards.grafana.Thresholds.above;

import io.ullage.dashboards.grafana.Board;
import io.ullage.dashboards.grafana.Field;
import io.ullage.dashboards.grafana.Link;
import io.ullage.dashboards.grafana.Panel;
import java.util.List;

/** What was promised and is not there: over-commit, exposure, room for metadata, and discards that do not arrive. */
final class ThinProvisioning {
    static final String UID = "ullage-thin-provisioning";
    private static final String DISKS = "volume_use = 'DISK' AND " + Parts.IN_POOLS;

    private ThinProvisioning() {}

    static Board board() {
        return Board.of(
                UID,
                "Thin provisioning",
                "What was promised and is not there: over-commit, exposure, room for metadata, and discards that do not arrive.",
                "now-90d",
                List.of(Parts.POOLS),
                promised(),
                missing(),
                metadata(),
                discards(),
                overcommit(),
                dead(),
                pools(),
                byProvisioning(),
                byDiscard(),
                undelivered());
    }

    private static Panel promised() {
        return Panel.stat(
                        "How much more was promised than there is?",
                        "Provisioned sizes of all volumes, divided by what their pools can hold. More than one is a bet that guests do not all fill"
                                + " their disks.",
                        """
                        SELECT sum(pools.provisioned_bytes) / nullIf(sum(pools.capacity_bytes), 0) AS overcommit_ratio,
                          countIf(pools.overcommit_ratio > 1) AS pools_beyond
                        FROM pool_latest AS pools
                        WHERE capacity_bytes IS NOT NULL AND %s
                        """.formatted(Parts.IN_POOLS))
                .field(
                        number("overcommit_ratio", "of capacity").range(0, 4).mark(Limits.OVERCOMMIT),
                        count("pools_beyond", "pools beyond"));
    }

    private static Panel missing() {
        return Panel.stat(
                        "What if every guest filled its disk?",
                        "What is used, and claimed and ullage on top, less the capacity; summed over the pools in which that is more than nothing.",
                        """
                        SELECT sum(greatest(toInt64(used_bytes + claimed_bytes + ullage_bytes) - toInt64(capacity_bytes), 0)) AS missing_bytes,
                          sum(claimed_bytes + ullage_bytes) AS exposure_bytes
                        FROM pool_latest
                        WHERE capacity_bytes IS NOT NULL AND used_bytes IS NOT NULL AND %s
                        """.formatted(Parts.IN_POOLS))
                .field(
                        number("missing_bytes", "missing").mark(above(1, 1L << 40)),
                        number("exposure_bytes", "exposure"));
    }

    private static Panel metadata() {
        return Panel.stat(
                        "How full is the fullest room for metadata?",
                        "Of the pools that keep metadata in a room of its own: the greatest share that is used. A thin pool whose metadata is full"
                                + " turns read-only, however much data would still fit.",
                        """
                        SELECT max(pools.metadata_used_ratio) AS metadata_used_ratio
                        FROM pool_latest AS pools
                        WHERE pools.metadata_used_ratio IS NOT NULL AND %s
                        """.formatted(Parts.IN_POOLS))
                .field(number("metadata_used_ratio", "metadata used").mark(above(0.7, 0.9)))
                .ifNothing("no pool here has a room of its own for metadata");
    }

    private static Panel discards() {
        return Panel.stat(
                        "On how many disks do discards not arrive?",
                        "Thin disks whose guest reports a discard granularity of zero: whatever is deleted stays mapped until the disk is attached with"
                                + " discard. With them stand the dead bytes of these disks.",
                        """
                        SELECT count() AS disks, sum(volumes.dead_bytes) AS dead_bytes
                        FROM volume_latest AS volumes
                        INNER JOIN (SELECT assumeNotNull(machine_id) AS seen_machine, disk FROM guest_disk_latest
                          WHERE machine_id IS NOT NULL AND discard_granularity_bytes = 0) AS guests
                          ON volumes.machine_id = guests.seen_machine AND volumes.guest_disk = guests.disk
                        WHERE provisioning = 'THIN' AND %s
                        """.formatted(DISKS))
                .field(count("disks", "disks").mark(above(1, 50)), number("dead_bytes", "dead in them"));
    }

    private static Panel overcommit() {
        return Panel.timeSeries(
                        "Which pools promise more and more?",
                        "Provisioned sizes divided by capacity as each day ended; the ten pools that promise most now.",
                        """
                        SELECT toDateTime(day, 'UTC') AS time, coalesce(days.name, toString(pool_id)) AS pool,
                          provisioned_bytes_last / nullIf(capacity_bytes_last, 0) AS overcommit_ratio
                        FROM pool_daily AS days
                        WHERE $__dateFilter(day) AND pool_id GLOBAL IN (
                          SELECT pool_id FROM pool_latest WHERE overcommit_ratio IS NOT NULL AND %s ORDER BY overcommit_ratio DESC LIMIT 10)
                        ORDER BY day, pool
                        """.formatted(Parts.IN_POOLS))
                .field(
                        text("pool", "pool"),
                        number("overcommit_ratio", "promised of capacity")
                                .range(0, 4)
                                .mark(Limits.OVERCOMMIT));
    }

    private static Panel dead() {
        return Panel.timeSeries(
                        "Does trim keep up?",
                        "Dead bytes over all volumes by day: least, best and most. Rising means that guests delete and nothing gives it back; steps"
                                + " down are trims.",
                        """
                        SELECT toDateTime(day, 'UTC') AS time, %s,
                          %s,
                          %s
                        FROM estate_days FINAL
                        WHERE NOT whole AND $__dateFilter(day) AND %s
                        GROUP BY day
                        ORDER BY day
                        """.formatted(
                                        Parts.dayAverage("dead_low_byte_seconds", "dead_low_bytes"),
                                        Parts.dayAverage("dead_byte_seconds", "dead_bytes"),
                                        Parts.dayAverage("dead_high_byte_seconds", "dead_high_bytes"),
                                        Parts.IN_POOLS))
                .field(
                        number("dead_low_bytes", "least").colour("#E69F00").dashed(),
                        number("dead_bytes", "best").colour("#D55E00"),
                        number("dead_high_bytes", "most").colour("#E69F00").dashed());
    }

    private static Panel pools() {
        return Panel.table(
                        "Which pools live most on promises?",
                        "Pools by what would be missing if every guest filled its disk. Full in is the forecast of the data, metadata full in that of"
                                + " the room for metadata: P10 each, a chance of one in ten that it is sooner.",
                        """
                        SELECT toString(pools.pool_id) AS pool_id, coalesce(pools.name, pool_id) AS pool, pool_kind,
                          pools.overcommit_ratio AS overcommit_ratio, pools.used_ratio AS used_ratio, pools.free_bytes AS free_bytes,
                          pools.claimed_bytes + pools.ullage_bytes AS exposure_bytes,
                          greatest(toInt64(pools.used_bytes + pools.claimed_bytes + pools.ullage_bytes) - toInt64(pools.capacity_bytes), 0) AS missing_bytes,
                          data.full_p10_seconds / 86400 AS full_p10_days, pools.metadata_used_ratio AS metadata_used_ratio,
                          metadata.full_p10_seconds / 86400 AS metadata_full_p10_days
                        FROM pool_latest AS pools
                        LEFT JOIN (SELECT entity_id, full_p10_seconds FROM forecast_latest WHERE subject = 'POOL') AS data
                          ON toString(pools.pool_id) = data.entity_id
                        LEFT JOIN (SELECT entity_id, full_p10_seconds FROM forecast_latest WHERE subject = 'METADATA') AS metadata
                          ON toString(pools.pool_id) = metadata.entity_id
                        WHERE %s
                        ORDER BY missing_bytes DESC, overcommit_ratio DESC, pool_id
                        LIMIT 100
                        """.formatted(Parts.IN_POOLS))
                .field(
                        id("pool_id"),
                        text("pool", "pool")
                                .to(Link.board("Look at this pool", PoolBoard.UID, "pool", "pool_id"))
                                .to(Link.console("Open in the console", "/pools/", "pool_id")),
                        text("pool_kind", "kind"),
                        number("overcommit_ratio", "promised of capacity")
                                .range(0, 4)
                                .mark(Limits.OVERCOMMIT),
                        number("used_ratio", "used").gauge().mark(Limits.USED),
                        number("free_bytes", "free"),
                        number("exposure_bytes", "exposure"),
                        number("missing_bytes", "missing then"),
                        days("full_p10_days", "full in (P10)").mark(Limits.FULL_IN),
                        number("metadata_used_ratio", "metadata used").gauge().mark(above(0.7, 0.9)),
                        days("metadata_full_p10_days", "metadata full in (P10)").mark(Limits.FULL_IN));
    }

    private static Panel byProvisioning() {
        return Panel.bars(
                        "What do thick and thin disks hold?",
                        "The eight classes of the ledger now, by how the disks are provisioned. Reserved bytes of thick disks come back by making them"
                                + " thin.",
                        """
                        SELECT provisioning,
                          %s
                        FROM volume_latest AS volumes
                        WHERE %s
                        GROUP BY provisioning
                        ORDER BY provisioning
                        """.formatted(Parts.classSums("volumes"), DISKS))
                .field(text("provisioning", "provisioning"))
                .fields(Field.classes())
                .stacked();
    }

    private static Panel byDiscard() {
        return Panel.bars(
                        "Do guests trim at once, later, or never?",
                        "Bytes that file systems have free, by whether they are mounted with discard and whether their disk takes discards. Free bytes"
                                + " on disks that take none stay mapped for ever.",
                        """
                        SELECT multiIf(guests.granularity IS NULL, 'not known', guests.granularity = 0, 'disk takes no discards',
                            systems.online_discard, 'at once (mounted with discard)', 'when fstrim runs') AS trims,
                          sum(systems.free_bytes) AS free_bytes
                        FROM file_system_latest AS systems
                        LEFT JOIN (SELECT host_id, disk, toNullable(discard_granularity_bytes) AS granularity FROM guest_disk_latest) AS guests
                          ON systems.host_id = guests.host_id AND arrayElement(systems.disks, 1) = guests.disk
                        WHERE systems.type != 'swap'
                        GROUP BY trims
                        ORDER BY trims
                        """)
                .field(text("trims", "trims"), number("free_bytes", "free in file systems"));
    }

    private static Panel undelivered() {
        return Panel.table(
                        "On which thin disks do deletes not come back?",
                        "Thin disks whose guest reports that discards end at the disk, those with most dead bytes first. Attach them with discard=unmap,"
                                + " then run fstrim once.",
                        """
                        SELECT volumes.volume_id AS volume_id, volumes.name AS name, volumes.machine_name AS machine_name, volumes.tenant AS tenant,
                          toString(volumes.pool_id) AS pool_id, guests.disk AS disk, volumes.dead_low_bytes AS dead_low_bytes,
                          volumes.dead_bytes AS dead_bytes, volumes.dead_high_bytes AS dead_high_bytes
                        FROM volume_owned AS volumes
                        INNER JOIN (SELECT assumeNotNull(machine_id) AS seen_machine, disk FROM guest_disk_latest
                          WHERE machine_id IS NOT NULL AND discard_granularity_bytes = 0) AS guests
                          ON volumes.machine_id = guests.seen_machine AND volumes.guest_disk = guests.disk
                        WHERE provisioning = 'THIN' AND %s
                        ORDER BY dead_bytes DESC, volume_id
                        LIMIT 50
                        """.formatted(DISKS))
                .fields(PoolBoard.volumeColumns())
                .field(
                        text("pool_id", "pool").to(Link.board("Look at its pool", PoolBoard.UID, "pool", "pool_id")),
                        text("disk", "disk in its guest"),
                        number("dead_low_bytes", "dead, at least"),
                        number("dead_bytes", "dead"),
                        number("dead_high_bytes", "at most"))
                .ifNothing("all thin disks whose guest is seen take discards");
    }
}
