package io.ullage.job.wiring;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Arguments of a job, as {@code --key value} pairs. Gathers what is wrong with them, so that all of it is told at once. */
public final class JobArguments {
    private final Map<String, String> defaults;
    private final Map<String, String> values;
    private final List<String> problems = new ArrayList<>();

    /** @param defaults every key with its default; an empty one must be given or stays absent */
    public JobArguments(Map<String, String> defaults, String... args) {
        this.defaults = Map.copyOf(defaults);
        this.values = new LinkedHashMap<>(defaults);
        for (int i = 0; i < args.length; i += 2) {
            String key = args[i].startsWith("--") ? args[i].substring(2) : "";
            if (!defaults.containsKey(key)) {
                problems.add(args[i] + ": is none of " + new TreeSet<>(defaults.keySet()));
            } else if (i + 1 == args.length) {
                problems.add(args[i] + ": needs a value");
            } else {
                values.put(key, args[i + 1]);
            }
        }
    }

    /** One line per key with its default, for {@code --help}. */
    public static String usage(Map<String, String> defaults) {
        StringBuilder usage = new StringBuilder();
        defaults.forEach((key, value) -> usage.append("  --%-26s %s%n".formatted(key, value)));
        return usage.toString();
    }

    public String text(String key) {
        return values.getOrDefault(key, "");
    }

    public String oneOf(String key, List<String> allowed) {
        String value = text(key);
        if (!allowed.contains(value)) {
            problems.add("--" + key + ": must be one of " + allowed + ", was " + value);
        }
        return value;
    }

    /** Names of an enum, separated by commas; an empty text is none. */
    public <E extends Enum<E>> Set<E> manyOf(String key, Class<E> type) {
        Set<E> found = EnumSet.noneOf(type);
        for (String name : text(key).isEmpty() ? new String[0] : text(key).split(",", -1)) {
            boolean known = false;
            for (E constant : type.getEnumConstants()) {
                if (constant.name().equals(name.strip())) {
                    found.add(constant);
                    known = true;
                }
            }
            if (!known) {
                problems.add("--" + key + ": must be some of " + EnumSet.allOf(type) + ", separated by commas, was "
                        + text(key));
            }
        }
        return found;
    }

    /** ISO 8601, such as {@code PT60S}; longer than nothing. */
    public Duration duration(String key) {
        String value = text(key);
        try {
            Duration duration = Duration.parse(value);
            if (duration.toMillis() > 0) {
                return duration;
            }
            problems.add("--" + key + ": must be positive, was " + value);
        } catch (DateTimeParseException | ArithmeticException e) {
            problems.add("--" + key + ": must be an ISO 8601 duration such as PT60S, was " + value);
        }
        return Duration.parse(defaults.getOrDefault(key, "PT1S"));
    }

    public int number(String key, int low, int high) {
        String value = text(key);
        try {
            int number = Integer.parseInt(value);
            if (number >= low && number <= high) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Told below, like a number out of bounds.
        }
        problems.add("--" + key + ": must be a number from " + low + " to " + high + ", was " + value);
        return low;
    }

    /** @throws IllegalArgumentException naming every wrong key and value, a line each; call it when all have been asked for */
    public void complain() {
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join(System.lineSeparator(), problems));
        }
    }
}
