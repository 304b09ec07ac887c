package io.ullage.service.recommend.life;

import io.ullage.schema.ledger.Estimate;
import io.ullage.schema.ledger.Method;
import io.ullage.service.recommend.MonthlyAmount;
import io.ullage.service.recommend.life.Figures.ClaimedBytes;
import io.ullage.service.recommend.life.VolumeReadings.Reading;
import io.ullage.service.recommend.rule.Action;
import io.ullage.service.recommend.rule.Candidate.Confidence;
import io.ullage.service.recommend.rule.Part;
import io.ullage.service.recommend.rule.Target;
import io.ullage.service.store.StoreConnection;
import java.math.BigDecimal;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Currency;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Recommendations in the store: events are added, states are read. */
public final class RecommendationStore {
    /** A rule that was tried less often has no score that says something. */
    private static final int TRIED_OFTEN = 3;

    private static final String STANDINGS = """
            SELECT *, toUnixTimestamp64Milli(state_since) AS since_ms, toUnixTimestamp64Milli(opened) AS opened_ms,
              toUnixTimestamp64Milli(accepted) AS accepted_ms, toUnixTimestamp64Milli(until) AS until_ms,
              toUnixTimestamp64Milli(realised_from) AS from_ms, toUnixTimestamp64Milli(realised_to) AS to_ms
            FROM recommendation_latest""";
    private static final String SCORES = "SELECT rule, realised_ratio FROM recommendation_score WHERE realised >= "
            + TRIED_OFTEN + " AND realised_ratio IS NOT NULL";
    private static final String READINGS = """
            SELECT volume_id, toUnixTimestamp64Milli(time) AS ms, pool_id, parent_volume_id, allocated_bytes,
              dead_bytes + zeroed_bytes + reserved_bytes AS reclaimable_bytes, provisioned_bytes
            FROM volume_history
            WHERE volume_id IN (%s) AND interval_start >= fromUnixTimestamp64Milli(%d)
            ORDER BY volume_id, time""";
    private static final String PARENTS = """
            SELECT DISTINCT assumeNotNull(parent_volume_id) FROM volume_history
            WHERE volume_id IN (%s) AND parent_volume_id IS NOT NULL AND interval_start >= fromUnixTimestamp64Milli(%d)""";
    private static final String PRESENT = "SELECT volume_id FROM volume_latest";
    private static final String NEWEST = "SELECT toUnixTimestamp64Milli(max(time)) FROM ledger_newest";
    private static final String SNAPSHOTS =
            "SELECT snapshot_id, toUnixTimestamp64Milli(time) FROM snapshot_newest FINAL"
                    + " WHERE snapshot_id IN (%s)";
    private static final List<String> COLUMNS = List.of(
            "id",
            "time",
            "event",
            "round",
            "rule",
            "target_kind",
            "target_id",
            "target_name",
            "pool_id",
            "machine_id",
            "tenant",
            "effect",
            "low_bytes",
            "best_bytes",
            "high_bytes",
            "method",
            "claim_volumes",
            "claim_parts",
            "claim_bytes",
            "unprovisioned_bytes",
            "currency",
            "low_month_amount",
            "best_month_amount",
            "high_month_amount",
            "confidence",
            "risk",
            "why",
            "checks",
            "commands",
            "reason",
            "until",
            "said_by",
            "realised_bytes",
            "realised_from",
            "realised_to");

    private final StoreConnection store;

    public RecommendationStore(StoreConnection store) {
        this.store = store;
    }

    /** Every recommendation that was ever opened, by id. */
    public Map<String, Standing> standings() throws SQLException {
        Map<String, Standing> standings = new HashMap<>();
        try (Connection connection = store.open();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(STANDINGS)) {
            while (row.next()) {
                Standing standing = standing(row);
                standings.put(standing.id(), standing);
            }
        }
        return standings;
    }

