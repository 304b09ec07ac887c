package io.ullage.service.estate;

/** By what recommendations are put in order. What has no such figure comes last, whichever way. */
public enum RecommendationSort {
    BYTES("best_bytes", Kind.NUMBER),
    WORTH("best_month_amount", Kind.NUMBER),
    TARGET("target_name", Kind.TEXT),
    RULE("rule", Kind.TEXT),
    SINCE("toUnixTimestamp64Milli(state_since)", Kind.NUMBER);

    private final String expression;
    private final Kind kind;

    RecommendationSort(String expression, Kind kind) {
        this.expression = expression;
        this.kind = kind;
    }

    /** Large figures and what is new first, names from A. */
    public boolean descendingByDefault() {
        return kind == Kind.NUMBER;
    }

    SortKey key() {
        return new SortKey(name(), expression, kind);
    }
}
