package io.ullage.service.rest;

import io.ullage.service.store.StoreConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;

/**
 * An estate of two tenants, one row of everything each: acme's ids and names have {@code acme} in them, zeta's {@code zeta}, and sizes of zeta
 * are those of {@link #ZETA_BYTES}. Both have a volume in the pool {@code shared}.
 */
final class TwoTenants {
    static final String ACME = "acme";
    static final String ZETA = "zeta";
    static final long ACME_BYTES = 1_111_111_000L;
    static final long ZETA_BYTES = 7_777_777_000L;
    static final List<String> VOLUMES = List.of("own", "common");

    private TwoTenants() {}

    static String pool(String tenant) {
        return tenant + "/pool one";
    }

    static String volume(String tenant, String which) {
        return "sim:/" + tenant + "/" + which + " 1.qcow2";
    }

    static String recommendation(String tenant) {
        return tenant + "trim";
    }

    static void seed(StoreConnection store, Instant now, Path directory) throws Exception {
        try (Connection connection = store.open();
                Statement statement = connection.createStatement()) {
            for (int hour : new int[] {0, 1, 26}) {
                Instant time = now.truncatedTo(ChronoUnit.HOURS).minus(Duration.ofHours(hour));
                tenant(statement, ACME, ACME_BYTES, time);
                tenant(statement, ZETA, ZETA_BYTES, time);
            }
            long at = now.getEpochSecond();
            once(statement, ACME, ACME_BYTES, at);
            once(statement, ZETA, ZETA_BYTES, at);
            machinery(statement, at);
        }
        Files.writeString(directory.resolve("rates.yaml"), """
                currency: EUR
                account: {id: estate, name: The estate}
                issuer: Storage team
                tiers:
                  - name: standard
                    rates:
                      - {measure: provisioned, price: 0.01}
                """);
    }

    private static void tenant(Statement statement, String tenant, long bytes, Instant time) throws SQLException {
        long at = time.getEpochSecond();
        for (String which : VOLUMES) {
            String pool = which.equals("own") ? pool(tenant) : "shared";
            statement.execute(String.format(
                    Locale.ROOT,
                    "INSERT INTO ledger (interval_start, revision, time, volume_id, name, pool_id, host_id, machine_id, path, source,"
                            + " format, provisioning, volume_use, provisioned_bytes, allocated_bytes, guest_live_bytes, method,"
                            + " live_bytes, dead_bytes, ullage_bytes, guest_disk)"
                            + " VALUES (%d, 1, %s, '%s', '%s-%s', '%s', 'host-1', '%s-machine', '/images/%s', 'image', 'qcow2', 'THIN',"
                            + " 'DISK', %d, %d, %d, 'EXACT', %d, %d, %d, 'vda')",
                    at,
                    moment(at),
                    volume(tenant, which),
                    tenant,
                    which,
                    pool,
                    tenant,
                    tenant,
                    bytes,
                    bytes / 2,
                    bytes / 5,
                    bytes / 5,
                    bytes / 4,
                    bytes - bytes / 5 - bytes / 4));
        }
        for (String pool : List.of(pool(tenant), "shared")) {
            statement.execute(String.format(
                    Locale.ROOT,
                    "INSERT INTO pool (interval_start, revision, pool_id, name, pool_kind, capacity_bytes, used_bytes, free_bytes,"
                            + " volumes, provisioned_bytes, method, live_bytes, ullage_bytes)"
                            + " VALUES (%d, %d, '%s', '%s', 'FILE_SYSTEM', %d, %d, %d, 1, %d, 'EXACT', 0, %d)",
                    at,
                    tenant.equals(ACME) ? 1 : 2,
                    pool,
                    pool,
                    ZETA_BYTES * 3,
                    ZETA_BYTES,
                    ZETA_BYTES * 2,
                    ZETA_BYTES,
                    ZETA_BYTES));
        }
    }

