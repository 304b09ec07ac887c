package io.ullage.service.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.ullage.service.chargeback.Bills;
import io.ullage.service.cli.CommandRun;
import io.ullage.service.clickhouse.ClickHouseExtension;
import io.ullage.service.output.ExitCode;
import io.ullage.service.rest.RestApi;
import io.ullage.service.store.StoreConnection;
import io.ullage.service.store.StoreSessions;
import io.ullage.service.web.Links;
import io.ullage.service.web.Served;
import io.ullage.service.web.WebServer;
import io.ullage.service.web.WebSettings;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The pages over HTTP, from a real store. */
@Tag("clickhouse")
class ConsoleIT {
    private static final long GIB = 1L << 30;
    private static final String HOSTILE = "<script>alert(1)</script>\"'&";
    private static final List<String> PAGES = List.of(
            Links.OVERVIEW,
            Links.POOLS,
            Links.VOLUMES,
            Links.SNAPSHOTS,
            Links.RECOMMENDATIONS,
            Links.SAVINGS,
            Links.CHARGEBACK,
            Links.ALERTS,
            Links.ALERT_HISTORY,
            Links.SOURCES);
    private static final int MOST_PAGES = 250;

    @RegisterExtension
    final ClickHouseExtension clickHouse = ClickHouseExtension.withTables();

    @TempDir
    Path directory;

    private final HttpClient http =
            HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
    private StoreSessions sessions;
    private Bills bills;
    private WebServer server;

    @BeforeEach
    void serve() throws Exception {
        StoreConnection store = clickHouse.connection();
        sessions = StoreSessions.of(store, 8);
        bills = new Bills(store, directory, Clock.systemUTC());
        Served served = new Served(sessions, store, store, Clock.systemUTC(), directory);
        server = WebServer.start(
                new WebSettings(WebSettings.LOOPBACK, 0, directory),
                Clock.systemUTC(),
                List.of(new Console(served, bills), new RestApi(served, bills)));
    }

    @AfterEach
    void stop() {
        server.close();
        bills.close();
        sessions.close();
    }

    @Test
    void anEmptyStoreSaysWhatToDoNext() throws Exception {
        for (String page : PAGES) {
            String html = page(page);
            wellMade(page, html);
            assertThat(html).as(page).contains("id=\"empty\"");
        }
        assertThat(page(Links.OVERVIEW)).contains("ullage simulate", "--watch");
        assertThat(page(Links.RECOMMENDATIONS)).contains("ullage recommend --record");
    }

    @Test
    void pagesShowWhatIsInTheStore() throws Exception {
        volume("large", "large", 50);
        volume("esx1:ds/~ü é", HOSTILE, 20);
        orphanOfWhichLittleIsKnown();
        anAlertThatFiredTwiceAndWhatNobodyCouldRead();
        assertThat(run("recommend", "--record")).isZero();

        everyLinkLeadsSomewhere();
        figuresAreThere();
        alertsHaveAHistoryAndRefusalsAreCounted();
        listsAreFilteredSortedAndPaged();
        whatIsWrongIsAPage();
    }

    private void figuresAreThere() throws Exception {
        String overview = page(Links.OVERVIEW);
        assertThat(overview).contains("The estate", "3 volumes", "Trim what the guest deleted");
        assertThat(overview).as("the classes").contains("70.0 GiB", "fill-dead");

        String volume = page(Links.volume("large"));
        assertThat(volume).contains("50.0 GiB", "10.0 GiB", "10.0 %", "m-large");
        assertThat(page(Links.volume("esx1:ds/~ü é")))
                .as("without inventory")
                .contains("no inventory says whose it is");

        assertThat(page(Links.volume("orphan")))
                .as("absent is not zero")
                .contains(
                        "not known: its source does not say what it occupies",
                        "not known: nobody looks into its guest");

        String hostile = page(Links.volume("esx1:ds/~ü é"));
        assertThat(hostile).doesNotContain("<script>alert").contains("&lt;script&gt;alert(1)&lt;/script&gt;");
        assertThat(page(Links.VOLUMES)).doesNotContain("<script>alert").contains("&lt;script&gt;");
        assertThat(page(Links.pool("p1"))).contains("50.0 %", "1000 GiB", "&lt;script&gt;");
    }

