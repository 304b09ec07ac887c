package io.ullage.service.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.http.HttpStatus;
import io.ullage.schema.InvalidFieldException;
import io.ullage.service.estate.Scope;
import io.ullage.service.web.Problem.FieldError;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The server. It listens on 127.0.0.1, where everybody who reaches it is the operator of this machine. */
public final class WebServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WebServer.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String BEGUN = WebServer.class.getName() + ".begun";
    private static final String LOOPBACK = "127.0.0.1";
    private static final int MAX_THREADS = 24;
    private static final int MIN_THREADS = 4;
    private static final int MAX_HEADER_BYTES = 16 << 10;
    private static final long MAX_BODY_BYTES = 256L << 10;
    private static final int IDLE_MILLIS = 30_000;

    private static final Principal LOCAL =
            new Principal(System.getProperty("user.name", "local"), Role.OPERATOR, Scope.everything());

    private final Javalin server;

    private WebServer(Javalin server) {
        this.server = server;
    }

    /**
     * Listens and answers.
     *
     * @param port 0 takes a free one
     */
    public static WebServer start(int port, List<WebPart> parts) {
        FormTokens forms = new FormTokens(false);
        Guard guard = new Guard(true, forms);
        Javalin server = Javalin.create(config -> {
            limits(config);
            config.jetty.addConnector((jetty, http) -> {
                http.setRequestHeaderSize(MAX_HEADER_BYTES);
                http.setSendServerVersion(false);
                ServerConnector connector = new ServerConnector(jetty, 1, 1, new HttpConnectionFactory(http));
                connector.setHost(LOOPBACK);
                connector.setPort(port);
                connector.setIdleTimeout(IDLE_MILLIS);
                return connector;
            });
            config.routes.before(guard::harden);
            for (WebPart part : parts) {
                for (Route route : part.routes()) {
                    config.routes.addHttpHandler(
                            route.method().type(), route.path(), http -> answer(route, http, guard, forms));
                }
            }
            problems(config, parts, forms);
            watch(config, parts);
        });
        server.start();
        return new WebServer(server);
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

    private static void limits(JavalinConfig config) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        config.http.maxRequestSize = MAX_BODY_BYTES;
        config.http.prefer405over404 = true;
        QueuedThreadPool threads = new QueuedThreadPool(MAX_THREADS, MIN_THREADS);
        threads.setName("web");
        config.jetty.threadPool = threads;
    }

    private static void answer(Route route, Context http, Guard guard, FormTokens forms) throws Exception {
        if (!route.audience().admits(LOCAL)) {
            throw new NotFoundException("page", http.path());
        }
        if (route.method() != Method.GET) {
            guard.requireOurOwn(http, LOCAL);
        }
        route.handler().handle(new Call(http, LOCAL, forms));
    }

    private static void problems(JavalinConfig config, List<WebPart> parts, FormTokens forms) {
        Optional<WebPart.ErrorPage> page =
                parts.stream().flatMap(part -> part.errorPage().stream()).findFirst();
        config.routes.exception(
                InvalidParametersException.class,
                (broken, http) -> tell(Problem.of(broken.errors()), http, page, forms));
        config.routes.exception(
                InvalidFieldException.class,
                (broken, http) -> tell(
                        Problem.of(List.of(new FieldError(broken.field(), broken.rule(), broken.value()))),
                        http,
                        page,
                        forms));
        config.routes.exception(
                NotFoundException.class,
                (missing, http) -> tell(Problem.of(404, "Not Found", missing.getMessage()), http, page, forms));
        config.routes.exception(
                HttpResponseException.class,
                (told, http) -> tell(
                        Problem.of(told.getStatus(), title(told.getStatus()), told.getMessage()), http, page, forms));
        config.routes.exception(Exception.class, (failure, http) -> {
            LOG.warn("{} {} failed", http.method(), http.path(), failure);
            tell(Problem.of(500, title(500), "It did not work; the log of the node says why."), http, page, forms);
        });
        config.routes.error(404, http -> {
            if (http.attribute(Problem.class.getName()) == null) {
                tell(Problem.of(404, "Not Found", "There is nothing at " + http.path() + "."), http, page, forms);
            }
        });
    }

    private static String title(int status) {
        return HttpStatus.forStatus(status).getMessage();
    }

    private static void tell(Problem problem, Context http, Optional<WebPart.ErrorPage> page, FormTokens forms) {
        http.attribute(Problem.class.getName(), problem);
        http.status(problem.status());
        http.header("Cache-Control", "no-store");
        String accepted = http.header("Accept");
        boolean browser = accepted != null && accepted.contains("text/html");
        if (page.isPresent() && browser && !http.path().startsWith(Links.API)) {
            try {
                page.get().write(new Call(http, LOCAL, forms), problem);
                return;
            } catch (Exception failure) {
                LOG.warn("The page about a problem could not be written", failure);
            }
        }
        try {
            http.result(JSON.writeValueAsBytes(problem));
            http.contentType(Problem.CONTENT_TYPE);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a problem is plain text and numbers", impossible);
        }
    }

    /** Where it listens. */
    public URI url() {
        return URI.create("http://" + LOOPBACK + ":" + server.port());
    }

    /** Lets running answers end, then stops. */
    @Override
    public void close() {
        server.stop();
    }
}
