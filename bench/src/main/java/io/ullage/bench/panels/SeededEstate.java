package io.ullage.bench.panels;

import io.ullage.service.store.StoreConnection;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Fills a store from {@code estate.sql}, inside the server: a month of ten thousand volumes does not cross a wire. */
final class SeededEstate {
    private static final Pattern CHUNKS = Pattern.compile("(?m)^-- by (\\d+) hours (until|from) (\\d+)$");
    /** A block of all columns of the ledger is large; nothing of this is measured. */
    private static final String SMALL_BLOCKS =
            " SETTINGS max_threads = 1, max_insert_threads = 1, max_block_size = 16384,"
                    + " max_insert_block_size = 131072, min_insert_block_size_rows = 131072, min_insert_block_size_bytes = 134217728,"
                    + " max_memory_usage = 2000000000, max_partitions_per_insert_block = 100";

    private static final Pattern TARGET = Pattern.compile("INSERT INTO (\\w+)");

    private final int volumes;
    private final int days;
    private final PrintStream progress;

    SeededEstate(int volumes, int days, PrintStream progress) {
        this.volumes = volumes;
        this.days = days;
        this.progress = progress;
    }

    void into(StoreConnection store) throws SQLException, IOException {
        try (Connection connection = store.open();
                Statement statement = connection.createStatement()) {
            for (String sql : text().split(";\\n(?:\\n|$)")) {
                long begun = System.nanoTime();
                run(statement, sql);
                Matcher target = TARGET.matcher(sql);
                progress.printf(
                        Locale.ROOT,
                        "%s: %.0f s%n",
                        target.find() ? target.group(1) : "?",
                        (System.nanoTime() - begun) / 1e9);
            }
        }
    }

    private void run(Statement statement, String sql) throws SQLException {
        Matcher chunks = CHUNKS.matcher(sql);
        if (!chunks.find()) {
            statement.execute(filled(sql, 0, 0));
            return;
        }
        int step = Integer.parseInt(chunks.group(1));
        int bound = Integer.parseInt(chunks.group(3));
        boolean until = chunks.group(2).equals("until");
        int oldest = until ? 24 * days : bound;
        int newest = until ? bound : 0;
        for (int from = oldest; from > newest; from -= step) {
            statement.execute(filled(sql, from, Math.min(step, from - newest)));
        }
    }

    private String filled(String sql, int from, int hours) {
        return sql.replaceAll("(?m)^--.*\\n", "")
                        .replace("${volumes}", Integer.toString(volumes))
                        .replace("${days}", Integer.toString(days))
                        .replace("${from}", Integer.toString(from))
                        .replace("${hours}", Integer.toString(hours))
                + SMALL_BLOCKS;
    }

    private static String text() throws IOException {
        try (InputStream in = SeededEstate.class.getResourceAsStream("estate.sql")) {
            if (in == null) {
                throw new IOException("estate.sql is not among the classes");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