    private void alertsHaveAHistoryAndRefusalsAreCounted() throws Exception {
        String latest = page(Links.ALERTS);
        assertThat(latest).contains("1 alert,", "it fires again").doesNotContain("it fired before");
        String firings = attribute(latest, "href=\"(" + Links.ALERT_HISTORY + "\\?fingerprint=[^\"]*)\"");
        String history = page(firings);
        assertThat(history)
                .contains("2 firings of one alert", "fires still", "after 2 hours, cleared", "it fired before");
        assertThat(history.indexOf("it fires again"))
                .as("the newest first")
                .isLessThan(history.indexOf("it fired before"));
        assertThat(page(firings + "&state=resolved"))
                .contains("it fired before")
                .doesNotContain("it fires again");
        assertThat(page(Links.ALERT_HISTORY + "?fingerprint=other")).contains("id=\"empty\"");

        assertThat(page(Links.SOURCES))
                .contains("nobody could read 1 report, and 3 readings of others were refused", "no JSON");
    }

    private void listsAreFilteredSortedAndPaged() throws Exception {
        assertThat(rows(page("/volumes?q=LARGE"))).containsExactly("large");
        assertThat(rows(page("/volumes?class=dead&sort=name&order=desc")))
                .hasSize(2)
                .last()
                .isEqualTo("&lt;script&gt;alert(1)&lt;/script&gt;\"'&amp;");
        assertThat(all(page(Links.VOLUMES), "<option value=\"(team[^\"]*)\"")).containsExactly("team a");
        String ofTeam = page("/volumes?tenant=team+a");
        assertThat(rows(ofTeam)).containsExactly("large");
        assertThat(ofTeam).contains("<option value=\"team a\" selected>");
        String first = page("/volumes?sort=provisioned&limit=2");
        assertThat(rows(first)).hasSize(2);
        assertThat(first).contains("2 of 3");
        String next = attribute(first, "href=\"([^\"]*)\" rel=\"next\"");
        String second = page(next);
        assertThat(rows(second)).hasSize(1).doesNotContainAnyElementsOf(rows(first));
        assertThat(second).contains("From the beginning").doesNotContain("rel=\"next\"");
        assertThat(page("/volumes?q=nothing+is+called+so")).contains("No volume fits", "href=\"/volumes\"");
    }

    private void whatIsWrongIsAPage() throws Exception {
        HttpResponse<String> wrong = get("/volumes?sort=colour&limit=0");
        assertThat(wrong.statusCode()).isEqualTo(400);
        assertThat(wrong.body())
                .contains("<h1", "sort", "must be one of", "limit", "must be a whole number from 1 to 1000");
        wellMade("a wrong parameter", wrong.body());

        HttpResponse<String> missing = get(Links.volume(HOSTILE));
        assertThat(missing.statusCode()).isEqualTo(404);
        assertThat(missing.body()).contains("&lt;script&gt;").doesNotContain("<script>alert");
        assertThat(get("/nothing/here").statusCode()).isEqualTo(404);
    }

    @Test
    void somebodyDecides() throws Exception {
        volume("large", "large", 50);
        volume("small", "small", 10);
        assertThat(run("recommend", "--record")).isZero();
        String list = page(Links.RECOMMENDATIONS + "?state=open&rule=trim");
        List<String> found = all(list, "href=\"(/recommendations/[a-z0-9]+)\"");
        assertThat(found).hasSize(2);
        String large = found.get(0);

        assertThat(page(large)).contains("fstrim", "How is it done?", "data-copy=\"command-1\"");
        assertThat(post(large + "/accept", "").statusCode())
                .as("without the form's token")
                .isEqualTo(403);
        HttpResponse<String> accepted = post(large + "/accept", token(large));
        assertThat(accepted.statusCode()).isEqualTo(303);
        assertThat(accepted.headers().firstValue("Location")).contains(large);
        assertThat(page(large)).contains("Accepted by").doesNotContain("Accept: it will be done");
        assertThat(post(large + "/accept", token(large)).statusCode())
                .as("twice")
                .isEqualTo(409);

        String small = found.get(1);
        HttpResponse<String> unsaid = post(small + "/dismiss", token(small) + "&reason=");
        assertThat(unsaid.statusCode()).isEqualTo(400);
        assertThat(unsaid.body()).contains("reason", "must be present");
        assertThat(post(small + "/dismiss", token(small) + "&reason=x&until=2999-01-31")
                        .body())
                .contains("must be before 2200-01-01");
        HttpResponse<String> dismissed =
                post(small + "/dismiss", token(small) + "&until=2199-01-31&reason=" + encoded(HOSTILE));
        assertThat(dismissed.statusCode()).isEqualTo(303);
        assertThat(page(small))
                .contains("&lt;script&gt;", "Open again on 2199-01-31")
                .doesNotContain("<script>alert");

        assertThat(post(large + "/done", token(large)).statusCode()).isEqualTo(303);
        assertThat(page(large)).contains("What came back is measured");
        assertThat(page(Links.RECOMMENDATIONS + "?state=dismissed")).contains(small, "together they return 10.0 GiB");
        assertThat(page(Links.RECOMMENDATIONS + "?rule=trim"))
                .as("what was dismissed is not promised")
                .contains("those that are open, accepted or done return 50.0 GiB");
        assertThat(page(Links.SAVINGS)).contains("50.0 GiB");
    }

