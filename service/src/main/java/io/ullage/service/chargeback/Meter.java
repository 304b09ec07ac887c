package io.ullage.service.chargeback;

import io.ullage.service.chargeback.Usage.AirSeconds;
import io.ullage.service.chargeback.Usage.Quantity;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Integrates readings over time, in whole bytes and seconds. A reading stands until the next one of its volume, and no longer than
 * {@code carrySeconds}; what is between them beyond that is unmetered. After the last one the volume is gone as soon as the same
 * collector of the same host reads others and not it.
 */
final class Meter {
    private final long from;
    private final long until;
    private final long carrySeconds;
    private final long dedupCarrySeconds;
    private final long[] bounds;
    private final Ownership ownership;
    private final HostCycles cycles;
    private final Map<String, NavigableMap<Long, Long>> attributed;
    private final Map<String, Observation> last = new HashMap<>();
    private final Map<Key, Sums> sums = new HashMap<>();

    private record Key(String volumeId, String poolId, Owner owner, int part) {}

    /**
     * @param from first second that counts
     * @param until first second that does not
     * @param cuts at which prices change
     * @param attributed bytes of deduplicated content by volume, from which second on
     */
    Meter(
            Instant from,
            Instant until,
            long carrySeconds,
            long dedupCarrySeconds,
            Iterable<Instant> cuts,
            Ownership ownership,
            HostCycles cycles,
            Map<String, NavigableMap<Long, Long>> attributed) {
        this.from = from.getEpochSecond();
        this.until = until.getEpochSecond();
        this.carrySeconds = carrySeconds;
        this.dedupCarrySeconds = dedupCarrySeconds;
        this.ownership = ownership;
        this.cycles = cycles;
        this.attributed = attributed;
        TreeSet<Long> all = new TreeSet<>();
        cuts.forEach(cut -> all.add(cut.getEpochSecond()));
        this.bounds = all.stream()
                .filter(cut -> cut > this.from && cut < this.until)
                .mapToLong(Long::longValue)
                .toArray();
    }

    /** Readings of one volume come in the order of time; those of different volumes in any. */
    void read(Observation next) {
        Observation before = last.put(next.volumeId(), next);
        if (before == null) {
            return;
        }
        if (next.start() <= before.start()) {
            throw new IllegalArgumentException(
                    "start: must grow, of " + next.volumeId() + " was " + next.start() + " after " + before.start());
        }
        long stands = Math.min(next.start(), before.start() + carrySeconds);
        count(before, before.start(), stands, true);
        count(before, stands, next.start(), false);
    }

    /** What was used, in a stated order. No reading comes after this. */
    List<Usage> finish() {
        for (Observation one : last.values()) {
            OptionalLong next = cycles.firstAfter(one.cycle(), one.start());
            long gone = next.orElse(Long.MAX_VALUE);
            long stands = Math.min(gone, one.start() + carrySeconds);
            count(one, one.start(), stands, true);
            count(one, stands, gone, false);
        }
        last.clear();
        return sums.entrySet().stream()
                .map(entry -> usage(entry.getKey(), entry.getValue()))
                .sorted(Comparator.comparing(Usage::volumeId)
                        .thenComparing(Usage::from)
                        .thenComparing(Usage::poolId)
                        .thenComparing(usage -> String.valueOf(usage.owner())))
                .toList();
    }

    /** A reading from one second to another, cut where the month, a price or an owner ends. */
    private void count(Observation one, long begin, long end, boolean metered) {
        long at = Math.max(begin, from);
        long stop = Math.min(end, until);
        if (at >= stop) {
            return;
        }
        List<Long> changes = ownership.changes(one.machineId(), at, stop);
        int change = 0;
        int part = part(at);
        while (at < stop) {
            long next = stop;
            if (change < changes.size()) {
                next = Math.min(next, changes.get(change));
            }
            if (part < bounds.length) {
                next = Math.min(next, bounds[part]);
            }
            Sums sum = sums.computeIfAbsent(
                    new Key(one.volumeId(), one.poolId(), ownership.at(one.machineId(), at), part), key -> new Sums());
            if (metered) {
                sum.add(one, next - at);
                attribute(sum, one.volumeId(), at, next);
            } else {
                sum.name = one.volumeName();
                sum.unmeteredSeconds += next - at;
            }
            if (change < changes.size() && changes.get(change) == next) {
                change++;
            }
            if (part < bounds.length && bounds[part] == next) {
                part++;
            }
            at = next;
        }
    }

