package io.ullage.dashboards.rule;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** One dashboard as it is checked in. */
public record Dashboard(String file, String text, JsonNode json) {
    public static final Path DIRECTORY = Path.of("grafana", "dashboards");
    private static final JsonMapper MAPPER = new JsonMapper();

    public static List<Dashboard> all() {
        try (var files = Files.list(DIRECTORY)) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .map(Dashboard::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Dashboard read(Path file) {
        try {
            String text = Files.readString(file);
            return new Dashboard(file.getFileName().toString(), text, MAPPER.readTree(text));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String uid() {
        return json.get("uid").asText();
    }

    public List<JsonNode> panels() {
        return list(json.get("panels"));
    }

    public List<JsonNode> variables() {
        return list(json.at("/templating/list"));
    }

    /** Names of the variables. */
    List<String> variableNames() {
        return variables().stream()
                .map(variable -> variable.get("name").asText())
                .toList();
    }

    /** Of the panel and of all its columns. */
    static List<JsonNode> links(JsonNode panel) {
        Stream<JsonNode> ofColumns = list(panel.at("/fieldConfig/overrides")).stream()
                .flatMap(override -> list(override.get("properties")).stream())
                .filter(property -> property.get("id").asText().equals("links"))
                .flatMap(property -> list(property.get("value")).stream());
        return Stream.concat(list(panel.path("links")).stream(), ofColumns).toList();
    }

    /** The columns that the panel shows, by override. */
    static List<String> columns(JsonNode panel) {
        return list(panel.at("/fieldConfig/overrides")).stream()
                .map(override -> override.at("/matcher/options").asText())
                .toList();
    }

    static String title(JsonNode panel) {
        return panel.get("title").asText();
    }

    public static String sql(JsonNode panel) {
        return panel.at("/targets/0/rawSql").asText();
    }

    @Override
    public String toString() {
        return file;
    }

    static List<JsonNode> list(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).toList();
    }
}
