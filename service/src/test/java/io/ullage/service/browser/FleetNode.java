package io.ullage.service.browser;

import io.ullage.service.chargeback.RateCardReader;
import io.ullage.service.clickhouse.ChdbLibrary;
import io.ullage.service.clickhouse.ClickHouseException;
import io.ullage.service.node.NodeFile;
import io.ullage.service.node.NodeProcess;
import io.ullage.service.process.Eventually;
import io.ullage.service.store.RollUps;
import io.ullage.service.store.SqlRows;
import io.ullage.service.store.StoreConnection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;

/** {@code ullage up} with the history of a made-up fleet, prices, recommendations and forecasts: what a console has to show. */
final class FleetNode implements AutoCloseable {
    private static final Duration ARRIVAL = Duration.ofMinutes(60);
    private static final Duration QUIET = Duration.ofSeconds(12);
    private static final Pattern REPORTS = Pattern.compile("(\\d+) reports to");

    private final NodeProcess process;
    private final NodeFile file;
    private final Path directory;

    private FleetNode(NodeProcess process, NodeFile file, Path directory) {
        this.process = process;
        this.file = file;
        this.directory = directory;
    }

    static FleetNode start(Path directory, int volumes, int days) throws Exception {
        try {
            ChdbLibrary.locate();
        } catch (ClickHouseException e) {
            Assumptions.abort("needs the embedded ClickHouse: " + e.getMessage());
        }
        String filled = System.getProperty("ullage.browser.data");
        Path data = filled == null ? directory.resolve("data") : Path.of(filled);
        Files.createDirectories(data);
        Files.writeString(data.resolve(RateCardReader.FILE_NAME), RateCardReader.exampleText());
        NodeProcess process = NodeProcess.start(data);
        try {
            FleetNode node = new FleetNode(process, process.awaitReady().file(), directory);
            if (filled == null) {
                node.fill(volumes, days);
            }
            return node;
        } catch (Exception | AssertionError e) {
            process.close();
            throw e;
        }
    }

    private void fill(int volumes, int days) throws Exception {
        Matcher reports = REPORTS.matcher(run(
                "simulate",
                "--volumes=" + volumes,
                "--days=" + days,
                "--seed=4",
                "--step=" + (days > 30 ? "1d" : "6h")));
        if (!reports.find()) {
            throw new AssertionError("simulate did not say how many reports it sent");
        }
        long sent = Long.parseLong(reports.group(1));
        Eventually.await(
                "every report",
                ARRIVAL,
                () -> Long.parseLong(SqlRows.of(
                                        store(),
                                        "SELECT count() FROM ingest FINAL WHERE agent_id LIKE 'sim-%' AND outcome = 'EMITTED'")
                                .get(0)
                                .get(0))
                        >= sent);
        Eventually.await(
                "the first volumes", ARRIVAL, () -> !SqlRows.of(store(), "SELECT volume_id FROM volume_latest LIMIT 1")
                        .isEmpty());
        Eventually.await("the last ledger", ARRIVAL, quiet());
        RollUps.catchUp(writer());
        run("recommend", "--record");
        run("forecast", "--record");
    }

    /** Rows are written seconds after their reports were taken in: so long none may have come. */
    private Callable<Boolean> quiet() {
        long[] seen = {-1, 0};
        return () -> {
            long rows = Long.parseLong(
                    SqlRows.of(store(), "SELECT count() FROM ledger").get(0).get(0));
            if (rows != seen[0]) {
                seen[0] = rows;
                seen[1] = System.nanoTime();
            }
            return System.nanoTime() - seen[1] > QUIET.toNanos();
        };
    }

    /** What a command prints that is run on this node. */
    String run(String... arguments) throws IOException, InterruptedException {
        Path output = directory.resolve(arguments[0] + ".txt");
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add("--data=" + file.dataDirectory());
        Process process = NodeProcess.ullage(output, all);
        if (!process.waitFor(ARRIVAL.toSeconds(), TimeUnit.SECONDS) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new AssertionError(all + " failed: " + Files.readString(output));
        }
        return Files.readString(output);
    }

    /** Without a slash at the end. */
    String url() {
        return String.valueOf(file.consoleUrl());
    }

    StoreConnection store() {
        return new StoreConnection(
                file.clickHouseUrl(),
                file.reader().user(),
                Path.of(file.reader().passwordFile()));
    }

    private StoreConnection writer() {
        return new StoreConnection(
                file.clickHouseUrl(),
                file.writer().user(),
                Path.of(file.writer().passwordFile()));
    }

    @Override
    public void close() throws InterruptedException {
        process.close();
    }
}
