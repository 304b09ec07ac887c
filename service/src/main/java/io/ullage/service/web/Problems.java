package io.ullage.service.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.http.HttpStatus;
import io.ullage.schema.InvalidFieldException;
import io.ullage.service.estate.Scope;
import io.ullage.service.web.Problem.FieldError;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells what went wrong: a problem as JSON, or a page where a browser asks for one. Nothing of the inside is told. */
final class Problems {
    private static final Logger LOG = LoggerFactory.getLogger(Problems.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Principal NOBODY = new Principal("nobody", Role.VIEWER, Scope.everything());

    private final Optional<WebPart.ErrorPage> page;
    private final Function<Context, Call> calls;

    /** @param calls of whoever asks, known or not */
    Problems(List<WebPart> parts, Function<Context, Call> calls) {
        this.page = parts.stream().flatMap(part -> part.errorPage().stream()).findFirst();
        this.calls = calls;
    }

    void handle(RoutesConfig routes) {
        routes.exception(InvalidParametersException.class, (broken, http) -> tell(Problem.of(broken.errors()), http));
        routes.exception(
                InvalidFieldException.class,
                (broken, http) ->
                        tell(Problem.of(List.of(new FieldError(broken.field(), broken.rule(), broken.value()))), http));
        routes.exception(
                NotFoundException.class,
                (missing, http) -> tell(Problem.of(404, title(404), missing.getMessage()), http));
        routes.exception(
                ConflictException.class,
                (refused, http) -> tell(Problem.of(409, title(409), refused.getMessage()), http));
        routes.exception(
                HttpResponseException.class,
                (told, http) -> tell(Problem.of(told.getStatus(), title(told.getStatus()), told.getMessage()), http));
        routes.exception(SQLException.class, (failure, http) -> {
            LOG.warn("{} {}: the store did not answer", http.method(), http.path(), failure);
            http.header("Retry-After", "10");
            tell(Problem.of(503, title(503), "The store does not answer now. Try again in a moment."), http);
        });
        routes.exception(Exception.class, (failure, http) -> {
            LOG.error("{} {} failed", http.method(), http.path(), failure);
            tell(Problem.of(500, title(500), "It did not work; the log of the server says why."), http);
        });
    }

    private static String title(int status) {
        return HttpStatus.forStatus(status).getMessage();
    }

    private void tell(Problem problem, Context http) {
        http.status(problem.status());
        http.header("Cache-Control", "no-store");
        if (problem.status() == HttpStatus.UNAUTHORIZED.getCode()) {
            http.header("WWW-Authenticate", "Bearer");
        }
        if (page.isPresent() && isBrowser(http) && writePage(page.get(), problem, http)) {
            return;
        }
        try {
            http.result(JSON.writeValueAsBytes(problem));
            http.contentType(Problem.CONTENT_TYPE);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a problem is plain text and numbers", impossible);
        }
    }

    static boolean isBrowser(Context http) {
        String accepted = http.header("Accept");
        return accepted != null
                && accepted.contains("text/html")
                && !http.path().startsWith(Links.API);
    }

    private boolean writePage(WebPart.ErrorPage written, Problem problem, Context http) {
        try {
            written.write(calls.apply(http), problem);
            return true;
        } catch (Exception failure) {
            LOG.warn("The page about a problem could not be written", failure);
            return false;
        }
    }

    static Principal orNobody(@Nullable Principal principal) {
        return principal == null ? NOBODY : principal;
    }
}
