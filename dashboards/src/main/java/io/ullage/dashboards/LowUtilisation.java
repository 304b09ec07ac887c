package io.ullage.dashboards;

import static io.ullage.dashboards.grafana.Field.count;
import static io.ullage.dashboards.grafana.Field.days;
import static io.ullage.dashboards.grafana.Field.id;
import static io.ullage.dashboards.grafana.Field.number;
import static io.ullage.dashboards.grafana.Field.text;
import static io.ullage.dashboards.grafana.Thresholds.below;

import io.ullage.dashboards.grafana.Board;
import io.ullage.dashboards.grafana.Link;
import io.ullage.dashboards.grafana.Panel;
import io.ullage.dashboards.grafana.Thresholds;
import java.util.List;

/** The 32 GB that use 5: how many disks are like that, which, how old, and whose. */
final class LowUtilisation {
    static final String UID = "ullage-low-utilisation";

    /** Below this a disk could be made smaller by half and still have room. */
    private static final String LOW = "0.2";

    private static final Thresholds HELD = below(0.5, 0.2);
    private static final String SEEN =
            "volume_use = 'DISK' AND guest_live_bytes IS NOT NULL AND " + Parts.IN_POOLS + " AND " + Parts.OF_TENANTS;

    private LowUtilisation() {}

    static Board board() {
        return Board.of(
                UID,
                "Low utilisation",
                "Disks that were given much and hold little: how many, which, how old, and whose.",
                "now-90d",
                List.of(Parts.POOLS, Parts.TENANTS),
                share(),
                given(),
                unseen(),
                byDay(),
                distribution(),
                byAge(),
                byOwner(),
                worst());
    }

    private static Panel share() {
        return Panel.stat(
                        "How many disks hold less than a fifth of their size?",
                        "Disks whose guest holds less than 20 % of the provisioned size, and their share of all disks whose guest is seen.",
                        """
                        SELECT countIf(utilisation_ratio < %s) AS disks, disks / nullIf(count(), 0) AS disks_ratio
                        FROM volume_owned
                        WHERE %s
                        """.formatted(LOW, SEEN))
                .field(
                        count("disks", "disks"),
                        number("disks_ratio", "of all that are seen").mark(Thresholds.above(0.1, 0.3)))
                .size(8, 5);
    }

    private static Panel given() {
        return Panel.stat(
                        "How much were these given that they do not hold?",
                        "Of the disks that hold less than 20 %: provisioned less held; and what of it occupies the pool for nothing, which are the"
                                + " dead, stranded, zeroed and reserved bytes.",
                        """
                        SELECT sum(provisioned_bytes - least(guest_live_bytes, provisioned_bytes)) AS not_held_bytes,
                          sum(dead_bytes + stranded_bytes + zeroed_bytes + reserved_bytes) AS occupied_for_nothing_bytes
                        FROM volume_owned
                        WHERE utilisation_ratio < %s AND %s
                        """.formatted(LOW, SEEN))
                .field(
                        number("not_held_bytes", "given and not held"),
                        number("occupied_for_nothing_bytes", "occupied for nothing"))
                .to(Link.same("By which actions does it come back?", Reclaim.UID, "pool"))
                .size(8, 5);
    }

    private static Panel unseen() {
        return Panel.stat(
                        "How many disks can nobody judge?",
                        "Disks into which nobody looks: no agent in the guest, encrypted, or a file system that Ullage does not read. They are in no"
                                + " other figure here.",
                        """
                        SELECT countIf(guest_live_bytes IS NULL) AS unseen_disks, sumIf(provisioned_bytes, guest_live_bytes IS NULL) AS unseen_provisioned_bytes
                        FROM volume_owned
                        WHERE volume_use = 'DISK' AND %s AND %s
                        """.formatted(Parts.IN_POOLS, Parts.OF_TENANTS))
                .field(count("unseen_disks", "disks"), number("unseen_provisioned_bytes", "provisioned to them"))
                .to(Link.board("Why are they not seen?", PipelineHealth.UID))
                .size(8, 5);
    }

    private static Panel byDay() {
        return Panel.timeSeries(
                        "Does it get better?",
                        "Bytes that guests hold, divided by the provisioned size of what is looked into, by day.",
                        """
                        SELECT toDateTime(day, 'UTC') AS time,
                          sum(guest_live_byte_seconds) / nullIf(sum(provisioned_looked_into_byte_seconds), 0) AS utilisation_ratio
                        FROM tenant_days FINAL
                        WHERE $__dateFilter(day) AND %s AND $__conditionalAll(tenant IN (${tenant:singlequote}), $tenant)
                        GROUP BY day
                        ORDER BY day
                        """.formatted(Parts.IN_POOLS))
                .field(number("utilisation_ratio", "held by guests").mark(HELD));
    }

