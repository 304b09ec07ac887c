package io.ullage.service.chargeback;

import io.ullage.schema.telemetry.PoolKind;
import io.ullage.service.chargeback.Observation.Air;
import io.ullage.service.store.StoreConnection;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Reads from the store what was used in a month. Readings come from the ledger, day by day in the order of its sorting key, so that
 * neither side needs the memory of a month; hours of which the ledger keeps less than the roll-up does come from the roll-up.
 */
final class UsageReader {
    private static final long HOUR = 3600;
    private static final long DAY = 86_400;

    private static final String HOURS = """
            SELECT toUnixTimestamp(hour), raw_intervals < rolled_intervals
            FROM chargeback_hour
            WHERE hour >= toDateTime(?) AND hour < toDateTime(?)
            ORDER BY hour""";

    private static final String CYCLES = """
            SELECT host_id, source, toUnixTimestamp(interval_start)
            FROM (SELECT DISTINCT host_id, source, interval_start FROM %s
              WHERE toDate(interval_start) = toDate(toDateTime(?))
                AND interval_start >= toDateTime(?) AND interval_start < toDateTime(?))""";

    private static final String OVERLAYS = """
            SELECT DISTINCT volume_id, parent_volume_id, machine_id, volume_use = 'DISK'
            FROM chargeback_reading
            WHERE toDate(interval_start) = toDate(toDateTime(?))
              AND interval_start >= toDateTime(?) AND interval_start < toDateTime(?) AND parent_volume_id IS NOT NULL""";

    private static final String READINGS = """
            SELECT toUnixTimestamp(interval_start), volume_id, volume_name, pool_id, host_id, source, machine_id,
              volume_use = 'DISK', provisioned_bytes, allocated_bytes, guest_live_bytes, snapshot_bytes, ullage_bytes,
              reserved_bytes, zeroed_bytes, dead_bytes, stranded_bytes
            FROM %s
            WHERE toDate(interval_start) = toDate(toDateTime(?))
              AND interval_start >= toDateTime(?) AND interval_start < toDateTime(?)
            ORDER BY volume_id, interval_start""";

    private static final String POOL_SNAPSHOTS = """
            SELECT volume_id, toUnixTimestamp(hour), pool_snapshot_bytes
            FROM chargeback_pool_snapshot
            WHERE hour >= toStartOfHour(toDateTime(?)) AND hour < toDateTime(?)""";

    private static final String ATTRIBUTED = """
            SELECT volume_id, toUnixTimestamp(since), attributed_bytes
            FROM chargeback_attributed
            WHERE day >= toDate(toDateTime(?)) AND day <= toDate(toDateTime(?))""";

    private static final String OWNERS = """
            SELECT machine_id, toUnixTimestamp64Milli(since), machine_name, tenant, cost_centre
            FROM inventory FINAL
            WHERE since < fromUnixTimestamp64Milli(?)
            ORDER BY since""";

    private static final String POOLS = "SELECT pool_id, name, pool_kind FROM pool_latest";

    private final StoreConnection store;

    UsageReader(StoreConnection store) {
        this.store = store;
    }

