package io.ullage.service.delivery;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What came of an attempt.
 *
 * @param reason why it was not taken; empty where it was
 * @param retryAfter for how long the target asks not to be tried again; absent where it does not say
 */
record Answer(Kind kind, String reason, @Nullable Duration retryAfter) {
    enum Kind {
        TAKEN,
        /** Not taken, and never will be. */
        REFUSED,
        /** Not taken now. */
        FAILED
    }

    static final Answer TAKEN = new Answer(Kind.TAKEN, "", null);

    static Answer refused(String reason) {
        return new Answer(Kind.REFUSED, reason, null);
    }

    static Answer failed(String reason) {
        return new Answer(Kind.FAILED, reason, null);
    }

    boolean taken() {
        return kind == Kind.TAKEN;
    }
}
