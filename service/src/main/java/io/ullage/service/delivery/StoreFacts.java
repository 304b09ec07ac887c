package io.ullage.service.delivery;

import io.ullage.job.rule.Wording;
import io.ullage.schema.alert.Alert;
import io.ullage.schema.alert.AlertValue;
import io.ullage.service.delivery.Notice.FullTime;
import io.ullage.service.store.ReportRows;
import io.ullage.service.store.StoreConnection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Forecast and recommendation from ClickHouse. A store that does not answer is left alone for a while. */
final class StoreFacts implements Facts.Source, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StoreFacts.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration LEFT_ALONE = Duration.ofSeconds(30);
    private static final Set<String> OF_POOLS = Set.of("pool", "forecast", "lun");

    private static final String FORECAST = "SELECT time, growth_bytes_per_second, growth_low_bytes_per_second,"
            + " growth_high_bytes_per_second, full_p10_seconds, full_p50_seconds, full_p90_seconds FROM forecast_latest"
            + " WHERE subject = ? AND entity_id = ?";
    private static final String RECOMMENDATION = "SELECT id, commands, why FROM recommendation_latest"
            + " WHERE state IN ('OPEN', 'ACCEPTED') AND notEmpty(commands) AND ";
    private static final String BEST_FIRST = " ORDER BY best_bytes DESC, id LIMIT 1";

    private final Supplier<StoreConnection> store;
    private final Clock clock;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(work -> {
        Thread reader = new Thread(work, "delivery-facts");
        reader.setDaemon(true);
        return reader;
    });
    private volatile Instant leftAloneUntil = Instant.MIN;

    /** @param store asked at each reading */
    StoreFacts(Supplier<StoreConnection> store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    @Override
    public Facts about(Alert alert) throws InterruptedException {
        if (clock.instant().isBefore(leftAloneUntil)) {
            return Facts.NONE;
        }
        Future<Facts> reading = thread.submit(() -> read(store.get(), alert));
        try {
            return reading.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            reading.cancel(true);
            leftAloneUntil = clock.instant().plus(LEFT_ALONE);
            Throwable cause = e.getCause() == null ? e : e.getCause();
            LOG.warn("Alerts are told without forecast and recommendation for {}: {}", LEFT_ALONE, cause.toString());
            return Facts.NONE;
        }
    }

    private static Facts read(StoreConnection store, Alert alert) throws SQLException {
        Map<String, String> labels = alert.labels();
        String pool = labels.get("pool");
        boolean ofPool = OF_POOLS.contains(alert.watch());
        String growth = null;
        FullTime full = null;
        if (ofPool) {
            String subject = subject(alert);
            String entity = subject.equals("TENANT") ? labels.get("tenant") : pool;
            for (Map<String, Object> row : entity == null
                    ? List.<Map<String, Object>>of()
                    : ReportRows.of(store, FORECAST, subject, entity).rows()) {
                growth = growth(row);
                full = full(row);
            }
        }
        for (Map<String, Object> row : recommendation(store, alert, ofPool ? pool : null)) {
            List<?> commands = (List<?>) row.getOrDefault("commands", List.of());
            return new Facts(
                    growth, full, String.valueOf(commands.get(0)), row.get("why") + " (" + row.get("id") + ")");
        }
        return new Facts(growth, full, null, null);
    }

    /** Rules that look at the pool's metadata say so by their expression or by the forecast's subject. */
    private static String subject(Alert alert) {
        String told = alert.labels().get("subject");
        AlertValue value = alert.value();
        boolean metadata = value != null && value.expression().contains("metadata");
        return told != null ? told : metadata ? "METADATA" : "POOL";
    }

    /** Of what the alert is about itself, else, for a pool, the best of the pool. */
    private static List<Map<String, Object>> recommendation(StoreConnection store, Alert alert, @Nullable String pool)
            throws SQLException {
        Set<String> ids = new LinkedHashSet<>(alert.entities());
        for (String label : List.of("volume", "snapshot", "machine")) {
            String id = alert.labels().get(label);
            if (id != null) {
                ids.add(id);
            }
        }
        List<Map<String, Object>> found = List.of();
        if (!ids.isEmpty()) {
            String marks = String.join(", ", Collections.nCopies(ids.size(), "?"));
            found = ReportRows.of(store, RECOMMENDATION + "target_id IN (" + marks + ")" + BEST_FIRST, ids.toArray())
                    .rows();
        }
        return found.isEmpty() && pool != null
                ? ReportRows.of(store, RECOMMENDATION + "pool_id = ?" + BEST_FIRST, pool)
                        .rows()
                : found;
    }

    private static @Nullable String growth(Map<String, Object> row) {
        Double best = (Double) row.get("growthBytesPerSecond");
        Double low = (Double) row.get("growthLowBytesPerSecond");
        Double high = (Double) row.get("growthHighBytesPerSecond");
        if (best == null) {
            return null;
        }
        List<Double> ordered = new ArrayList<>(List.of(low == null ? best : low, best, high == null ? best : high));
        Collections.sort(ordered);
        return "grows by "
                + Wording.value(new AlertValue("growth", "By/s", ordered.get(0), ordered.get(1), ordered.get(2)));
    }

    private static @Nullable FullTime full(Map<String, Object> row) {
        Instant p10 = after(row, "fullP10Seconds");
        return p10 == null ? null : new FullTime(p10, after(row, "fullP50Seconds"), after(row, "fullP90Seconds"));
    }

    private static @Nullable Instant after(Map<String, Object> row, String column) {
        Long seconds = (Long) row.get(column);
        Instant time = (Instant) row.get("time");
        return seconds == null || time == null ? null : time.plusSeconds(seconds);
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
