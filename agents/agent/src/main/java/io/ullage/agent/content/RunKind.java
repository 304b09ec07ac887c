package io.ullage.agent.content;

/** What a scan found in a run of neighbouring chunks. */
enum RunKind {
    /** Mapped as a whole, and all zeros. */
    ZERO,
    /** Mapped as a whole, and hashed. */
    DATA,
    /** Mapped in part, or cut off by the end of the disk: read again each time, because what is mapped of it may change without a write. */
    PARTIAL
}
