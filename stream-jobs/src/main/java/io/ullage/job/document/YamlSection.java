package io.ullage.job.document;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.ullage.job.document.InvalidDocumentException.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A mapping of a YAML document. Remembers which keys were asked for, and gathers what is wrong instead of ending at the first. */
public final class YamlSection {
    /** Of a document, in characters. */
    public static final int MAX_LENGTH = 400_000;

    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final String name;
    private final JsonNode node;
    private final List<Problem> problems;
    private final List<String> asked = new ArrayList<>();

    private YamlSection(String name, JsonNode node, List<Problem> problems) {
        this.name = name;
        this.node = node;
        this.problems = problems;
        if (!node.isMissingNode() && !node.isObject()) {
            wrong(name.isEmpty() ? "document" : name.substring(0, name.length() - 1), "must be a mapping", node);
        }
    }

    /** The top of a document. */
    public static YamlSection of(String where, String yaml, List<Problem> problems) throws InvalidDocumentException {
        if (yaml.length() > MAX_LENGTH) {
            throw new InvalidDocumentException(
                    where,
                    List.of(new Problem(
                            "document", "must have at most " + MAX_LENGTH + " characters", "" + yaml.length())));
        }
        try {
            JsonNode root = YAML.readTree(yaml);
            return new YamlSection("", root.isNull() ? MissingNode.getInstance() : root, problems);
        } catch (JsonProcessingException e) {
            String line =
                    e.getLocation() == null ? "" : " (line " + e.getLocation().getLineNr() + ")";
            throw new InvalidDocumentException(
                    where, List.of(new Problem("document", "must be YAML", e.getOriginalMessage() + line)));
        }
    }

    public boolean has(String key) {
        return node.hasNonNull(key);
    }

    /** A key that is read some other way. */
    public void asks(String key) {
        asked.add(key);
    }

    public JsonNode node() {
        return node;
    }

    public String field(String key) {
        return name + key;
    }

    public List<YamlSection> sections(String key) {
        asked.add(key);
        List<YamlSection> all = new ArrayList<>();
        if (has(key) && !node.get(key).isArray()) {
            wrong(name + key, "must be a list", node.get(key));
            return all;
        }
        for (JsonNode element : node.path(key)) {
            all.add(new YamlSection(name + key + "[" + all.size() + "].", element, problems));
        }
        return all;
    }

    /** A mapping within this one; an empty one where the key is absent. */
    public YamlSection section(String key) {
        asked.add(key);
        return new YamlSection(name + key + ".", has(key) ? node.get(key) : MissingNode.getInstance(), problems);
    }

    public @Nullable String required(String key) {
        String text = value(key, Function.identity());
        if (text == null && !has(key)) {
            problems.add(new Problem(name + key, "must be present", "absent"));
        }
        return text;
    }

    public <T> T valueOr(String key, Function<String, T> reader, T otherwise) {
        T value = value(key, reader);
        return value == null ? otherwise : value;
    }

    /** Absent where the key is, or where its value is wrong and that was noted. */
    public <T> @Nullable T value(String key, Function<String, T> reader) {
        asked.add(key);
        return has(key) ? scalar(name + key, node.get(key), reader) : null;
    }

    public List<String> texts(String key) {
        asked.add(key);
        List<String> texts = new ArrayList<>();
        if (!has(key)) {
            return texts;
        }
        if (!node.get(key).isArray()) {
            wrong(name + key, "must be a list", node.get(key));
            return texts;
        }
        for (JsonNode element : node.get(key)) {
            String text = scalar(name + key + "[" + texts.size() + "]", element, Function.identity());
            if (text != null) {
                texts.add(text);
            }
        }
        return texts;
    }

    public Map<String, String> map(String key) {
        asked.add(key);
        Map<String, String> map = new LinkedHashMap<>();
        if (!has(key)) {
            return map;
        }
        if (!node.get(key).isObject()) {
            wrong(name + key, "must be a mapping", node.get(key));
            return map;
        }
        node.get(key).fields().forEachRemaining(entry -> {
            String value = scalar(name + key + "." + entry.getKey(), entry.getValue(), Function.identity());
            if (value != null) {
                map.put(entry.getKey(), value);
            }
        });
        return map;
    }

    private <T> @Nullable T scalar(String field, JsonNode value, Function<String, T> reader) {
        if (!value.isValueNode() || value.isNull()) {
            wrong(field, "must be a single value", value);
            return null;
        }
        try {
            return reader.apply(value.asText());
        } catch (NumberFormatException e) {
            wrong(field, "must be a whole number", value);
        } catch (IllegalArgumentException e) {
            wrong(field, String.valueOf(e.getMessage()), value);
        }
        return null;
    }

    public void wrong(String field, String rule, JsonNode value) {
        problems.add(new Problem(field, rule, shown(value)));
    }

    public void wrong(String field, String rule, String value) {
        problems.add(new Problem(field, rule, value));
    }

    /** Complains of keys that nobody asked for. */
    public void end() {
        node.fieldNames().forEachRemaining(key -> {
            if (!asked.contains(key)) {
                problems.add(new Problem(name + key, "must be one of " + asked, "an unknown key"));
            }
        });
    }

    private static String shown(JsonNode node) {
        String text = node.isValueNode() ? node.asText() : node.toString();
        return text.length() <= 80 ? text : text.substring(0, 80) + "…";
    }
}
