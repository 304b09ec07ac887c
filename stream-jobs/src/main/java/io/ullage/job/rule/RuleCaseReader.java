package io.ullage.job.rule;

import io.ullage.job.document.InvalidDocumentException;
import io.ullage.job.document.InvalidDocumentException.Problem;
import io.ullage.job.document.YamlSection;
import io.ullage.job.rule.CaseSeries.Step;
import io.ullage.job.rule.RuleCase.Entity;
import io.ullage.job.rule.RuleCase.Expected;
import io.ullage.job.rule.RuleCase.Reading;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a file of {@link RuleCase}s, and notes everything that is wrong with it before it complains. */
public final class RuleCaseReader {
    private static final Instant STANDARD_START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Set<String> TIMES = Set.of("fires", "resolves");

    private final List<Problem> problems = new ArrayList<>();

    private RuleCaseReader() {}

    /**
     * @param where such as the name of the file, for messages
     * @throws InvalidDocumentException naming everything that is wrong: field, rule, value
     */
    public static List<RuleCase> read(String where, String yaml) throws InvalidDocumentException {
        RuleCaseReader reader = new RuleCaseReader();
        YamlSection top = YamlSection.of(where, yaml, reader.problems);
        List<RuleCase> cases = new ArrayList<>();
        for (YamlSection section : top.sections("cases")) {
            cases.add(reader.ruleCase(section));
            section.end();
        }
        top.end();
        if (cases.isEmpty()) {
            top.wrong("cases", "must have one at least", "none");
        }
        if (!reader.problems.isEmpty()) {
            throw new InvalidDocumentException(where, reader.problems);
        }
        return cases;
    }

    private RuleCase ruleCase(YamlSection section) {
        String name = section.required("name");
        List<String> only = section.texts("only");
        RuleSet rules = given(section);
        Duration every = section.valueOr("every", RuleCaseReader::positive, Duration.ofMinutes(5));
        List<Entity> entities = new ArrayList<>();
        for (YamlSection entity : section.sections("when")) {
            entities.add(entity(entity));
            entity.end();
        }
        if (entities.isEmpty()) {
            section.wrong(section.field("when"), "must have one entity at least", "none");
        }
        long steps =
                entities.stream().mapToLong(one -> one.steps().size()).max().orElse(0);
        List<Expected> expected = new ArrayList<>();
        if (!section.node().has("then")) {
            section.wrong(section.field("then"), "must be present; [] if nothing fires", "absent");
        }
        for (YamlSection one : section.sections("then")) {
            expected.add(expected(one));
            one.end();
        }
        return new RuleCase(
                name == null ? "" : name,
                Set.copyOf(only),
                rules,
                section.valueOr("start", RuleCaseReader::instant, STANDARD_START),
                every,
                section.valueOr("until", RuleCaseReader::positive, every.multipliedBy(Math.max(0, steps - 1))),
                entities,
                expected);
    }

    /** A document of rules of the case's own. */
    private @Nullable RuleSet given(YamlSection section) {
        section.asks("given");
        if (!section.has("given")) {
            return null;
        }
        try {
            // JSON is YAML.
            return RuleReader.read("given", section.node().get("given").toString());
        } catch (InvalidDocumentException e) {
            e.problems()
                    .forEach(problem ->
                            section.wrong(section.field("given." + problem.field()), problem.rule(), problem.value()));
            return null;
        }
    }

    private Entity entity(YamlSection section) {
        Watch watch = section.value("watch", text -> Watch.of(text)
                .orElseThrow(() -> new IllegalArgumentException("must be one of "
                        + List.of(Watch.values()).stream().map(Watch::word).toList())));
        if (watch == null && !section.has("watch")) {
            section.required("watch");
        }
        Watch known = watch == null ? Watch.VOLUME : watch;
        String id = section.required("id");
        Map<String, String> labels = new HashMap<>(section.map("labels"));
        labels.keySet().stream()
                .filter(label -> !known.labels().contains(label))
                .toList()
                .forEach(label -> section.wrong(section.field("labels"), "must be of " + known.labels(), label));
        if (known.identity().size() == 1 && id != null) {
            labels.putIfAbsent(known.identity().get(0), id);
        }
        List<Step> reports = section.valueOr("reports", RuleCaseReader::reports, List.of());
        Map<String, List<Step>> measures = new LinkedHashMap<>();
        section.map("measures").forEach((name, text) -> measures.put(name, series(section, known, name, text)));
        return new Entity(known, id == null ? "" : id, labels, steps(section, reports, measures));
    }

    private static List<Step> series(YamlSection section, Watch watch, String name, String text) {
        String field = section.field("measures." + name);
        if (watch.measure(name).isEmpty()) {
            section.wrong(field, "must be of " + watch.measureNames(), name);
            return List.of();
        }
        try {
            return CaseSeries.parse(text);
        } catch (IllegalArgumentException e) {
            section.wrong(field, String.valueOf(e.getMessage()), text);
            return List.of();
        }
    }

    private static List<@Nullable Reading> steps(
            YamlSection section, List<Step> reports, Map<String, List<Step>> measures) {
        List<List<Step>> all = new ArrayList<>(measures.values());
        if (!reports.isEmpty()) {
            all.add(reports);
        }
        if (all.stream().mapToInt(List::size).distinct().count() > 1) {
            section.wrong(
                    section.field("measures"),
                    "must have as many values each",
                    all.stream().map(List::size).toList().toString());
            return List.of();
        }
        int count = all.isEmpty() ? 0 : all.get(0).size();
        List<@Nullable Reading> readings = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            readings.add(reading(reports, measures, i));
        }
        return readings;
    }

    private static @Nullable Reading reading(List<Step> reports, Map<String, List<Step>> measures, int step) {
        boolean reported = reports.isEmpty() || reports.get(step).value().isPresent();
        boolean read = reports.isEmpty() || reports.get(step).read();
        Map<String, Double> values = new HashMap<>();
        for (Map.Entry<String, List<Step>> entry : measures.entrySet()) {
            Step one = entry.getValue().get(step);
            read &= one.read();
            one.value().ifPresent(value -> values.put(entry.getKey(), value.number()));
        }
        return read ? new Reading(reported, values) : null;
    }

    /** {@code yes x3, no, -}: there, taken back, not read. */
    private static List<Step> reports(String text) {
        return CaseSeries.parse(text.replace("yes", "1").replace("no", "_"));
    }

    private static Expected expected(YamlSection section) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (String field : RuleCase.FIELDS) {
            String text = section.value(
                    field,
                    value -> TIMES.contains(field) && !value.equals("never")
                            ? RuleCase.time(Quantity.duration(value))
                            : value);
            if (text != null) {
                fields.put(field, text);
            }
        }
        if (!section.has("rule")) {
            section.required("rule");
        }
        if (!section.has("fires")) {
            section.required("fires");
        }
        return new Expected(fields);
    }

    private static Duration positive(String text) {
        Duration duration = Quantity.duration(text);
        if (duration.isZero()) {
            throw new IllegalArgumentException("must be longer than nothing");
        }
        return duration;
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("must be a time in UTC such as 2026-01-01T00:00:00Z", e);
        }
    }
}
