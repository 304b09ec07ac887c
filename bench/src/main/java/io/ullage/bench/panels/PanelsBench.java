package io.ullage.bench.panels;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.ullage.dashboards.Dashboards;
import io.ullage.dashboards.grafana.Board;
import io.ullage.dashboards.grafana.Panel;
import io.ullage.dashboards.grafana.Variable;
import io.ullage.dashboards.query.PanelQuery;
import io.ullage.service.clickhouse.EmbeddedClickHouse;
import io.ullage.service.store.Migrations;
import io.ullage.service.store.ReportRows;
import io.ullage.service.store.RollUps;
import io.ullage.service.store.StoreConnection;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Makes a large estate in the embedded ClickHouse and prints what each query of each dashboard reads and takes. */
@Command(name = "panels", mixinStandardHelpOptions = true)
public final class PanelsBench implements Callable<Integer> {
    private static final double TARGET_MILLIS = 100;
    private static final int WARM_UP = 2;

    private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    private final HttpClient http = HttpClient.newHttpClient();

    @Option(names = "--volumes", defaultValue = "10000")
    private int volumes;

    @Option(names = "--days", defaultValue = "90")
    private int days;

    @Option(
            names = "--rounds",
            defaultValue = "20",
            description = "measured, after two that are not; 0 makes the estate only")
    private int rounds;

    @Option(names = "--only", defaultValue = "", description = "dashboards whose uid contains this")
    private String only = "";

    @Option(names = "--reuse", description = "the directory holds the estate of an earlier run")
    private boolean reuse;

    @Option(
            names = "--serve",
            paramLabel = "FILE",
            description =
                    "then write the server's address and the reader's password file there, and serve until the input ends")
    private @Nullable Path serve;

    @Option(names = "--directory", required = true, description = "scratch: about 2 GB")
    private Path directory = Path.of(".");

