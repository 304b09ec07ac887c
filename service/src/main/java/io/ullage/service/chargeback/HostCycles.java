package io.ullage.service.chargeback;

import java.util.HashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.OptionalLong;
import java.util.TreeSet;

/** When each collector of each host read volumes. One that is not among them is gone; where nobody read, nobody knows. */
final class HostCycles {
    private final Map<String, NavigableSet<Long>> starts = new HashMap<>();

    void add(String cycle, long start) {
        starts.computeIfAbsent(cycle, key -> new TreeSet<>()).add(start);
    }

    OptionalLong firstAfter(String cycle, long second) {
        NavigableSet<Long> read = starts.get(cycle);
        Long next = read == null ? null : read.higher(second);
        return next == null ? OptionalLong.empty() : OptionalLong.of(next);
    }
}
