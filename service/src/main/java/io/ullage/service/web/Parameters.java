package io.ullage.service.web;

import io.ullage.schema.InvalidFieldException;
import io.ullage.schema.Require;
import io.ullage.service.web.Problem.FieldError;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a request. What breaks a rule is noted and read as absent; {@link #check} then tells all of it at once. A parameter that
 * nobody asked for is an error too: what was misspelt would otherwise choose nothing, silently.
 */
public final class Parameters {
    private static final int MAX_TEXT = 1024;

    private final Map<String, List<String>> values;
    private final Set<String> known = new LinkedHashSet<>();
    private final List<FieldError> errors = new ArrayList<>();

    Parameters(Map<String, List<String>> values) {
        this.values = values;
    }

    /** As it is; absent where it is empty, as an empty field of a form is. */
    public @Nullable String text(String name) {
        known.add(name);
        List<String> given = values.getOrDefault(name, List.of());
        if (given.size() > 1) {
            refuse(name, "must be given once", String.join(", ", given));
            return null;
        }
        if (given.isEmpty() || given.get(0).isBlank()) {
            return null;
        }
        if (given.get(0).length() > MAX_TEXT) {
            refuse(name, "must have at most " + MAX_TEXT + " characters", given.get(0));
            return null;
        }
        try {
            return Require.text(name, given.get(0).strip());
        } catch (InvalidFieldException broken) {
            refuse(broken);
            return null;
        }
    }

    public int number(String name, int low, int high, int otherwise) {
        String text = text(name);
        if (text == null) {
            return otherwise;
        }
        try {
            int number = Integer.parseInt(text);
            if (number >= low && number <= high) {
                return number;
            }
        } catch (NumberFormatException notOne) {
            // told below, as is one that is too large
        }
        refuse(name, "must be a whole number from " + low + " to " + high, text);
        return otherwise;
    }

    /** 0 to 1. */
    public @Nullable Double ratio(String name) {
        String text = text(name);
        if (text == null) {
            return null;
        }
        try {
            double ratio = Double.parseDouble(text);
            if (ratio >= 0 && ratio <= 1) {
                return ratio;
            }
        } catch (NumberFormatException notOne) {
            // told below, as is one that is too large
        }
        refuse(name, "must be a number from 0 to 1", text);
        return null;
    }

    /** A constant by its name in small letters, with {@code -} for {@code _}. */
    public <E extends Enum<E>> @Nullable E choice(String name, Class<E> type) {
        String text = text(name);
        if (text == null) {
            return null;
        }
        List<E> all = Arrays.asList(type.getEnumConstants());
        for (E one : all) {
            if (word(one).equals(text.toLowerCase(Locale.ROOT))) {
                return one;
            }
        }
        refuse(name, "must be one of " + all.stream().map(Parameters::word).collect(Collectors.joining(", ")), text);
        return null;
    }

    /** One of some words. */
    public @Nullable String oneOf(String name, Set<String> words) {
        String text = text(name);
        if (text == null || words.contains(text)) {
            return text;
        }
        refuse(name, "must be one of " + String.join(", ", words), text);
        return null;
    }

    /** How {@link #choice} reads a constant. */
    public static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Makes something of what was read, which may have rules of its own; null where one was broken. */
    public <T> @Nullable T build(Supplier<T> made) {
        try {
            return made.get();
        } catch (InvalidFieldException broken) {
            refuse(broken);
            return null;
        }
    }

    /** Another rule of the caller's was broken. */
    public void refuse(String name, String rule, String value) {
        errors.add(new FieldError(name, rule, value));
    }

    private void refuse(InvalidFieldException broken) {
        refuse(broken.field(), broken.rule(), broken.value());
    }

    /** @throws InvalidParametersException if a rule was broken, with all that were */
    public void check() {
        Set<String> unknown = new TreeSet<>(values.keySet());
        unknown.removeAll(known);
        for (String name : unknown) {
            refuse(
                    name,
                    known.isEmpty()
                            ? "is not known: there are no parameters"
                            : "is not known; there are " + String.join(", ", known),
                    String.join(", ", values.getOrDefault(name, List.of())));
        }
        if (!errors.isEmpty()) {
            throw new InvalidParametersException(errors);
        }
    }
}
