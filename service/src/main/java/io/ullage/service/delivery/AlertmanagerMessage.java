package io.ullage.service.delivery;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ullage.service.delivery.AlertmanagerBook.Item;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A {@code postableAlert} of Alertmanager's API v2. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record AlertmanagerMessage(
        Map<String, String> labels,
        Map<String, String> annotations,
        String startsAt,
        String endsAt,
        @Nullable String generatorURL) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** An alert that is not repeated for so many times its repetition ends by itself, as with Prometheus. */
    private static final int REPEATS_MISSED = 4;

    static AlertmanagerMessage of(Item item, Notice notice, Instant now, Duration repeat) {
        Instant ended = item.endsAt();
        Instant endsAt = ended == null ? now.plus(repeat.multipliedBy(REPEATS_MISSED)) : earlier(ended, now);
        Instant startsAt = notice.alert().startsAt();
        return new AlertmanagerMessage(
                notice.alert().labels(),
                annotations(notice),
                earlier(startsAt, endsAt).toString(),
                endsAt.toString(),
                notice.link() == null ? null : notice.link().toString());
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    private static Map<String, String> annotations(Notice notice) {
        Map<String, String> annotations = new LinkedHashMap<>(notice.alert().annotations());
        put(annotations, "number", notice.number());
        put(annotations, "trend", notice.trend());
        put(annotations, "likely_full", MailText.full(notice.full()));
        put(annotations, "command", notice.command());
        put(annotations, "reason", notice.reason());
        return annotations;
    }

    private static void put(Map<String, String> annotations, String name, @Nullable String value) {
        if (value != null) {
            annotations.putIfAbsent(name, value);
        }
    }

    static byte[] json(List<AlertmanagerMessage> alerts) {
        try {
            return JSON.writeValueAsBytes(alerts);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("alerts of texts are always JSON", e);
        }
    }
}
