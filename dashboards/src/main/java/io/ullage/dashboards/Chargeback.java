package io.ullage.dashboards;

import static io.ullage.dashboards.grafana.Field.in;
import static io.ullage.dashboards.grafana.Field.number;
import static io.ullage.dashboards.grafana.Field.text;
import static io.ullage.dashboards.grafana.Thresholds.above;

import io.ullage.dashboards.grafana.Board;
import io.ullage.dashboards.grafana.Field;
import io.ullage.dashboards.grafana.Link;
import io.ullage.dashboards.grafana.Panel;
import io.ullage.dashboards.grafana.Variable;
import java.util.List;

/** What each tenant pays, for what, how much of it is air, and where it goes. Closed months only: an open one is still being measured. */
final class Chargeback {
    static final String UID = "ullage-chargeback";

    private static final String MONTH = "month = toDate(${month:singlequote})";
    private static final String TENANTS = "$__conditionalAll(tenant IN (${tenant:singlequote}), $tenant)";
    private static final double GIB_MONTH = 30.4375 * 86400 * (1L << 30);

    private Chargeback() {}

    static Board board() {
        return Board.of(
                UID,
                "Chargeback",
                "What each tenant pays, for what, how much of it is air, and where it goes. Closed months, as they stand after restatements.",
                "now-1y",
                List.of(
                        Variable.one(
                                "month",
                                "Month",
                                "Closed months, the newest first",
                                "SELECT toString(month) AS id, id AS name FROM chargeback_month_latest ORDER BY month DESC"),
                        Parts.TENANTS),
                bill(),
                air(),
                change(),
                months(),
                tenants(),
                items(),
                lines(),
                growth(),
                forecasts());
    }

    private static Panel bill() {
        return Panel.table(
                        "What is the bill of the month?",
                        "Sum of the lines of the closed month, by currency, and what it would be more at list prices. Decimal arithmetic: the tenants sum"
                                + " to it to the last digit.",
                        """
                        SELECT currency, sum(bills.amount) AS amount, sum(bills.discount) AS discount, max(bills.revision) AS restated
                        FROM chargeback_bill AS bills
                        WHERE %s AND %s
                        GROUP BY currency
                        ORDER BY currency
                        """.formatted(MONTH, TENANTS))
                .field(
                        text("currency", "currency"),
                        money("amount", "to be paid"),
                        money("discount", "discount"),
                        Field.count("restated", "restated"))
                .ifNothing("no month is closed: ullage chargeback close")
                .to(Link.console("Open in the console", "/chargeback"))
                .size(8, 6);
    }

    private static Panel air() {
        return Panel.stat(
                        "How much of what is paid for is air?",
                        "Byte-hours that were charged by the size provisioned and not in use, divided by all byte-hours that were charged.",
                        """
                        SELECT sum(bills.air_byte_seconds) / nullIf(sum(bills.byte_seconds), 0) AS air_ratio
                        FROM chargeback_bill AS bills
                        WHERE %s AND %s
                        """.formatted(MONTH, TENANTS))
                .field(number("air_ratio", "air").mark(above(0.3, 0.6)))
                .to(Link.board("Which disks are it?", LowUtilisation.UID))
                .size(8, 6);
    }

    private static Panel change() {
        return Panel.table(
                        "How did it change against the month before?",
                        "The month's bill and that of the month before, by currency, and the change.",
                        """
                        SELECT currency, sumIf(bills.amount, %1$s) AS amount,
                          sumIf(bills.amount, month = toDate(${month:singlequote}) - INTERVAL 1 MONTH) AS before_amount, amount - before_amount AS change_amount
                        FROM chargeback_bill AS bills
                        WHERE month IN (toDate(${month:singlequote}), toDate(${month:singlequote}) - INTERVAL 1 MONTH) AND %2$s
                        GROUP BY currency
                        ORDER BY currency
                        """.formatted(MONTH, TENANTS))
                .field(
                        text("currency", "currency"),
                        money("amount", "this month"),
                        money("before_amount", "the month before"),
                        money("change_amount", "change"))
                .size(8, 6);
    }

    private static Panel months() {
        return Panel.timeSeries(
                        "Who pays more each month?",
                        "Bills of closed months by tenant and currency, for the ten tenants that pay most.",
                        """
                        SELECT toDateTime(month, 'UTC') AS time, concat(if(tenant = '', '(nobody)', tenant), ', ', currency) AS payer,
                          toFloat64(sum(bills.amount)) AS amount
                        FROM chargeback_bill AS bills
                        WHERE month >= toStartOfMonth($__fromTime) AND %1$s AND tenant GLOBAL IN (
                          SELECT tenant FROM chargeback_bill WHERE %1$s GROUP BY tenant ORDER BY sum(chargeback_bill.amount) DESC LIMIT 10)
                        GROUP BY month, payer
                        ORDER BY month, payer
                        """.formatted(TENANTS))
                .field(text("payer", "tenant"), money("amount", "amount"))
                .stacked();
    }

