package io.ullage.service.rest;

import static io.ullage.service.rest.TwoTenants.ACME;
import static io.ullage.service.rest.TwoTenants.ZETA;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ullage.service.chargeback.Bills;
import io.ullage.service.clickhouse.ClickHouseExtension;
import io.ullage.service.store.RollUps;
import io.ullage.service.store.SqlRows;
import io.ullage.service.store.StoreSessions;
import io.ullage.service.web.Audience;
import io.ullage.service.web.Links;
import io.ullage.service.web.Method;
import io.ullage.service.web.Role;
import io.ullage.service.web.Route;
import io.ullage.service.web.Served;
import io.ullage.service.web.Tokens;
import io.ullage.service.web.WebServer;
import io.ullage.service.web.WebSettings;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** REST over a real store, as an operator and as a viewer of one of two tenants. */
@Tag("clickhouse")
class RestIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant NOW = Instant.now();

    @RegisterExtension
    final ClickHouseExtension clickHouse = ClickHouseExtension.withTables();

    @TempDir
    Path directory;

    private final HttpClient client = HttpClient.newHttpClient();
    private StoreSessions sessions;
    private Bills bills;
    private WebServer server;
    private String acme;
    private String viewer;

    @BeforeEach
    void serve() throws Exception {
        TwoTenants.seed(clickHouse.connection(), NOW, directory);
        Tokens tokens = new Tokens(directory);
        acme = tokens.add("acme-viewer", Role.VIEWER, ACME, NOW, null);
        viewer = tokens.add("viewer", Role.VIEWER, null, NOW, null);
        sessions = StoreSessions.of(clickHouse.connection(), 4);
        bills = new Bills(clickHouse.connection(), directory, Clock.systemUTC());
        Served served =
                new Served(sessions, clickHouse.connection(), clickHouse.connection(), Clock.systemUTC(), directory);
        server = WebServer.start(
                new WebSettings(WebSettings.LOOPBACK, 0, directory),
                Clock.systemUTC(),
                List.of(new RestApi(served, bills)));
    }

    @AfterEach
    void stop() {
        server.close();
        bills.close();
        sessions.close();
    }

    /** Each route, each id of both tenants, as a viewer of one: nothing of the other, and nothing that is there for nobody. */
    @Test
    void aTenantLearnsNothingOfTheOther() throws Exception {
        RollUps.catchUp(clickHouse.connection());
        List<String> leaks = new ArrayList<>();
        Set<String> withRows = new HashSet<>();
        for (Route route : server.routes()) {
            if (!route.path().startsWith(Links.API)
                    || route.method() != Method.GET
                    || route.path().contains("openapi")) {
                continue;
            }
            for (String path : paths(route.path())) {
                HttpResponse<String> answer = get(path, acme);
                String body = answer.body();
                boolean asked = path.contains(ZETA);
                if (asked) {
                    assertThat(answer.statusCode()).as(path).isEqualTo(404);
                    body = body.replaceFirst("There is no [a-z]+ [^\"]*", "");
                }
                if (route.audience() == Audience.ESTATE) {
                    assertThat(answer.statusCode()).as(path).isEqualTo(404);
                }
                if (body.contains(ZETA)
                        || body.contains("7777777")
                        || body.contains("1944444")
                        || body.contains("8888888")) {
                    leaks.add(path + ": " + body);
                }
                if (answer.statusCode() == 200 && body.contains(ACME)) {
                    withRows.add(route.path());
                }
            }
        }
        assertThat(leaks).isEmpty();
        assertThat(withRows)
                .contains(
                        Links.API + "/volumes",
                        Links.API + "/volumes/{id}",
                        Links.API + "/volumes/{id}/snapshots",
                        Links.API + "/volumes/{id}/recommendations",
                        Links.API + "/volumes/{id}/guest",
                        Links.API + "/pools",
                        Links.API + "/recommendations",
                        Links.API + "/recommendations/{id}",
                        Links.API + "/savings/acts",
                        Links.API + "/snapshots",
                        Links.API + "/alerts",
                        Links.API + "/alerts/history",
                        Links.API + "/forecasts",
                        Links.API + "/chargeback/{month}");
        JsonNode estate = JSON.readTree(get(Links.API + "/estate", acme).body());
        assertThat(estate.get("ledger").get("provisionedBytes").asLong()).isEqualTo(2 * TwoTenants.ACME_BYTES);
        assertThat(estate.get("recommendations").asLong()).isOne();
        JsonNode shared = JSON.readTree(get(Links.API + "/pools/shared", acme).body());
        assertThat(shared.get("ledger").get("provisionedBytes").asLong()).isEqualTo(TwoTenants.ACME_BYTES);
        assertThat(shared.has("capacityBytes")).isFalse();
    }

    /** What is wrong in the store is not put down to who asks. */
    @Test
    void aStoredRowThatBreaksARuleIsAFailureOfTheServer() throws Exception {
        SqlRows.of(
                clickHouse.connection(),
                "INSERT INTO ledger (interval_start, revision, time, volume_id, name, provisioning, volume_use, method,"
                        + " provisioned_bytes, live_bytes) SELECT interval_start, 1, time, 'odd-one', 'odd-one', 'THIN', 'DISK', 'EXACT', 4096, 8192"
                        + " FROM ledger ORDER BY interval_start DESC LIMIT 1");
        HttpResponse<String> answer = get(Links.API + "/volumes?q=odd-one", null);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(500);
        assertThat(answer.body()).contains("the log of the server says why").doesNotContain("provisionedBytes");
        assertThat(get(Links.API + "/volumes?sort=odd", null).statusCode()).isEqualTo(400);
    }

    /** What is described is there, what is there is described, and every answer is as it is described. */
    @Test
    void everyAnswerIsAsTheDescriptionSays() throws Exception {
        RollUps.catchUp(clickHouse.connection());
        Description description = Description.of(
                JSON.readTree(get(Links.API + "/openapi.json", null).body()));
        Set<String> routes = new HashSet<>();
        for (Route route : server.routes()) {
            if (route.path().startsWith(Links.API)) {
                routes.add(route.method().name().toLowerCase(java.util.Locale.ROOT) + " "
                        + route.path().substring(Links.API.length()));
            }
        }
        assertThat(description.operations()).isEqualTo(routes);
        Set<String> empty = new HashSet<>();
        Set<String> filled = new HashSet<>();
        for (Route route : server.routes()) {
            if (!route.path().startsWith(Links.API) || route.method() != Method.GET) {
                continue;
            }
            String template = route.path().substring(Links.API.length());
            for (String path : paths(route.path())) {
                for (String token : new String[] {null, acme}) {
                    HttpResponse<String> answer = get(path, token);
                    description.check(template, answer);
                    if (token == null) {
                        (answer.body().equals("{\"items\":[]}") ? empty : filled).add(template);
                    }
                }
            }
            description.check(template, get(route.path().replaceAll("\\{.*?}", "none") + "?nothing=1&limit=x", null));
        }
        empty.removeAll(filled);
        // Dedup by volume has rows only where contents were scanned: DedupJobIT.
        assertThat(empty).as("lists without a row prove nothing").isSubsetOf("/dedup/volumes");
    }

    @Test
    void anAlertThatFiredAgainHasBothFiringsInItsHistoryAndWhatNobodyCouldReadCountsOnce() throws Exception {
        assertThat(JSON.readTree(get(Links.API + "/alerts", null).body()).get("items"))
                .hasSize(2);
        JsonNode all =
                JSON.readTree(get(Links.API + "/alerts/history", null).body()).get("items");
        assertThat(all).hasSize(4);
        JsonNode one = JSON.readTree(get(Links.API + "/alerts/history?fingerprint=" + ZETA + "-alert", null)
                        .body())
                .get("items");
        assertThat(one.findValuesAsText("state")).as("the newest first").containsExactly("FIRING", "RESOLVED");
        assertThat(one.get(1).get("end").asText()).isEqualTo("CLEARED");
        assertThat(Duration.between(
                        Instant.parse(one.get(1).get("startsAt").asText()),
                        Instant.parse(one.get(1).get("endsAt").asText())))
                .isEqualTo(Duration.ofSeconds(6400));
        assertThat(JSON.readTree(get(Links.API + "/alerts/history", acme).body())
                        .get("items")
                        .findValuesAsText("fingerprint"))
                .containsExactly(ACME + "-alert", ACME + "-alert");
        assertThat(JSON.readTree(get(Links.API + "/alerts/history?fingerprint=" + ZETA + "-alert", acme)
                                .body())
                        .get("items"))
                .isEmpty();

        JsonNode refused =
                JSON.readTree(get(Links.API + "/sources/refused", null).body());
        assertThat(refused.get("malformedReports").asLong()).isOne();
        assertThat(refused.get("rejectedReadings").asLong()).isEqualTo(4);
        assertThat(refused.get("lastReason").asText()).isEqualTo("zeta-reason");
        assertThat(get(Links.API + "/sources/refused", acme).statusCode()).isEqualTo(404);
    }

    @Test
    void pagesFollowEachOtherAndMissNothing() throws Exception {
        for (String sort : List.of("name", "reclaimable", "utilisation", "tenant")) {
            List<String> ids = new ArrayList<>();
            String path = Links.API + "/volumes?limit=1&sort=" + sort;
            while (path != null) {
                HttpResponse<String> answer = get(path, null);
                JSON.readTree(answer.body())
                        .get("items")
                        .forEach(item -> ids.add(item.get("volumeId").asText()));
                path = answer.headers()
                        .firstValue("Link")
                        .map(link -> link.substring(1, link.indexOf('>')))
                        .orElse(null);
            }
            assertThat(ids).as(sort).hasSize(4).doesNotHaveDuplicates();
        }
    }

    @Test
    void whoHasTheAnswerIsToldThatItHasNotChanged() throws Exception {
        String path = Links.API + "/pools/shared";
        String tag = get(path, null).headers().firstValue("ETag").orElseThrow();
        HttpResponse<String> again =
                client.send(request(path, null).header("If-None-Match", tag).build(), BodyHandlers.ofString());
        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
    }

    @Test
    void allThatIsWrongIsToldAtOnce() throws Exception {
        HttpResponse<String> answer = get(Links.API + "/volumes?limit=0&sort=colour&min-utilisation=2&color=red", null);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(JSON.readTree(answer.body()).get("errors").findValuesAsText("field"))
                .containsExactlyInAnyOrder("limit", "sort", "min-utilisation", "color");
    }

    @Test
    void anOperatorAcceptsAndItIsWrittenDownWhoDid() throws Exception {
        String path = Links.API + "/recommendations/" + TwoTenants.recommendation(ZETA);
        assertThat(post(path + "/accept", "{}", viewer).statusCode()).isEqualTo(403);
        assertThat(post(path + "/dismiss", "{\"until\":\"soon\",\"why\":1}", null)
                        .body())
                .contains("\"reason\"", "\"until\"", "\"why\"");
        String operator = new Tokens(directory).add("olga", Role.OPERATOR, null, NOW, null);
        HttpResponse<String> accepted = post(path + "/accept", "{}", operator);
        assertThat(accepted.statusCode()).as(accepted.body()).isEqualTo(200);
        JsonNode now = JSON.readTree(accepted.body());
        assertThat(now.get("state").asText()).isEqualTo("ACCEPTED");
        assertThat(now.get("saidBy").asText()).isEqualTo("olga");
        HttpResponse<String> again = post(path + "/accept", "{}", operator);
        assertThat(again.statusCode()).isEqualTo(409);
        assertThat(again.body()).contains("olga");
        assertThat(post(path + "/dismiss", "{\"reason\":\"needed\"}", operator).statusCode())
                .isEqualTo(200);
        assertThat(get(path + "/events", null).body()).contains("ACCEPTED", "DISMISSED", "needed", "olga");
        assertThat(post(Links.API + "/recommendations/none/done", "{}", operator)
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void aBillIsDownloadedAsCsvAndFocus() throws Exception {
        String month = YearMonth.now(ZoneOffset.UTC).toString();
        HttpResponse<String> csv = get(Links.API + "/chargeback/" + month + "?format=csv&by=vm", null);
        assertThat(csv.body()).contains("acme-machine", "zeta-machine");
        assertThat(csv.headers().firstValue("Content-Disposition").orElseThrow())
                .contains("ullage-" + month + ".csv");
        HttpResponse<String> focus = get(Links.API + "/chargeback/" + month + "?format=focus", acme);
        assertThat(focus.body().lines().findFirst().orElseThrow()).contains("BilledCost");
        assertThat(focus.body()).contains(ACME).doesNotContain(ZETA);
        assertThat(get(Links.API + "/chargeback/soon", null).statusCode()).isEqualTo(400);
    }

    /** The route with each id that it could be asked with. */
    private static List<String> paths(String template) {
        List<String> ids = new ArrayList<>();
        for (String tenant : List.of(ACME, ZETA)) {
            if (template.contains("/volumes/{id}")) {
                TwoTenants.VOLUMES.forEach(which -> ids.add(Links.segment(TwoTenants.volume(tenant, which))));
            } else if (template.contains("/pools/{id}")) {
                ids.add(Links.segment(TwoTenants.pool(tenant)));
            } else if (template.contains("/recommendations/{id}")) {
                ids.add(TwoTenants.recommendation(tenant));
            }
        }
        if (template.contains("/pools/{id}")) {
            ids.add("shared");
        }
        if (template.contains("{month}")) {
            ids.add(YearMonth.now(ZoneOffset.UTC).toString());
        }
        return ids.isEmpty()
                ? List.of(template)
                : ids.stream().map(id -> template.replaceAll("\\{.*?}", id)).toList();
    }

    private HttpResponse<String> get(String path, String token) throws IOException, InterruptedException {
        return client.send(request(path, token).build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> post(String path, String body, String token) throws IOException, InterruptedException {
        return client.send(
                request(path, token)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path, String token) {
        HttpRequest.Builder request = HttpRequest.newBuilder(server.url().resolve(path));
        return token == null ? request : request.header("Authorization", "Bearer " + token);
    }
}
