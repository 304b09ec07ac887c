package io.ullage.service.forecast;

import io.ullage.schema.catalogue.Catalogue;
import io.ullage.schema.catalogue.Measure;
import io.ullage.schema.catalogue.Subject;
import io.ullage.schema.forecast.Forecast;
import io.ullage.service.store.StoreConnection;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The table {@code forecast}. */
final class ForecastStore {
    private final StoreConnection store;

    ForecastStore(StoreConnection store) {
        this.store = store;
    }

    /** Adds rows. The same forecast again is the same row. */
    void write(List<Forecast> forecasts) throws SQLException {
        if (forecasts.isEmpty()) {
            return;
        }
        List<String> columns = columns();
        String sql = "INSERT INTO forecast (" + String.join(", ", columns) + ") VALUES ("
                + String.join(", ", Collections.nCopies(columns.size(), "?")) + ")";
        try (Connection connection = store.open();
                PreparedStatement insert = connection.prepareStatement(sql)) {
            for (Forecast forecast : forecasts) {
                List<@Nullable Object> values = values(forecast);
                for (int i = 0; i < values.size(); i++) {
                    insert.setObject(i + 1, values.get(i));
                }
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    /** In the order of {@link #columns}: what names the row, then the measures in the order of the catalogue, which is that of the message. */
    private static List<@Nullable Object> values(Forecast forecast) {
        List<@Nullable Object> values = new ArrayList<>();
        values.add(Timestamp.from(forecast.time()));
        values.add(Timestamp.from(forecast.madeAt()));
        values.add(forecast.subject().name());
        values.add(forecast.entityId());
        values.add(forecast.name());
        values.add(forecast.verdict().name());
        values.add(forecast.missing());
        values.add(forecast.usedBytes());
        values.add(forecast.capacityBytes());
        values.add(forecast.provisionedBytes());
        values.add(forecast.neededBytes());
        values.add(forecast.missingBytes());
        values.add(forecast.growthBytesPerSecond());
        values.add(forecast.growthLowBytesPerSecond());
        values.add(forecast.growthHighBytesPerSecond());
        values.add(forecast.fullP10Seconds());
        values.add(forecast.fullP50Seconds());
        values.add(forecast.fullP90Seconds());
        values.add(forecast.horizonSeconds());
        values.add(forecast.historySeconds());
        values.add(forecast.monthP10Bytes());
        values.add(forecast.monthP50Bytes());
        values.add(forecast.monthP90Bytes());
        values.add(forecast.quarterP10Bytes());
        values.add(forecast.quarterP50Bytes());
        values.add(forecast.quarterP90Bytes());
        return values;
    }

    private static List<String> columns() {
        List<String> columns =
                new ArrayList<>(List.of("time", "made_at", "subject", "entity_id", "name", "verdict", "missing"));
        columns.addAll(
                Catalogue.of(Subject.FORECAST).stream().map(Measure::column).toList());
        return columns;
    }
}
