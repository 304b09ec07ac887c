package io.ullage.schema.catalogue;

import io.ullage.schema.Require;
import java.util.Locale;

/**
 * One figure that Ullage shows.
 *
 * @param name in JSON and CSV, such as {@code provisionedBytes}
 * @param meaning one sentence part, without a full stop
 * @param optional absent where nobody can know; never zero instead
 */
public record Measure(Subject subject, String name, Unit unit, Origin origin, boolean optional, String meaning) {
    public Measure {
        Require.present("subject", subject);
        Require.text("name", name);
        Require.present("unit", unit);
        Require.present("origin", origin);
        Require.text("meaning", meaning);
    }

    /** Column of the store: {@code provisioned_bytes}. */
    public String column() {
        return words('_');
    }

    /** Heading of a table, the unit left out: {@code allocation unit}. */
    public String title() {
        String suffix = unit == Unit.BYTES ? " bytes" : unit == Unit.SECONDS ? " seconds" : "";
        String words = words(' ');
        return words.endsWith(suffix) ? words.substring(0, words.length() - suffix.length()) : words;
    }

    /** What a reader of the store sees beside the column: {@code meaning [By]}. */
    public String comment() {
        return meaning + " [" + unit.ucum() + "]";
    }

    private String words(char separator) {
        StringBuilder words = new StringBuilder();
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (Character.isUpperCase(c)) {
                words.append(separator);
            }
            words.append(c);
        }
        return words.toString().toLowerCase(Locale.ROOT);
    }
}
