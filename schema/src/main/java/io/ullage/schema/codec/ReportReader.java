package io.ullage.schema.codec;

import static io.ullage.schema.codec.TelemetryCodec.next;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import io.ullage.schema.InvalidFieldException;
import io.ullage.schema.telemetry.AgentIdentity;
import io.ullage.schema.telemetry.Reading;
import io.ullage.schema.telemetry.Report;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a report in one pass: its own fields one by one, each reading by databind. A reading that is refused is skipped, and fetched
 * again as JSON for the dead letter only when there was one.
 */
final class ReportReader {
    /** Wrong readings after which the whole report is refused: each costs an exception, and a message has room for a million. */
    static final int MAX_REJECTED = 20_000;

    private final ObjectMapper mapper;
    private final ObjectReader agents;
    private final ObjectReader times;
    private final ObjectReader longs;
    private final ObjectReader integers;
    private final ObjectReader readings;

    ReportReader(ObjectMapper mapper) {
        this.mapper = mapper;
        agents = mapper.readerFor(AgentIdentity.class);
        times = mapper.readerFor(Instant.class);
        longs = mapper.readerFor(long.class);
        integers = mapper.readerFor(int.class);
        readings = mapper.readerFor(Reading.class);
    }

    Decoded read(byte[] message, JsonParser parser) throws IOException, MalformedMessageException {
        Draft draft = new Draft();
        if (next(parser) != JsonToken.START_OBJECT) {
            throw new MalformedMessageException(Refusal.ofBytes("must be an object", Refusals.shown(parser)));
        }
        while (next(parser) == JsonToken.FIELD_NAME) {
            String field = parser.currentName();
            next(parser);
            readField(draft, field, parser);
        }
        if (parser.nextToken() != null) {
            throw new MalformedMessageException(Refusal.ofBytes("must be one object", "more behind it"));
        }
        Report report = draft.toReport();
        return new Decoded(report, draft.rejections(mapper, message), draft.rejected);
    }

    private void readField(Draft draft, String field, JsonParser parser) throws IOException, MalformedMessageException {
        switch (field) {
            case "version" -> draft.version = draft.once(field, value(integers, field, parser, int.class));
            case "agent" -> draft.agent = draft.once(field, value(agents, field, parser, AgentIdentity.class));
            case "sequence" -> draft.sequence = draft.once(field, value(longs, field, parser, long.class));
            case "part" -> draft.part = draft.once(field, value(integers, field, parser, int.class));
            case "parts" -> draft.parts = draft.once(field, value(integers, field, parser, int.class));
            case "time" -> draft.time = draft.once(field, value(times, field, parser, Instant.class));
            case "readings" -> draft.readings = draft.once(field, readList(draft, parser));
            default -> parser.skipChildren();
        }
    }

    private static <T> T value(ObjectReader reader, String field, JsonParser parser, Class<T> type)
            throws IOException, MalformedMessageException {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            throw new MalformedMessageException(new Refusal(field, "must be present", "null"));
        }
        try {
            return reader.readValue(parser);
        } catch (JsonMappingException e) {
            Refusal refusal = Refusals.of(e, type).orElse(null);
            if (refusal == null) {
                throw e;
            }
            throw new MalformedMessageException(refusal.under(field), e);
        } catch (InputCoercionException e) {
            throw new MalformedMessageException(Refusals.of(e, field, type), e);
        }
    }

    private List<Reading> readList(Draft draft, JsonParser parser) throws IOException, MalformedMessageException {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw new MalformedMessageException(new Refusal("readings", "must be a list", Refusals.shown(parser)));
        }
        JsonStreamContext list = parser.getParsingContext();
        List<Reading> accepted = new ArrayList<>();
        for (int index = 0; next(parser) != JsonToken.END_ARRAY; index++) {
            if (parser.currentToken() != JsonToken.START_OBJECT) {
                draft.reject(index, new Refusal(null, "must be an object", Refusals.shown(parser)));
                parser.skipChildren();
                continue;
            }
            try {
                Reading reading = readings.readValue(parser);
                accepted.add(reading);
            } catch (JsonMappingException e) {
                Refusal refusal = Refusals.of(e, Reading.class).orElse(null);
                if (refusal == null) {
                    throw e;
                }
                draft.reject(index, refusal);
                while (parser.getParsingContext() != list) {
                    next(parser);
                }
            }
        }
        return accepted;
    }

    /** The fields of a report as they come in, in any order. */
    private static final class Draft {
        private final Set<String> seen = new HashSet<>();
        private final List<RejectedReading> refused = new ArrayList<>();
        private int rejected;
        private @Nullable Integer version;
        private @Nullable AgentIdentity agent;
        private @Nullable Long sequence;
        private @Nullable Integer part;
        private @Nullable Integer parts;
        private @Nullable Instant time;
        private @Nullable List<Reading> readings;

        <T> T once(String field, T value) throws MalformedMessageException {
            if (!seen.add(field)) {
                throw new MalformedMessageException(new Refusal(field, "must be given once", String.valueOf(value)));
            }
            return value;
        }

        void reject(int index, Refusal refusal) throws MalformedMessageException {
            rejected++;
            if (rejected > MAX_REJECTED) {
                throw new MalformedMessageException(
                        new Refusal("readings", "must hold at most " + MAX_REJECTED + " wrong ones", "more"));
            }
            if (refused.size() < Decoded.MAX_REJECTIONS) {
                refused.add(new RejectedReading(index, refusal.under("readings[" + index + "]")));
            }
        }

        Report toReport() throws MalformedMessageException {
            try {
                return new Report(
                        present("version", version),
                        present("agent", agent),
                        present("sequence", sequence),
                        present("part", part),
                        present("parts", parts),
                        present("time", time),
                        present("readings", readings));
            } catch (InvalidFieldException e) {
                throw new MalformedMessageException(new Refusal(e.field(), e.rule(), e.value()), e);
            }
        }

        /** Goes through the message once more, as far as the last rejected reading. */
        List<Rejection> rejections(ObjectMapper mapper, byte[] message) throws IOException {
            return refused.isEmpty() ? List.of() : RejectedReading.withJson(refused, mapper, message);
        }

        private static <T> T present(String field, @Nullable T value) throws MalformedMessageException {
            if (value == null) {
                throw new MalformedMessageException(new Refusal(field, "must be present", "absent"));
            }
            return value;
        }
    }
}
