package io.ullage.service.web;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.ForbiddenResponse;
import io.javalin.http.HttpResponseException;
import io.javalin.http.HttpStatus;
import io.javalin.http.UnauthorizedResponse;
import io.ullage.service.output.CommandException;
import io.ullage.service.process.OwnerOnlyFile;
import io.ullage.service.web.AccessSettings.Tls;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;

/** The server: one port, on loopback unless it is told otherwise. */
public final class WebServer implements AutoCloseable {
    private static final String BEGUN = WebServer.class.getName() + ".begun";
    private static final int MAX_THREADS = 24;
    private static final int MIN_THREADS = 4;
    private static final int MAX_HEADER_BYTES = 16 << 10;
    private static final long MAX_BODY_BYTES = 256L << 10;
    private static final int IDLE_MILLIS = 30_000;
    private static final int STOP_MILLIS = 5_000;
    private static final String PRINCIPAL = Principal.class.getName();
    private static final String AGAIN = """
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8"><title>Ullage</title>
            <meta http-equiv="refresh" content="0"></head><body></body></html>
            """;

    private final Javalin server;
    private final URI url;
    private final List<Route> routes;

    private WebServer(Javalin server, URI url, List<Route> routes) {
        this.server = server;
        this.url = url;
        this.routes = routes;
    }

    /**
     * Listens and answers.
     *
     * @throws CommandException if it is to listen beyond loopback and access is not configured, or if it cannot listen
     */
    public static WebServer start(WebSettings settings, Clock clock, List<WebPart> parts) throws IOException {
        Access access = Access.configured(settings.listen(), settings.directory(), clock);
        FormTokens forms = new FormTokens();
        Guard guard = new Guard(access, forms);
        Tls tls = access.settings().tls();
        SslContextFactory.Server keys = tls == null ? null : keys(tls);
        List<Route> routes = new ArrayList<>(new LoginPage(access, forms, guard).routes());
        parts.forEach(part -> routes.addAll(part.routes()));
        Javalin server = Javalin.create(config -> {
            limits(config);
            config.jetty.addConnector((jetty, http) -> connector(jetty, http, settings, keys));
            config.routes.before(guard::harden);
            config.routes.before(WebServer::refuseTooMuch);
            for (Route route : routes) {
                config.routes.addHttpHandler(
                        route.method().type(), route.path(), http -> answer(route, http, access, guard, forms));
            }
            new Problems(parts, http -> call(http, forms, access)).handle(config.routes);
            watch(config, parts);
        });
        try {
            server.start();
        } catch (RuntimeException refused) {
            throw CommandException.failed(
                    "the console cannot listen on " + settings.listen() + ":" + settings.port() + ": "
                            + refused.getMessage(),
                    "Is the port free, and the address one of this machine?",
                    refused);
        }
        String scheme = keys == null ? "http" : "https";
        String host = settings.listen().contains(":") ? "[" + settings.listen() + "]" : settings.listen();
        return new WebServer(server, URI.create(scheme + "://" + host + ":" + server.port()), List.copyOf(routes));
    }

    private static void watch(JavalinConfig config, List<WebPart> parts) {
        config.routes.before(http -> http.attribute(BEGUN, System.nanoTime()));
        config.routes.after(http -> {
            Long begun = http.attribute(BEGUN);
            double seconds = begun == null ? 0 : (System.nanoTime() - begun) / 1e9;
            String matched = http.endpoints().lastHttpEndpoint() == null
                    ? "none"
                    : http.endpoints().lastHttpEndpoint().path;
            parts.forEach(part -> part.answered(http.method().name(), matched, http.statusCode(), seconds));
        });
    }

    /** By the length that is claimed, before any of it is read; what claims none is cut off while it is read. */
    private static void refuseTooMuch(Context http) {
        if (http.req().getContentLengthLong() > MAX_BODY_BYTES) {
            throw new HttpResponseException(
                    HttpStatus.CONTENT_TOO_LARGE.getCode(), "A body must have at most " + MAX_BODY_BYTES + " bytes.");
        }
    }

