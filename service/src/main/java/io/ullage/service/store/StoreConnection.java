package io.ullage.service.store;

import io.ullage.schema.InvalidFieldException;
import io.ullage.schema.Require;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How to reach the store. The password is read at each {@link #open} and never printed.
 *
 * @param url such as {@code jdbc:clickhouse://127.0.0.1:8123/ullage}
 * @param passwordFile holds the password and nothing else; absent for a user without one
 */
public record StoreConnection(
        String url, String user, @Nullable Path passwordFile) {
    private static final Pattern DATABASE = Pattern.compile("(jdbc:[^/]*//[^/?]+/)([^?]*)(.*)");

    public StoreConnection {
        Require.text("url", url);
        Require.text("user", user);
        if (!url.startsWith("jdbc:clickhouse:") && !url.startsWith("jdbc:ch:")) {
            throw new InvalidFieldException("url", "must begin with jdbc:clickhouse:", url);
        }
    }

    /** Whose tables are meant: {@code ullage} of {@code jdbc:clickhouse://db.example:8123/ullage}. */
    String database() {
        Matcher matcher = DATABASE.matcher(url);
        if (!matcher.matches() || matcher.group(2).isEmpty()) {
            throw new InvalidFieldException("url", "must end with a database, such as /ullage", url);
        }
        return matcher.group(2);
    }

    /** The same server and user, another database. */
    StoreConnection in(String database) {
        String other = DATABASE.matcher(url).replaceFirst("$1" + Matcher.quoteReplacement(database) + "$3");
        return new StoreConnection(other, user, passwordFile);
    }

    /**
     * A new JDBC connection; the caller closes it.
     *
     * @throws SQLException if the store does not answer, refuses the user, or the password file cannot be read
     */
    public Connection open() throws SQLException {
        return DriverManager.getConnection(url, properties());
    }

    Properties properties() throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty("password", password());
        return properties;
    }

    String password() throws SQLException {
        if (passwordFile == null) {
            return "";
        }
        try {
            return Files.readString(passwordFile).strip();
        } catch (IOException e) {
            throw new SQLException("the password file " + passwordFile + " cannot be read: " + e.getMessage(), e);
        }
    }
}
