package io.ullage.schema.codec;

import static io.ullage.schema.codec.TelemetryCodec.next;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A reading that was refused, before its text is known. Smile refers back to earlier names, so that a piece of it cannot be cut out. */
record RejectedReading(int index, Refusal refusal) {
    /** In ASCII, so that half a surrogate pair can be written, and a cut never goes through a character. */
    private static final JsonFactory JSON =
            JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    /** @param refused in the order of their index; at least one */
    static List<Rejection> withJson(List<RejectedReading> refused, ObjectMapper mapper, byte[] message)
            throws IOException {
        int start = WireFormat.contentStart(message);
        List<Rejection> rejections = new ArrayList<>(refused.size());
        try (JsonParser parser = mapper.createParser(message, start, message.length - start)) {
            next(parser);
            while (!"readings".equals(parser.nextFieldName())) {
                next(parser);
                parser.skipChildren();
            }
            next(parser);
            int index = -1;
            for (RejectedReading reading : refused) {
                for (next(parser), index++; index < reading.index; next(parser), index++) {
                    parser.skipChildren();
                }
                rejections.add(reading.withJson(parser));
            }
        }
        return rejections;
    }

    private Rejection withJson(JsonParser parser) throws IOException {
        CappedStream json = new CappedStream();
        try (JsonGenerator generator = JSON.createGenerator(json)) {
            generator.copyCurrentStructure(parser);
        }
        String path = String.valueOf(refusal.path());
        return new Rejection(
                index, path, Refusal.fieldOf(path), refusal.rule(), refusal.value(), json.text(), json.written);
    }

    /** Keeps the beginning, counts everything. */
    private static final class CappedStream extends OutputStream {
        private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
        private long written;

        @Override
        public void write(int b) {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            kept.write(bytes, offset, Math.min(length, Rejection.MAX_JSON_BYTES - kept.size()));
            written += length;
        }

        String text() {
            return kept.toString(StandardCharsets.US_ASCII);
        }
    }
}
