package io.ullage.dashboards;

import io.ullage.dashboards.grafana.Variable;
import java.util.List;
import java.util.stream.Collectors;

/** Pieces of SQL and variables that several dashboards have in common. */
final class Parts {
    /** Of what has a {@code pool_id}. */
    static final String IN_POOLS = "$__conditionalAll(pool_id IN (${pool:singlequote}), $pool)";

    static final Variable POOLS = Variable.some(
            "pool",
            "Pool",
            "Pools that volumes draw from",
            "SELECT toString(pool_id), coalesce(name, toString(pool_id)) FROM pool_latest ORDER BY 2");

    static final Variable POOL = Variable.one("pool", POOLS.label(), POOLS.description(), sqlOf(POOLS));

    static final Variable TENANTS = Variable.some(
            "tenant",
            "Tenant",
            "Whose machines they are; the empty one is what nobody claims",
            "SELECT DISTINCT ifNull(tenant, '') AS id, if(id = '', '(nobody)', id) AS name FROM inventory_latest ORDER BY name");

    static final String OF_TENANTS = "$__conditionalAll(ifNull(tenant, '') IN (${tenant:singlequote}), $tenant)";

    private static final List<String> CLASSES = List.of(
            "live_bytes",
            "claimed_bytes",
            "dead_bytes",
            "stranded_bytes",
            "zeroed_bytes",
            "reserved_bytes",
            "ullage_bytes",
            "unseen_bytes");

    private Parts() {}

    /** The eight classes, each summed over the rows of {@code table}. */
    static String classSums(String table) {
        return CLASSES.stream()
                .map(column -> "sum(" + table + "." + column + ") AS " + column)
                .collect(Collectors.joining(",\n  "));
    }

    /** Of {@code tenant_days} or {@code estate_days}: the average over the day, over all its rows. Summed before it is divided, which is exact and takes half the time. */
    static String dayAverage(String byteSeconds, String as) {
        return "toUInt64(intDiv(sum(" + byteSeconds + ") + 43200, 86400)) AS " + as;
    }

    /** The eight classes, over such rows. */
    static String classDayAverages() {
        return CLASSES.stream()
                .map(column -> dayAverage(column.replace("_bytes", "_byte_seconds"), column))
                .collect(Collectors.joining(",\n  "));
    }

    static String classes() {
        return String.join(", ", CLASSES);
    }

    private static String sqlOf(Variable variable) {
        if (variable.sql() == null) {
            throw new IllegalArgumentException(variable.name());
        }
        return variable.sql();
    }
}
