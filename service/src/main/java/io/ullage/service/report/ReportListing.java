package io.ullage.service.report;

import io.ullage.service.output.Column;
import io.ullage.service.output.Listing;
import io.ullage.service.store.Report;
import io.ullage.service.store.ReportRows;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The columns of a report as a listing. */
final class ReportListing {
    /** As in a scan. */
    private static final Map<String, String> RATIO_TITLES =
            Map.of("usedRatio", "FULL", "utilisationRatio", "UTILISED", "overcommitRatio", "OVERCOMMIT");

    /** Whose a volume is: good to have beside the figures, not instead of them. */
    private static final Set<String> WHERE_IT_FITS = Set.of("machineName", "tenant");

    private ReportListing() {}

    static Listing<Map<String, Object>> of(Report report, ReportRows rows) {
        List<String> tabled = tabled(report);
        List<Column<Map<String, Object>>> columns = new ArrayList<>();
        for (String name : rows.columns()) {
            Column<Map<String, Object>> column = column(name, rows);
            if (tabled.contains(name)) {
                columns.add(column);
            } else {
                columns.add(WHERE_IT_FITS.contains(name) ? column.tabledWhereItFits() : column.notTabled());
            }
        }
        return new Listing<>(columns);
    }

    /** The unit stands at the end of the name; where none does, the values say what they are. */
    private static Column<Map<String, Object>> column(String name, ReportRows rows) {
        if (name.endsWith("Bytes")) {
            return Column.bytes(name, row -> (Long) row.get(name));
        }
        if (name.endsWith("Ratio")) {
            Column<Map<String, Object>> ratio = Column.ratio(name, row -> (Double) row.get(name));
            String title = RATIO_TITLES.get(name);
            return title == null ? ratio : ratio.titled(title);
        }
        Object sample = rows.rows().stream()
                .filter(row -> row.containsKey(name))
                .findFirst()
                .map(row -> row.get(name))
                .orElse("");
        if (sample instanceof Long) {
            return Column.count(name, row -> (Long) row.get(name));
        }
        if (sample instanceof Instant) {
            return Column.time(name, row -> (Instant) row.get(name));
        }
        if (sample instanceof Boolean) {
            return Column.flag(name, row -> (Boolean) row.get(name));
        }
        if (sample instanceof List<?>) {
            return Column.texts(name, row -> texts(row.get(name)));
        }
        return Column.text(name, row -> (String) row.get(name));
    }

    private static List<String> texts(Object value) {
        return value instanceof List<?> values
                ? values.stream().map(String::valueOf).toList()
                : List.of();
    }

    /** What fits into a table; JSON and CSV have every column. */
    private static List<String> tabled(Report report) {
        return switch (report) {
            case VOLUMES ->
                List.of(
                        "name",
                        "format",
                        "poolId",
                        "provisionedBytes",
                        "allocatedBytes",
                        "guestLiveBytes",
                        "deadBytes",
                        "strandedBytes",
                        "zeroedBytes",
                        "reservedBytes",
                        "utilisationRatio",
                        "method");
            case POOLS ->
                List.of(
                        "name",
                        "poolKind",
                        "capacityBytes",
                        "usedBytes",
                        "usedRatio",
                        "volumes",
                        "provisionedBytes",
                        "allocatedBytes",
                        "deadBytes",
                        "overcommitRatio");
            case SNAPSHOTS ->
                List.of(
                        "name",
                        "volumeName",
                        "snapshotKind",
                        "created",
                        "exclusiveBytes",
                        "growthDayBytes",
                        "returnedBytes",
                        "roomHighBytes",
                        "fits",
                        "trend");
            case UNMATCHED -> List.of("machineId", "side", "entityId", "sizeBytes", "reason", "candidates");
            case ESTATE ->
                List.of(
                        "volumes",
                        "provisionedBytes",
                        "allocatedBytes",
                        "guestLiveBytes",
                        "deadBytes",
                        "strandedBytes",
                        "zeroedBytes",
                        "reservedBytes",
                        "utilisationRatio");
        };
    }
}
