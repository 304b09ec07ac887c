package io.ullage.service.delivery;

import io.ullage.schema.alert.Alert;
import io.ullage.service.delivery.Notice.FullTime;
import org.jspecify.annotations.Nullable;

/**
 * What the store knows about an alert.
 *
 * @param growth rate of what is filling, in words; absent where there is no forecast
 * @param command the first of the matching recommendation, and where; absent where there is none
 * @param reason what that recommendation has seen
 */
record Facts(
        @Nullable String growth,
        @Nullable FullTime full,
        @Nullable String command,
        @Nullable String reason) {
    static final Facts NONE = new Facts(null, null, null, null);

    /** Where they come from. */
    @FunctionalInterface
    interface Source {
        /** Never fails and never takes long: an alert is told without them rather than late. */
        Facts about(Alert alert) throws InterruptedException;
    }
}
