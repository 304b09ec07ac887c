package io.ullage.service.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ullage.service.output.CommandException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who comes in, by which door, and what every answer carries. */
class WebServerTest {
    private static final String FORM = "application/x-www-form-urlencoded";

    @TempDir
    Path directory;

    private final HttpClient client =
            HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build();
    private final List<WebServer> servers = new ArrayList<>();

    /** Says who asks. */
    private static final WebPart WHO = () -> List.of(
            Route.get("/who", call -> call.http().result(text(call.principal()) + "\n" + call.formToken())),
            Route.get("/all", call -> call.http().result("all")).forAudience(Audience.ESTATE),
            Route.post("/act", call -> {
                call.form().check();
                call.http().result("done by " + call.principal().name());
            }));

    private static String text(Principal principal) {
        return principal.name() + " " + principal.role() + " "
                + principal.scope().tenant();
    }

    @AfterEach
    void stop() {
        servers.forEach(WebServer::close);
    }

    @Test
    void onLoopbackWhoIsHereIsTheOperator() throws Exception {
        WebServer server = start(WebSettings.LOOPBACK);
        assertThat(get(server, "/who").body()).startsWith(System.getProperty("user.name") + " OPERATOR null");
    }

    @Test
    void beyondLoopbackItDoesNotStartWithoutAccess() throws Exception {
        assertThatThrownBy(() -> start("0.0.0.0"))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("--listen");
        new Tokens(directory).add("alice", Role.VIEWER, null, Instant.now(), null);
        WebServer server = start("0.0.0.0");
        assertThat(get(server, "/who").statusCode()).isEqualTo(401);
        assertThat(get(server, "/who").headers().firstValue("WWW-Authenticate")).contains("Bearer");
        assertThat(get(server, "/api/v1/none").statusCode()).isEqualTo(404);
        assertThat(get(server, "/who?a=1", "Accept", "text/html").headers().firstValue("Location"))
                .contains("/login?next=%2Fwho%3Fa%3D1");
    }

