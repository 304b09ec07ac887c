package io.ullage.service.delivery;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ullage.schema.codec.TelemetryCodec;
import io.ullage.service.delivery.Notice.FullTime;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a webhook gets: {@code webhook.schema.json} describes it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record WebhookMessage(
        int version,
        String event,
        String key,
        String title,
        @Nullable String number,
        @Nullable String trend,
        @Nullable Full full,
        @Nullable String link,
        String command,
        @Nullable String reason,
        @JsonRawValue String alert) {
    static final int VERSION = 1;

    private static final String SCHEMA = "/io/ullage/service/delivery/webhook.schema.json";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TelemetryCodec CODEC = new TelemetryCodec();

    /** The day on which it is full, as a forecast; ISO 8601. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Full(String p10, @Nullable String p50, @Nullable String p90) {
        static @Nullable Full of(@Nullable FullTime full) {
            return full == null ? null : new Full(full.p10().toString(), text(full.p50()), text(full.p90()));
        }

        private static @Nullable String text(@Nullable Instant time) {
            return time == null ? null : time.toString();
        }
    }

    static WebhookMessage of(Notice notice) {
        return new WebhookMessage(
                VERSION,
                notice.occasion().word(),
                notice.key(),
                notice.title(),
                notice.number(),
                notice.trend(),
                Full.of(notice.full()),
                notice.link() == null ? null : notice.link().toString(),
                notice.command(),
                notice.reason(),
                new String(CODEC.encode(notice.alert()), StandardCharsets.UTF_8));
    }

    byte[] json() {
        try {
            return JSON.writeValueAsBytes(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a message of texts is always JSON", e);
        }
    }

    /** Its JSON Schema. */
    static String schemaText() {
        try (InputStream in = WebhookMessage.class.getResourceAsStream(SCHEMA)) {
            if (in == null) {
                throw new IllegalStateException(SCHEMA + " is not in the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + SCHEMA, e);
        }
    }
}
