package io.ullage.service.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ullage.service.output.CommandException;
import io.ullage.service.process.SelfSigned;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server's own TLS: a key in {@code access.yaml}. */
class TlsTest {
    private static final WebPart HELLO = () -> List.of(
            Route.get("/who", call -> call.http().result(call.principal().name())));

    @TempDir
    static Path keys;

    private static SelfSigned certificate;

    @TempDir
    Path directory;

    @BeforeAll
    static void makeCertificate() throws Exception {
        certificate = SelfSigned.make(keys);
    }

    @BeforeEach
    void configure() throws IOException {
        Files.copy(certificate.keystore(), directory.resolve("console.p12"));
        password(certificate.password() + "\n", "rw-------");
        Files.writeString(directory.resolve(AccessReader.FILE_NAME), """
                tls: {keystore: console.p12, passwordFile: console.pass}
                """);
    }

    @Test
    void itSpeaksTlsOnlyAndBeyondLoopbackWithATokenOnly() throws Exception {
        assertThatThrownBy(() -> start("0.0.0.0"))
                .as("TLS alone lets nobody in")
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("--listen");
        String token = new Tokens(directory).add("alice", Role.VIEWER, null, Instant.now(), null);
        try (WebServer server = start("0.0.0.0")) {
            assertThat(server.url().getScheme()).isEqualTo("https");
            HttpClient client = HttpClient.newBuilder().sslContext(trusting()).build();
            HttpResponse<String> known = client.send(
                    request("https", server)
                            .header("Authorization", "Bearer " + token)
                            .build(),
                    BodyHandlers.ofString());
            assertThat(known.statusCode()).isEqualTo(200);
            assertThat(known.body()).isEqualTo("alice");
            assertThat(known.headers().firstValue("Strict-Transport-Security")).isPresent();
            assertThat(known.sslSession().orElseThrow().getProtocol()).isIn("TLSv1.2", "TLSv1.3");
            assertThat(client.send(request("https", server).build(), BodyHandlers.discarding())
                            .statusCode())
                    .isEqualTo(401);
            assertThatThrownBy(() -> HttpClient.newHttpClient()
                            .send(request("https", server).build(), BodyHandlers.discarding()))
                    .as("the certificate is the one of the keystore, which the JVM does not trust")
                    .isInstanceOf(SSLHandshakeException.class);
            assertThatThrownBy(() -> client.send(
                            request("http", server)
                                    .header("Authorization", "Bearer " + token)
                                    .build(),
                            BodyHandlers.ofString()))
                    .as("plain HTTP")
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void aKeyThatCannotBeUsedIsToldAsSuch() throws Exception {
        password("wrong", "rw-------");
        assertThatThrownBy(() -> start(WebSettings.LOOPBACK))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("tls: the key in " + directory.resolve("console.p12") + " cannot be used")
                .hasMessageContaining("password");
        password(certificate.password(), "rw-r--r--");
        assertThatThrownBy(() -> start(WebSettings.LOOPBACK))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("must be for its owner only")
                .hasMessageContaining("chmod 600 " + directory.resolve("console.pass"));
        password(certificate.password(), "rw-------");
        Files.writeString(directory.resolve("console.p12"), "no store at all");
        assertThatThrownBy(() -> start(WebSettings.LOOPBACK))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("cannot be used");
    }

    private void password(String text, String mode) throws IOException {
        Path file = Files.writeString(directory.resolve("console.pass"), text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }

    private WebServer start(String listen) throws IOException {
        return WebServer.start(new WebSettings(listen, 0, directory), Clock.systemUTC(), List.of(HELLO));
    }

    private static HttpRequest.Builder request(String scheme, WebServer server) {
        return HttpRequest.newBuilder(
                        URI.create(scheme + "://127.0.0.1:" + server.url().getPort() + "/who"))
                .timeout(Duration.ofSeconds(60));
    }

    /** The certificate of the test, and nothing else. */
    private static SSLContext trusting() throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        try (InputStream in = Files.newInputStream(certificate.pem())) {
            trusted.setCertificateEntry(
                    "server", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context;
    }
}
