package io.ullage.job.row;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/** A table of the store, and its columns in the order in which an insert names them. */
public final class Table<R extends Row> implements Serializable {
    private final String name;
    private final Class<R> rowClass;
    private final ArrayList<Column<R>> columns = new ArrayList<>();

    Table(String name, Class<R> rowClass) {
        this.name = name;
        this.rowClass = rowClass;
    }

    Table<R> with(String column, ColumnType type, Column.Value<R> value) {
        columns.add(new Column<>(column, type, value));
        return this;
    }

    public String name() {
        return name;
    }

    public Class<R> rowClass() {
        return rowClass;
    }

    public List<Column<R>> columns() {
        return List.copyOf(columns);
    }
}
