package io.ullage.dashboards.preview;

import com.fasterxml.jackson.databind.JsonNode;
import io.ullage.dashboards.preview.Frame.Column;
import io.ullage.dashboards.query.PanelQuery;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A dashboard with what is chosen on it when it is opened.
 *
 * @param chosen values by variable; an empty list is "All"
 * @param labels what stands above the panels: words by variable
 */
record Opened(JsonNode json, Instant from, Instant to, Map<String, List<String>> chosen, Map<String, String> labels) {
    private static final Pattern RANGE = Pattern.compile("now-(\\d+)([mhdy])");

    /** Grafana's steps of {@code $__interval}. */
    private static final List<Duration> STEPS = List.of(
            Duration.ofSeconds(10),
            Duration.ofSeconds(30),
            Duration.ofMinutes(1),
            Duration.ofMinutes(5),
            Duration.ofMinutes(10),
            Duration.ofMinutes(30),
            Duration.ofHours(1),
            Duration.ofHours(2),
            Duration.ofHours(3),
            Duration.ofHours(6),
            Duration.ofHours(12),
            Duration.ofDays(1));

    /**
     * @param wanted values of variables that shall not be as the dashboard has them
     * @throws PreviewException if a variable has nothing to choose from, or what is wanted is no variable
     */
    static Opened of(JsonNode json, Answers store, Instant now, Map<String, String> wanted) {
        Matcher range = RANGE.matcher(json.at("/time/from").asText());
        if (!range.matches() || !json.at("/time/to").asText().equals("now")) {
            throw new PreviewException("a range of time is not known: " + json.path("time"));
        }
        long count = Long.parseLong(range.group(1));
        Duration back =
                switch (range.group(2)) {
                    case "m" -> Duration.ofMinutes(count);
                    case "h" -> Duration.ofHours(count);
                    case "d" -> Duration.ofDays(count);
                    default -> Duration.ofDays(365 * count);
                };
        Map<String, List<String>> chosen = new LinkedHashMap<>();
        Map<String, String> labels = new LinkedHashMap<>();
        for (JsonNode variable : json.at("/templating/list")) {
            String name = variable.path("name").asText();
            if (!variable.path("type").asText().equals("query")) {
                continue;
            }
            String label = variable.path("label").asText();
            if (wanted.containsKey(name)) {
                chosen.put(name, List.of(wanted.get(name)));
                labels.put(label, wanted.get(name));
            } else if (variable.path("includeAll").asBoolean()) {
                chosen.put(name, List.of());
                labels.put(label, "All");
            } else {
                List<Column> choices =
                        store.ask(variable.at("/query/rawSql").asText()).columns();
                if (choices.get(0).values().isEmpty()) {
                    throw new PreviewException("there is no " + label + " to choose");
                }
                chosen.put(name, List.of(String.valueOf(choices.get(0).values().get(0))));
                labels.put(
                        label,
                        String.valueOf(choices.get(choices.size() - 1).values().get(0)));
            }
        }
        return new Opened(json, now.minus(back), now, chosen, labels);
    }

    /** @param pixels that the panel is wide: as many points are asked for at most */
    PanelQuery query(double pixels) {
        Duration exact = Duration.between(from, to).dividedBy(Math.max(1, (long) pixels));
        Duration step = STEPS.stream()
                .filter(one -> one.compareTo(exact) >= 0)
                .findFirst()
                .orElse(Duration.ofDays(7));
        return new PanelQuery(from, to, step, chosen);
    }
}
