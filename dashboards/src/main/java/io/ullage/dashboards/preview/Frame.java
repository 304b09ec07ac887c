package io.ullage.dashboards.preview;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What a query answered, by column. */
record Frame(List<Column> columns) {
    enum Kind {
        /** Milliseconds since 1970, as {@link Long}. */
        TIME,
        /** {@link Double}. */
        NUMBER,
        /** {@link String}. */
        TEXT
    }

    /**
     * @param labels of a line of a wide frame: the words of its rows by their column
     * @param values absent where the answer has none
     */
    record Column(String name, Kind kind, Map<String, String> labels, List<@Nullable Object> values) {
        boolean isNumber() {
            return kind == Kind.NUMBER;
        }
    }

    Frame {
        columns = List.copyOf(columns);
    }

    int rows() {
        return columns.isEmpty() ? 0 : columns.get(0).values().size();
    }

    Optional<Column> first(Kind kind) {
        return columns.stream().filter(column -> column.kind() == kind).findFirst();
    }

    /** A row for each time and a column for each line, as the plugin makes of a column of words: long to wide. */
    Frame wide() {
        List<Column> words =
                columns.stream().filter(column -> column.kind() == Kind.TEXT).toList();
        Column time =
                first(Kind.TIME).orElseThrow(() -> new PreviewException("lines over time need a column of times"));
        List<Long> times = new ArrayList<>(
                new TreeSet<>(time.values().stream().map(value -> (Long) value).toList()));
        Map<Long, Integer> rowOf = new LinkedHashMap<>();
        times.forEach(at -> rowOf.put(at, rowOf.size()));
        Map<Map<String, String>, List<Column>> lines = new LinkedHashMap<>();
        for (int row = 0; row < rows(); row++) {
            Map<String, String> labels = new LinkedHashMap<>();
            for (Column word : words) {
                labels.put(word.name(), String.valueOf(word.values().get(row)));
            }
            List<Column> line = lines.computeIfAbsent(labels, key -> empty(key, times.size()));
            int at = rowOf.get((Long) time.values().get(row));
            int index = 0;
            for (Column column : columns) {
                if (column.isNumber()) {
                    line.get(index++).values().set(at, column.values().get(row));
                }
            }
        }
        List<Column> wide = new ArrayList<>();
        wide.add(new Column(time.name(), Kind.TIME, Map.of(), new ArrayList<>(times)));
        lines.values().forEach(wide::addAll);
        return new Frame(wide);
    }

    private List<Column> empty(Map<String, String> labels, int rows) {
        return columns.stream()
                .filter(Column::isNumber)
                .map(column -> {
                    List<@Nullable Object> values = new ArrayList<>();
                    for (int row = 0; row < rows; row++) {
                        values.add(null);
                    }
                    return new Column(column.name(), Kind.NUMBER, labels, values);
                })
                .toList();
    }
}
