package io.ullage.dashboards;

import static io.ullage.dashboards.grafana.Field.days;
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

/** One disk: its ledger over time, its chain of snapshots, and its guest. */
final class VolumeBoard {
    static final String UID = "ullage-volume";
    private static final String THIS = "volume_id IN (${volume:singlequote})";

    private VolumeBoard() {}

    static Board board() {
        return Board.of(
                UID,
                "Volume",
                "One disk: its ledger over time, its chain of snapshots, and what its guest says.",
                "now-30d",
                List.of(
                        Variable.one(
                                "volume",
                                "Volume",
                                "One volume; others by a link from any table, or by typing their id",
                                "SELECT volume_id, name FROM volume_latest WHERE volume_use = 'DISK' ORDER BY name, volume_id LIMIT 1000")),
                size(),
                utilisation(),
                returnable(),
                holders(),
                ledger(),
                sizes(),
                facts(),
                snapshots(),
                guest(),
                fileSystems(),
                actions());
    }

    private static Panel size() {
        return Panel.stat(
                        "How large is it, and what does it occupy?",
                        "The size that the guest sees, and what the volume occupies in its pool, format metadata and its own snapshots with it.",
                        """
                        SELECT provisioned_bytes, allocated_bytes
                        FROM volume_latest
                        WHERE %s
                        """.formatted(THIS))
                .field(number("provisioned_bytes", "provisioned"), number("allocated_bytes", "occupied"));
    }

    private static Panel utilisation() {
        return Panel.stat(
                        "How much of it does the guest hold?",
                        "Bytes that file systems, swap and volume managers of the guest hold, divided by the provisioned size. Not known where"
                                + " nobody looks into the disk.",
                        """
                        SELECT utilisation_ratio, guest_live_bytes
                        FROM volume_latest
                        WHERE %s
                        """.formatted(THIS))
                .field(
                        number("utilisation_ratio", "of its size").mark(below(0.5, 0.2)),
                        number("guest_live_bytes", "held by guest"));
    }

    private static Panel returnable() {
        return Panel.stat(
                        "What would a trim return?",
                        "Dead bytes: least, best and most. Exact where block map and live map are read; an interval where only totals are known.",
                        """
                        SELECT dead_low_bytes, dead_bytes, dead_high_bytes
                        FROM volume_latest
                        WHERE %s
                        """.formatted(THIS))
                .field(
                        number("dead_low_bytes", "least"),
                        number("dead_bytes", "best"),
                        number("dead_high_bytes", "most"));
    }

    private static Panel holders() {
        return Panel.stat(
                        "What do its snapshots hold?",
                        "Held by internal snapshots of the volume alone, beside what is provisioned; and free bytes that a trim cannot return yet,"
                                + " because their allocation unit is partly live or something else holds it.",
                        """
                        SELECT snapshot_bytes, stranded_bytes
                        FROM volume_latest
                        WHERE %s
                        """.formatted(THIS))
                .field(number("snapshot_bytes", "snapshots"), number("stranded_bytes", "stranded"));
    }

    private static Panel ledger() {
        return Panel.timeSeries(
                        "Where was every byte of it?",
                        "The eight classes of its ledger by hour, averages over the hour from the hourly roll-up. They sum to the provisioned size.",
                        """
                        SELECT hour AS time, %s
                        FROM volume_hourly
                        WHERE $__timeFilter(hour) AND %s
                        ORDER BY hour
                        """.formatted(Parts.classes(), THIS))
                .fields(Field.classes())
                .stacked()
                .size(16, 10);
    }

    private static Panel sizes() {
        return Panel.timeSeries(
                        "Does it grow because the guest holds more?",
                        "What it occupies and what the guest holds, by hour. Occupied that rises alone is churn: trim returns it. Occupied that"
                                + " follows the guest is need.",
                        """
                        SELECT hour AS time, allocated_bytes, guest_live_bytes, snapshot_bytes
                        FROM volume_hourly
                        WHERE $__timeFilter(hour) AND %s
                        ORDER BY hour
                        """.formatted(THIS))
                .field(
                        number("allocated_bytes", "occupied"),
                        number("guest_live_bytes", "held by guest").colour("#0072B2"),
                        number("snapshot_bytes", "held by snapshots").colour("#CC79A7"))
                .size(8, 10);
    }

    private static Panel facts() {
        return Panel.table(
                        "What is it, whose is it, and how well is it seen?",
                        "As last read: where it lies, who uses it, by what its guest disk was found, and the method of its ledger. Anomalies are"
                                + " broken invariants with their values.",
                        """
                        SELECT volume_id, name, toString(pool_id) AS pool_id, path, format, provisioning, machine_name, tenant, method, match_rule,
                          guest_age_seconds, arrayStringConcat(anomalies, '; ') AS anomalies, time
                        FROM volume_owned
                        WHERE %s
                        """.formatted(THIS))
                .field(
                        id("volume_id"),
                        text("name", "volume").to(Link.console("Open in the console", "/volumes/", "volume_id")),
                        text("pool_id", "pool").to(Link.board("Look at its pool", PoolBoard.UID, "pool", "pool_id")),
                        text("path", "path"),
                        text("format", "format"),
                        text("provisioning", "provisioning"),
                        text("machine_name", "machine"),
                        text("tenant", "tenant"),
                        text("method", "method"),
                        text("match_rule", "found by"),
                        number("guest_age_seconds", "guest was read before"),
                        text("anomalies", "anomalies"),
                        time("time", "read at"))
                .size(24, 4);
    }