    /** From the overview on, over every link of every page. */
    private void everyLinkLeadsSomewhere() throws Exception {
        Deque<String> ahead = new ArrayDeque<>(PAGES);
        Set<String> seen = new HashSet<>(PAGES);
        int pages = 0;
        while (!ahead.isEmpty() && pages++ < MOST_PAGES) {
            String path = ahead.pop();
            HttpResponse<String> answer = get(path);
            assertThat(answer.statusCode()).as(path).isEqualTo(200);
            if (answer.headers().firstValue("Content-Type").orElse("").startsWith("text/html")) {
                wellMade(path, answer.body());
                for (String link : all(answer.body(), "(?:href|src)=\"(/[^\"]*)\"")) {
                    if (seen.add(link)) {
                        ahead.add(link);
                    }
                }
            }
        }
        assertThat(seen).contains(Links.volume("large"), Links.volume("esx1:ds/~ü é"), Links.pool("p1"));
    }

    private static void wellMade(String path, String html) {
        assertThat(all(html, "(<h1[ >])")).as("%s: one heading", path).hasSize(1);
        assertThat(html).as(path).contains("<html lang=\"en\">", "<main id=\"main\"", "href=\"#main\"", "<title>");
        assertThat(all(html, "<script(?![^>]* src=)[^>]*(>)"))
                .as("%s: scripts", path)
                .isEmpty();
        assertThat(html).as(path).doesNotContain(" style=", "<style").doesNotContainPattern(" on[a-z]+=\"");
        assertThat(new HashSet<>(all(html, " id=\"([^\"]*)\"")))
                .as("%s: ids", path)
                .hasSameSizeAs(all(html, " id=\"([^\"]*)\""));
        for (String label : all(html, "<label[^>]* for=\"([^\"]*)\"")) {
            assertThat(html).as("%s: label for %s", path, label).contains(" id=\"" + label + "\"");
        }
    }

    private String page(String path) throws Exception {
        HttpResponse<String> answer = get(path);
        assertThat(answer.statusCode()).as(path).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Security-Policy").orElse(""))
                .contains("script-src 'self'")
                .doesNotContain("unsafe");
        return answer.body();
    }

    private HttpResponse<String> get(String path) throws Exception {
        return send(request(path.replace("&amp;", "&")));
    }

