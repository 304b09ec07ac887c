package io.ullage.schema.alert;

import java.util.Locale;

/** How soon somebody should look. */
public enum AlertSeverity {
    INFO,
    WARNING,
    CRITICAL;

    /** The value of the label {@code severity}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
