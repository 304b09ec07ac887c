package io.ullage.bench.console;

import io.ullage.service.cli.Main;
import io.ullage.service.clickhouse.EmbeddedClickHouse;
import io.ullage.service.store.ReportRows;
import io.ullage.service.store.RollUps;
import io.ullage.service.store.StoreConnection;
import io.ullage.service.web.Links;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Serves an estate that {@code bench/panels} made, and prints how long each page and each collection of REST takes. */
@Command(name = "console", mixinStandardHelpOptions = true)
public final class ConsoleBench implements Callable<Integer> {
    private static final double TARGET_MILLIS = 200;
    private static final int WARM_UP = 5;
    private static final Pattern URL = Pattern.compile("Console +(http://[^ /]+)/");

    private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @Option(names = "--directory", required = true, description = "what bench/panels --rounds 0 --directory made")
    private Path directory = Path.of(".");

    @Option(names = "--rounds", defaultValue = "40", description = "measured, after five that are not")
    private int rounds;

    public static void main(String... args) {
        System.exit(new CommandLine(new ConsoleBench()).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        try (EmbeddedClickHouse clickHouse = EmbeddedClickHouse.start(directory, 0)) {
            clickHouse.awaitReady(Duration.ofMinutes(2));
            StoreConnection store = new StoreConnection(
                    clickHouse.url(),
                    clickHouse.writer().user(),
                    clickHouse.writer().passwordFile());
            // As on a node that has been running: what came was rolled up.
            RollUps.catchUp(store);
            Process console = console(store);
            try {
                String url = url(console);
                out.printf(
                        Locale.ROOT,
                        "%-34s %6s %9s %8s %8s %8s%n",
                        "path",
                        "status",
                        "bytes",
                        "p50 ms",
                        "p95 ms",
                        "max ms");
                int slow = 0;
                for (String path : paths(store)) {
                    slow += measure(url, path) ? 0 : 1;
                }
                out.printf(Locale.ROOT, "%d over %.0f ms at p95%n", slow, TARGET_MILLIS);
            } finally {
                console.destroy();
                console.waitFor();
            }
        }
        return 0;
    }

    private Process console(StoreConnection store) throws IOException {
        Path data = Files.createDirectories(directory.resolve("console"));
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx384m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "console",
                        "--port=0",
                        "--data=" + data,
                        "--clickhouse=" + store.url(),
                        "--user=" + store.user(),
                        "--password-file=" + store.passwordFile())
                .redirectErrorStream(true)
                .start();
    }

    private static String url(Process console) throws IOException {
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(console.getInputStream(), StandardCharsets.UTF_8));
        StringBuilder said = new StringBuilder();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            Matcher url = URL.matcher(line);
            if (url.find()) {
                return url.group(1);
            }
            said.append(line).append('\n');
        }
        throw new IOException("the console does not say where it is:\n" + said);
    }

    private static List<String> paths(StoreConnection store) throws SQLException {
        String pool =
                first(store, "SELECT toString(pool_id) AS id FROM pool_latest ORDER BY provisioned_bytes DESC LIMIT 1");
        String volume =
                first(store, "SELECT volume_id AS id FROM volume_latest ORDER BY dead_bytes DESC, volume_id LIMIT 1");
        List<String> paths = new ArrayList<>(List.of(
                Links.OVERVIEW,
                Links.POOLS,
                Links.pool(pool),
                Links.VOLUMES,
                Links.VOLUMES + "?sort=reclaimable",
                Links.VOLUMES + "?q=17",
                Links.VOLUMES + "?class=dead&max-utilisation=0.2",
                Links.volume(volume),
                Links.RECOMMENDATIONS,
                Links.SAVINGS,
                Links.CHARGEBACK,
                Links.SNAPSHOTS,
                Links.ALERTS,
                Links.SOURCES));
        for (String collection : List.of(
                "estate",
                "pools",
                "volumes",
                "recommendations",
                "savings",
                "snapshots",
                "alerts",
                "sources",
                "forecasts",
                "dedup")) {
            paths.add(Links.API + "/" + collection);
        }
        return paths;
    }

    private static String first(StoreConnection store, String sql) throws SQLException {
        return String.valueOf(ReportRows.of(store, sql).rows().get(0).get("id"));
    }

    /** Whether it is within the target. */
    private boolean measure(String url, String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + path)).build();
        double[] millis = new double[rounds];
        int status = 0;
        int bytes = 0;
        for (int round = -WARM_UP; round < rounds; round++) {
            long begun = System.nanoTime();
            HttpResponse<byte[]> answer = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
            if (round >= 0) {
                millis[round] = (System.nanoTime() - begun) / 1e6;
            }
            status = answer.statusCode();
            bytes = answer.body().length;
        }
        Arrays.sort(millis);
        double p95 = millis[(int) Math.ceil(rounds * 0.95) - 1];
        out.printf(
                Locale.ROOT,
                "%-34s %6d %9d %8.1f %8.1f %8.1f%n",
                path,
                status,
                bytes,
                millis[rounds / 2],
                p95,
                millis[rounds - 1]);
        return p95 <= TARGET_MILLIS;
    }
}
