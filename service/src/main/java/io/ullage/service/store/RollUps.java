package io.ullage.service.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/** The roll-ups by hour and by day, which ClickHouse refreshes by itself; this is for those who cannot wait. */
public final class RollUps {
    /** History: noted hours before the one that is written now and the one before it. */
    private static final String HISTORY = """
            SELECT count() > 0 AND max(touched.noted_at) <= now64(3, 'UTC') - INTERVAL %d MILLISECOND
            FROM (SELECT hour, max(ledger_touched.noted_at) AS noted_at FROM ledger_touched GROUP BY hour) AS touched
            WHERE touched.hour IN (SELECT due.hour FROM ledger_hours_due AS due WHERE due.noted)
              AND touched.hour < (SELECT max(ledger_touched.hour) FROM ledger_touched) - INTERVAL 1 HOUR""";

    private RollUps() {}

    /**
     * Rolls up history that came at once, as from an import: the refreshes by themselves take the hours of ten days every five minutes.
     *
     * @param quiet for how long nothing of it may have come: what still comes is not rolled up again and again
     * @return whether there was any
     */
    public static boolean catchUpHistory(StoreConnection store, Duration quiet) throws SQLException {
        try (Connection connection = store.open();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(HISTORY.formatted(quiet.toMillis()))) {
            row.next();
            if (!row.getBoolean(1)) {
                return false;
            }
        }
        catchUp(store);
        return true;
    }

    /** Rolls up every hour and day into which rows came, however many, and returns when it is done. */
    public static void catchUp(StoreConnection store) throws SQLException {
        try (Connection connection = store.open();
                Statement statement = connection.createStatement()) {
            hours(statement, "ledger");
            days(statement, "ledger");
            hours(statement, "pool");
            days(statement, "pool");
            refresh(statement, "owner_refresh");
            hours(statement, "tenant");
            days(statement, "tenant");
            days(statement, "estate");
            hours(statement, "ingest");
            hours(statement, "agent");
            refresh(statement, "chargeback_bill_refresh");
        }
    }

    private static void hours(Statement statement, String what) throws SQLException {
        catchUp(statement, what + "_hourly_refresh", "SELECT toString(hour) AS due FROM " + what + "_hours_due");
    }

    private static void days(Statement statement, String what) throws SQLException {
        catchUp(statement, what + "_daily_refresh", "SELECT toString(day) AS due FROM " + what + "_days_due");
    }

    /**
     * A refresh takes as many as it has memory for: the same ones are noted again only where it achieves nothing.
     *
     * @param due selects the hours or days
     */
    private static void catchUp(Statement statement, String refresh, String due) throws SQLException {
        String before = "";
        for (String noted = noted(statement, due);
                !noted.isEmpty() && !noted.equals(before);
                noted = noted(statement, due)) {
            before = noted;
            refresh(statement, refresh);
        }
    }

    private static void refresh(Statement statement, String refresh) throws SQLException {
        statement.execute("SYSTEM REFRESH VIEW " + refresh);
        // Throws what the refresh failed with.
        statement.execute("SYSTEM WAIT VIEW " + refresh);
    }

    /** The hours or days into which rows came. */
    private static String noted(Statement statement, String due) throws SQLException {
        try (ResultSet rows = statement.executeQuery(
                "SELECT arrayStringConcat(groupArray(due), ' ') FROM (" + due + " WHERE noted)")) {
            rows.next();
            return rows.getString(1);
        }
    }
}
