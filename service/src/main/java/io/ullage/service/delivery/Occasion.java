package io.ullage.service.delivery;

import java.util.Locale;

/** Why a target is told of an alert. */
enum Occasion {
    /** It fires, and the target does not know yet. */
    FIRED,
    /** It still fires, with another severity, other labels, or about twice or half as many entities as the target was told last. */
    CHANGED,
    /** It still fires; nothing but the value is new. */
    UPDATED,
    /** What the target was told as firing has ended. */
    RESOLVED;

    /** As configurations and messages say it. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
