package io.ullage.service.scan;

/** What a scan can list by itself. */
enum ScanList {
    VOLUMES,
    SNAPSHOTS,
    POOLS,
    DISKS,
    ACTIONS,
    UNMATCHED,
    PROBLEMS
}
