package io.ullage.service.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.ullage.service.clickhouse.ClickHouseExtension;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a row of the ledger costs on disk; prints the table of docs/store.md. */
@Tag("clickhouse")
class RowSizeIT {
    private static final double TARGET_BYTES = 16;

    @RegisterExtension
    final ClickHouseExtension clickHouse = ClickHouseExtension.withTables();

    @Test
    void aRowOfABusyFleetTakesAtMostSixteenBytes() throws Exception {
        StoreConnection store = clickHouse.connection();
        try (InputStream fleet = RowSizeIT.class.getResourceAsStream("busy-month.sql")) {
            String month = new String(fleet.readAllBytes(), StandardCharsets.UTF_8);
            for (int volume = 0; volume < 50; volume += 10) {
                SqlRows.of(store, month.replace("FIRST_VOLUME", Integer.toString(volume)));
            }
        }
        SqlRows.of(store, "OPTIMIZE TABLE ledger FINAL");
        assertThat(SqlRows.of(
                        store,
                        "SELECT count(), countIf(provisioned_bytes != live_bytes + claimed_bytes + dead_bytes + stranded_bytes"
                                + " + zeroed_bytes + reserved_bytes + ullage_bytes + unseen_bytes), uniqExact(live_bytes) > 10000"
                                + " FROM ledger"))
                .as("rows, broken sums, values that vary")
                .containsExactly(List.of("432000", "0", "1"));
        List<List<String>> perRow = SqlRows.of(
                store,
                "SELECT round(sum(data_compressed_bytes) / sum(rows), 2), round(sum(data_uncompressed_bytes) / sum(rows))"
                        + " FROM system.parts WHERE database = currentDatabase() AND table = 'ledger' AND active");
        System.out.println("a ledger row: " + perRow.get(0).get(0) + " B, uncompressed "
                + perRow.get(0).get(1) + " B");
        for (List<String> column : SqlRows.of(
                store,
                "SELECT column, round(sum(column_data_compressed_bytes) / sum(rows), 2) AS bytes FROM system.parts_columns"
                        + " WHERE database = currentDatabase() AND table = 'ledger' AND active"
                        + " GROUP BY column HAVING bytes >= 0.02 ORDER BY bytes DESC, column")) {
            System.out.println("| " + column.get(0) + " | " + column.get(1) + " |");
        }
        assertThat(Double.parseDouble(perRow.get(0).get(0))).isBetween(1.0, TARGET_BYTES);
    }
}
