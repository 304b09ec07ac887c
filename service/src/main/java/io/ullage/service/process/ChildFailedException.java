package io.ullage.service.process;

import java.io.IOException;

/** A child that died, or was not ready in time; the message says why and where its log is. */
public final class ChildFailedException extends IOException {
    private static final long serialVersionUID = 1L;

    ChildFailedException(String message) {
        super(message);
    }
}
