package io.ullage.schema.jsonschema;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The JSON Schema of each message. */
public enum MessageSchema {
    REPORT("report"),
    INVENTORY("inventory"),
    CONTENT_SKETCH("content-sketch"),
    DEAD_LETTER("dead-letter"),
    ALERT("alert"),
    FORECAST("forecast");

    private final String fileName;

    MessageSchema(String message) {
        fileName = message + ".schema.json";
    }

    /** Such as {@code report.schema.json}. */
    public String fileName() {
        return fileName;
    }

    /** The schema as JSON text. */
    public String text() {
        try (InputStream in = MessageSchema.class.getResourceAsStream("/io/ullage/schema/json/" + fileName)) {
            if (in == null) {
                throw new IllegalStateException(fileName + " is not in the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + fileName, e);
        }
    }
}
