package io.ullage.service.chargeback;

import org.jspecify.annotations.Nullable;

/**
 * Whose something is.
 *
 * @param machineId absent for what hosts see and no machine uses
 * @param tenant absent where nobody said
 */
public record Owner(
        @Nullable String machineId,
        @Nullable String tenant,
        @Nullable String costCentre) {
    static final Owner NOBODY = new Owner(null, null, null);

    /** How much is known of whose something is. */
    public enum Standing {
        TENANT,
        /** A machine uses it, and nobody said whose that is. */
        NO_TENANT,
        /** A host sees it, and no machine uses it. */
        NO_MACHINE
    }

    Standing standing() {
        if (tenant != null) {
            return Standing.TENANT;
        }
        return machineId == null ? Standing.NO_MACHINE : Standing.NO_TENANT;
    }
}
