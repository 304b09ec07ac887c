package io.ullage.schema.telemetry;

/** What a pool is. */
public enum PoolKind {
    FILE_SYSTEM,
    LVM_THIN,
    LVM_GROUP,
    DATASTORE,
    STORAGE_REPOSITORY,
    ZPOOL,
    CEPH,
    ARRAY
}
