package io.ullage.dashboards.preview;

import io.ullage.dashboards.preview.Frame.Column;
import io.ullage.dashboards.preview.Frame.Kind;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Answers by hand. */
final class Frames {
    static final double GIB = 1024.0 * 1024 * 1024;

    private Frames() {}

    static Column times(Long... millis) {
        return column("time", Kind.TIME, (Object[]) millis);
    }

    static Column numbers(String name, Double... values) {
        return column(name, Kind.NUMBER, (Object[]) values);
    }

    static Column words(String name, String... values) {
        return column(name, Kind.TEXT, (Object[]) values);
    }

    private static Column column(String name, Kind kind, Object... values) {
        return new Column(name, kind, Map.of(), Arrays.asList(values));
    }

    static Frame frame(Column... columns) {
        return new Frame(List.of(columns));
    }
}
