package io.ullage.schema.forecast;

/** What is forecast. */
public enum ForecastSubject {
    /** What a pool says is used, against what it can hold. */
    POOL,
    /** The metadata of a thin pool, against the room that it has of its own. */
    METADATA,
    /** What the volumes of a tenant occupy, over all pools; a tenant has no capacity. */
    TENANT
}
