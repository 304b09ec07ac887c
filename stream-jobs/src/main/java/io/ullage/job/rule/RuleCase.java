package io.ullage.job.rule;

import io.ullage.schema.alert.Alert;
import io.ullage.schema.alert.AlertState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Given rules, when readings come at times, then these alerts fire.
 *
 * @param only names of the rules that count; empty: all
 * @param rules in place of those that are tested; absent: those
 * @param every from one step to the next
 * @param until for how long the clock goes on, from {@code start}
 */
public record RuleCase(
        String name,
        Set<String> only,
        @Nullable RuleSet rules,
        Instant start,
        Duration every,
        Duration until,
        List<Entity> when,
        List<Expected> then) {

    public RuleCase {
        only = Set.copyOf(only);
        when = List.copyOf(when);
        then = List.copyOf(then);
    }

    /** @param steps one per {@code every}; absent where there is no reading */
    record Entity(Watch watch, String id, Map<String, String> labels, List<@Nullable Reading> steps) {}

    record Reading(boolean reported, Map<String, Double> measures) {}

    /** @param fields as they were written, of those that {@link #described} knows */
    record Expected(Map<String, String> fields) {
        String text() {
            StringBuilder text = new StringBuilder();
            FIELDS.forEach(field -> {
                String value = fields.get(field);
                if (value != null) {
                    text.append(text.isEmpty() ? "" : ", ")
                            .append(field)
                            .append(' ')
                            .append(value);
                }
            });
            return text.toString();
        }
    }

    /** What an expectation may say, in the order in which it is shown. */
    static final List<String> FIELDS =
            List.of("rule", "entity", "fires", "resolves", "end", "severity", "value", "count", "silenced", "summary");

    /**
     * Runs the case.
     *
     * @return what is not as it should be, a line each: {@code -} before what is missing, {@code +} before what is too much
     */
    public List<String> run(RuleSet tested) {
        List<Firing> firings = Firing.of(alerts(rules == null ? tested : rules)).stream()
                .filter(firing -> only.isEmpty() || only.contains(firing.first().rule()))
                .toList();
        List<Expected> missing = new ArrayList<>(then);
        List<String> tooMuch = new ArrayList<>();
        for (Firing firing : firings) {
            Map<String, String> described = described(firing);
            Expected met = missing.stream()
                    .filter(expected -> described
                            .entrySet()
                            .containsAll(withDefaults(expected).entrySet()))
                    .findFirst()
                    .orElse(null);
            if (met == null) {
                tooMuch.add("+ " + new Expected(described).text());
            } else {
                missing.remove(met);
            }
        }
        List<String> differences = new ArrayList<>();
        missing.forEach(expected -> differences.add("- " + expected.text()));
        differences.addAll(tooMuch);
        return differences;
    }

    /** What is not said to resolve must not. */
    private static Map<String, String> withDefaults(Expected expected) {
        Map<String, String> fields = new HashMap<>(expected.fields());
        fields.putIfAbsent("resolves", "never");
        return fields;
    }

    private Map<String, String> described(Firing firing) {
        Alert first = firing.first();
        Alert last = firing.last();
        Map<String, String> fields = new TreeMap<>();
        fields.put("rule", first.rule());
        fields.put("entity", String.join(" ", first.entities()));
        fields.put("fires", offset(first.startsAt()));
        fields.put(
                "resolves",
                last.state() == AlertState.RESOLVED && last.endsAt() != null ? offset(last.endsAt()) : "never");
        if (last.end() != null) {
            fields.put("end", last.end().name().toLowerCase(Locale.ROOT));
        }
        fields.put("severity", first.severity().label());
        fields.put("value", first.value() == null ? "unknown" : Wording.value(first.value()));
        fields.put("count", Long.toString(Math.max(first.entityCount(), last.entityCount())));
        fields.put("silenced", first.silencedBy() == null ? "no" : first.silencedBy());
        fields.put("summary", String.valueOf(first.annotations().get("summary")));
        return fields;
    }

    private List<Alert> alerts(RuleSet tested) {
        RuleEngine engine = new RuleEngine(tested);
        List<Alert> alerts = new ArrayList<>();
        long steps = until.dividedBy(every);
        for (int step = 0; step <= steps; step++) {
            long now = start.plus(every.multipliedBy(step)).toEpochMilli();
            alerts.addAll(engine.advance(now));
            for (Entity entity : when) {
                Reading reading = step < entity.steps().size() ? entity.steps().get(step) : null;
                if (reading != null) {
                    alerts.addAll(read(engine, entity, reading, step, now));
                }
            }
        }
        return alerts;
    }

    private static List<Alert> read(RuleEngine engine, Entity entity, Reading reading, int step, long now) {
        if (entity.watch() == Watch.AGENT) {
            return engine.heard(entity.id(), entity.labels(), now, now, step);
        }
        Sample sample = Sample.of(entity.watch(), entity.id(), now, 0, entity.labels(), reading.measures());
        return engine.take(reading.reported() ? sample : sample.withdrawn(), now);
    }

    private String offset(Instant time) {
        return time(Duration.between(start, time));
    }

    /** {@code 90m}, in the largest unit that has no remainder. */
    static String time(Duration duration) {
        long seconds = duration.toSeconds();
        if (seconds % 86400 == 0 && seconds != 0) {
            return seconds / 86400 + "d";
        }
        if (seconds % 3600 == 0 && seconds != 0) {
            return seconds / 3600 + "h";
        }
        return seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
    }
}
