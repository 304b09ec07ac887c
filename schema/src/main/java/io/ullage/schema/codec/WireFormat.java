package io.ullage.schema.codec;

import java.util.Optional;

/** How a message is written. A reader tells the two apart by the first bytes. */
public enum WireFormat {
    /** Binary JSON; begins with {@code :)} and a line feed. */
    SMILE,
    /** UTF-8; begins with an opening brace, after white space and a byte order mark if need be. */
    JSON;

    /** The format that these bytes begin like; empty for what is neither. */
    static Optional<WireFormat> of(byte[] message) {
        if (message.length >= 4 && message[0] == ':' && message[1] == ')' && message[2] == '\n') {
            return Optional.of(SMILE);
        }
        int start = contentStart(message);
        return start < message.length && message[start] == '{' ? Optional.of(JSON) : Optional.empty();
    }

    /** Index of the first byte that is neither byte order mark nor white space. */
    static int contentStart(byte[] message) {
        boolean marked = message.length >= 3
                && message[0] == (byte) 0xEF
                && message[1] == (byte) 0xBB
                && message[2] == (byte) 0xBF;
        int start = marked ? 3 : 0;
        while (start < message.length && isSpace(message[start])) {
            start++;
        }
        return start;
    }

    private static boolean isSpace(byte b) {
        return b == ' ' || b == '\t' || b == '\n' || b == '\r';
    }
}
