package io.ullage.job.rule;

import io.ullage.job.document.InvalidDocumentException;
import io.ullage.job.document.InvalidDocumentException.Problem;
import io.ullage.job.document.YamlSection;
import io.ullage.schema.alert.Alert;
import io.ullage.schema.alert.AlertSeverity;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a document of rules and silences, and notes everything that is wrong with it before it complains. */
public final class RuleReader {
    /** The name of the shipped document, on the topic too. */
    public static final String DEFAULT_DOCUMENT = "default";

    private static final String DEFAULT_RESOURCE = "/io/ullage/job/rule/rules.yaml";
    private static final int MAX_RULES = 500;
    private static final int MAX_SILENCES = 1000;
    private static final Duration STANDARD_STALE_AFTER = Duration.ofHours(3);
    private static final Duration LONGEST_FOR = Duration.ofDays(365);
    private static final Duration LONGEST_STALE_AFTER = Duration.ofDays(30);
    private static final Set<String> RESERVED = Set.of("alertname", "severity");
    private static final Pattern RULE_NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,99}");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{\\s*([^{}]*?)\\s*}}");
    private static final Condition NEVER = new Condition.Any(List.of());

    private final List<Problem> problems = new ArrayList<>();

    private RuleReader() {}

    /** The shipped document as text. */
    public static String defaultText() {
        try (InputStream in = RuleReader.class.getResourceAsStream(DEFAULT_RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException(DEFAULT_RESOURCE + " is not in the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + DEFAULT_RESOURCE, e);
        }
    }

    /** The shipped rules. */
    public static RuleSet defaults() {
        try {
            return read(DEFAULT_DOCUMENT, defaultText());
        } catch (InvalidDocumentException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * @param where such as the name of the file, for messages
     * @throws InvalidDocumentException naming everything that is wrong: field, rule, value
     */
    public static RuleSet read(String where, String yaml) throws InvalidDocumentException {
        RuleReader reader = new RuleReader();
        YamlSection top = YamlSection.of(where, yaml, reader.problems);
        RuleSet rules = reader.rules(top);
        top.end();
        if (!reader.problems.isEmpty()) {
            throw new InvalidDocumentException(where, reader.problems);
        }
        return rules;
    }

    private RuleSet rules(YamlSection top) {
        Map<String, Rule> rules = new LinkedHashMap<>();
        List<YamlSection> sections = top.sections("rules");
        if (sections.size() > MAX_RULES) {
            top.wrong("rules", "must have at most " + MAX_RULES, sections.size() + " rules");
        }
        for (YamlSection section : sections) {
            Rule rule = rule(section);
            section.end();
            if (rules.put(rule.name(), rule) != null) {
                section.wrong(section.field("name"), "must be there once", rule.name());
            }
        }
        List<Silence> silences = new ArrayList<>();
        for (YamlSection section : top.sections("silences")) {
            silences.add(silence(section));
            section.end();
        }
        if (silences.size() > MAX_SILENCES) {
            top.wrong("silences", "must have at most " + MAX_SILENCES, silences.size() + " silences");
        }
        return new RuleSet(rules, silences);
    }

    private Rule rule(YamlSection section) {
        String name = section.required("name");
        if (name != null && !RULE_NAME.matcher(name).matches()) {
            section.wrong(section.field("name"), "must be letters, digits and _, beginning with a letter", name);
        }
        Watch watch = section.value("watch", RuleReader::watch);
        if (watch == null && !section.has("watch")) {
            section.required("watch");
        }
        Watch known = watch == null ? Watch.VOLUME : watch;
        Condition when = condition(section, "when", watch);
        if (when == null && !section.has("when")) {
            section.required("when");
        }
        Condition clear = condition(section, "clear", watch);
        Duration staleAfter = duration(section, "staleAfter", STANDARD_STALE_AFTER, LONGEST_STALE_AFTER);
        if (staleAfter.isZero()) {
            section.wrong(section.field("staleAfter"), "must be longer than nothing", "0");
        }
        List<String> cause = section.texts("cause");
        Map<String, String> select = section.map("select");
        if (watch != null) {
            among(section, "cause", cause, watch.labels());
            among(section, "select", select.keySet(), watch.labels());
        }
        Map<String, String> labels = section.map("labels");
        labels.keySet().stream()
                .filter(RESERVED::contains)
                .forEach(label -> section.wrong(section.field("labels"), "must not be one of " + RESERVED, label));
        labelNames(section, "labels", labels);
        Map<String, String> annotations = new LinkedHashMap<>(section.map("annotations"));
        labelNames(section, "annotations", annotations);
        String summary = section.required("summary");
        annotations.put("summary", summary == null ? "" : summary);
        annotations.forEach((key, text) -> placeholders(section, key, text, known, labels.keySet()));
        AlertSeverity severity = section.value("severity", RuleReader::severity);
        if (severity == null && !section.has("severity")) {
            section.required("severity");
        }
        return new Rule(
                name == null ? "" : name,
                version(section),
                known,
                when == null ? NEVER : when,
                clear,
                duration(section, "for", Duration.ZERO, LONGEST_FOR),
                duration(section, "keepFiring", Duration.ZERO, LONGEST_FOR),
                staleAfter,
                severity == null ? AlertSeverity.WARNING : severity,
                new Matchers(select),
                cause.isEmpty() ? known.identity() : cause,
                labels,
                annotations);
    }

    private static @Nullable Condition condition(YamlSection section, String key, @Nullable Watch watch) {
        // Without a watch its measures are not known, and a complaint about them would only mislead.
        return watch == null
                ? section.value(key, text -> NEVER)
                : section.value(key, text -> ConditionParser.parse(watch, text));
    }

    private static Duration duration(YamlSection section, String key, Duration otherwise, Duration longest) {
        return section.valueOr(
                key,
                text -> {
                    Duration duration = Quantity.duration(text);
                    if (duration.compareTo(longest) > 0) {
                        throw new IllegalArgumentException("must be at most " + longest.toDays() + "d");
                    }
                    return duration;
                },
                otherwise);
    }

    private Silence silence(YamlSection section) {
        Map<String, String> match = section.map("match");
        if (match.isEmpty()) {
            section.wrong(section.field("match"), "must name a label at least", "{}");
        }
        labelNames(section, "match", match);
        Instant from = section.value("from", RuleReader::instant);
        Instant until = section.value("until", RuleReader::instant);
        if (from != null && until != null && !from.isBefore(until)) {
            section.wrong(section.field("until"), "must be later than from", until.toString());
        }
        String comment = section.required("comment");
        return new Silence(new Matchers(match), from, until, comment == null ? "" : comment);
    }

    private static void among(YamlSection section, String key, Iterable<String> names, List<String> known) {
        for (String name : names) {
            if (!known.contains(name)) {
                section.wrong(section.field(key), "must be of " + known, name);
            }
        }
    }

    private static void labelNames(YamlSection section, String key, Map<String, String> labels) {
        for (String name : labels.keySet()) {
            if (!Alert.LABEL_NAME.matcher(name).matches()) {
                section.wrong(section.field(key), "must have names of letters, digits and _", name);
            }
        }
    }

    private static void placeholders(YamlSection section, String key, String text, Watch watch, Set<String> labels) {
        Matcher matcher = PLACEHOLDER.matcher(text);
        while (matcher.find()) {
            String name = matcher.group(1);
            if (!Wording.OWN.contains(name) && !watch.labels().contains(name) && !labels.contains(name)) {
                section.wrong(
                        section.field(key),
                        "must use of " + Wording.OWN + ", " + watch.labels() + " and the rule's labels",
                        "{{" + name + "}}");
            }
        }
    }

    private static Watch watch(String text) {
        return Watch.of(text)
                .orElseThrow(
                        () -> new IllegalArgumentException("must be one of " + words(Watch.values(), Watch::word)));
    }

    private static AlertSeverity severity(String text) {
        for (AlertSeverity severity : AlertSeverity.values()) {
            if (severity.label().equals(text)) {
                return severity;
            }
        }
        throw new IllegalArgumentException("must be one of " + words(AlertSeverity.values(), AlertSeverity::label));
    }

    private static <T> List<String> words(T[] values, Function<T, String> word) {
        return List.of(values).stream().map(word).toList();
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("must be a time in UTC such as 2026-11-22T10:00:00Z", e);
        }
    }

    /** Of the whole rule: what is written the same is the same rule. */
    private static String version(YamlSection section) {
        byte[] hash = Fingerprint.sha256(section.node().toString());
        return HexFormat.of().formatHex(hash, 0, 8).toLowerCase(Locale.ROOT);
    }
}
