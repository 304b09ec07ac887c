package io.ullage.service.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What went wrong, as RFC 9457 has it.
 *
 * @param title of the status, always the same words
 * @param detail what to do about it
 * @param errors each field that broke a rule; empty where it was no field
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Problem(
        String type, String title, int status, @Nullable String detail, List<FieldError> errors) {
    public static final String CONTENT_TYPE = "application/problem+json";

    /** A value that broke a rule. */
    public record FieldError(String field, String rule, String value) {}

    public Problem {
        errors = List.copyOf(errors);
    }

    static Problem of(int status, String title, @Nullable String detail) {
        return new Problem("about:blank", title, status, detail, List.of());
    }

    static Problem of(List<FieldError> errors) {
        return new Problem(
                "about:blank",
                "Bad Request",
                400,
                errors.size() == 1 ? "A parameter breaks a rule." : errors.size() + " parameters break a rule.",
                errors);
    }
}
