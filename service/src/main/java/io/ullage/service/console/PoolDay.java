package io.ullage.service.console;

import io.ullage.service.estate.Row;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How full a pool was when a day ended. Sizes in bytes.
 *
 * @param day its first instant, of UTC
 * @param provisionedBytes what its volumes were promised
 */
record PoolDay(
        Instant day, @Nullable Long capacityBytes, @Nullable Long usedBytes, long provisionedBytes) {
    static PoolDay of(Row row) {
        return new PoolDay(
                row.time("day"),
                row.optionalNumber("capacityBytes"),
                row.optionalNumber("usedBytes"),
                row.number("provisionedBytes"));
    }
}
