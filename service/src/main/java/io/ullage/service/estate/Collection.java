package io.ullage.service.estate;

import static io.ullage.service.estate.Kind.NUMBER;
import static io.ullage.service.estate.Kind.TEXT;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A list that is read from one view: what can be asked for, and what of it a tenant sees.
 *
 * <p>A tenant sees a row when everything in it is theirs. Lists about the machinery or about what tenants share have no row for a tenant.
 */
public enum Collection {
    /** Recommendations with their newest figures and their state. A tenant sees those whose every claim is on a volume of theirs. */
    RECOMMENDATIONS(new Definition("recommendation_latest", "id")
            .ofTenant(
                    "tenant = ? AND hasAll((SELECT groupArray(volume_id) FROM volume_owned WHERE tenant = ?), claim_volumes)"
                            + " AND target_kind IN ('VOLUME', 'SNAPSHOT', 'MACHINE')")
            .searched("id", "target_name", "target_id", "rule")
            .filter("state", "state = upper(?)")
            .filter("rule", "rule = ?")
            .filter("pool", "pool_id = ?")
            .filter("tenant", "tenant = ?")
            .filter("volume", "has(claim_volumes, ?)")
            .filter("machine", "machine_id = ?")
            .filter("effect", "effect = upper(?)")
            .filter("risk", "risk = upper(?)")
            .filter("confidence", "confidence = upper(?)")
            .sort("bytes", "best_bytes", NUMBER)
            .sort("worth", "best_month_amount", NUMBER)
            .sort("rule", "rule", TEXT)
            .sort("target", "target_name", TEXT)
            .sort("since", "toUnixTimestamp64Milli(state_since)", NUMBER)
            .sort("opened", "toUnixTimestamp64Milli(opened)", NUMBER)),

    /** Acts that were measured: what was promised, and what came back. */
    SAVINGS_EACH(new Definition("recommendation_realised", "concat(id, ' ', toString(round), ' ', toString(time))")
            .ofTenant("tenant = ? AND target_id IN (SELECT volume_id FROM volume_owned WHERE tenant = ?)")
            .searched("id", "target_name", "rule")
            .filter("rule", "rule = ?")
            .filter("pool", "pool_id = ?")
            .filter("tenant", "tenant = ?")
            .sort("time", "toUnixTimestamp64Milli(time)", NUMBER)
            .sort("realised", "realised_bytes", NUMBER)),

    /** Promised and realised by rule. */
    SAVINGS(new Definition("recommendation_savings", "rule")
            .fromForTenant("tenant_savings")
            .ofTenant("tenant = ?")
            .hiddenFromTenants("tenant")
            .sort("realised", "realised_bytes", NUMBER)
            .sort("open", "open_bytes", NUMBER)
            .sort("rule", "rule", TEXT)),

    /** Snapshots and overlays with what their removal returns and needs. */
    SNAPSHOTS(new Definition("snapshot_removal", "snapshot_id")
            .ofTenant("volume_id IN (SELECT volume_id FROM volume_owned WHERE tenant = ?)")
            .hiddenFromTenants("poolFreeBytes")
            .searched("name", "snapshot_id", "volume_name", "volume_id")
            .filter("pool", "pool_id = ?")
            .filter("volume", "volume_id = ?")
            .filter("kind", "snapshot_kind = upper(?)")
            .filter("fits", "fits = upper(?)")
            .sort("exclusive", "exclusive_bytes", NUMBER)
            .sort("age", "age_seconds", NUMBER)
            .sort("growth", "growth_day_bytes", NUMBER)
            .sort("returned", "returned_bytes", NUMBER)
            .sort("room", "room_bytes", NUMBER)
            .sort("name", "name", TEXT)),

    /** Each alert as it was told last. A tenant sees those that are about volumes and snapshots of theirs alone. */
    ALERTS(alerts("alert_latest", "fingerprint")
            .sort("severity", "indexOf(['INFO', 'WARNING', 'CRITICAL'], severity)", NUMBER)
            .sort("started", "toUnixTimestamp64Milli(starts_at)", NUMBER)
            .sort("rule", "rule", TEXT)),

    /** Every firing of every alert, also those that have resolved and fired again since. */
    ALERT_HISTORY(alerts("alert_history", "concat(fingerprint, ' ', toString(toUnixTimestamp64Milli(starts_at)))")
            .filter("fingerprint", "fingerprint = ?")
            .sort("started", "toUnixTimestamp64Milli(starts_at)", NUMBER)
            .sort("ended", "toUnixTimestamp64Milli(ends_at)", NUMBER)
            .sort("severity", "indexOf(['INFO', 'WARNING', 'CRITICAL'], severity)", NUMBER)
            .sort("rule", "rule", TEXT)),

    /** Agents and what becomes of what they send. */
    SOURCES(new Definition("source_latest", "agent_id")
            .searched("agent_id", "last_reason")
            .sort("behind", "behind_seconds", NUMBER)
            .sort("agent", "agent_id", TEXT)
            .sort("rejected", "rejected_readings", NUMBER)
            .sort("readings", "readings", NUMBER)),

    /** What each collector of each host read last. */
    COLLECTORS(new Definition("collector_latest", "concat(host_id, ' ', source)")
            .searched("host_id", "source")
            .filter("host", "host_id = ?")
            .sort("behind", "behind_seconds", NUMBER)
            .sort("host", "host_id", TEXT)
            .sort("volumes", "volumes", NUMBER)),