    private int part(long second) {
        int part = 0;
        while (part < bounds.length && bounds[part] <= second) {
            part++;
        }
        return part;
    }

    private void attribute(Sums sum, String volumeId, long begin, long end) {
        NavigableMap<Long, Long> steps = attributed.getOrDefault(volumeId, new TreeMap<>());
        long at = begin;
        while (at < end) {
            Long next = steps.higherKey(at);
            long stop = next == null ? end : Math.min(end, next);
            Map.Entry<Long, Long> step = steps.floorEntry(at);
            long stands = step == null ? at : Math.min(stop, step.getKey() + dedupCarrySeconds);
            if (step != null && stands > at) {
                sum.dedup.add(step.getValue(), stands - at);
                sum.dedupSeconds += stands - at;
            }
            at = stop;
        }
    }

    private Usage usage(Key key, Sums sum) {
        long begin = key.part() == 0 ? from : bounds[key.part() - 1];
        long end = key.part() == bounds.length ? until : bounds[key.part()];
        return new Usage(
                key.volumeId(),
                sum.name,
                key.poolId(),
                key.owner(),
                ownership.name(key.owner().machineId()),
                Instant.ofEpochSecond(begin),
                Instant.ofEpochSecond(end),
                sum.meteredSeconds,
                sum.unmeteredSeconds,
                new Quantity(sum.provisioned.value(), sum.meteredSeconds),
                new Quantity(sum.allocated.value(), sum.allocatedSeconds),
                sum.allocatedApart.value(),
                sum.allocatedAir.value(),
                new Quantity(sum.live.value(), sum.liveSeconds),
                new Quantity(sum.snapshot.value(), sum.snapshotSeconds),
                new Quantity(sum.dedup.value(), sum.dedupSeconds),
                new AirSeconds(
                        sum.ullage.value(),
                        sum.reserved.value(),
                        sum.zeroed.value(),
                        sum.dead.value(),
                        sum.stranded.value()),
                null,
                null);
    }

    /** Of one volume, pool, owner and part of the month. */
    private static final class Sums {
        private String name = "";
        private long meteredSeconds;
        private long unmeteredSeconds;
        private final ByteSeconds provisioned = new ByteSeconds();
        private final ByteSeconds allocated = new ByteSeconds();
        private final ByteSeconds allocatedApart = new ByteSeconds();
        private final ByteSeconds allocatedAir = new ByteSeconds();
        private long allocatedSeconds;
        private final ByteSeconds live = new ByteSeconds();
        private long liveSeconds;
        private final ByteSeconds snapshot = new ByteSeconds();
        private long snapshotSeconds;
        private final ByteSeconds dedup = new ByteSeconds();
        private long dedupSeconds;
        private final ByteSeconds ullage = new ByteSeconds();
        private final ByteSeconds reserved = new ByteSeconds();
        private final ByteSeconds zeroed = new ByteSeconds();
        private final ByteSeconds dead = new ByteSeconds();
        private final ByteSeconds stranded = new ByteSeconds();

        void add(Observation one, long seconds) {
            name = one.volumeName();
            meteredSeconds += seconds;
            allocatedSeconds += add(allocated, one.allocatedBytes(), seconds);
            snapshotSeconds += add(snapshot, one.heldBySnapshotsBytes(), seconds);
            add(allocatedApart, one.allocatedApartBytes(), seconds);
            if (one.disk()) {
                provisioned.add(one.provisionedBytes(), seconds);
                liveSeconds += add(live, one.guestLiveBytes(), seconds);
                add(allocatedAir, one.allocatedAirBytes(), seconds);
                ullage.add(one.air().ullageBytes(), seconds);
                reserved.add(one.air().reservedBytes(), seconds);
                zeroed.add(one.air().zeroedBytes(), seconds);
                dead.add(one.air().deadBytes(), seconds);
                stranded.add(one.air().strandedBytes(), seconds);
            } else {
                // No guest sees it: it has nothing of this, and that is known.
                liveSeconds += seconds;
            }
        }

        private static long add(ByteSeconds sum, @Nullable Long bytes, long seconds) {
            if (bytes == null) {
                return 0;
            }
            sum.add(bytes, seconds);
            return seconds;
        }
    }
}
