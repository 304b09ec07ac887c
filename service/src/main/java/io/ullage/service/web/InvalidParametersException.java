package io.ullage.service.web;

import io.ullage.service.web.Problem.FieldError;
import java.util.List;
import java.util.stream.Collectors;

/** Parameters of a request broke rules: all that did. */
public final class InvalidParametersException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient List<FieldError> errors;

    public InvalidParametersException(List<FieldError> errors) {
        super(errors.stream()
                .map(error -> error.field() + ": " + error.rule() + ", was " + error.value())
                .collect(Collectors.joining("; ")));
        this.errors = List.copyOf(errors);
    }

    List<FieldError> errors() {
        return errors;
    }
}