    private static Panel distribution() {
        return Panel.bars(
                        "How are disks spread over utilisation?",
                        "Disks by the tenth of their provisioned size that the guest holds. A healthy estate leans towards the end.",
                        """
                        SELECT concat(toString(tenth * 10), ' to ', toString(tenth * 10 + 10), ' %%') AS utilisation, countIf(low = tenth) AS disks
                        FROM (SELECT arrayJoin(range(10)) AS tenth) AS tenths
                        CROSS JOIN (SELECT least(9, toUInt8(floor(utilisation_ratio * 10))) AS low FROM volume_owned WHERE %s) AS volumes
                        GROUP BY tenth
                        ORDER BY tenth
                        """.formatted(SEEN))
                .field(text("utilisation", "held by guest"), count("disks", "disks"));
    }

    private static Panel byAge() {
        return Panel.bars(
                        "Is it worst where disks are new, or old?",
                        "What guests hold of what they were given, by how long the disk has been read. New disks that hold little were ordered too"
                                + " large; old ones never grew into their size.",
                        """
                        SELECT multiIf(days < 7, 'below a week', days < 30, 'a week to a month', days < 90, 'one to three months', 'three months and more') AS age,
                          sum(guest_live_bytes) / nullIf(sum(provisioned_bytes), 0) AS utilisation_ratio
                        FROM (
                          SELECT volumes.guest_live_bytes AS guest_live_bytes, volumes.provisioned_bytes AS provisioned_bytes,
                            dateDiff('day', ages.first_read, now('UTC')) AS days
                          FROM volume_owned AS volumes
                          INNER JOIN volume_age AS ages ON volumes.volume_id = ages.volume_id
                          WHERE %s
                        )
                        GROUP BY age
                        ORDER BY min(days)
                        """.formatted(SEEN))
                .field(text("age", "read for"), number("utilisation_ratio", "held by guests"));
    }

    private static Panel byOwner() {
        return Panel.table(
                        "Whose disks hold least?",
                        "By tenant and cost centre, those first that were given most that they do not hold: what its guests hold of what they were given, and what of it occupies pools for nothing. What"
                                + " inventory gives to nobody is a line of its own.",
                        """
                        SELECT ifNull(volumes.tenant, '') AS tenant_id, if(tenant_id = '', '(nobody)', tenant_id) AS owner, cost_centre, count() AS disks,
                          sum(provisioned_bytes) AS given_bytes, sum(provisioned_bytes - least(guest_live_bytes, provisioned_bytes)) AS not_held_bytes,
                          sum(guest_live_bytes) / nullIf(given_bytes, 0) AS utilisation_ratio,
                          sum(dead_bytes + stranded_bytes + zeroed_bytes + reserved_bytes) AS occupied_for_nothing_bytes
                        FROM volume_owned AS volumes
                        WHERE %s
                        GROUP BY tenant_id, cost_centre
                        ORDER BY not_held_bytes DESC, tenant_id, cost_centre
                        LIMIT 100
                        """.formatted(SEEN))
                .field(
                        id("tenant_id"),
                        text("owner", "tenant")
                                .to(Link.board("What does it pay?", Chargeback.UID, "tenant", "tenant_id")),
                        text("cost_centre", "cost centre"),
                        count("disks", "disks"),
                        number("given_bytes", "provisioned"),
                        number("not_held_bytes", "given, not held"),
                        number("utilisation_ratio", "held by guests").gauge().mark(HELD),
                        number("occupied_for_nothing_bytes", "occupied for nothing"))
                .size(12, 9);
    }

    private static Panel worst() {
        return Panel.table(
                        "Which disks use least of what they were given?",
                        "The disks with most provisioned bytes that their guests do not hold, of those that hold less than 20 %, with how long they"
                                + " have been read.",
                        """
                        SELECT volumes.volume_id AS volume_id, volumes.name AS name, volumes.machine_name AS machine_name, volumes.tenant AS tenant,
                          volumes.provisioned_bytes AS provisioned_bytes, volumes.guest_live_bytes AS guest_live_bytes,
                          volumes.utilisation_ratio AS utilisation_ratio, volumes.allocated_bytes AS allocated_bytes,
                          dateDiff('second', ages.first_read, now('UTC')) / 86400 AS age_days
                        FROM volume_owned AS volumes
                        LEFT JOIN (SELECT volume_id, toNullable(first_read) AS first_read FROM volume_age) AS ages ON volumes.volume_id = ages.volume_id
                        WHERE utilisation_ratio < %s AND %s
                        ORDER BY provisioned_bytes - least(guest_live_bytes, provisioned_bytes) DESC, volume_id
                        LIMIT 100
                        """.formatted(LOW, SEEN))
                .fields(PoolBoard.volumeColumns())
                .field(
                        number("provisioned_bytes", "provisioned"),
                        number("guest_live_bytes", "held by guest"),
                        number("utilisation_ratio", "held of provisioned")
                                .gauge()
                                .mark(HELD),
                        number("allocated_bytes", "occupied"),
                        days("age_days", "read for"))
                .ifNothing("no disk holds less than a fifth of what it was given");
    }
}
