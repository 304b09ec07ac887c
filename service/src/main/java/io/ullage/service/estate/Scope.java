package io.ullage.service.estate;

import io.ullage.schema.Require;
import org.jspecify.annotations.Nullable;

/**
 * Whose part of the estate is seen.
 *
 * @param tenant by the inventory; absent where all of it is seen
 */
public record Scope(@Nullable String tenant) {
    private static final Scope EVERYTHING = new Scope(null);

    public Scope {
        Require.optionalText("tenant", tenant);
    }

    public static Scope everything() {
        return EVERYTHING;
    }

    public static Scope of(String tenant) {
        return new Scope(Require.text("tenant", tenant));
    }

    public boolean isEverything() {
        return tenant == null;
    }
}
