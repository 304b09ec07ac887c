package io.ullage.image.lvm;

import io.ullage.image.ImageException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Parser of LVM's metadata text: sections in braces, {@code name = value}, values that are numbers, quoted strings or lists of both, and comments
 * from {@code #} to the end of the line.
 */
final class MetadataText {
    private static final int MAX_DEPTH = 8;

    private final String text;
    private int at;

    private MetadataText(String text) {
        this.text = text;
    }

    /** Names and what they stand for: {@link Long}, {@link String}, {@link List} of these, or {@link Section}. */
    record Section(Map<String, Object> entries) {
        Section section(String name) throws ImageException {
            return get(name, Section.class);
        }

        /** Empty if there is none by that name. */
        Section sectionOrEmpty(String name) throws ImageException {
            return entries.containsKey(name) ? section(name) : new Section(Map.of());
        }

        long number(String name) throws ImageException {
            long number = get(name, Long.class);
            if (number < 0) {
                throw new ImageException("LVM metadata " + name, "must not be negative", number);
            }
            return number;
        }

        String text(String name) throws ImageException {
            return get(name, String.class);
        }

        List<?> list(String name) throws ImageException {
            return get(name, List.class);
        }

        private <T> T get(String name, Class<T> type) throws ImageException {
            Object value = entries.get(name);
            if (!type.isInstance(value)) {
                throw new ImageException("LVM metadata " + name, "must be a " + type.getSimpleName(), value);
            }
            return type.cast(value);
        }
    }

    static Section parse(String text) throws ImageException {
        MetadataText parser = new MetadataText(text);
        Section all = parser.section(0);
        if (parser.at < text.length()) {
            throw parser.unexpected("the end");
        }
        return all;
    }

    private Section section(int depth) throws ImageException {
        if (depth > MAX_DEPTH) {
            throw new ImageException("LVM metadata", "must nest at most " + MAX_DEPTH + " deep", depth);
        }
        Map<String, Object> entries = new LinkedHashMap<>();
        for (skipBlank(); at < text.length() && text.charAt(at) != '}'; skipBlank()) {
            String name = name();
            skipBlank();
            if (accept('{')) {
                entries.put(name, section(depth + 1));
                expect('}');
            } else {
                expect('=');
                skipBlank();
                entries.put(name, value());
            }
        }
        return new Section(entries);
    }

    private Object value() throws ImageException {
        if (!accept('[')) {
            return scalar();
        }
        List<Object> values = new ArrayList<>();
        for (skipBlank(); !accept(']'); skipBlank()) {
            values.add(scalar());
            skipBlank();
            accept(',');
        }
        return values;
    }

    private Object scalar() throws ImageException {
        if (accept('"')) {
            StringBuilder quoted = new StringBuilder();
            while (!accept('"')) {
                if (at < text.length() && text.charAt(at) == '\\') {
                    at++;
                }
                if (at >= text.length()) {
                    throw unexpected("a closing quote");
                }
                quoted.append(text.charAt(at++));
            }
            return quoted.toString();
        }
        int start = at;
        while (at < text.length() && "+-.0123456789".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        try {
            return Long.valueOf(text.substring(start, at));
        } catch (NumberFormatException e) {
            at = start;
            throw unexpected("a number, a string or a list");
        }
    }

    private String name() throws ImageException {
        int start = at;
        while (at < text.length()
                && (Character.isLetterOrDigit(text.charAt(at)) || "._+-".indexOf(text.charAt(at)) >= 0)) {
            at++;
        }
        if (at == start) {
            throw unexpected("a name");
        }
        return text.substring(start, at);
    }

    private void skipBlank() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '#') {
                int end = text.indexOf('\n', at);
                at = end < 0 ? text.length() : end;
            } else if (Character.isWhitespace(c) || c == 0) {
                at++;
            } else {
                return;
            }
        }
    }

    private boolean accept(char c) {
        if (at < text.length() && text.charAt(at) == c) {
            at++;
            return true;
        }
        return false;
    }

    private void expect(char c) throws ImageException {
        if (!accept(c)) {
            throw unexpected("'" + c + "'");
        }
    }

    private ImageException unexpected(String wanted) {
        String found = at < text.length() ? "'" + text.charAt(at) + "'" : "the end";
        return new ImageException("LVM metadata", "must have " + wanted + " at character " + at, found);
    }
}