    private static Panel snapshots() {
        return Panel.table(
                        "Which snapshots and overlays hold it?",
                        "Its snapshots and the overlays above it: what each holds alone, how it grows, what its removal returns, and whether the pool"
                                + " has the room that this needs.",
                        """
                        SELECT name, snapshot_kind, created, age_seconds / 86400 AS age_days, exclusive_bytes, growth_day_bytes, returned_bytes, room_bytes, fits
                        FROM snapshot_removal
                        WHERE %s
                        ORDER BY created
                        LIMIT 100
                        """.formatted(THIS))
                .field(
                        text("name", "snapshot"),
                        text("snapshot_kind", "kind"),
                        time("created", "made"),
                        days("age_days", "age").mark(Limits.SNAPSHOT_AGE),
                        number("exclusive_bytes", "holds alone"),
                        number("growth_day_bytes", "grows a day"),
                        number("returned_bytes", "removal returns"),
                        number("room_bytes", "removal needs"),
                        text("fits", "fits"))
                .size(24, 6)
                .ifNothing("no snapshot and no overlay holds this volume");
    }

    private static Panel guest() {
        return Panel.table(
                        "What does its guest say of the disk?",
                        "The guest disk that was matched with this volume, as its guest last read it. A discard granularity of zero means that the"
                                + " guest's discards end here.",
                        """
                        SELECT disks.disk AS disk, disks.size_bytes AS size_bytes, disks.live_bytes AS live_bytes, disks.free_bytes AS free_bytes,
                          disks.unseen_bytes AS unseen_bytes, disks.discard_granularity_bytes AS discard_granularity_bytes,
                          disks.serial AS serial, disks.time AS time
                        FROM guest_disk_latest AS disks
                        INNER JOIN (SELECT machine_id AS used_by, guest_disk AS used_as FROM volume_latest WHERE %s) AS uses
                          ON disks.machine_id = uses.used_by AND disks.disk = uses.used_as
                        """.formatted(THIS))
                .field(
                        text("disk", "disk"),
                        number("size_bytes", "size"),
                        number("live_bytes", "held"),
                        number("free_bytes", "free"),
                        number("unseen_bytes", "not seen"),
                        number("discard_granularity_bytes", "discard granularity"),
                        text("serial", "serial"),
                        time("time", "read at"))
                .size(24, 4)
                .ifNothing("no guest disk was matched: start the agent in the guest");
    }

    private static Panel fileSystems() {
        return Panel.table(
                        "Which file systems lie on it?",
                        "File systems and swap areas that the guest says lie on this disk. Online discard says whether what is deleted is trimmed at"
                                + " once.",
                        """
                        SELECT device, mount_point, type, size_bytes, used_bytes, used_bytes / nullIf(size_bytes, 0) AS used_ratio,
                          if(online_discard, 'yes', 'no') AS discard
                        FROM file_system_latest AS systems
                        INNER JOIN (SELECT machine_id AS used_by, assumeNotNull(guest_disk) AS used_as FROM volume_latest
                          WHERE guest_disk IS NOT NULL AND %s) AS uses ON systems.machine_id = uses.used_by
                        WHERE has(disks, used_as)
                        ORDER BY mount_point, device
                        """.formatted(THIS))
                .field(
                        text("device", "device"),
                        text("mount_point", "mounted at"),
                        text("type", "type"),
                        number("size_bytes", "size"),
                        number("used_bytes", "used"),
                        number("used_ratio", "used of size").gauge(),
                        text("discard", "online discard"))
                .size(24, 6)
                .ifNothing("the guest says nothing of file systems on it: start the agent in the guest");
    }

    private static Panel actions() {
        return Panel.table(
                        "What should be done about it?",
                        "Recommendations about this volume, with what each returns and its state. The console shows the commands.",
                        """
                        SELECT id, rule, state, low_bytes, best_bytes, high_bytes, risk, why
                        FROM recommendation_latest
                        WHERE target_id IN (${volume:singlequote})
                        ORDER BY best_bytes DESC, id
                        LIMIT 20
                        """)
                .field(
                        id("id"),
                        text("rule", "rule").to(Link.console("Open in the console", "/recommendations/", "id")),
                        text("state", "state"),
                        number("low_bytes", "least"),
                        number("best_bytes", "returns"),
                        number("high_bytes", "most"),
                        text("risk", "risk"),
                        text("why", "why").width(420))
                .size(24, 6)
                .ifNothing("nothing is recommended for this volume");
    }
}
