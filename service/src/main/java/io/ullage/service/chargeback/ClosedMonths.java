package io.ullage.service.chargeback;

import io.ullage.service.chargeback.Usage.AirSeconds;
import io.ullage.service.chargeback.Usage.Quantity;
import io.ullage.service.store.StoreConnection;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Bills that were frozen, in the tables {@code chargeback_…}. Lines are written first and count for nothing until the row of the month is
 * there, so a closing that fails half way has not happened.
 */
final class ClosedMonths {
    private static final int BATCH = 20_000;

    private static final String MONTH = """
            SELECT revision, closing_id, toUnixTimestamp64Milli(closed_at), reason, time_zone, gib_month_seconds, rates
            FROM chargeback_month_latest WHERE month = ?""";

    private static final String USAGES = """
            SELECT volume_id, volume_name, pool_id, machine_id, machine_name, tenant, cost_centre,
              toUnixTimestamp(period_start), toUnixTimestamp(period_end), metered_seconds, unmetered_seconds,
              provisioned_byte_seconds, allocated_byte_seconds, allocated_seconds, allocated_apart_byte_seconds,
              allocated_air_byte_seconds, live_byte_seconds, live_seconds, snapshot_byte_seconds, snapshot_seconds,
              dedup_attributed_byte_seconds, dedup_attributed_seconds, ullage_byte_seconds, reserved_byte_seconds, zeroed_byte_seconds, dead_byte_seconds,
              stranded_byte_seconds, tier, currency
            FROM chargeback_usage FINAL WHERE month = ? AND closing_id = ? ORDER BY line""";

    private static final String CHARGES = """
            SELECT machine_id, machine_name, tenant, cost_centre, volume_id, volume_name, pool_id, tier, item,
              toUnixTimestamp(period_start), toUnixTimestamp(period_end), currency, unit_price, discount_ratio, byte_seconds,
              air_byte_seconds, metered_seconds, unknown_seconds, amount, discount
            FROM chargeback_charge FINAL WHERE month = ? AND closing_id = ? ORDER BY line""";

    private static final String INSERT_USAGE = """
            INSERT INTO chargeback_usage (month, closing_id, line, volume_id, volume_name, pool_id, machine_id, machine_name,
              tenant, cost_centre, period_start, period_end, metered_seconds, unmetered_seconds, provisioned_byte_seconds,
              allocated_byte_seconds, allocated_seconds, allocated_apart_byte_seconds, allocated_air_byte_seconds,
              live_byte_seconds, live_seconds, snapshot_byte_seconds, snapshot_seconds, dedup_attributed_byte_seconds,
              dedup_attributed_seconds,
              ullage_byte_seconds, reserved_byte_seconds, zeroed_byte_seconds, dead_byte_seconds, stranded_byte_seconds, tier,
              currency)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""";

    private static final String INSERT_CHARGE = """
            INSERT INTO chargeback_charge (month, closing_id, line, machine_id, machine_name, tenant, cost_centre, volume_id,
              volume_name, pool_id, tier, item, period_start, period_end, currency, unit_price, discount_ratio, byte_seconds,
              air_byte_seconds, metered_seconds, unknown_seconds, amount, discount)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""";

    private static final String INSERT_MONTH = """
            INSERT INTO chargeback_month (month, revision, closing_id, closed_at, reason, time_zone, starts, ends,
              gib_month_seconds, rates)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""";

    private final StoreConnection store;

    ClosedMonths(StoreConnection store) {
        this.store = store;
    }

