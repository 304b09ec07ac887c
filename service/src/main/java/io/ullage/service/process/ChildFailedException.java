package io.ullage.service.process;

import java.io.IOException;

/** A child that died, or was not ready in time; the message ends with the last lines of its log. */
public final class ChildFailedException extends IOException {
    private static final long serialVersionUID = 1L;

    ChildFailedException(String message) {
        super(message);
    }
}
