package io.ullage.service.estate;

/** By what pools are put in order. What has no such figure comes last, whichever way. */
public enum PoolSort {
    USED_RATIO("used_ratio", Kind.NUMBER),
    NAME("ifNull(name, pool_id)", Kind.TEXT),
    CAPACITY("capacity_bytes", Kind.NUMBER),
    USED("used_bytes", Kind.NUMBER),
    PROVISIONED("provisioned_bytes", Kind.NUMBER),
    OVERCOMMIT("overcommit_ratio", Kind.NUMBER),
    RECLAIMABLE("dead_bytes + stranded_bytes + zeroed_bytes + reserved_bytes", Kind.NUMBER),
    VOLUMES("volumes", Kind.NUMBER);

    private final String expression;
    private final Kind kind;

    PoolSort(String expression, Kind kind) {
        this.expression = expression;
        this.kind = kind;
    }

    /** Large figures first, names from A. */
    public boolean descendingByDefault() {
        return kind == Kind.NUMBER;
    }

    SortKey key() {
        return new SortKey(name(), expression, kind);
    }
}