    /** As it stands; empty for one that is open. */
    Optional<ClosedMonth> latest(YearMonth month) throws SQLException {
        try (Connection connection = store.open();
                PreparedStatement statement = connection.prepareStatement(MONTH)) {
            statement.setString(1, month.atDay(1).toString());
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next()) {
                    return Optional.empty();
                }
                BillingMonth billed = BillingMonth.of(month, ZoneId.of(row.getString(5)));
                String closingId = row.getString(2);
                return Optional.of(new ClosedMonth(
                        row.getInt(1),
                        Instant.ofEpochMilli(row.getLong(3)),
                        row.getString(4),
                        row.getString(7),
                        new Bill(
                                billed,
                                billed.end(),
                                row.getLong(6),
                                rows(connection, USAGES, month, closingId, ClosedMonths::usage),
                                rows(connection, CHARGES, month, closingId, ClosedMonths::charge))));
            }
        }
    }

    /**
     * Freezes a bill.
     *
     * @param revision 0 to close, one more than the last to restate
     * @return false if somebody else has written that revision before; the bill is not frozen then
     */
    boolean write(Bill bill, int revision, Instant at, @Nullable String reason, RateCard card) throws SQLException {
        String closingId = UUID.randomUUID().toString();
        String month = bill.month().month().atDay(1).toString();
        try (Connection connection = store.open()) {
            insert(connection, INSERT_USAGE, bill.usages(), usage -> values(month, closingId, usage));
            insert(connection, INSERT_CHARGE, bill.charges(), charge -> values(month, closingId, charge));
            insert(
                    connection,
                    INSERT_MONTH,
                    List.of(bill),
                    one -> row(
                            month,
                            revision,
                            closingId,
                            millis(at),
                            reason,
                            bill.month().zone().getId(),
                            bill.month().start().getEpochSecond(),
                            bill.month().end().getEpochSecond(),
                            bill.gibMonthSeconds(),
                            card.text()));
            try (PreparedStatement statement = connection.prepareStatement(
                    "SELECT closing_id FROM chargeback_month FINAL WHERE month = ? AND revision = ?")) {
                statement.setString(1, month);
                statement.setInt(2, revision);
                try (ResultSet row = statement.executeQuery()) {
                    return row.next() && closingId.equals(row.getString(1));
                }
            }
        }
    }

    private static Usage usage(ResultSet row) throws SQLException {
        String currency = row.getString(29);
        return new Usage(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                new Owner(row.getString(4), row.getString(6), row.getString(7)),
                row.getString(5),
                Instant.ofEpochSecond(row.getLong(8)),
                Instant.ofEpochSecond(row.getLong(9)),
                row.getLong(10),
                row.getLong(11),
                new Quantity(whole(row, 12), row.getLong(10)),
                new Quantity(whole(row, 13), row.getLong(14)),
                whole(row, 15),
                whole(row, 16),
                new Quantity(whole(row, 17), row.getLong(18)),
                new Quantity(whole(row, 19), row.getLong(20)),
                new Quantity(whole(row, 21), row.getLong(22)),
                new AirSeconds(whole(row, 23), whole(row, 24), whole(row, 25), whole(row, 26), whole(row, 27)),
                row.getString(28),
                currency == null ? null : Currency.getInstance(currency));
    }

    private static List<Object> values(String month, String closingId, Usage usage) {
        return row(
                month,
                closingId,
                LINE,
                usage.volumeId(),
                usage.volumeName(),
                usage.poolId(),
                usage.owner().machineId(),
                usage.machineName(),
                usage.owner().tenant(),
                usage.owner().costCentre(),
                usage.from().getEpochSecond(),
                usage.until().getEpochSecond(),
                usage.meteredSeconds(),
                usage.unmeteredSeconds(),
                usage.provisioned().byteSeconds(),
                usage.allocated().byteSeconds(),
                usage.allocated().seconds(),
                usage.allocatedApart(),
                usage.allocatedAir(),
                usage.live().byteSeconds(),
                usage.live().seconds(),
                usage.snapshot().byteSeconds(),
                usage.snapshot().seconds(),
                usage.dedupAttributed().byteSeconds(),
                usage.dedupAttributed().seconds(),
                usage.air().ullage(),
                usage.air().reserved(),
                usage.air().zeroed(),
                usage.air().dead(),
                usage.air().stranded(),
                usage.tier(),
                usage.currency() == null ? null : usage.currency().getCurrencyCode());
    }

    private static Charge charge(ResultSet row) throws SQLException {
        Currency currency = Currency.getInstance(row.getString(12));
        BigDecimal price = row.getBigDecimal(13);
        return new Charge(
                new Owner(row.getString(1), row.getString(3), row.getString(4)),
                row.getString(2),
                row.getString(5),
                row.getString(6),
                row.getString(7),
                row.getString(8),
                row.getString(9),
                Instant.ofEpochSecond(row.getLong(10)),
                Instant.ofEpochSecond(row.getLong(11)),
                currency,
                price == null ? null : plain(price),
                plain(row.getBigDecimal(14)),
                whole(row, 15),
                whole(row, 16),
                row.getLong(17),
                row.getLong(18),
                row.getBigDecimal(19).setScale(currency.getDefaultFractionDigits()),
                row.getBigDecimal(20).setScale(currency.getDefaultFractionDigits()));
    }

    private static List<Object> values(String month, String closingId, Charge charge) {
        return row(
                month,
                closingId,
                LINE,
                charge.owner().machineId(),
                charge.machineName(),
                charge.owner().tenant(),
                charge.owner().costCentre(),
                charge.volumeId(),
                charge.volumeName(),
                charge.poolId(),
                charge.tier(),
                charge.item(),
                charge.from().getEpochSecond(),
                charge.until().getEpochSecond(),
                charge.currency().getCurrencyCode(),
                charge.unitPrice(),
                charge.discountRatio(),
                charge.byteSeconds(),
                charge.airByteSeconds(),
                charge.meteredSeconds(),
                charge.unknownSeconds(),
                charge.amount(),
                charge.discount());
    }

    /** Stands for the number of the row. */
    private static final Object LINE = new Object();

    private static List<Object> row(@Nullable Object... values) {
        List<Object> row = new ArrayList<>();
        for (Object value : values) {
            row.add(value);
        }
        return row;
    }

    private static String millis(Instant time) {
        return BigDecimal.valueOf(time.toEpochMilli(), 3).toPlainString();
    }

    private static BigInteger whole(ResultSet row, int column) throws SQLException {
        return new BigInteger(row.getString(column));
    }

    /** A column has more decimals than most prices. */
    private static BigDecimal plain(BigDecimal stored) {
        BigDecimal number = stored.stripTrailingZeros();
        return number.scale() < 0 ? number.setScale(0) : number;
    }

    private interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    private interface RowWriter<T> {
        List<Object> values(T row);
    }

    private static <T> List<T> rows(
            Connection connection, String sql, YearMonth month, String closingId, RowReader<T> reader)
            throws SQLException {
        List<T> all = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, month.atDay(1).toString());
            statement.setString(2, closingId);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    all.add(reader.read(rows));
                }
            }
        }
        return all;
    }

    private static <T> void insert(Connection connection, String sql, List<T> rows, RowWriter<T> writer)
            throws SQLException {
        for (int first = 0; first < rows.size(); first += BATCH) {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                for (int line = first; line < Math.min(rows.size(), first + BATCH); line++) {
                    List<Object> values = writer.values(rows.get(line));
                    for (int i = 0; i < values.size(); i++) {
                        Object value = values.get(i);
                        statement.setObject(i + 1, value == LINE ? (Object) line : value);
                    }
                    statement.addBatch();
                }
                statement.executeBatch();
            }
        }
    }
}