    private static void once(Statement statement, String tenant, long bytes, long at) throws SQLException {
        statement.execute(
                "INSERT INTO inventory (machine_id, since, received, revision, source, machine_name, tenant, cost_centre)"
                        + " VALUES ('" + tenant + "-machine', " + moment(at - 900_000) + ", " + moment(at)
                        + ", 1, 'test', '" + tenant + "-vm', '"
                        + tenant + "', '" + tenant + "-centre')");
        statement.execute(
                "INSERT INTO snapshot (interval_start, revision, time, host_id, snapshot_id, volume_id, pool_id, name,"
                        + " snapshot_kind, source, size_bytes, exclusive_bytes) VALUES (" + at + ", 1, " + moment(at)
                        + ", 'host-1', '" + tenant
                        + "-snapshot', '" + volume(tenant, "own") + "', '" + pool(tenant) + "', '" + tenant
                        + " before update', 'INTERNAL', 'image', " + bytes + ", " + bytes / 10 + ")");
        statement.execute(
                "INSERT INTO guest_disk (interval_start, revision, time, host_id, machine_id, disk, source, size_bytes)"
                        + " VALUES (" + at + ", 1, " + moment(at) + ", '" + tenant + "-guest', '" + tenant
                        + "-machine', 'vda', 'guest', " + bytes
                        + ")");
        statement.execute(
                "INSERT INTO file_system (interval_start, revision, time, host_id, machine_id, device, mount_point, type, source,"
                        + " size_bytes, used_bytes, free_bytes, disks) VALUES (" + at + ", 1, " + moment(at) + ", '"
                        + tenant + "-guest', '" + tenant
                        + "-machine', '/dev/vda1', '/', 'ext4', 'guest', " + bytes + ", 1, 1, ['vda'])");
        event(statement, tenant, bytes, recommendation(tenant), "OPENED", at - 3600, "NULL");
        event(statement, tenant, bytes, tenant + "gone", "OPENED", at - 7200, "NULL");
        event(statement, tenant, bytes, tenant + "gone", "REALISED", at - 3600, Long.toString(bytes / 4));
        statement.execute(
                "INSERT INTO alert (fingerprint, starts_at, revision, time, state, rule, severity, watch, entities,"
                        + " entity_count, annotations) VALUES ('" + tenant + "-alert', " + moment(at) + ", 1, "
                        + moment(at) + ", 'FIRING', 'rule-1', 'WARNING',"
                        + " 'volume', ['" + volume(tenant, "own") + "'], 1, {'summary': 'the volume of " + tenant
                        + "'})");
        statement.execute(
                "INSERT INTO alert (fingerprint, starts_at, revision, time, ends_at, state, end, rule, severity, watch, entities,"
                        + " entity_count, annotations) VALUES ('" + tenant + "-alert', " + moment(at - 86_400) + ", 2, "
                        + moment(at - 80_000) + ", " + moment(at - 80_000)
                        + ", 'RESOLVED', 'CLEARED', 'rule-1', 'WARNING', 'volume', ['" + volume(tenant, "own")
                        + "'], 0, {'summary': 'the volume of " + tenant + " a day ago'})");
        statement.execute(
                "INSERT INTO forecast (time, made_at, subject, entity_id, name, verdict, used_bytes, history_seconds) VALUES ("
                        + moment(at) + ", " + moment(at) + ", 'TENANT', '" + tenant + "', '" + tenant
                        + "', 'NOT_FILLING', " + bytes + ", 86400), ("
                        + moment(at) + ", " + moment(at) + ", 'POOL', '" + pool(tenant) + "', '" + tenant
                        + "', 'FILLING', " + bytes + ", 86400)");
    }

    private static void event(
            Statement statement, String tenant, long bytes, String id, String event, long at, String realised)
            throws SQLException {
        statement.execute(
                "INSERT INTO recommendation (id, time, event, round, rule, target_kind, target_id, target_name, pool_id,"
                        + " machine_id, tenant, effect, low_bytes, best_bytes, high_bytes, method, claim_volumes, claim_parts, claim_bytes,"
                        + " confidence, risk, why, checks, commands, realised_bytes, realised_from, realised_to) VALUES ('"
                        + id + "', " + moment(at)
                        + ", '" + event + "', 1, 'trim', 'VOLUME', '" + volume(tenant, "own") + "', '" + tenant
                        + "-own', '" + pool(tenant)
                        + "', '" + tenant + "-machine', '" + tenant + "', 'RETURNS', 1, " + bytes / 4 + ", " + bytes / 4
                        + ", 'BOUNDED', ['"
                        + volume(tenant, "own") + "'], ['DEAD'], [" + bytes / 4 + "], 'HIGH', 'LOW', 'seen in " + tenant
                        + "', ['a backup'], ['" + tenant + "-vm: fstrim /'], " + realised + ", " + moment(at) + ", "
                        + moment(at) + ")");
    }

    private static void machinery(Statement statement, long at) throws SQLException {
        statement.execute(
                "INSERT INTO ingest (interval_start, kafka_partition, kafka_offset, time, outcome, agent_id, report_time,"
                        + " sequence, message_bytes, readings, rejected_readings) VALUES (" + at + ", 0, 1, "
                        + moment(at)
                        + ", 'EMITTED', 'zeta-agent', " + moment(at) + ", 1, 600, 3, 0)");
        // The one that nobody could read was told twice, in another batch, as after a restart of the job.
        String unreadable = "(" + at + ", 0, " + moment(at) + ", 600, 'zeta-reason', 2, 'MALFORMED', NULL, 0, 0)";
        String partly = "(" + at + ", 0, " + moment(at) + ", 600, 'zeta-reason', 3, 'EMITTED', 'zeta-agent', 5, 4)";
        for (String batch : List.of(unreadable, unreadable + ", " + partly)) {
            statement.execute(
                    "INSERT INTO ingest (interval_start, kafka_partition, time, message_bytes, reason, kafka_offset, outcome,"
                            + " agent_id, readings, rejected_readings) VALUES " + batch);
        }
        statement.execute(
                "INSERT INTO unmatched (interval_start, revision, machine_id, side, entity_id, size_bytes, reason) VALUES ("
                        + at + ", 1, 'zeta-machine', 'GUEST_DISK', 'vdz', 5, 'NO_CANDIDATE')");
        statement.execute(
                "INSERT INTO dedup_domain (interval_start, revision, time, domain_id, chunk_bytes, k, method, volumes,"
                        + " scanned_bytes, stored_bytes) VALUES (" + at + ", 1, " + moment(at)
                        + ", 'zeta-domain', 8192, 13, 'SAMPLED', 2, 100, 50)");
        statement.execute(
                "INSERT INTO dedup_volume (interval_start, revision, time, domain_id, chunk_bytes, k, volume_id, epoch, method,"
                        + " scanned_bytes, unique_bytes, attributed_bytes, shared_bytes) VALUES (" + at + ", 1, "
                        + moment(at) + ", 'zeta-domain', 8192,"
                        + " 13, '" + volume(ZETA, "own") + "', " + moment(at) + ", 'SAMPLED', 100, 20, 50, 30)");
    }

    /** A number alone would be taken as milliseconds. */
    private static String moment(long seconds) {
        return "fromUnixTimestamp64Milli(" + seconds * 1000 + ")";
    }
}