    /** One of them; empty if it was never opened. */
    Optional<Standing> standing(String id) throws SQLException {
        try (Connection connection = store.open();
                PreparedStatement statement = connection.prepareStatement(STANDINGS + " WHERE id = ?")) {
            statement.setString(1, id);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? Optional.of(standing(row)) : Optional.empty();
            }
        }
    }

    /** Realised ÷ promised, of rules that were tried at least {@value #TRIED_OFTEN} times. */
    public Map<Action, Double> scores() throws SQLException {
        Map<Action, Double> scores = new HashMap<>();
        try (Connection connection = store.open();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(SCORES)) {
            while (row.next()) {
                scores.put(Action.named(row.getString(1)), row.getDouble(2));
            }
        }
        return scores;
    }

    /** Adds events, all in one insert. */
    public void add(List<LifeEvent> events) throws SQLException {
        if (events.isEmpty()) {
            return;
        }
        String sql = "INSERT INTO recommendation (" + String.join(", ", COLUMNS) + ") VALUES ("
                + String.join(", ", COLUMNS.stream().map(column -> "?").toList()) + ")";
        try (Connection connection = store.open();
                PreparedStatement insert = connection.prepareStatement(sql)) {
            for (LifeEvent event : events) {
                List<@Nullable Object> values = values(event);
                for (int i = 0; i < values.size(); i++) {
                    insert.setObject(i + 1, values.get(i));
                }
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    private static List<@Nullable Object> values(LifeEvent event) {
        Figures figures = event.figures();
        MonthlyAmount worth = figures.worth();
        return Arrays.asList(
                figures.id(),
                event.time(),
                event.event().name(),
                event.round(),
                figures.action().wireName(),
                figures.target().kind().name(),
                figures.target().id(),
                figures.target().name(),
                figures.poolId(),
                figures.machineId(),
                figures.tenant(),
                figures.action().effect().name(),
                figures.bytes().lowBytes(),
                figures.bytes().bestBytes(),
                figures.bytes().highBytes(),
                figures.bytes().method().name(),
                figures.claims().stream().map(ClaimedBytes::volumeId).toArray(String[]::new),
                figures.claims().stream().map(claim -> claim.part().name()).toArray(String[]::new),
                figures.claims().stream().map(ClaimedBytes::bytes).toArray(Long[]::new),
                figures.unprovisionedBytes(),
                worth == null ? null : worth.currency().getCurrencyCode(),
                worth == null ? null : worth.low(),
                worth == null ? null : worth.best(),
                worth == null ? null : worth.high(),
                figures.confidence().name(),
                figures.action().risk().name(),
                figures.why(),
                figures.checks().toArray(new String[0]),
                figures.commands().toArray(new String[0]),
                event.reason(),
                event.until(),
                event.saidBy(),
                event.realisedBytes(),
                event.realisedFrom(),
                event.realisedTo());
    }

    /** What was read of the volumes of what was accepted or done, since shortly before that. */
    VolumeReadings readings(List<Standing> kept) throws SQLException {
        Set<String> volumes = new HashSet<>();
        Set<String> snapshots = new HashSet<>();
        Instant since = Instant.MAX;
        for (Standing standing : kept) {
            standing.figures().claims().forEach(claim -> volumes.add(claim.volumeId()));
            if (standing.figures().target().kind() == Target.Kind.SNAPSHOT) {
                snapshots.add(standing.figures().target().id());
            }
            since = standing.actFrom().isBefore(since) ? standing.actFrom() : since;
        }
        if (volumes.isEmpty()) {
            return new VolumeReadings(Map.of(), Set.of(), Map.of(), Instant.EPOCH);
        }
        // A day before: the last reading before an act may be some hours old.
        long fromMillis = since.toEpochMilli() - 86_400_000L;
        try (Connection connection = store.open()) {
            volumes.addAll(texts(connection, PARENTS.formatted(marks(volumes), fromMillis), volumes));
            return new VolumeReadings(
                    histories(connection, volumes, fromMillis),
                    texts(connection, PRESENT, Set.of()),
                    lastRead(connection, snapshots),
                    newest(connection));
        }
    }

    private static Map<String, List<Reading>> histories(Connection connection, Set<String> volumes, long fromMillis)
            throws SQLException {
        Map<String, List<Reading>> histories = new HashMap<>();
        try (PreparedStatement statement =
                        prepared(connection, READINGS.formatted(marks(volumes), fromMillis), volumes);
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                histories
                        .computeIfAbsent(row.getString("volume_id"), id -> new ArrayList<>())
                        .add(new Reading(
                                Instant.ofEpochMilli(row.getLong("ms")),
                                row.getString("pool_id"),
                                row.getString("parent_volume_id"),
                                number(row, "allocated_bytes"),
                                row.getLong("reclaimable_bytes"),
                                row.getLong("provisioned_bytes")));
            }
        }
        return histories;
    }

    private static Map<String, Instant> lastRead(Connection connection, Set<String> snapshots) throws SQLException {
        Map<String, Instant> read = new HashMap<>();
        if (snapshots.isEmpty()) {
            return read;
        }
        try (PreparedStatement statement = prepared(connection, SNAPSHOTS.formatted(marks(snapshots)), snapshots);
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                read.put(row.getString(1), Instant.ofEpochMilli(row.getLong(2)));
            }
        }
        return read;
    }

    private static Set<String> texts(Connection connection, String sql, Set<String> parameters) throws SQLException {
        Set<String> texts = new HashSet<>();
        try (PreparedStatement statement = prepared(connection, sql, parameters);
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                texts.add(row.getString(1));
            }
        }
        return texts;
    }

    private static Instant newest(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(NEWEST)) {
            row.next();
            return Instant.ofEpochMilli(row.getLong(1));
        }
    }

    private static String marks(Set<String> values) {
        return String.join(", ", values.stream().map(value -> "?").toList());
    }

    private static PreparedStatement prepared(Connection connection, String sql, Set<String> parameters)
            throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        int index = 1;
        for (String parameter : parameters) {
            statement.setString(index++, parameter);
        }
        return statement;
    }

    private static Standing standing(ResultSet row) throws SQLException {
        return new Standing(
                figures(row),
                State.valueOf(row.getString("state")),
                Instant.ofEpochMilli(row.getLong("since_ms")),
                Instant.ofEpochMilli(row.getLong("opened_ms")),
                instant(row, "accepted_ms"),
                row.getInt("round"),
                estimate(
                        row.getLong("promised_low_bytes"),
                        row.getLong("promised_best_bytes"),
                        row.getLong("promised_high_bytes"),
                        row.getString("method")),
                row.getString("reason"),
                instant(row, "until_ms"),
                row.getString("said_by"),
                number(row, "realised_bytes"),
                instant(row, "from_ms"),
                instant(row, "to_ms"));
    }

    private static Figures figures(ResultSet row) throws SQLException {
        List<String> volumes = list(row, "claim_volumes");
        List<String> parts = list(row, "claim_parts");
        List<String> bytes = list(row, "claim_bytes");
        List<ClaimedBytes> claims = new ArrayList<>();
        for (int i = 0; i < volumes.size(); i++) {
            claims.add(new ClaimedBytes(volumes.get(i), Part.valueOf(parts.get(i)), Long.parseLong(bytes.get(i))));
        }
        String currency = row.getString("currency");
        return new Figures(
                row.getString("id"),
                Action.named(row.getString("rule")),
                new Target(
                        Target.Kind.valueOf(row.getString("target_kind")),
                        row.getString("target_id"),
                        row.getString("target_name")),
                row.getString("pool_id"),
                row.getString("machine_id"),
                row.getString("tenant"),
                estimate(
                        row.getLong("low_bytes"),
                        row.getLong("best_bytes"),
                        row.getLong("high_bytes"),
                        row.getString("method")),
                claims,
                number(row, "unprovisioned_bytes"),
                currency == null
                        ? null
                        : new MonthlyAmount(
                                amount(row, "low_month_amount"),
                                amount(row, "best_month_amount"),
                                amount(row, "high_month_amount"),
                                Currency.getInstance(currency)),
                Confidence.valueOf(row.getString("confidence")),
                row.getString("why"),
                list(row, "checks"),
                list(row, "commands"));
    }

    private static BigDecimal amount(ResultSet row, String column) throws SQLException {
        BigDecimal amount = row.getBigDecimal(column);
        return amount == null ? BigDecimal.ZERO : amount.stripTrailingZeros();
    }

    private static Estimate estimate(long low, long best, long high, String method) {
        Method how = Method.valueOf(method);
        return low == high
                ? Estimate.exact(best)
                : new Estimate(low, best, high, how == Method.EXACT ? Method.BOUNDED : how);
    }

    private static List<String> list(ResultSet row, String column) throws SQLException {
        Array array = row.getArray(column);
        return Arrays.stream((Object[]) array.getArray()).map(String::valueOf).toList();
    }

    private static @Nullable Long number(ResultSet row, String column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? null : value;
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        Long millis = number(row, column);
        return millis == null ? null : Instant.ofEpochMilli(millis);
    }
}
