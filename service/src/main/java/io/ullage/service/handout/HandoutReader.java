package io.ullage.service.handout;

import io.ullage.schema.forecast.Forecast;
import io.ullage.schema.ledger.LedgerClass;
import io.ullage.service.chargeback.RateCard;
import io.ullage.service.chargeback.TenantBill;
import io.ullage.service.forecast.Forecasts;
import io.ullage.service.handout.EstateHandout.ClassBytes;
import io.ullage.service.handout.EstateHandout.Day;
import io.ullage.service.handout.EstateHandout.Decile;
import io.ullage.service.handout.EstateHandout.Estate;
import io.ullage.service.handout.EstateHandout.Pool;
import io.ullage.service.recommend.RecommendSettings;
import io.ullage.service.recommend.Recommender;
import io.ullage.service.recommend.life.Figures;
import io.ullage.service.recommend.life.Review;
import io.ullage.service.recommend.life.State;
import io.ullage.service.recommend.rule.Action.Effect;
import io.ullage.service.store.Report;
import io.ullage.service.store.ReportRows;
import io.ullage.service.store.StoreConnection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Asks the store for all that the document says. */
final class HandoutReader {
    private static final int DAYS = 90;

    private static final String DAILY =
            "SELECT * FROM estate_daily WHERE day >= (SELECT max(day) FROM estate_daily) - " + DAYS + " ORDER BY day";
    private static final String HOURS_DUE =
            "SELECT (SELECT count() FROM ledger_hours_due) + (SELECT count() FROM tenant_hours_waiting) AS hours";
    private static final String POOLS =
            "SELECT * FROM pool_latest ORDER BY provisioned_bytes DESC, capacity_bytes DESC NULLS LAST, pool_id";
    private static final String UTILISATION = """
            SELECT least(9, toUInt8(floor(utilisation_ratio * 10))) AS tenth, count() AS volumes, sum(provisioned_bytes) AS provisioned_bytes
            FROM volume_latest WHERE volume_use = 'DISK' AND utilisation_ratio IS NOT NULL GROUP BY tenth ORDER BY tenth""";

    private final StoreConnection store;
    private final Clock clock;

    HandoutReader(StoreConnection store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    /**
     * @param settings of the recommender
     * @param worth prices for what bytes are worth
     * @param billed prices for the bill; without them it is that of the month that was closed last
     * @return empty where no disk was ever read
     */
    Optional<EstateHandout> read(RecommendSettings settings, Optional<RateCard> worth, Optional<RateCard> billed)
            throws SQLException {
        Instant now = clock.instant();
        List<Map<String, Object>> estate = Report.ESTATE.read(store).rows();
        if (estate.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new EstateHandout(
                now,
                estate(estate.get(0)),
                rows(DAILY).stream().map(HandoutReader::day).toList(),
                count(rows(HOURS_DUE).get(0), "hours"),
                rows(POOLS).stream().map(HandoutReader::pool).toList(),
                rows(UTILISATION).stream()
                        .map(row -> new Decile(
                                Math.toIntExact(count(row, "tenth")),
                                count(row, "volumes"),
                                count(row, "provisionedBytes")))
                        .toList(),
                actions(Review.of(store, Recommender.of(settings, worth, now), now)),
                forecasts(now),
                bill(worth, billed)));
    }

    private List<Map<String, Object>> rows(String sql) throws SQLException {
        return ReportRows.of(store, sql).rows();
    }

    private static Estate estate(Map<String, Object> row) {
        Map<LedgerClass, ClassBytes> ledger = new EnumMap<>(LedgerClass.class);
        ledger(row).forEach((ledgerClass, bytes) -> {
            String name = ledgerClass.name().toLowerCase(Locale.ROOT);
            ledger.put(ledgerClass, new ClassBytes(bytes, (Long) row.get(name + "LowBytes"), (Long)
                    row.get(name + "HighBytes")));
        });
        return new Estate(
                (Instant) row.get("intervalStart"),
                count(row, "volumes"),
                count(row, "provisionedBytes"),
                (Long) row.get("allocatedBytes"),
                (Long) row.get("guestLiveBytes"),
                count(row, "volumesWithoutGuestLive"),
                (Double) row.get("utilisationRatio"),
                ledger);
    }

    private static Day day(Map<String, Object> row) {
        return new Day(((Instant) row.get("day")).atOffset(ZoneOffset.UTC).toLocalDate(), ledger(row));
    }

    private static Pool pool(Map<String, Object> row) {
        String id = (String) row.get("poolId");
        return new Pool(
                id,
                (String) row.getOrDefault("name", id),
                count(row, "volumes"),
                count(row, "provisionedBytes"),
                (Long) row.get("capacityBytes"),
                (Long) row.get("usedBytes"),
                (Double) row.get("usedRatio"),
                (Double) row.get("overcommitRatio"),
                ledger(row));
    }

    private static Map<LedgerClass, Long> ledger(Map<String, Object> row) {
        Map<LedgerClass, Long> ledger = new EnumMap<>(LedgerClass.class);
        for (LedgerClass one : LedgerClass.values()) {
            ledger.put(one, count(row, one.name().toLowerCase(Locale.ROOT) + "Bytes"));
        }
        return ledger;
    }

    private static long count(Map<String, Object> row, String column) {
        return ((Number) row.get(column)).longValue();
    }

    /** Best first, as the recommender ranks them. */
    private static List<Figures> actions(Review review) {
        return review.recommendations().stream()
                .filter(one -> one.candidate().action().effect() == Effect.RETURNS)
                .filter(one -> review.state(one.id()) == State.OPEN || review.state(one.id()) == State.ACCEPTED)
                .map(Figures::of)
                .toList();
    }

    private List<Forecast> forecasts(Instant now) throws SQLException {
        return Forecasts.ofPools(store, now).stream()
                .sorted(Comparator.comparing(Forecast::verdict)
                        .thenComparing(Forecast::fullP50Seconds, Comparator.nullsLast(Comparator.naturalOrder()))
                        .thenComparing(Forecast::fullP10Seconds, Comparator.nullsLast(Comparator.naturalOrder()))
                        .thenComparing(Forecast::name)
                        .thenComparing(Forecast::entityId)
                        .thenComparing(Forecast::subject))
                .toList();
    }

    private @Nullable TenantBill bill(Optional<RateCard> worth, Optional<RateCard> billed) throws SQLException {
        if (billed.isPresent()) {
            return TenantBill.of(store, clock, billed.get());
        }
        Optional<TenantBill> closed = TenantBill.lastClosed(store);
        if (closed.isPresent() || worth.isEmpty()) {
            return closed.orElse(null);
        }
        return TenantBill.of(store, clock, worth.get());
    }
}
