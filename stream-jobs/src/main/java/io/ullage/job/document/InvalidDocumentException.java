package io.ullage.job.document;

import java.util.List;
import java.util.stream.Collectors;

/** A document, such as of rules or prices, of which something is wrong; says everything that is. */
public final class InvalidDocumentException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    /** @param where such as the name of the file */
    public InvalidDocumentException(String where, List<Problem> problems) {
        super(problems.stream().map(problem -> where + ": " + problem).collect(Collectors.joining("; ")));
        this.problems = List.copyOf(problems);
    }

    public List<Problem> problems() {
        return problems;
    }

    /** A value that breaks a rule, such as {@code rules[0].for: must be a number with s, m, h or d, was soon}. */
    public record Problem(String field, String rule, String value) {
        @Override
        public String toString() {
            return field + ": " + rule + ", was " + value;
        }
    }
}
