package io.ullage.agent.content;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What an earlier scan found and what still stands. Asked in ascending order. */
interface Remembered {
    Remembered NOTHING = new Remembered() {
        @Override
        public @Nullable RunKind kind(long chunk) {
            return null;
        }

        @Override
        public @Nullable Sample sample(long chunk) {
            return null;
        }
    };

    /** Zero or data, if the chunk was mapped as a whole and nothing was written to it since; else null: it must be read. */
    @Nullable
    RunKind kind(long chunk) throws IOException;

    /** What was kept of the chunk that {@link #kind} was asked for last. */
    @Nullable
    Sample sample(long chunk) throws IOException;
}