    /** By id. */
    Map<String, Pool> pools() throws SQLException {
        Map<String, Pool> pools = new HashMap<>();
        try (Connection connection = store.open();
                PreparedStatement statement = connection.prepareStatement(POOLS);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                pools.put(rows.getString(1), new Pool(rows.getString(1), rows.getString(2), kind(rows.getString(3))));
            }
        }
        return pools;
    }

    /** A kind of a newer agent is none that a rate card can name. */
    private static @Nullable PoolKind kind(@Nullable String name) {
        return Arrays.stream(PoolKind.values())
                .filter(kind -> kind.name().equals(name))
                .findFirst()
                .orElse(null);
    }

    /**
     * @param until first second that does not count any more
     * @param cuts at which prices change
     */
    List<Usage> read(
            BillingMonth month, Instant until, Duration carryForward, Duration dedupCarryForward, Set<Instant> cuts)
            throws SQLException {
        long end = until.getEpochSecond();
        // A day more than a reading stands: to know what was there before and is not read now.
        long begin = month.start().getEpochSecond() - carryForward.toSeconds() - DAY;
        try (Connection connection = store.open()) {
            TreeSet<Long> hours = new TreeSet<>();
            Set<Long> rolled = new HashSet<>();
            each(
                    connection,
                    HOURS,
                    row -> {
                        hours.add(row.getLong(1));
                        if (row.getBoolean(2)) {
                            rolled.add(row.getLong(1));
                        }
                    },
                    begin - HOUR,
                    end);
            HostCycles cycles = new HostCycles();
            Meter meter = new Meter(
                    month.start(),
                    until,
                    carryForward.toSeconds(),
                    dedupCarryForward.toSeconds(),
                    cuts,
                    owners(connection, until),
                    cycles,
                    attributed(connection, month.start().getEpochSecond() - dedupCarryForward.toSeconds(), end));
            // Days first, so that an hour is read twice by nobody: a stretch is a day, or an hour of a day that has
            // both.
            for (Stretch stretch : Stretch.of(hours, rolled, begin, end)) {
                readCycles(connection, stretch, cycles);
                readings(connection, stretch, meter);
            }
            return meter.finish();
        }
    }

    /**
     * Hours of one UTC day that come from the same table.
     *
     * @param rolled from the roll-up by hour
     */
    private record Stretch(long from, long until, boolean rolled) {
        static List<Stretch> of(TreeSet<Long> hours, Set<Long> rolledHours, long begin, long end) {
            TreeMap<Long, Stretch> stretches = new TreeMap<>();
            for (long hour : hours) {
                boolean rolled = rolledHours.contains(hour);
                long from = Math.max(hour, begin);
                long until = Math.min(hour + HOUR, end);
                Map.Entry<Long, Stretch> before = stretches.lastEntry();
                if (before != null && before.getValue().rolled() == rolled && before.getKey() / DAY == from / DAY) {
                    stretches.put(before.getKey(), new Stretch(before.getKey(), until, rolled));
                } else if (from < until) {
                    stretches.put(from, new Stretch(from, until, rolled));
                }
            }
            return List.copyOf(stretches.values());
        }

        String view() {
            return rolled ? "chargeback_reading_hourly" : "chargeback_reading";
        }
    }

    private static void readCycles(Connection connection, Stretch stretch, HostCycles cycles) throws SQLException {
        each(
                connection,
                CYCLES.formatted(stretch.view()),
                row -> cycles.add(cycle(row.getString(1), row.getString(2)), row.getLong(3)),
                stretch.from(),
                stretch.from(),
                stretch.until());
    }

    private static String cycle(String hostId, String source) {
        return hostId + '\n' + source;
    }

    private static void readings(Connection connection, Stretch stretch, Meter meter) throws SQLException {
        Map<String, String> machines = stretch.rolled() ? Map.of() : machinesOfLayers(connection, stretch);
        Map<String, Map<Long, Long>> poolSnapshots = new HashMap<>();
        each(
                connection,
                POOL_SNAPSHOTS,
                row -> poolSnapshots
                        .computeIfAbsent(row.getString(1), id -> new HashMap<>())
                        .put(row.getLong(2), row.getLong(3)),
                stretch.from(),
                stretch.until());
        each(
                connection,
                READINGS.formatted(stretch.view()),
                row -> {
                    long start = row.getLong(1);
                    String volumeId = row.getString(2);
                    boolean disk = row.getBoolean(8);
                    String machineId = row.getString(7);
                    meter.read(new Observation(
                            start,
                            volumeId,
                            row.getString(3),
                            row.getString(4),
                            cycle(row.getString(5), row.getString(6)),
                            machineId == null ? machines.get(volumeId) : machineId,
                            disk,
                            row.getLong(9),
                            optional(row, 10),
                            optional(row, 11),
                            optional(row, 12),
                            poolSnapshots.getOrDefault(volumeId, Map.of()).get(start - start % HOUR),
                            new Air(
                                    row.getLong(13),
                                    row.getLong(14),
                                    row.getLong(15),
                                    row.getLong(16),
                                    row.getLong(17))));
                },
                stretch.from(),
                stretch.from(),
                stretch.until());
    }

    /** A layer beneath the disks of one machine only is that machine's. */
    private static Map<String, String> machinesOfLayers(Connection connection, Stretch stretch) throws SQLException {
        Map<String, Set<String>> children = new HashMap<>();
        Map<String, String> machineOf = new HashMap<>();
        each(
                connection,
                OVERLAYS,
                row -> {
                    children.computeIfAbsent(row.getString(2), id -> new HashSet<>())
                            .add(row.getString(1));
                    String machineId = row.getString(3);
                    if (machineId != null && row.getBoolean(4)) {
                        machineOf.put(row.getString(1), machineId);
                    }
                },
                stretch.from(),
                stretch.from(),
                stretch.until());
        Map<String, String> machines = new HashMap<>();
        for (String layer : children.keySet()) {
            Set<String> above = new HashSet<>();
            machinesAbove(layer, children, machineOf, above, new HashSet<>());
            if (above.size() == 1) {
                machines.put(layer, above.iterator().next());
            }
        }
        return machines;
    }

    /** A child without a machine is somebody's whom nobody knows: it makes one more. */
    private static void machinesAbove(
            String layer,
            Map<String, Set<String>> children,
            Map<String, String> machineOf,
            Set<String> above,
            Set<String> seen) {
        for (String child : children.getOrDefault(layer, Set.of())) {
            if (seen.add(child)) {
                String machineId = machineOf.get(child);
                if (machineId != null) {
                    above.add(machineId);
                }
                if (machineId == null && !children.containsKey(child)) {
                    above.add("");
                }
                machinesAbove(child, children, machineOf, above, seen);
            }
        }
    }

    private static Ownership owners(Connection connection, Instant until) throws SQLException {
        Ownership owners = new Ownership();
        each(
                connection,
                OWNERS,
                row -> owners.say(
                        row.getString(1),
                        Math.floorDiv(row.getLong(2), 1000L),
                        row.getString(3),
                        row.getString(4),
                        row.getString(5)),
                until.toEpochMilli());
        return owners;
    }

    private static Map<String, NavigableMap<Long, Long>> attributed(Connection connection, long begin, long end)
            throws SQLException {
        Map<String, NavigableMap<Long, Long>> attributed = new HashMap<>();
        each(
                connection,
                ATTRIBUTED,
                row -> attributed
                        .computeIfAbsent(row.getString(1), id -> new TreeMap<>())
                        .put(row.getLong(2), row.getLong(3)),
                begin,
                end);
        return attributed;
    }

    private static @Nullable Long optional(ResultSet row, int column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? null : value;
    }

    private interface RowReader {
        void read(ResultSet row) throws SQLException;
    }

    private static void each(Connection connection, String sql, RowReader reader, long... parameters)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setLong(i + 1, parameters[i]);
            }
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    reader.read(rows);
                }
            }
        }
    }
}
