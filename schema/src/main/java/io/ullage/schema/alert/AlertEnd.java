package io.ullage.schema.alert;

/** Why an alert does not stand any more. */
public enum AlertEnd {
    CLEARED("readings meet the rule's clear condition"),
    GONE("what it is about was not read any more for the rule's staleAfter"),
    ABSENT("it was read, but without the measures of the rule, for the rule's staleAfter"),
    REVISED("a later reading of the same interval took it back"),
    RULE_CHANGED("under the changed rule it does not stand"),
    RULE_REMOVED("its rule was removed");

    private final String meaning;

    AlertEnd(String meaning) {
        this.meaning = meaning;
    }

    public String meaning() {
        return meaning;
    }
}
