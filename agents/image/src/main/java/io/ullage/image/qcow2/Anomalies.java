package io.ullage.image.qcow2;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Broken invariants that did not stop the reading. Keeps the first few of each rule, so that a hostile image cannot fill the heap. */
final class Anomalies {
    private static final int KEPT_PER_RULE = 4;

    private final Map<String, Set<String>> byRule = new LinkedHashMap<>();
    private final Set<String> cut = new LinkedHashSet<>();

    /**
     * @param structure by its name in the specification
     * @param rule in words
     * @param value with the place where it was seen
     */
    void add(String structure, String rule, String value) {
        String broken = structure + ": " + rule;
        Set<String> values = byRule.computeIfAbsent(broken, key -> new LinkedHashSet<>());
        if (values.contains(value)) {
            return;
        }
        if (values.size() < KEPT_PER_RULE) {
            values.add(value);
        } else {
            cut.add(broken);
        }
    }

    List<String> list() {
        List<String> all = new ArrayList<>();
        byRule.forEach((broken, values) -> {
            values.forEach(value -> all.add(broken + ", was " + value));
            if (cut.contains(broken)) {
                all.add(broken + ", and more like it");
            }
        });
        return all;
    }
}
