package io.ullage.schema.codec;

import java.util.Optional;

/**
 * A message that cannot be accepted as a whole. It belongs into the dead-letter topic ({@link DeadLetter}): reading it again gives the
 * same answer. The text names field, rule and value.
 */
public final class MalformedMessageException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Refusal refusal;

    MalformedMessageException(Refusal refusal, Throwable cause) {
        super(text(refusal), cause);
        this.refusal = refusal;
    }

    MalformedMessageException(Refusal refusal) {
        super(text(refusal));
        this.refusal = refusal;
    }

    /** From the message's root, such as {@code agent.hostId}; empty where the bytes as a whole are wrong. */
    public Optional<String> path() {
        return Optional.ofNullable(refusal.path());
    }

    /** The last name of the path, such as {@code hostId}. */
    public Optional<String> field() {
        return path().map(Refusal::fieldOf);
    }

    /** The rule in words, such as {@code must not be empty}. */
    public String rule() {
        return refusal.rule();
    }

    /** The value that broke it, as text, shortened. */
    public String value() {
        return refusal.value();
    }

    private static String text(Refusal refusal) {
        String what = refusal.path() == null ? "message" : refusal.path();
        return what + ": " + refusal.rule() + ", was " + refusal.value();
    }
}
