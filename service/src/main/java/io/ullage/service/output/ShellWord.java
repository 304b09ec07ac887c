package io.ullage.service.output;

import java.util.regex.Pattern;

/** One word of a POSIX shell command, so quoted that it stays one word whatever a file is called. */
public final class ShellWord {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_@%+=:,./-]+");

    private ShellWord() {}

    /** A name that begins with a dash would be an option: it is given as {@code ./-name}. */
    public static String ofPath(String path) {
        return of(path.startsWith("-") ? "./" + path : path);
    }

    public static String of(String text) {
        if (PLAIN.matcher(text).matches()) {
            return text;
        }
        if (text.chars().noneMatch(Character::isISOControl)) {
            return "'" + text.replace("'", "'\\''") + "'";
        }
        // bash, ksh and zsh; a plain quote would let the terminal see the control characters
        StringBuilder quoted = new StringBuilder("$'");
        text.chars().forEach(c -> {
            if (Character.isISOControl(c)) {
                quoted.append(String.format("\\u%04x", c));
            } else if (c == '\'' || c == '\\') {
                quoted.append('\\').append((char) c);
            } else {
                quoted.append((char) c);
            }
        });
        return quoted.append('\'').toString();
    }
}
