package io.ullage.schema.codec;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import io.ullage.schema.InvalidFieldException;
import io.ullage.schema.alert.Alert;
import io.ullage.schema.forecast.Forecast;
import io.ullage.schema.telemetry.ContentSketch;
import io.ullage.schema.telemetry.Inventory;
import io.ullage.schema.telemetry.Report;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.EnumMap;
import java.util.Map;

/**
 * Messages to bytes and back. Thread-safe; make one and keep it.
 *
 * <p>Nothing that the bytes hold makes it throw anything but {@link MalformedMessageException}.
 */
public final class TelemetryCodec {
    /** Largest message, in bytes. What is longer is refused unread, and not written: an agent sends a large cycle in parts. */
    public static final int MAX_MESSAGE_BYTES = 4 << 20;

    private final Map<WireFormat, ObjectMapper> mappers = new EnumMap<>(WireFormat.class);
    private final Map<WireFormat, ReportReader> reportReaders = new EnumMap<>(WireFormat.class);

    public TelemetryCodec() {
        mappers.put(WireFormat.SMILE, JacksonMappers.smile());
        mappers.put(WireFormat.JSON, JacksonMappers.json());
        mappers.forEach((format, mapper) -> reportReaders.put(format, new ReportReader(mapper)));
    }

    /** As Smile. */
    public byte[] encode(Report report) {
        return encode(report, WireFormat.SMILE);
    }

    /** As Smile. */
    public byte[] encode(Inventory inventory) {
        return encode(inventory, WireFormat.SMILE);
    }

    /** As Smile. */
    public byte[] encode(ContentSketch sketch) {
        return encode(sketch, WireFormat.SMILE);
    }

    /** As JSON, always: people read it. */
    public byte[] encode(DeadLetter letter) {
        return write(letter, WireFormat.JSON);
    }

    /** As JSON, always: alert deliveries and people read it. */
    public byte[] encode(Alert alert) {
        return write(alert, WireFormat.JSON);
    }

    /** As JSON, always: people read it. */
    public byte[] encode(Forecast forecast) {
        return write(forecast, WireFormat.JSON);
    }

    /**
     * In the format asked for.
     *
     * @throws InvalidFieldException if it does not fit into {@link #MAX_MESSAGE_BYTES}
     */
    public byte[] encode(Report report, WireFormat format) {
        return write(report, format);
    }

    /**
     * In the format asked for.
     *
     * @throws InvalidFieldException if it does not fit into {@link #MAX_MESSAGE_BYTES}
     */
    public byte[] encode(Inventory inventory, WireFormat format) {
        return write(inventory, format);
    }

    /**
     * In the format asked for.
     *
     * @throws InvalidFieldException if it does not fit into {@link #MAX_MESSAGE_BYTES}
     */
    public byte[] encode(ContentSketch sketch, WireFormat format) {
        return write(sketch, format);
    }

    /**
     * Reads a report in either format. Wrong readings are left out and told in {@link Decoded#rejections()}.
     *
     * @throws MalformedMessageException if the bytes cannot be read, the report itself (its version, agent, time …) is wrong, or more
     *     than 20,000 readings are
     */
    public Decoded decodeReport(byte[] message) throws MalformedMessageException {
        WireFormat format = formatOf(message);
        return guarded(message, format, parser -> reader(format).read(message, parser));
    }

    /**
     * Reads either format.
     *
     * @throws MalformedMessageException if anything in it is wrong
     */
    public Inventory decodeInventory(byte[] message) throws MalformedMessageException {
        return decode(message, Inventory.class);
    }

    /**
     * Reads either format.
     *
     * @throws MalformedMessageException if anything in it is wrong
     */
    public ContentSketch decodeSketch(byte[] message) throws MalformedMessageException {
        return decode(message, ContentSketch.class);
    }

    /**
     * Reads either format.
     *
     * @throws MalformedMessageException if anything in it is wrong
     */
    public DeadLetter decodeDeadLetter(byte[] message) throws MalformedMessageException {
        return decode(message, DeadLetter.class);
    }

