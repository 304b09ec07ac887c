package io.ullage.dashboards;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** One dashboard as it is checked in. */
record Dashboard(String file, String text, JsonNode json) {
    private static final JsonMapper MAPPER = new JsonMapper();

    static List<Dashboard> all() {
        try (var files = Files.list(Path.of("grafana", "dashboards"))) {
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

    List<JsonNode> panels() {
        return list(json.get("panels"));
    }

    List<JsonNode> variables() {
        return list(json.get("templating").get("list"));
    }

    @Override
    public String toString() {
        return file;
    }

    private static List<JsonNode> list(JsonNode array) {
        List<JsonNode> nodes = new ArrayList<>();
        array.forEach(nodes::add);
        return nodes;
    }
}
