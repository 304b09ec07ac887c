package io.ullage.service.web;

/** It is not there, or not for the one who asks, which is the same to them. */
public final class NotFoundException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public NotFoundException(String detail) {
        super(detail);
    }

    /** @param what such as {@code volume} */
    public NotFoundException(String what, String id) {
        super("There is no " + what + " " + id + ".");
    }
}
