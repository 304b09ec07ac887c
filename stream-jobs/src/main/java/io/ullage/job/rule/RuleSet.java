package io.ullage.job.rule;

import io.ullage.job.document.InvalidDocumentException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The rules and silences of one document, or of several. */
public record RuleSet(Map<String, Rule> rules, List<Silence> silences) {
    public static final RuleSet NONE = new RuleSet(Map.of(), List.of());

    public RuleSet {
        rules = Map.copyOf(rules);
        silences = List.copyOf(silences);
    }

    /** In the order of the alphabet. */
    public List<Rule> sorted() {
        return List.copyOf(new TreeMap<>(rules).values());
    }

    /** Rules of that watch, in the order of the alphabet. */
    List<Rule> of(Watch watch) {
        return sorted().stream().filter(rule -> rule.watch() == watch).toList();
    }

    /**
     * Both together.
     *
     * @throws InvalidDocumentException if a rule's name is in both
     */
    public RuleSet with(String document, RuleSet other) throws InvalidDocumentException {
        Map<String, Rule> all = new LinkedHashMap<>(rules);
        List<InvalidDocumentException.Problem> problems = new ArrayList<>();
        other.rules.forEach((name, rule) -> {
            if (all.putIfAbsent(name, rule) != null) {
                problems.add(new InvalidDocumentException.Problem(
                        "rules." + name, "must have a name that no other document uses", name));
            }
        });
        if (!problems.isEmpty()) {
            throw new InvalidDocumentException(document, problems);
        }
        List<Silence> both = new ArrayList<>(silences);
        both.addAll(other.silences);
        return new RuleSet(all, both);
    }

    /** The longest time for which a standing alert waits for what it is about. */
    public Duration longestStaleAfter() {
        return rules.values().stream()
                .map(Rule::staleAfter)
                .max(Duration::compareTo)
                .orElse(Duration.ofHours(1));
    }

    /** Names of the rules that are not the same in both. */
    public Set<String> differences(RuleSet other) {
        Set<String> different = new LinkedHashSet<>();
        for (RuleSet set : List.of(this, other)) {
            set.rules.forEach((name, rule) -> {
                Rule there = other.rules.get(name);
                Rule here = rules.get(name);
                if (there == null || here == null || !there.version().equals(here.version())) {
                    different.add(name);
                }
            });
        }
        return different;
    }

    @Nullable
    String silencedBy(Map<String, String> alertLabels, long timeMillis) {
        for (Silence silence : silences) {
            if (silence.holds(alertLabels, timeMillis)) {
                return silence.comment();
            }
        }
        return null;
    }
}
