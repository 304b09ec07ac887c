package io.ullage.agent;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.ullage.agent.AgentConfig.Kafka;
import io.ullage.agent.AgentConfig.Metrics;
import io.ullage.agent.AgentConfig.Problem;
import io.ullage.agent.AgentConfig.Spool;
import io.ullage.agent.content.Dedup;
import io.ullage.agent.image.ImageSearch;
import io.ullage.schema.InvalidFieldException;
import io.ullage.schema.telemetry.AgentRole;
import io.ullage.schema.telemetry.Attachment;
import io.ullage.schema.topic.Topic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads {@link AgentConfig} from YAML and collects every problem before it complains. Keys that it does not know are refused. */
final class AgentConfigReader {
    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})\\s*(ms|s|m|h|d)");
    private static final Pattern SIZE = Pattern.compile("(\\d{1,12})\\s*(B|KiB|MiB|GiB|TiB)?");
    private static final int MAX_FILE_BYTES = 1 << 20;

    private final List<Problem> problems = new ArrayList<>();

    private AgentConfigReader() {}

    static AgentConfig read(Path file) throws IOException, InvalidConfigException {
        long size = Files.size(file);
        if (size > MAX_FILE_BYTES) {
            throw new InvalidConfigException(
                    file.toString(),
                    List.of(new Problem("file", "must have at most " + MAX_FILE_BYTES + " bytes", size + " bytes")));
        }
        return parse(file.toString(), Files.readString(file));
    }

    /** @param where such as the file name, for messages */
    static AgentConfig parse(String where, String yaml) throws InvalidConfigException {
        JsonNode root;
        try {
            root = YAMLMapper.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build()
                    .readTree(yaml);
        } catch (JsonProcessingException e) {
            String line =
                    e.getLocation() == null ? "" : " (line " + e.getLocation().getLineNr() + ")";
            throw new InvalidConfigException(
                    where, List.of(new Problem("file", "must be YAML", e.getOriginalMessage() + line)));
        }
        AgentConfigReader reader = new AgentConfigReader();
        Optional<AgentConfig> config = reader.config(root);
        List<Problem> all = new ArrayList<>(reader.problems);
        // rules over values that could not be read would only complain about their stand-ins
        config.ifPresent(read -> read.problems().stream()
                .filter(problem -> all.stream().noneMatch(known -> known.field().equals(problem.field())))
                .forEach(all::add));
        if (!all.isEmpty() || config.isEmpty()) {
            throw new InvalidConfigException(where, all);
        }
        return config.get();
    }

    private Optional<AgentConfig> config(JsonNode root) {
        Section top = new Section("", root.isNull() ? MissingNode.getInstance() : root);
        Path state = top.value("stateDirectory", AgentConfigReader::path, null);
        if (state == null && top.has("stateDirectory")) {
            state = Path.of("/");
        } else if (state == null) {
            problems.add(new Problem("stateDirectory", "must be present", "absent"));
            state = Path.of("/");
        }
        AgentConfig standard = AgentConfig.standard(state);
        AgentConfig config = new AgentConfig(
                roles(top.list("roles", AgentConfigReader::role, List.copyOf(standard.roles()))),
                state,
                top.valueOr("interval", AgentConfigReader::duration, standard.interval()),
                top.valueOr("jitter", AgentConfigReader::duration, standard.jitter()),
                top.valueOr("collectorTimeout", AgentConfigReader::duration, standard.collectorTimeout()),
                images(top.section("images")),
                top.has("kafka") ? kafka(top.section("kafka")) : null,
                spool(top.section("spool")),
                metrics(top.section("metrics")),
                top.has("dedup") ? dedup(top.section("dedup")) : null);
        top.end();
        return Optional.of(config);
    }

    private static Set<AgentRole> roles(List<AgentRole> named) {
        return named.isEmpty() ? Set.of() : EnumSet.copyOf(named);
    }

    private ImageSearch images(Section section) {
        Map<Path, Attachment> attachments = new LinkedHashMap<>();
        for (Section one : section.sections("attachments")) {
            Path path = one.value("path", AgentConfigReader::path, null);
            String machine = one.value("machineId", AgentConfigReader::lowerCase, null);
            try {
                Attachment attachment = new Attachment(
                        machine == null ? "" : machine,
                        one.value("serial", Function.identity(), null),
                        one.value("wwn", AgentConfigReader::lowerCase, null),
                        one.value("busAddress", Function.identity(), null));
                if (path == null) {
                    problems.add(new Problem(one.name + "path", "must be present", "absent"));
                } else {
                    attachments.put(path, attachment);
                }
            } catch (InvalidFieldException e) {
                problems.add(new Problem(one.name + "machineId", "must be present", "absent"));
            }
            one.end();
        }
        ImageSearch images = new ImageSearch(
                section.list("paths", AgentConfigReader::path, List.of()),
                section.list("names", Function.identity(), ImageSearch.NAMES),
                section.valueOr("maxDepth", Integer::valueOf, ImageSearch.NONE.maxDepth()),
                section.valueOr("maxFiles", Integer::valueOf, ImageSearch.NONE.maxFiles()),
                section.list("libvirt", AgentConfigReader::path, List.of()),
                attachments);
        section.end();
        return images;
    }

    private Kafka kafka(Section section) {
        Kafka standard = Kafka.at(List.of());
        Kafka kafka = new Kafka(
                section.list("bootstrapServers", Function.identity(), List.of()),
                section.valueOr("topic", Function.identity(), standard.topic()),
                section.valueOr("compression", Function.identity(), standard.compression()),
                section.value("propertiesFile", AgentConfigReader::path, null));
        section.end();
        return kafka;
    }

    private Spool spool(Section section) {
        Spool spool = new Spool(
                section.valueOr("maxBytes", AgentConfigReader::bytes, Spool.STANDARD.maxBytes()),
                section.valueOr("maxAge", AgentConfigReader::duration, Spool.STANDARD.maxAge()));
        section.end();
        return spool;
    }

    private Metrics metrics(Section section) {
        Metrics metrics = new Metrics(
                section.valueOr("enabled", AgentConfigReader::truth, Metrics.STANDARD.enabled()),
                section.valueOr("listen", Function.identity(), Metrics.STANDARD.listen()),
                section.valueOr("port", Integer::valueOf, Metrics.STANDARD.port()));
        section.end();
        return metrics;
    }

    private Dedup dedup(Section section) {
        List<Dedup.Domain> domains = new ArrayList<>();
        for (Section one : section.sections("domains")) {
            String id = one.value("id", Function.identity(), null);
            domains.add(new Dedup.Domain(
                    id == null ? "" : id,
                    one.list("paths", AgentConfigReader::path, List.of()),
                    one.value("keyFile", AgentConfigReader::path, null),
                    one.value("chunkBytes", AgentConfigReader::smallBytes, null),
                    one.value("k", Integer::valueOf, null)));
            one.end();
        }
        Dedup dedup = new Dedup(
                section.valueOr("every", AgentConfigReader::duration, Dedup.EVERY),
                section.valueOr("rate", AgentConfigReader::bytes, Dedup.BYTES_PER_SECOND),
                section.valueOr("topic", Function.identity(), Topic.SKETCHES.topicName()),
                section.value("keyFile", AgentConfigReader::path, null),
                section.valueOr("chunkBytes", AgentConfigReader::smallBytes, Dedup.CHUNK_BYTES),
                section.valueOr("k", Integer::valueOf, Dedup.K),
                domains);
        section.end();
        return dedup;
    }

    /** A mapping; remembers which of its keys were asked for. */
    private final class Section {
        private final String name;
        private final JsonNode node;
        private final List<String> asked = new ArrayList<>();

        Section(String name, JsonNode node) {
            this.name = name;
            this.node = node;
            if (!node.isMissingNode() && !node.isObject()) {
                problems.add(new Problem(name.isEmpty() ? "file" : name, "must be a mapping", shown(node)));
            }
        }

        boolean has(String key) {
            return node.hasNonNull(key);
        }

        Section section(String key) {
            asked.add(key);
            return new Section(name + key + ".", has(key) ? node.get(key) : MissingNode.getInstance());
        }

        List<Section> sections(String key) {
            asked.add(key);
            List<Section> all = new ArrayList<>();
            if (has(key) && !node.get(key).isArray()) {
                problems.add(new Problem(name + key, "must be a list", shown(node.get(key))));
                return all;
            }
            for (JsonNode element : node.path(key)) {
                all.add(new Section(name + key + "[" + all.size() + "].", element));
            }
            return all;
        }

        <T> T valueOr(String key, Function<String, T> reader, T otherwise) {
            T value = value(key, reader, otherwise);
            return value == null ? otherwise : value;
        }

        <T> @Nullable T value(String key, Function<String, T> reader, @Nullable T otherwise) {
            asked.add(key);
            return has(key) ? scalar(name + key, node.get(key), reader, otherwise) : otherwise;
        }

        <T> List<T> list(String key, Function<String, T> reader, List<T> otherwise) {
            asked.add(key);
            if (!has(key)) {
                return otherwise;
            }
            if (!node.get(key).isArray()) {
                problems.add(new Problem(name + key, "must be a list", shown(node.get(key))));
                return otherwise;
            }
            List<T> values = new ArrayList<>();
            for (JsonNode element : node.get(key)) {
                T value = scalar(name + key, element, reader, null);
                if (value != null) {
                    values.add(value);
                }
            }
            return values;
        }

        private <T> @Nullable T scalar(
                String field, JsonNode value, Function<String, T> reader, @Nullable T otherwise) {
            if (!value.isValueNode()) {
                problems.add(new Problem(field, "must be a single value", shown(value)));
                return otherwise;
            }
            try {
                return reader.apply(value.asText());
            } catch (NumberFormatException e) {
                problems.add(new Problem(field, "must be a whole number", shown(value)));
            } catch (IllegalArgumentException e) {
                problems.add(new Problem(field, String.valueOf(e.getMessage()), shown(value)));
            }
            return otherwise;
        }

        /** Complains of keys that nobody asked for. */
        void end() {
            for (Iterator<String> keys = node.fieldNames(); keys.hasNext(); ) {
                String key = keys.next();
                if (!asked.contains(key)) {
                    problems.add(new Problem(name + key, "must be one of " + asked, "an unknown key"));
                }
            }
        }
    }

    private static String shown(JsonNode node) {
        String text = node.isValueNode() ? node.asText() : node.toString();
        return text.length() <= 80 ? text : text.substring(0, 80) + "…";
    }

    private static Path path(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("must be a path", e);
        }
    }

    private static AgentRole role(String text) {
        for (AgentRole role : AgentRole.values()) {
            if (role.name().toLowerCase(Locale.ROOT).equals(text)) {
                return role;
            }
        }
        throw new IllegalArgumentException("must be guest or host");
    }

    private static String lowerCase(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    private static Boolean truth(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("must be true or false");
        };
    }

    private static Duration duration(String text) {
        Matcher matcher = DURATION.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("must be a number with ms, s, m, h or d");
        }
        long count = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(count);
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            case "h" -> Duration.ofHours(count);
            default -> Duration.ofDays(count);
        };
    }

    private static Integer smallBytes(String text) {
        return Math.toIntExact(Math.min(Integer.MAX_VALUE, bytes(text)));
    }

    private static Long bytes(String text) {
        Matcher matcher = SIZE.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("must be a number of bytes, perhaps with KiB, MiB, GiB or TiB");
        }
        String unit = matcher.group(2) == null ? "B" : matcher.group(2);
        int shift = 10 * List.of("B", "KiB", "MiB", "GiB", "TiB").indexOf(unit);
        long count = Long.parseLong(matcher.group(1));
        if (count > Long.MAX_VALUE >> shift) {
            throw new IllegalArgumentException("must fit into 63 bits");
        }
        return count << shift;
    }
}
