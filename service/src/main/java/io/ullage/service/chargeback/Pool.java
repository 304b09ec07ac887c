package io.ullage.service.chargeback;

import io.ullage.schema.telemetry.PoolKind;
import org.jspecify.annotations.Nullable;

/**
 * A pool, as far as prices care.
 *
 * @param name for people; absent where nobody reads the pool itself
 */
public record Pool(
        String poolId, @Nullable String name, @Nullable PoolKind kind) {}
