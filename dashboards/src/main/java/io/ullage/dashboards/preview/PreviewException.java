package io.ullage.dashboards.preview;

/** Why something cannot be drawn. */
final class PreviewException extends RuntimeException {
    private static final long serialVersionUID = 1;

    PreviewException(String message) {
        super(message);
    }

    PreviewException(String message, Throwable cause) {
        super(message, cause);
    }
}
