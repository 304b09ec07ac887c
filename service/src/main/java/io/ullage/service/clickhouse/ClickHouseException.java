package io.ullage.service.clickhouse;

/** ClickHouse cannot be had or does not start. The message says why and what to do next. */
public final class ClickHouseException extends RuntimeException {
    public ClickHouseException(String message) {
        super(message);
    }

    public ClickHouseException(String message, Throwable cause) {
        super(message, cause);
    }
}
