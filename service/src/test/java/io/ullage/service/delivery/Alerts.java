package io.ullage.service.delivery;

import io.ullage.schema.alert.Alert;
import io.ullage.schema.alert.AlertEnd;
import io.ullage.schema.alert.AlertSeverity;
import io.ullage.schema.alert.AlertState;
import io.ullage.schema.alert.AlertValue;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Alerts as the job tells them: of a pool that fills, by the rule PoolFull. */
record Alerts(String pool, Instant startsAt) {
    static final Instant START = Instant.parse("2026-11-22T20:00:00Z");

    static Alerts of(String pool) {
        return new Alerts(pool, START);
    }

    Alert firing(long revision) {
        return firing(revision, 0.95);
    }

    Alert firing(long revision, double used) {
        return message(revision, used, AlertSeverity.CRITICAL, null);
    }

    Alert firing(long revision, AlertSeverity severity) {
        return message(revision, 0.95, severity, null);
    }

    Alert silenced(long revision) {
        return message(revision, 0.95, AlertSeverity.CRITICAL, "moving to new disks");
    }

    Alert resolved(long revision) {
        Instant end = time(revision);
        return new Alert(
                Alert.VERSION,
                fingerprint(),
                "PoolFull",
                AlertSeverity.CRITICAL,
                AlertState.RESOLVED,
                startsAt,
                end,
                AlertEnd.CLEARED,
                end,
                revision,
                "pool",
                List.of(pool),
                0,
                labels(AlertSeverity.CRITICAL),
                Map.of("summary", "Pool " + pool + " is 40.0 % full"),
                new AlertValue("usedRatio", "1", 0.4, 0.4, 0.4),
                null);
    }

    private Alert message(long revision, double used, AlertSeverity severity, String silencedBy) {
        return new Alert(
                Alert.VERSION,
                fingerprint(),
                "PoolFull",
                severity,
                AlertState.FIRING,
                startsAt,
                null,
                null,
                time(revision),
                revision,
                "pool",
                List.of(pool),
                1,
                labels(severity),
                Map.of("summary", String.format(Locale.ROOT, "Pool %s is %.1f %% full", pool, used * 100)),
                new AlertValue("usedRatio", "1", used, used, used),
                silencedBy);
    }

    String fingerprint() {
        return String.format(Locale.ROOT, "%016x", pool.hashCode() & 0xffffffffL);
    }

    private Instant time(long revision) {
        return startsAt.plusSeconds(600 * (revision - 1));
    }

    private Map<String, String> labels(AlertSeverity severity) {
        return new TreeMap<>(Map.of("alertname", "PoolFull", "severity", severity.label(), "pool", pool, "name", pool));
    }
}
