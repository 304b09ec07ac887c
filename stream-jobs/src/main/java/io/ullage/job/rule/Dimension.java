package io.ullage.job.rule;

import io.ullage.schema.catalogue.Unit;

/** In what an expression counts. Only equal ones are compared. */
enum Dimension {
    BYTES("bytes", "By"),
    RATIO("a ratio", "1"),
    SECONDS("a duration", "s"),
    COUNT("a number", "{count}"),
    BYTES_PER_SECOND("bytes per time", "By/s"),
    PER_SECOND("a number per time", "{count}/s");

    private final String words;
    private final String ucum;

    Dimension(String words, String ucum) {
        this.words = words;
        this.ucum = ucum;
    }

    String words() {
        return words;
    }

    String ucum() {
        return ucum;
    }

    static Dimension of(Unit unit) {
        return switch (unit) {
            case BYTES -> BYTES;
            case RATIO -> RATIO;
            case SECONDS -> SECONDS;
            case COUNT -> COUNT;
            case BYTES_PER_SECOND -> BYTES_PER_SECOND;
        };
    }
}
