package io.ullage.schema;

/** A value broke a rule of the schema. The message names the field, the rule and the value. */
public final class InvalidFieldException extends IllegalArgumentException {
    private static final int SHOWN_CHARACTERS = 80;

    private final String field;
    private final String rule;
    private final String value;

    public InvalidFieldException(String field, String rule, Object value) {
        super(field + ": " + rule + ", was " + shortened(value));
        this.field = field;
        this.rule = rule;
        this.value = shortened(value);
    }

    /** The field by its name on the wire, such as {@code provisionedBytes}. */
    public String field() {
        return field;
    }

    /** The rule in words, such as {@code must not be negative}. */
    public String rule() {
        return rule;
    }

    /** The value as text, shortened. */
    public String value() {
        return value;
    }

    private static String shortened(Object value) {
        String text = String.valueOf(value);
        return text.length() <= SHOWN_CHARACTERS ? text : text.substring(0, SHOWN_CHARACTERS) + "…";
    }
}
