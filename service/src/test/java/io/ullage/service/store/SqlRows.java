package io.ullage.service.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Runs one statement over a connection of its own; results are text, so that an expectation reads like the answer. */
public final class SqlRows {
    private SqlRows() {}

    public static List<List<String>> of(StoreConnection store, String sql) throws SQLException {
        try (Connection connection = store.open();
                Statement statement = connection.createStatement()) {
            List<List<String>> rows = new ArrayList<>();
            if (statement.execute(sql)) {
                try (ResultSet results = statement.getResultSet()) {
                    while (results.next()) {
                        List<String> row = new ArrayList<>();
                        for (int i = 1; i <= results.getMetaData().getColumnCount(); i++) {
                            row.add(String.valueOf(results.getString(i)));
                        }
                        rows.add(row);
                    }
                }
            }
            return rows;
        }
    }
}
