package io.ullage.service.web;

/** It is not as it would have to be for that. */
public final class ConflictException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public ConflictException(String detail) {
        super(detail);
    }
}
