package io.ullage.job.row;

/** The ClickHouse types that rows are made of. A store may wrap one in {@code LowCardinality}: the bytes of an insert are the same. */
public enum ColumnType {
    STRING("String"),
    NULLABLE_STRING("Nullable(String)"),
    STRINGS("Array(String)"),
    STRING_MAP("Map(String, String)"),
    BOOL("Bool"),
    NULLABLE_BOOL("Nullable(Bool)"),
    UINT8("UInt8"),
    UINT32("UInt32"),
    UINT64("UInt64"),
    INT64("Int64"),
    NULLABLE_UINT32("Nullable(UInt32)"),
    NULLABLE_UINT64("Nullable(UInt64)"),
    NULLABLE_INT64("Nullable(Int64)"),
    FLOAT64("Float64"),
    NULLABLE_FLOAT64("Nullable(Float64)"),
    /** Seconds since the epoch, unsigned 32 bits. */
    DATE_TIME("DateTime('UTC')"),
    /** Milliseconds since the epoch, signed 64 bits. */
    DATE_TIME_MILLIS("DateTime64(3, 'UTC')"),
    NULLABLE_DATE_TIME_MILLIS("Nullable(DateTime64(3, 'UTC'))");

    private final String sql;

    ColumnType(String sql) {
        this.sql = sql;
    }

    /** As {@code system.columns} spells it, without {@code LowCardinality}. */
    public String sql() {
        return sql;
    }
}
