package io.ullage.dashboards.grafana;

import io.ullage.schema.catalogue.Catalogue;
import io.ullage.schema.catalogue.Measure;
import io.ullage.schema.catalogue.Subject;
import io.ullage.schema.catalogue.Unit;
import java.util.Optional;
import java.util.stream.Stream;

/** In what the column of a panel counts. */
public final class Units {
    private Units() {}

    /** What the catalogue says of a measure of that name; of what is reckoned from measures, what its last words say. */
    public static Optional<Unit> of(String column) {
        return Stream.of(Subject.values())
                .flatMap(subject -> Catalogue.column(subject, column).stream())
                .map(Measure::unit)
                .findFirst()
                .or(() -> byLastWords(column));
    }

    private static Optional<Unit> byLastWords(String column) {
        if (column.endsWith("_bytes_per_second")) {
            return Optional.of(Unit.BYTES_PER_SECOND);
        }
        if (column.endsWith("_bytes")) {
            return Optional.of(Unit.BYTES);
        }
        if (column.endsWith("_ratio")) {
            return Optional.of(Unit.RATIO);
        }
        return column.endsWith("_seconds") ? Optional.of(Unit.SECONDS) : Optional.empty();
    }
}