    private static void limits(JavalinConfig config) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        config.http.maxRequestSize = MAX_BODY_BYTES;
        config.http.prefer405over404 = true;
        QueuedThreadPool threads = new QueuedThreadPool(MAX_THREADS, MIN_THREADS);
        threads.setName("web");
        threads.setDaemon(true);
        config.jetty.threadPool = threads;
        config.jetty.modifyServer(jetty -> jetty.setStopTimeout(STOP_MILLIS));
    }

    private static ServerConnector connector(
            Server jetty, HttpConfiguration http, WebSettings settings, SslContextFactory.@Nullable Server keys) {
        http.setRequestHeaderSize(MAX_HEADER_BYTES);
        http.setSendServerVersion(false);
        List<ConnectionFactory> protocols = new ArrayList<>();
        if (keys != null) {
            SecureRequestCustomizer customizer = new SecureRequestCustomizer();
            customizer.setSniHostCheck(false);
            http.addCustomizer(customizer);
            protocols.add(new SslConnectionFactory(keys, "http/1.1"));
        }
        protocols.add(new HttpConnectionFactory(http));
        ServerConnector connector = new ServerConnector(jetty, 1, 1, protocols.toArray(new ConnectionFactory[0]));
        connector.setHost(settings.listen());
        connector.setPort(settings.port());
        connector.setIdleTimeout(IDLE_MILLIS);
        return connector;
    }

    /** Opened here, so that what is wrong with it is told as what it is, and not as a port that is taken. */
    private static SslContextFactory.Server keys(Tls tls) {
        SslContextFactory.Server keys = new SslContextFactory.Server();
        try {
            OwnerOnlyFile.require(tls.passwordFile());
            String password = Files.readString(tls.passwordFile()).strip();
            KeyStore store = KeyStore.getInstance("PKCS12");
            try (InputStream in = Files.newInputStream(tls.keystore())) {
                store.load(in, password.toCharArray());
            }
            keys.setKeyStore(store);
            keys.setKeyStorePassword(password);
        } catch (IOException | GeneralSecurityException unusable) {
            throw CommandException.usage(
                    "tls: the key in " + tls.keystore() + " cannot be used: " + unusable.getMessage(),
                    "tls.keystore must be PKCS #12, and tls.passwordFile hold its password, for its owner only (docs/access.md).");
        }
        return keys;
    }

    private static void answer(Route route, Context http, Access access, Guard guard, FormTokens forms)
            throws Exception {
        if (route.audience() == Audience.PUBLIC) {
            route.handler().handle(call(http, forms, access));
            return;
        }
        Optional<Principal> known = access.principal(http);
        if (known.isEmpty()) {
            askWho(http);
            return;
        }
        Principal principal = known.get();
        http.attribute(PRINCIPAL, principal);
        if (!route.audience().admits(principal)) {
            throw route.audience() == Audience.OPERATOR
                    ? new ForbiddenResponse("Only an operator may do that.")
                    : new NotFoundException("There is nothing at " + http.path() + ".");
        }
        if (route.method() != Method.GET) {
            guard.requireOurOwn(http, principal);
        }
        route.handler().handle(call(http, forms, access));
    }

    private static Call call(Context http, FormTokens forms, Access access) {
        return new Call(http, Problems.orNobody(http.attribute(PRINCIPAL)), forms, access);
    }

    private static void askWho(Context http) {
        if (!http.method().equals(Method.GET.type()) || !Problems.isBrowser(http)) {
            throw new UnauthorizedResponse("Show an access token: Authorization: Bearer …");
        }
        if ("cross-site".equals(http.header("Sec-Fetch-Site"))) {
            // A link from elsewhere, such as a dashboard or a mail, comes without the session; asked again from here it
            // has it.
            http.html(AGAIN);
            return;
        }
        String query = http.queryString() == null ? "" : "?" + http.queryString();
        http.redirect(
                Links.LOGIN + "?next=" + URLEncoder.encode(http.path() + query, StandardCharsets.UTF_8),
                HttpStatus.SEE_OTHER);
    }

    /** Where it listens, without a slash at the end. */
    public URI url() {
        return url;
    }

    /** Everything that it answers to. */
    public List<Route> routes() {
        return routes;
    }

    /** Lets running answers end, five seconds at most, then stops. */
    @Override
    public void close() {
        server.stop();
    }
}