    @Test
    void aTokenIsKnownByItsHashUntilItIsRevokedOrExpires() throws Exception {
        Tokens tokens = new Tokens(directory);
        String alice = tokens.add("alice", Role.OPERATOR, null, Instant.now(), null);
        String acme = tokens.add("acme", Role.VIEWER, "acme", Instant.now(), null);
        String old = tokens.add(
                "old", Role.VIEWER, null, Instant.now(), Instant.now().minusSeconds(1));
        assertThat(Files.readString(tokens.file())).doesNotContain(alice, acme).contains("\"alice\"");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(tokens.file())))
                .isEqualTo("rw-------");
        WebServer server = start(WebSettings.LOOPBACK);
        assertThat(get(server, "/who", "Authorization", "Bearer " + alice).body())
                .startsWith("alice OPERATOR null");
        assertThat(get(server, "/who", "Authorization", "Bearer " + acme).body())
                .startsWith("acme VIEWER acme");
        assertThat(get(server, "/all", "Authorization", "Bearer " + acme).statusCode())
                .isEqualTo(404);
        assertThat(post(server, "/act", "", "Authorization", "Bearer " + acme).statusCode())
                .isEqualTo(403);
        assertThat(get(server, "/who", "Authorization", "Bearer " + old).statusCode())
                .isEqualTo(401);
        assertThat(get(server, "/who", "Authorization", "Basic YTpi").statusCode())
                .isEqualTo(401);
        assertThat(tokens.revoke("alice")).isTrue();
        assertThat(get(server, "/who", "Authorization", "Bearer " + alice).statusCode())
                .isEqualTo(401);
    }

    @Test
    void whoGuessesHasToWait() throws Exception {
        String good = new Tokens(directory).add("alice", Role.VIEWER, null, Instant.now(), null);
        WebServer server = start(WebSettings.LOOPBACK);
        for (int i = 0; i < 10; i++) {
            assertThat(get(server, "/who", "Authorization", "Bearer guess" + i).statusCode())
                    .isEqualTo(401);
        }
        HttpResponse<String> told = get(server, "/who", "Authorization", "Bearer " + good);
        assertThat(told.statusCode()).isEqualTo(429);
        assertThat(told.headers().firstValue("Retry-After")).contains("60");
    }

    @Test
    void aBrowserSignsInWithATokenAndOut() throws Exception {
        Tokens tokens = new Tokens(directory);
        String secret = tokens.add("alice", Role.OPERATOR, null, Instant.now(), null);
        WebServer server = start("0.0.0.0");
        HttpResponse<String> page = get(server, "/login?next=/who");
        String form = cookie(page, "ullage_form");
        String token = between(page.body(), "name=\"_token\" value=\"", "\"");
        assertThat(post(server, "/login", "access-token=wrong&_token=" + token, "Cookie", form, "Content-Type", FORM)
                        .statusCode())
                .isEqualTo(401);
        assertThat(post(server, "/login", "access-token=" + secret, "Cookie", form, "Content-Type", FORM)
                        .statusCode())
                .isEqualTo(403);
        HttpResponse<String> in = post(
                server,
                "/login",
                "next=/who&access-token=" + secret + "&_token=" + token,
                "Cookie",
                form,
                "Content-Type",
                FORM);
        assertThat(in.statusCode()).isEqualTo(303);
        assertThat(in.headers().firstValue("Location").orElseThrow()).endsWith("/who");
        assertThat(in.headers().firstValue("Set-Cookie").orElseThrow()).contains("HttpOnly", "SameSite=Strict");
        String cookies = form + "; " + cookie(in, "ullage_session");
        HttpResponse<String> who = get(server, "/who", "Cookie", cookies);
        assertThat(who.body()).startsWith("alice OPERATOR null");
        String act = "_token=" + who.body().lines().skip(1).findFirst().orElseThrow();
        assertThat(post(server, "/act", act, "Cookie", cookies, "Content-Type", FORM)
                        .body())
                .isEqualTo("done by alice");
        assertThat(post(server, "/act", "", "Cookie", cookies, "Content-Type", FORM)
                        .statusCode())
                .isEqualTo(403);
        assertThat(post(server, "/act", act, "Cookie", cookies, "Content-Type", FORM, "Origin", "https://evil.example")
                        .statusCode())
                .isEqualTo(403);
        assertThat(post(server, "/logout", act, "Cookie", cookies, "Content-Type", FORM)
                        .statusCode())
                .isEqualTo(303);
        assertThat(get(server, "/who", "Cookie", cookies).statusCode()).isEqualTo(401);
    }

    @Test
    void aSessionEndsWithItsToken() throws Exception {
        Tokens tokens = new Tokens(directory);
        String secret = tokens.add("alice", Role.VIEWER, null, Instant.now(), null);
        WebServer server = start("0.0.0.0");
        HttpResponse<String> page = get(server, "/login");
        String form = cookie(page, "ullage_form");
        HttpResponse<String> in = post(
                server,
                "/login",
                "access-token=" + secret + "&_token=" + between(page.body(), "name=\"_token\" value=\"", "\""),
                "Cookie",
                form,
                "Content-Type",
                FORM);
        String session = cookie(in, "ullage_session");
        assertThat(get(server, "/who", "Cookie", session).statusCode()).isEqualTo(200);
        tokens.revoke("alice");
        assertThat(get(server, "/who", "Cookie", session).statusCode()).isEqualTo(401);
    }

    @Test
    void aProxyIsBelievedByItsAddressAlone() throws Exception {
        Files.writeString(directory.resolve("access.yaml"), """
                proxy:
                  addresses: [127.0.0.1]
                  grants:
                    - {group: storage, role: operator}
                    - {group: team-a, role: viewer, tenant: a}
                """);
        WebServer server = start(WebSettings.LOOPBACK);
        assertThat(get(server, "/who").statusCode())
                .as("loopback alone is not enough then")
                .isEqualTo(401);
        assertThat(get(server, "/who", "X-Forwarded-User", "bob", "X-Forwarded-Groups", "x, team-a")
                        .body())
                .startsWith("bob VIEWER a");
        assertThat(get(server, "/who", "X-Forwarded-User", "bob", "X-Forwarded-Groups", "x")
                        .statusCode())
                .isEqualTo(401);
        server.close();
        servers.clear();
        Files.writeString(
                directory.resolve("access.yaml"),
                "proxy: {addresses: [192.0.2.1], grants: [{group: storage, role: operator}]}");
        assertThat(get(start(WebSettings.LOOPBACK), "/who", "X-Forwarded-User", "eve", "X-Forwarded-Groups", "storage")
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void anotherNameForLoopbackIsNotAnswered() throws Exception {
        WebServer server = start(WebSettings.LOOPBACK);
        int port = server.url().getPort();
        assertThat(raw(port, "GET /who HTTP/1.1\r\nHost: evil.example:" + port + "\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 421");
        assertThat(raw(port, "GET /who HTTP/1.1\r\nHost: localhost:9\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 200");
    }

    @Test
    void everyAnswerIsHardened() throws Exception {
        WebServer server = start(WebSettings.LOOPBACK);
        for (String path : List.of("/who", "/login", "/none")) {
            HttpResponse<String> answer = get(server, path);
            assertThat(answer.headers().firstValue("Content-Security-Policy").orElseThrow())
                    .contains("default-src 'none'", "frame-ancestors 'none'")
                    .doesNotContain("unsafe");
            assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
            assertThat(answer.headers().firstValue("Referrer-Policy")).contains("same-origin");
            assertThat(answer.headers().firstValue("Server")).isEmpty();
        }
        assertThat(get(server, "/who?x=" + "y".repeat(20_000)).statusCode()).isIn(414, 431);
        // Refused by the length that it claims: a client that goes on sending may never read the answer.
        int port = server.url().getPort();
        assertThat(raw(
                        port,
                        "POST /act HTTP/1.1\r\nHost: localhost:" + port + "\r\nConnection: close\r\n"
                                + "Content-Type: application/json\r\nContent-Length: 300000\r\n\r\n"))
                .startsWith("HTTP/1.1 413");
    }

    @Test
    void aLinkFromElsewhereIsAskedAgainFromHere() throws Exception {
        new Tokens(directory).add("alice", Role.VIEWER, null, Instant.now(), null);
        HttpResponse<String> answer =
                get(start("0.0.0.0"), "/who", "Accept", "text/html", "Sec-Fetch-Site", "cross-site");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("http-equiv=\"refresh\"").doesNotContain("VIEWER");
    }

    private WebServer start(String listen) throws IOException {
        WebServer server = WebServer.start(new WebSettings(listen, 0, directory), Clock.systemUTC(), List.of(WHO));
        servers.add(server);
        return server;
    }

    private HttpResponse<String> get(WebServer server, String path, String... headers) throws Exception {
        return client.send(request(server, path, headers).build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> post(WebServer server, String path, String body, String... headers) throws Exception {
        return client.send(
                request(server, path, headers)
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }

    private static HttpRequest.Builder request(WebServer server, String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + server.url().getPort() + path))
                .timeout(Duration.ofSeconds(60));
        return headers.length == 0 ? request : request.headers(headers);
    }

    private static String cookie(HttpResponse<String> answer, String name) {
        return answer.headers().allValues("Set-Cookie").stream()
                .filter(cookie -> cookie.startsWith(name + "="))
                .map(cookie -> cookie.substring(0, cookie.indexOf(';')))
                .findFirst()
                .orElseThrow();
    }

    private static String between(String text, String before, String after) {
        int begin = text.indexOf(before) + before.length();
        return text.substring(begin, text.indexOf(after, begin));
    }

    private static String raw(int port, String request) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port);
                OutputStream out = socket.getOutputStream();
                InputStream in = socket.getInputStream()) {
            out.write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
