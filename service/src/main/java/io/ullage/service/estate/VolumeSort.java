package io.ullage.service.estate;

/** By what volumes are put in order. What has no such figure comes last, whichever way. */
public enum VolumeSort {
    RECLAIMABLE("dead_bytes + stranded_bytes + zeroed_bytes + reserved_bytes", Kind.NUMBER),
    NAME("name", Kind.TEXT),
    POOL("pool_id", Kind.TEXT),
    TENANT("tenant", Kind.TEXT),
    MACHINE("machine_name", Kind.TEXT),
    PROVISIONED("provisioned_bytes", Kind.NUMBER),
    ALLOCATED("allocated_bytes", Kind.NUMBER),
    LIVE("guest_live_bytes", Kind.NUMBER),
    UTILISATION("utilisation_ratio", Kind.NUMBER);

    private final String expression;
    private final Kind kind;

    VolumeSort(String expression, Kind kind) {
        this.expression = expression;
        this.kind = kind;
    }

    /** Large figures first, names from A. */
    public boolean descendingByDefault() {
        return kind == Kind.NUMBER && this != UTILISATION;
    }

    SortKey key() {
        return new SortKey(name(), expression, kind);
    }
}
