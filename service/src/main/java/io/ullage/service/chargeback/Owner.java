package io.ullage.service.chargeback;

import org.jspecify.annotations.Nullable;

/**
 * Whose something is.
 *
 * @param machineId absent for what hosts see and no machine uses
 * @param tenant absent where nobody said
 */
record Owner(
        @Nullable String machineId,
        @Nullable String tenant,
        @Nullable String costCentre) {
    static final Owner NOBODY = new Owner(null, null, null);
}
