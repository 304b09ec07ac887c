package io.ullage.job.ledger;

/** How a byte of a volume is backed. */
enum Backing {
    /** Allocated by this volume, and holds data. */
    WRITTEN,
    /** Not allocated here; a parent supplies the data. */
    BACKED,
    /** Allocated by this volume, never written. */
    RESERVED,
    /** Allocated by this volume, recorded as zeros. */
    ZERO,
    /** Not allocated anywhere. */
    UNMAPPED
}