    /**
     * Reads either format.
     *
     * @throws MalformedMessageException if anything in it is wrong
     */
    public Alert decodeAlert(byte[] message) throws MalformedMessageException {
        return decode(message, Alert.class);
    }

    /**
     * Reads either format.
     *
     * @throws MalformedMessageException if anything in it is wrong
     */
    public Forecast decodeForecast(byte[] message) throws MalformedMessageException {
        return decode(message, Forecast.class);
    }

    private <T> T decode(byte[] message, Class<T> type) throws MalformedMessageException {
        WireFormat format = formatOf(message);
        ObjectReader objectReader = mapper(format).readerFor(type).with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
        return guarded(message, format, parser -> {
            parser.nextToken();
            try {
                return objectReader.readValue(parser, type);
            } catch (JsonMappingException e) {
                throw malformed(e, type);
            }
        });
    }

    private WireFormat formatOf(byte[] message) throws MalformedMessageException {
        if (message.length > MAX_MESSAGE_BYTES) {
            throw new MalformedMessageException(
                    Refusal.ofBytes("must have at most " + MAX_MESSAGE_BYTES + " bytes", message.length + " bytes"));
        }
        return WireFormat.of(message)
                .orElseThrow(() -> new MalformedMessageException(
                        Refusal.ofBytes("must begin as Smile or as a JSON object", firstBytes(message))));
    }

    private <T> T guarded(byte[] message, WireFormat format, Decoding<T> decoding) throws MalformedMessageException {
        int start = format == WireFormat.JSON ? WireFormat.contentStart(message) : 0;
        try (JsonParser parser = mapper(format).createParser(message, start, message.length - start)) {
            return decoding.decode(parser);
        } catch (IOException e) {
            throw unreadable(format, e);
        } catch (RuntimeException e) {
            // Jackson's parsers answer some broken bytes with these instead of an exception of their own. The job must
            // not die of them.
            throw unreadable(format, e);
        }
    }

    /** What {@code failure} says about a value of the message, or that its bytes cannot be read. */
    private static MalformedMessageException malformed(JsonMappingException failure, Class<?> type) throws IOException {
        Refusal refusal = Refusals.of(failure, type).orElse(null);
        if (refusal == null) {
            throw failure;
        }
        return new MalformedMessageException(refusal, failure);
    }

    private static MalformedMessageException unreadable(WireFormat format, Exception failure) {
        String detail = failure instanceof JsonProcessingException e ? e.getOriginalMessage() : failure.toString();
        return new MalformedMessageException(
                Refusal.ofBytes("must be readable as " + format, Refusal.shortened(String.valueOf(detail))), failure);
    }

    private byte[] write(Object message, WireFormat format) {
        byte[] bytes;
        try {
            bytes = mapper(format).writeValueAsBytes(message);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("cannot write " + message.getClass().getSimpleName(), e);
        }
        if (bytes.length > MAX_MESSAGE_BYTES) {
            throw new InvalidFieldException(
                    "message",
                    "must have at most " + MAX_MESSAGE_BYTES + " bytes; send it in parts",
                    bytes.length + " bytes");
        }
        return bytes;
    }

    private ObjectMapper mapper(WireFormat format) {
        return mappers.get(format);
    }

    private ReportReader reader(WireFormat format) {
        return reportReaders.get(format);
    }

    private static String firstBytes(byte[] message) {
        if (message.length == 0) {
            return "no bytes";
        }
        StringBuilder shown = new StringBuilder();
        for (int i = 0; i < Math.min(8, message.length); i++) {
            shown.append(i == 0 ? "" : " ").append("%02x".formatted(message[i]));
        }
        return shown.toString();
    }

    /** Reads a message from a parser that stands before its first token. */
    private interface Decoding<T> {
        T decode(JsonParser parser) throws IOException, MalformedMessageException;
    }

    /** The next token; the end of the bytes is an error. */
    static JsonToken next(JsonParser parser) throws IOException {
        JsonToken token = parser.nextToken();
        if (token == null) {
            throw new JsonEOFException(parser, null, "ends too early");
        }
        return token;
    }
}