    /** With the token of the page's forms; the cookie is kept by the client. */
    private HttpResponse<String> post(String path, String form) throws Exception {
        return send(request(path)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form)));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(server.url() + path)).header("Accept", "text/html");
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private String token(String path) throws Exception {
        Matcher field = Pattern.compile("<input type=\"hidden\" name=\"(_[a-z]+)\" value=\"([^\"]+)\"")
                .matcher(page(path));
        assertThat(field.find()).as("a form in " + path).isTrue();
        return field.group(1) + "=" + encoded(field.group(2));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** Names of the rows of a list. */
    private static List<String> rows(String html) {
        return all(html, "<th scope=\"row\" class=\"name\"><a href=\"[^\"]*\">([^<]*)</a>");
    }

    private static String attribute(String html, String pattern) {
        List<String> found = all(html, pattern);
        assertThat(found).as(pattern).isNotEmpty();
        return found.get(0);
    }

    private static List<String> all(String html, String pattern) {
        return Pattern.compile(pattern)
                .matcher(html)
                .results()
                .map(match -> match.group(1))
                .toList();
    }

    private int run(String... arguments) {
        StoreConnection store = clickHouse.connection();
        List<String> all = new java.util.ArrayList<>(List.of(arguments));
        all.addAll(List.of("--clickhouse", store.url(), "--user", store.user()));
        all.addAll(List.of("--password-file", String.valueOf(store.passwordFile())));
        return CommandRun.of(all.toArray(String[]::new)).exitCode() == ExitCode.OK ? 0 : 1;
    }

    /** 100 GiB, of which 10 are live and as many as said are dead; its guest takes discards. */
    private void volume(String id, String name, long deadGib) throws SQLException {
        String machine = "m-" + id;
        sql(
                "INSERT INTO ledger (interval_start, revision, time, volume_id, name, pool_id, host_id, machine_id, path, source, format,"
                        + " provisioning, volume_use, in_use, provisioned_bytes, allocated_bytes, written_bytes, allocation_unit_bytes,"
                        + " guest_live_bytes, method, live_bytes, dead_bytes, ullage_bytes, guest_disk, match_rule)"
                        + " SELECT toStartOfHour(now()), 1, toStartOfHour(now()), " + text(id) + ", " + text(name)
                        + ", 'p1', 'h1', " + text(machine)
                        + ", '/images/a.raw', 'image', 'raw', 'THIN', 'DISK', true, 100 * "
                        + GIB + ", " + (10 + deadGib) + " * " + GIB + ", " + (10 + deadGib) + " * " + GIB
                        + ", 4096, 10 * " + GIB
                        + ", 'EXACT', 10 * " + GIB + ", " + deadGib + " * " + GIB + ", " + (90 - deadGib) + " * " + GIB
                        + ", 'sda', 'SERIAL'");
        sql(
                "INSERT INTO guest_disk (interval_start, revision, time, host_id, machine_id, disk, source, size_bytes, discard_max_bytes)"
                        + " SELECT toStartOfHour(now()), 1, toStartOfHour(now()), 'g', " + text(machine)
                        + ", 'sda', 'sys', 100 * "
                        + GIB + ", " + GIB);
        sql(
                "INSERT INTO pool (interval_start, revision, pool_id, name, pool_kind, capacity_bytes, used_bytes, free_bytes)"
                        + " SELECT toStartOfHour(now()), 1, 'p1', 'p1', 'FILE_SYSTEM', 1000 * " + GIB + ", 500 * " + GIB
                        + ", 500 * "
                        + GIB);
    }

    /** With an inventory that knows one machine's tenant. */
    private void anAlertThatFiredTwiceAndWhatNobodyCouldRead() throws SQLException {
        sql("INSERT INTO inventory (machine_id, since, received, revision, source, machine_name, tenant)"
                + " SELECT 'm-large', now() - 86400 * 30, now(), 1, 'test', 'm-large', 'team a'");
        String alert =
                "INSERT INTO alert (fingerprint, rule, severity, watch, entities, revision, starts_at, time, ends_at,"
                        + " state, end, entity_count, annotations) SELECT 'f1', 'VolumeIdle', 'WARNING', 'volume', ['large'], ";
        sql(
                alert
                        + "2, now() - 90000, now() - 82800, now() - 82800, 'RESOLVED', 'CLEARED', 0, map('summary', 'it fired before')");
        sql(alert + "1, now() - 600, now() - 600, NULL, 'FIRING', NULL, 1, map('summary', 'it fires again')");
        sql(
                "INSERT INTO ingest (interval_start, kafka_partition, kafka_offset, time, outcome, agent_id, report_time,"
                        + " message_bytes, readings, rejected_readings, reason) SELECT toStartOfMinute(now()), 0, number,"
                        + " now() - 10 + number, if(number = 2, 'MALFORMED', 'EMITTED'), if(number = 2, NULL, 'a1'), now(), 500,"
                        + " if(number = 2, 0, 5), if(number = 1, 3, 0), [NULL, 'a size', 'no JSON'][number + 1] FROM numbers(3)");
    }

    /** Neither what it occupies nor whose it is. */
    private void orphanOfWhichLittleIsKnown() throws SQLException {
        sql(
                "INSERT INTO ledger (interval_start, revision, time, volume_id, name, pool_id, host_id, source, format, provisioning,"
                        + " volume_use, in_use, provisioned_bytes, method, unseen_bytes) SELECT toStartOfHour(now()), 1,"
                        + " toStartOfHour(now()), 'orphan', 'orphan', 'p1', 'h1', 'image', 'raw', 'UNKNOWN', 'DISK', false, "
                        + GIB
                        + ", 'BOUNDED', " + GIB);
    }

    private static String text(String value) {
        return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }

    private void sql(String statement) throws SQLException {
        try (Connection connection = clickHouse.connection().open();
                Statement made = connection.createStatement()) {
            made.execute(statement);
        }
    }
}
