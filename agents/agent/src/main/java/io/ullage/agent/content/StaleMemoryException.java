package io.ullage.agent.content;

import java.io.IOException;

/** A chunk that should not have changed has: what was remembered of the volume cannot be trusted, and all of it must be read. */
final class StaleMemoryException extends IOException {
    private static final long serialVersionUID = 1L;

    StaleMemoryException(long chunk, int chunkBytes) {
        super("the chunk at " + chunk * chunkBytes + " has changed, and no bitmap says so");
    }
}
