package io.ullage.dashboards;

import io.ullage.dashboards.grafana.Thresholds;

/** From when on something is worth a look, where several dashboards agree on it. */
final class Limits {
    /** In days. Snapshots that are older were forgotten rather than kept: backup takes hours, a change window days. */
    static final Thresholds SNAPSHOT_AGE = Thresholds.above(3, 14);

    /** In days. New disks take weeks to come; what is full in two weeks has to be helped by other means. */
    static final Thresholds FULL_IN = Thresholds.below(60, 14);

    static final Thresholds USED = Thresholds.above(0.8, 0.9);

    static final Thresholds OVERCOMMIT = Thresholds.above(1, 2);

    private Limits() {}
}
