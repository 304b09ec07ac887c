package io.ullage.agent.spool;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** One message that waits to be sent. */
public final class SpoolRecord {
    private final long number;
    private final String key;
    private final ByteBuffer message;

    SpoolRecord(long number, String key, ByteBuffer message) {
        this.number = number;
        this.key = key;
        this.message = message.asReadOnlyBuffer();
    }

    /** Counts the records of one spool, without a gap, in the order in which they were appended. */
    public long number() {
        return number;
    }

    public String key() {
        return key;
    }

    /** A copy. */
    public byte[] message() {
        byte[] copy = new byte[message.remaining()];
        message.duplicate().get(copy);
        return copy;
    }

    static ByteBuffer encodedKey(String key) {
        return StandardCharsets.UTF_8.encode(key);
    }
}