    public static void main(String... args) {
        System.exit(new CommandLine(new PanelsBench()).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        memory("config.d", "<max_server_memory_usage>3221225472</max_server_memory_usage>");
        // Of the writer alone: months that come at once are rolled up at once. A query of the reader has what it has on
        // a node.
        memory("users.d", "<profiles><default><max_memory_usage>2147483648</max_memory_usage></default></profiles>");
        try (EmbeddedClickHouse clickHouse = EmbeddedClickHouse.start(directory, 0)) {
            clickHouse.awaitReady(Duration.ofMinutes(2));
            StoreConnection writer = new StoreConnection(
                    clickHouse.url(),
                    clickHouse.writer().user(),
                    clickHouse.writer().passwordFile());
            Migrations.apply(writer);
            long begun = System.nanoTime();
            if (!reuse) {
                new SeededEstate(volumes, days, out).into(writer);
            }
            RollUps.catchUp(writer);
            awaitMerges(writer);
            out.printf(Locale.ROOT, "made and rolled up in %.0f s%n", (System.nanoTime() - begun) / 1e9);
            if (rounds > 0) {
                print(measure(clickHouse));
            }
            if (serve != null) {
                serve(clickHouse, serve);
            }
        }
        return 0;
    }

    /** The file is there at once, and whole. */
    private static void serve(EmbeddedClickHouse clickHouse, Path file) throws IOException {
        Path beside = file.resolveSibling(file.getFileName() + ".new");
        Files.writeString(
                beside,
                clickHouse.endpoint() + "\n"
                        + clickHouse.reader().passwordFile().toAbsolutePath() + "\n");
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
        System.in.transferTo(OutputStream.nullOutputStream());
    }

    private void memory(String folder, String xml) throws IOException {
        Path file = Files.createDirectories(directory.resolve(folder)).resolve("memory.xml");
        Files.writeString(file, "<clickhouse>" + xml + "</clickhouse>");
    }

    /** Parts are as many as a server that runs has: what it merges by itself is merged, and no more. */
    private static void awaitMerges(StoreConnection store) throws SQLException, InterruptedException {
        Instant deadline = Instant.now().plus(Duration.ofMinutes(10));
        while ((Long) ReportRows.of(store, "SELECT count() AS n FROM system.merges")
                                .rows()
                                .get(0)
                                .get("n")
                        > 0
                && Instant.now().isBefore(deadline)) {
            Thread.sleep(500);
        }
    }

    private List<Cost> measure(EmbeddedClickHouse clickHouse) throws Exception {
        List<Cost> costs = new ArrayList<>();
        for (Board board : Dashboards.all()) {
            if (!board.uid().contains(only)) {
                continue;
            }
            PanelQuery query = opened(board);
            for (Variable variable : board.variables()) {
                if (variable.kind() == Variable.Kind.QUERY) {
                    costs.add(measure(
                            clickHouse,
                            board,
                            "(choice of " + variable.name() + ")",
                            Objects.requireNonNull(variable.sql())));
                }
            }
            for (Panel panel : board.panels()) {
                costs.add(measure(clickHouse, board, panel.title(), query.expanded(panel.sql())));
            }
        }
        return costs;
    }

    /** As a link opens it: all pools and tenants, or the one that it is about; always the whole time. */
    private PanelQuery opened(Board board) {
        List<String> pool = board.uid().equals("ullage-pool") ? List.of("pool-3") : List.of();
        String month =
                LocalDate.now(ZoneOffset.UTC).minusMonths(1).withDayOfMonth(1).toString();
        Instant now = Instant.now();
        return new PanelQuery(
                now.minus(Duration.ofDays(days)),
                now,
                Duration.ofHours(2),
                Map.of(
                        "pool", pool,
                        "tenant", List.of(),
                        "rule", List.of(),
                        "domain", List.of(),
                        "volume", List.of("volume-000005"),
                        "month", List.of(month)));
    }

    private Cost measure(EmbeddedClickHouse clickHouse, Board board, String panel, String sql)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(
                        clickHouse.endpoint() + "?database=ullage&default_format=Native&wait_end_of_query=1"))
                .header("X-ClickHouse-User", clickHouse.reader().user())
                .header(
                        "X-ClickHouse-Key",
                        Files.readString(clickHouse.reader().passwordFile()).strip())
                .POST(HttpRequest.BodyPublishers.ofString(sql))
                .build();
        List<Double> millis = new ArrayList<>();
        JsonNode summary = null;
        for (int round = -WARM_UP; round < rounds; round++) {
            long begun = System.nanoTime();
            HttpResponse<byte[]> response = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
            double took = (System.nanoTime() - begun) / 1e6;
            if (response.statusCode() != 200) {
                throw new IOException(panel + ": " + new String(response.body(), StandardCharsets.UTF_8));
            }
            if (round >= 0) {
                millis.add(took);
            }
            summary = new JsonMapper()
                    .readTree(response.headers()
                            .firstValue("X-ClickHouse-Summary")
                            .orElseThrow());
        }
        Objects.requireNonNull(summary);
        return new Cost(
                board.title(),
                panel,
                millis,
                summary.get("read_rows").asLong(),
                summary.get("read_bytes").asLong(),
                summary.path("result_rows").asLong());
    }

    private void print(List<Cost> costs) {
        out.printf(
                "%n| dashboard | panel | rows read | MiB read | rows out | least ms | p50 ms | p95 ms |%n|---|---|--:|--:|--:|--:|--:|--:|%n");
        for (Cost cost : costs) {
            boolean over = cost.p95() > TARGET_MILLIS;
            out.printf(
                    Locale.ROOT,
                    "| %s | %s | %,d | %.1f | %,d | %.0f | %.0f | %s |%n",
                    cost.dashboard(),
                    cost.panel(),
                    cost.readRows(),
                    cost.readBytes() / 1048576.0,
                    cost.resultRows(),
                    cost.millis().get(0),
                    cost.median(),
                    over
                            ? String.format(Locale.ROOT, "**%.0f**", cost.p95())
                            : String.format(Locale.ROOT, "%.0f", cost.p95()));
        }
        long over = costs.stream().filter(cost -> cost.p95() > TARGET_MILLIS).count();
        Cost slowest = costs.stream().max(Comparator.comparingDouble(Cost::p95)).orElseThrow();
        out.printf(
                Locale.ROOT,
                "%n%d queries, %d with a p95 of more than %.0f ms; the slowest is \"%s\" with %.0f ms%n",
                costs.size(),
                over,
                TARGET_MILLIS,
                slowest.panel(),
                slowest.p95());
    }
}
