package io.ullage.service.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.javalin.http.Context;
import io.ullage.service.estate.Page;
import io.ullage.service.web.Call;
import io.ullage.service.web.ListParameters;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;

/** Writes answers, each with a tag of its content: who has it already is told that it has not changed. */
final class Answers {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .serializationInclusion(JsonInclude.Include.NON_NULL)
            .build();
    private static final int TAG_BYTES = 16;

    private Answers() {}

    /** Everything there is, in one page. */
    static void items(Call call, List<?> items) {
        one(call, new Page<>(items, null));
    }

    /** With a link to the page that follows, as RFC 8288 has it. */
    static void page(Call call, Page<?> page) {
        if (page.next() != null) {
            call.http().header("Link", "<" + next(call.http(), page.next()) + ">; rel=\"next\"");
        }
        one(call, page);
    }

    static void one(Call call, Object answer) {
        try {
            bytes(call, "application/json", JSON.writeValueAsBytes(answer));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("records can be written", impossible);
        }
    }

    static void text(Call call, String type, String text) {
        bytes(call, type, text.getBytes(StandardCharsets.UTF_8));
    }

    private static void bytes(Call call, String type, byte[] content) {
        Context http = call.http();
        String tag = "\"" + HexFormat.of().formatHex(sha256(content), 0, TAG_BYTES) + "\"";
        // To be asked about each time; by others than the one who may see it not to be kept at all.
        http.header("Cache-Control", "private, no-cache");
        http.header("ETag", tag);
        http.header("Vary", "Accept-Encoding, Authorization, Cookie");
        String known = http.header("If-None-Match");
        if (known != null && Arrays.stream(known.split(",")).anyMatch(one -> isSame(one.strip(), tag))) {
            http.status(304);
            return;
        }
        http.contentType(type);
        http.result(content);
    }

    /** A proxy that compresses makes a tag a weak one; the content is the same. */
    private static boolean isSame(String known, String tag) {
        return known.equals("*") || known.equals(tag) || known.equals("W/" + tag);
    }

    private static String next(Context http, String after) {
        String others = http.queryParamMap().entrySet().stream()
                .filter(parameter -> !parameter.getKey().equals(ListParameters.AFTER))
                .flatMap(parameter -> parameter.getValue().stream()
                        .map(value -> encoded(parameter.getKey()) + "=" + encoded(value) + "&"))
                .collect(Collectors.joining());
        return http.path() + "?" + others + ListParameters.AFTER + "=" + encoded(after);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static byte[] sha256(byte[] content) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(content);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }
}
