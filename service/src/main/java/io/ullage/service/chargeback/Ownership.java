package io.ullage.service.chargeback;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Whose machines were when. Before the first word on a machine it is nobody's. */
final class Ownership {
    private final Map<String, NavigableMap<Long, Owner>> owners = new HashMap<>();
    private final Map<String, String> names = new HashMap<>();

    /**
     * From when on a machine is whose; of two of the same second the one that is said later stands.
     *
     * @param since in seconds since the epoch; parts of a second are dropped
     */
    void say(String machineId, long since, String name, @Nullable String tenant, @Nullable String costCentre) {
        owners.computeIfAbsent(machineId, id -> new TreeMap<>()).put(since, new Owner(machineId, tenant, costCentre));
        names.put(machineId, name);
    }

    @Nullable
    String name(@Nullable String machineId) {
        return machineId == null ? null : names.get(machineId);
    }

    Owner at(@Nullable String machineId, long second) {
        if (machineId == null) {
            return Owner.NOBODY;
        }
        Map.Entry<Long, Owner> entry =
                owners.getOrDefault(machineId, new TreeMap<>()).floorEntry(second);
        return entry == null ? new Owner(machineId, null, null) : entry.getValue();
    }

    /** Moments after {@code from} and before {@code until} at which something is said. */
    List<Long> changes(@Nullable String machineId, long from, long until) {
        NavigableMap<Long, Owner> said = machineId == null ? null : owners.get(machineId);
        return said == null || until <= from + 1
                ? List.of()
                : new ArrayList<>(said.subMap(from, false, until, false).keySet());
    }
}
