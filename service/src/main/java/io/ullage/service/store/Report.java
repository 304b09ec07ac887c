package io.ullage.service.store;

import java.sql.SQLException;

/** What the store says of now: one view of it, read whole, under the names of the catalogue of measures. */
public enum Report {
    /** Each volume as last read, with whose it is, those with most to bring back first. */
    VOLUMES("volume_owned", "dead_bytes + stranded_bytes + zeroed_bytes + reserved_bytes DESC, name, volume_id"),
    /** Each pool as last read, the fullest first. */
    POOLS("pool_latest", "used_ratio DESC NULLS LAST, pool_id"),
    /** Each snapshot and overlay as last read, with what its removal returns and needs, those that hold most back first. */
    SNAPSHOTS("snapshot_removal", "exclusive_bytes DESC NULLS LAST, snapshot_id"),
    /** Guest disks and attached volumes without a counterpart in their last reading. */
    UNMATCHED("unmatched_latest", "machine_id, side, entity_id"),
    /** One row: all disks that machines see. */
    ESTATE("estate_latest", "interval_start");

    private final String view;
    private final String order;

    Report(String view, String order) {
        this.view = view;
        this.order = order;
    }

    /** Reads it over a connection of its own. */
    public ReportRows read(StoreConnection store) throws SQLException {
        return ReportRows.of(store, "SELECT * FROM " + view + " ORDER BY " + order);
    }
}
