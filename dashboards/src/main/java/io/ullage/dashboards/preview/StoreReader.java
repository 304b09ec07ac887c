package io.ullage.dashboards.preview;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.ullage.dashboards.preview.Frame.Column;
import io.ullage.dashboards.preview.Frame.Kind;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Asks ClickHouse over its <a href="https://clickhouse.com/docs/interfaces/http">HTTP interface</a>, in the format {@code JSONCompact}. The password is read
 * at each question and is in no address.
 */
final class StoreReader implements Answers {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final Pattern WRAPPED = Pattern.compile("(?:LowCardinality|Nullable)\\((.*)\\)");
    private static final Pattern ZONE = Pattern.compile("'([^']+)'");
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss[.SSSSSS][.SSS]");

    private final URI address;
    private final String user;
    private final Path passwordFile;
    private final HttpClient http = HttpClient.newHttpClient();

    /**
     * @param url such as {@code http://127.0.0.1:8123}
     * @throws PreviewException if others than its owner may read the password file
     */
    StoreReader(String url, String database, String user, Path passwordFile) {
        this.address = URI.create(url.replaceFirst("/$", "") + "/?database=" + database
                + "&default_format=JSONCompact&wait_end_of_query=1");
        this.user = user;
        this.passwordFile = passwordFile;
        requireOwnerOnly(passwordFile);
    }

    private static void requireOwnerOnly(Path file) {
        try {
            Set<PosixFilePermission> others = Set.of(
                    PosixFilePermission.GROUP_READ,
                    PosixFilePermission.GROUP_WRITE,
                    PosixFilePermission.OTHERS_READ,
                    PosixFilePermission.OTHERS_WRITE);
            if (Files.getPosixFilePermissions(file).stream().anyMatch(others::contains)) {
                throw new PreviewException("--password-file: others may read or write " + file + "; chmod 600 it");
            }
        } catch (IOException e) {
            throw new PreviewException("--password-file: cannot be read: " + e.getMessage(), e);
        }
    }

    @Override
    public Frame ask(String sql) {
        try {
            HttpRequest request = HttpRequest.newBuilder(address)
                    .timeout(PATIENCE)
                    .header("X-ClickHouse-User", user)
                    .header("X-ClickHouse-Key", Files.readString(passwordFile).strip())
                    .POST(HttpRequest.BodyPublishers.ofString(sql))
                    .build();
            HttpResponse<String> response =
                    http.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
            if (response.statusCode() != 200) {
                throw new PreviewException(response.body().strip());
            }
            String zone = response.headers().firstValue("X-ClickHouse-Timezone").orElse("UTC");
            return frame(MAPPER.readTree(response.body()), zone);
        } catch (IOException e) {
            throw new PreviewException("the store does not answer: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PreviewException("interrupted", e);
        }
    }

    /** @param serverZone of times whose type names none */
    static Frame frame(JsonNode answer, String serverZone) {
        List<Column> columns = new ArrayList<>();
        int index = 0;
        for (JsonNode meta : answer.path("meta")) {
            String type = meta.path("type").asText();
            for (Matcher wrapped = WRAPPED.matcher(type); wrapped.matches(); wrapped = WRAPPED.matcher(type)) {
                type = wrapped.group(1);
            }
            Kind kind = kind(type);
            Matcher named = ZONE.matcher(type);
            ZoneId zone = ZoneId.of(kind == Kind.TIME && named.find() ? named.group(1) : serverZone);
            List<@Nullable Object> values = new ArrayList<>();
            for (JsonNode row : answer.path("data")) {
                values.add(value(kind, row.get(index), zone));
            }
            columns.add(new Column(meta.path("name").asText(), kind, Map.of(), values));
            index++;
        }
        return new Frame(columns);
    }

    private static Kind kind(String type) {
        if (type.startsWith("Date")) {
            return Kind.TIME;
        }
        return type.matches("U?Int\\d+|Float\\d+|Decimal.*") ? Kind.NUMBER : Kind.TEXT;
    }

    private static @Nullable Object value(Kind kind, JsonNode json, ZoneId zone) {
        if (json.isNull()) {
            return null;
        }
        return switch (kind) {
            case TIME -> millis(json.asText(), zone);
            case NUMBER -> json.isTextual() ? Double.valueOf(json.asText()) : (Double) json.asDouble();
            case TEXT -> json.isValueNode() ? json.asText() : json.toString();
        };
    }

    private static long millis(String text, ZoneId zone) {
        if (text.length() == "2026-11-22".length()) {
            return LocalDate.parse(text)
                    .atStartOfDay(ZoneOffset.UTC)
                    .toInstant()
                    .toEpochMilli();
        }
        return LocalDateTime.parse(text, TIME).atZone(zone).toInstant().toEpochMilli();
    }
}