    private static Panel tenants() {
        return Panel.table(
                        "Who pays what?",
                        "The month's bill by tenant and cost centre, with the share of air in what was charged: what a smaller disk would save them.",
                        """
                        SELECT if(tenant = '', '(nobody)', tenant) AS owner, tenant AS tenant_id, cost_centre, currency, sum(bills.amount) AS amount,
                          sum(bills.discount) AS discount, sum(bills.air_byte_seconds) / nullIf(sum(bills.byte_seconds), 0) AS air_ratio
                        FROM chargeback_bill AS bills
                        WHERE %s AND %s
                        GROUP BY tenant, cost_centre, currency
                        ORDER BY amount DESC, tenant, cost_centre
                        LIMIT 200
                        """.formatted(MONTH, TENANTS))
                .field(
                        Field.id("tenant_id"),
                        text("owner", "tenant")
                                .to(Link.board(
                                        "Which of its disks hold least?", LowUtilisation.UID, "tenant", "tenant_id")),
                        text("cost_centre", "cost centre"),
                        text("currency", "currency"),
                        money("amount", "to be paid"),
                        money("discount", "discount"),
                        number("air_ratio", "air").gauge().mark(above(0.3, 0.6)))
                .size(12, 9);
    }

    private static Panel items() {
        return Panel.table(
                        "For what is it paid?",
                        "The month's bill by item and tier: byte-hours as GiB-months of 30.4375 days, and what they cost.",
                        """
                        SELECT item, ifNull(tier, '') AS tier, currency, sum(bills.byte_seconds) / %.0f AS gib_months, sum(bills.amount) AS amount
                        FROM chargeback_bill AS bills
                        WHERE %s AND %s
                        GROUP BY item, tier, currency
                        ORDER BY amount DESC, item, tier
                        """.formatted(GIB_MONTH, MONTH, TENANTS))
                .field(
                        text("item", "item"),
                        text("tier", "tier"),
                        text("currency", "currency"),
                        in("locale", "gib_months", "GiB-months").decimals(1),
                        money("amount", "to be paid"));
    }

    private static Panel lines() {
        return Panel.table(
                        "Which volumes cost most?",
                        "The volumes of the month's bill that cost most, over all their items.",
                        """
                        SELECT assumeNotNull(volume_id) AS volume_id, any(charges.volume_name) AS name, any(charges.machine_name) AS machine_name,
                          any(charges.tenant) AS tenant, currency, sum(charges.amount) AS amount,
                          sum(charges.air_byte_seconds) / nullIf(sum(charges.byte_seconds), 0) AS air_ratio
                        FROM chargeback_charge AS charges
                        WHERE %s AND closing_id GLOBAL IN (SELECT closing_id FROM chargeback_month_latest WHERE %s)
                          AND charges.volume_id IS NOT NULL AND %s
                        GROUP BY volume_id, currency
                        ORDER BY amount DESC, volume_id
                        LIMIT 50
                        """.formatted(
                                        MONTH,
                                        MONTH,
                                        "$__conditionalAll(ifNull(charges.tenant, '') IN (${tenant:singlequote}), $tenant)"))
                .fields(PoolBoard.volumeColumns())
                .field(
                        text("currency", "currency"),
                        money("amount", "to be paid"),
                        number("air_ratio", "air").gauge().mark(above(0.3, 0.6)));
    }

    private static Panel growth() {
        return Panel.timeSeries(
                        "Who takes more and more?",
                        "What the volumes of each tenant occupy, by day, whose they were then; the ten tenants that occupy most.",
                        """
                        SELECT toDateTime(day, 'UTC') AS time, if(tenant = '', '(nobody)', tenant) AS owner,
                          %2$s
                        FROM tenant_days FINAL
                        WHERE $__dateFilter(day) AND %1$s AND tenant GLOBAL IN (
                          SELECT tenant FROM tenant_days FINAL WHERE day >= today() - 1 GROUP BY tenant
                          ORDER BY sum(allocated_byte_seconds) DESC LIMIT 10)
                        GROUP BY day, owner
                        ORDER BY day, owner
                        """.formatted(TENANTS, Parts.dayAverage("allocated_byte_seconds", "allocated_bytes")))
                .field(text("owner", "tenant"), number("allocated_bytes", "occupied"))
                .stacked();
    }

    private static Panel forecasts() {
        return Panel.table(
                        "How much will they take in a month and in a quarter?",
                        "Forecast of what the volumes of each tenant occupy: less than P10 with a chance of 10 %, less than P90 with one of 90 %. A"
                                + " blank means that history is missing.",
                        """
                        SELECT name, used_bytes, month_p10_bytes, month_p50_bytes, month_p90_bytes, quarter_p10_bytes, quarter_p50_bytes, quarter_p90_bytes
                        FROM forecast_latest
                        WHERE subject = 'TENANT' AND $__conditionalAll(entity_id IN (${tenant:singlequote}), $tenant)
                        ORDER BY used_bytes DESC, name
                        LIMIT 100
                        """)
                .field(
                        text("name", "tenant"),
                        number("used_bytes", "now"),
                        number("month_p10_bytes", "in a month, P10"),
                        number("month_p50_bytes", "P50"),
                        number("month_p90_bytes", "P90"),
                        number("quarter_p10_bytes", "in a quarter, P10"),
                        number("quarter_p50_bytes", "P50"),
                        number("quarter_p90_bytes", "P90"))
                .size(12, 9);
    }

    /** The currency stands beside it. */
    private static Field money(String column, String shown) {
        return in("locale", column, shown).decimals(2);
    }
}