    /** Guest disks and attached volumes without a counterpart in their last reading, and why. */
    UNMATCHED(new Definition("unmatched_latest", "concat(machine_id, ' ', side, ' ', entity_id)")
            .searched("machine_id", "entity_id", "reason")
            .filter("machine", "machine_id = ?")
            .filter("reason", "reason = ?")
            .sort("machine", "machine_id", TEXT)
            .sort("size", "size_bytes", NUMBER)),

    /** When pools and their metadata fill up; a tenant sees the forecast of what it will take. */
    FORECASTS(new Definition("forecast_latest", "concat(subject, ' ', entity_id)")
            .ofTenant("subject = 'TENANT' AND tenant = ?")
            .searched("name", "entity_id")
            .filter("subject", "subject = upper(?)")
            .filter("pool", "pool_id = ?")
            .filter("verdict", "verdict = upper(?)")
            .sort("full", "full_p50_seconds", NUMBER)
            .sort("name", "name", TEXT)
            .sort("growth", "growth_bytes_per_second", NUMBER)),

    /** What each domain stores after dedup. */
    DEDUP(new Definition("dedup_domain_latest", "concat(domain_id, ' ', toString(chunk_bytes), ' ', toString(k))")
            .searched("domain_id")
            .sort("domain", "domain_id", TEXT)
            .sort("stored", "stored_bytes", NUMBER)
            .sort("ratio", "dedup_ratio", NUMBER)),

    /** What each volume has to itself and shares with others of its domain. */
    DEDUP_VOLUMES(new Definition("dedup_volume_latest", "concat(domain_id, ' ', volume_id)")
            .searched("name", "volume_id")
            .filter("domain", "domain_id = ?")
            .filter("pool", "pool_id = ?")
            .filter("volume", "volume_id = ?")
            .sort("unique", "unique_bytes", NUMBER)
            .sort("attributed", "attributed_bytes", NUMBER)
            .sort("name", "name", TEXT));

    private final Definition definition;

    private static Definition alerts(String view, String rowKey) {
        return new Definition(view, rowKey)
                .ofTenant("watch IN ('volume', 'snapshot', 'growth') AND length(entities) > 0"
                        + " AND (entity_count = length(entities) OR state = 'RESOLVED' AND length(entities) < 20)"
                        + " AND hasAll((SELECT groupArray(entity_id) FROM tenant_entity WHERE tenant = ?), entities)")
                .searched("rule", "summary")
                .filter("state", "state = upper(?)")
                .filter("severity", "severity = upper(?)")
                .filter("rule", "rule = ?")
                .filter("watch", "watch = ?")
                .filter("entity", "has(entities, ?)");
    }

    Collection(Definition definition) {
        this.definition = definition;
    }

    Definition definition() {
        return definition;
    }

    /** By what it can be put in order; the first one is the standard. */
    public Set<String> sorts() {
        return Collections.unmodifiableSet(definition.sorts.keySet());
    }

    /** By what it can be chosen from. */
    public Set<String> filters() {
        return Collections.unmodifiableSet(definition.filters.keySet());
    }

    public boolean isSearchable() {
        return definition.searched.length > 0;
    }

    /** Figures are in descending order if nothing else is asked, texts in ascending. */
    public boolean descendingByDefault(String sort) {
        SortKey key = definition.sorts.get(sort);
        return key != null && key.kind() == NUMBER && !(this == FORECASTS && sort.equals("full"));
    }

    /** Whether a tenant has rows in it. */
    public boolean hasTenants() {
        return definition.tenantCondition != null;
    }

    /** How a view is read. */
    static final class Definition {
        private final String view;
        final String rowKey;
        private String tenantView;
        private @Nullable String tenantCondition;
        private String[] hidden = {};
        private String[] searched = {};
        private final Map<String, String> filters = new LinkedHashMap<>();
        private final Map<String, SortKey> sorts = new LinkedHashMap<>();

        Definition(String view, String rowKey) {
            this.view = view;
            this.tenantView = view;
            this.rowKey = rowKey;
        }

        /** @param condition with the tenant for each question mark */
        Definition ofTenant(String condition) {
            tenantCondition = condition;
            return this;
        }

        Definition fromForTenant(String other) {
            tenantView = other;
            return this;
        }

        Definition hiddenFromTenants(String... fields) {
            hidden = fields.clone();
            return this;
        }

        Definition searched(String... columns) {
            searched = columns.clone();
            return this;
        }

        Definition filter(String name, String condition) {
            filters.put(name, condition);
            return this;
        }

        Definition sort(String name, String expression, Kind kind) {
            sorts.put(name, new SortKey(name, expression, kind));
            return this;
        }

        String[] searched() {
            return searched;
        }

        Optional<String> filter(String name) {
            return Optional.ofNullable(filters.get(name));
        }

        SortKey sort(String name) {
            SortKey key = sorts.get(name);
            if (key == null) {
                throw new IllegalArgumentException("there is no order by " + name);
            }
            return key;
        }

        /** Everything that the scope allows. */
        Optional<Listed> in(Scope scope) {
            String tenant = scope.tenant();
            if (tenant == null) {
                return Optional.of(new Listed("*", view));
            }
            if (tenantCondition == null) {
                return Optional.empty();
            }
            Object[] marks = Collections.nCopies(
                            (int) tenantCondition.chars().filter(c -> c == '?').count(), tenant)
                    .toArray();
            return Optional.of(new Listed("*", tenantView).where(tenantCondition, marks));
        }

        Row shown(Row row, Scope scope) {
            if (scope.isEverything() || hidden.length == 0) {
                return row;
            }
            Map<String, Object> values = new LinkedHashMap<>(row.values());
            List.of(hidden).forEach(values::remove);
            return new Row(Collections.unmodifiableMap(values));
        }
    }
}
