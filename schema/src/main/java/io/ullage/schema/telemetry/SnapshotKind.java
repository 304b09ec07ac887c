package io.ullage.schema.telemetry;

/** Where a snapshot keeps what it holds back. */
public enum SnapshotKind {
    /** Inside the image, as qcow2 internal snapshots do. */
    INTERNAL,
    /** A read-only image beneath an overlay. */
    OVERLAY,
    /** In the pool's own metadata: thin LV, zvol, RBD, array. */
    POOL
}
