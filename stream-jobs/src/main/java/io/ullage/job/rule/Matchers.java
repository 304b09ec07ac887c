package io.ullage.job.rule;

import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Labels that something must have: {@code name: pattern}, all of them. In a pattern {@code *} stands for any characters and {@code ?} for
 * one; with {@code !} before it the label must not match. An absent label matches nothing but a pattern with {@code !}.
 */
public record Matchers(Map<String, String> patterns) {
    public static final Matchers ALL = new Matchers(Map.of());

    public Matchers {
        patterns = Map.copyOf(patterns);
    }

    public boolean matches(Map<String, String> labels) {
        for (Map.Entry<String, String> entry : patterns.entrySet()) {
            boolean not = entry.getValue().startsWith("!");
            String glob = not ? entry.getValue().substring(1) : entry.getValue();
            String label = labels.get(entry.getKey());
            boolean matches = label != null && glob(glob, label);
            if (matches == not) {
                return false;
            }
        }
        return true;
    }

    private static boolean glob(String glob, String text) {
        if (glob.indexOf('*') < 0 && glob.indexOf('?') < 0) {
            return glob.equals(text);
        }
        String regex = glob.codePoints()
                .mapToObj(point -> switch (point) {
                    case '*' -> ".*";
                    case '?' -> ".";
                    default -> Pattern.quote(Character.toString(point));
                })
                .collect(Collectors.joining());
        return Pattern.compile(regex, Pattern.DOTALL).matcher(text).matches();
    }
}
