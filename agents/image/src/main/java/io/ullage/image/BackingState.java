package io.ullage.image;

/** What stands behind a range of a disk. */
public enum BackingState {
    /** Allocated by this volume, and holds data. */
    MAPPED,
    /** Allocated by this volume, and known to read as zeros. */
    MAPPED_ZERO,
    /** Allocated by this volume, and never written. */
    RESERVED,
    /** Allocated by this volume, and a snapshot or clone holds the same blocks. */
    SHARED,
    /** Not allocated here; a parent image supplies the data. */
    BACKED,
    /** Not allocated anywhere; reads as zeros. */
    UNMAPPED
}
