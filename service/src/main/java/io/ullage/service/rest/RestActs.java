package io.ullage.service.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.ullage.service.estate.Collection;
import io.ullage.service.estate.Row;
import io.ullage.service.estate.Rows;
import io.ullage.service.recommend.life.Decisions;
import io.ullage.service.recommend.life.Decisions.NotNowException;
import io.ullage.service.recommend.life.Event;
import io.ullage.service.store.StoreSessions;
import io.ullage.service.web.Call;
import io.ullage.service.web.ConflictException;
import io.ullage.service.web.InvalidParametersException;
import io.ullage.service.web.Links;
import io.ullage.service.web.NotFoundException;
import io.ullage.service.web.Problem.FieldError;
import io.ullage.service.web.Route;
import io.ullage.service.web.Served;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** One recommendation, and what is said of it. */
final class RestActs {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String EVENTS = """
            SELECT time, event, round, low_bytes, best_bytes, high_bytes, reason, until, said_by, realised_bytes, realised_from,
              realised_to
            FROM recommendation FINAL WHERE id = ? ORDER BY time, event""";

    private final StoreSessions sessions;
    private final Rows rows;
    private final Decisions decisions;

    RestActs(Served served) {
        this.sessions = served.sessions();
        this.rows = new Rows(served.sessions());
        this.decisions = new Decisions(served.reader(), served.writer(), served.clock());
    }

    List<Route> routes() {
        String one = Links.API + "/recommendations/{id}";
        return List.of(
                Route.get(one, call -> {
                    call.parameters().check();
                    Answers.one(call, recommendation(call));
                }),
                Route.get(one + "/events", this::events),
                Route.post(one + "/accept", call -> say(call, Event.ACCEPTED, Set.of())),
                Route.post(one + "/dismiss", call -> say(call, Event.DISMISSED, Set.of("reason", "until"))),
                Route.post(one + "/done", call -> say(call, Event.DONE, Set.of())));
    }

    private Row recommendation(Call call) throws SQLException {
        String id = call.id("id");
        return rows.one(Collection.RECOMMENDATIONS, "id", id, call.scope())
                .orElseThrow(() -> new NotFoundException("recommendation", id));
    }

    private void events(Call call) throws SQLException {
        call.parameters().check();
        String id = recommendation(call).text("id");
        Answers.items(
                call, sessions.read(EVENTS, id).rows().stream().map(Row::new).toList());
    }

    private void say(Call call, Event event, Set<String> fields) throws SQLException {
        call.parameters().check();
        List<FieldError> errors = new ArrayList<>();
        JsonNode body = body(call, fields, errors);
        String reason = text(body, "reason", errors);
        Instant until = until(body, errors);
        if (event == Event.DISMISSED && (reason == null || reason.isBlank())) {
            errors.add(new FieldError("reason", "must be present", String.valueOf(reason)));
        }
        if (!errors.isEmpty()) {
            throw new InvalidParametersException(errors);
        }
        String id = call.id("id");
        try {
            if (decisions.say(id, event, call.principal().name(), reason, until).isEmpty()) {
                throw new NotFoundException("recommendation", id);
            }
        } catch (NotNowException refused) {
            throw new ConflictException(String.valueOf(refused.getMessage()));
        }
        Answers.one(call, recommendation(call));
    }

    private static JsonNode body(Call call, Set<String> fields, List<FieldError> errors) {
        String text = call.http().body();
        if (text.isBlank()) {
            return JsonNodeFactory.instance.objectNode();
        }
        try {
            JsonNode body = JSON.readTree(text);
            if (!body.isObject()) {
                errors.add(new FieldError("body", "must be a JSON object", text));
                return JsonNodeFactory.instance.objectNode();
            }
            Set<String> unknown = new TreeSet<>();
            body.fieldNames().forEachRemaining(unknown::add);
            unknown.removeAll(fields);
            unknown.forEach(name -> errors.add(new FieldError(
                    name,
                    fields.isEmpty()
                            ? "is not known: there are no fields"
                            : "is not known; there are " + new TreeSet<>(fields),
                    body.get(name).asText())));
            return body;
        } catch (JsonProcessingException broken) {
            errors.add(new FieldError("body", "must be a JSON object", text));
            return JsonNodeFactory.instance.objectNode();
        }
    }

    private static @Nullable String text(JsonNode body, String name, List<FieldError> errors) {
        JsonNode value = body.get(name);
        if (value == null || value.isNull()) {
            return null;
        }
        if (!value.isTextual()) {
            errors.add(new FieldError(name, "must be text", value.toString()));
            return null;
        }
        return value.asText().strip();
    }

    /** A day of UTC, or a moment. */
    private static @Nullable Instant until(JsonNode body, List<FieldError> errors) {
        String text = text(body, "until", errors);
        if (text == null) {
            return null;
        }
        try {
            return text.contains("T")
                    ? Instant.parse(text)
                    : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
        } catch (DateTimeParseException broken) {
            errors.add(new FieldError("until", "must be a day such as 2027-01-31 or a moment in ISO 8601", text));
            return null;
        }
    }
}
