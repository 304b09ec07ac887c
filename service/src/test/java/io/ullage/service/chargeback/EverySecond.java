package io.ullage.service.chargeback;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The rules of metering, read out loud and asked of every second of a month. Slow. */
final class EverySecond {
    private final Map<String, Tally> tallies = new HashMap<>();
    private @Nullable Observation reading;
    private @Nullable Owner of;
    private Tally tally = new Tally();

    private EverySecond() {}

    static Map<String, BigInteger> of(MadeUpMonth made) {
        EverySecond all = new EverySecond();
        Map<String, NavigableMap<Long, Observation>> volumes = new TreeMap<>();
        made.readings.forEach(reading -> volumes.computeIfAbsent(reading.volumeId(), id -> new TreeMap<>())
                .put(reading.start(), reading));
        Ownership owners = made.owners();
        HostCycles cycles = made.cycles();
        volumes.forEach((volumeId, readings) -> {
            for (long second = made.month.start().getEpochSecond();
                    second < made.month.end().getEpochSecond();
                    second++) {
                Map.Entry<Long, Observation> entry = readings.floorEntry(second);
                if (entry != null) {
                    all.count(made, entry.getValue(), readings.higherKey(second), second, owners, cycles);
                }
            }
        });
        Map<String, BigInteger> sums = new TreeMap<>();
        all.tallies.forEach((who, tally) -> tally.into(sums, who));
        return sums;
    }

    private void count(
            MadeUpMonth made, Observation one, @Nullable Long next, long second, Ownership owners, HostCycles cycles) {
        if (next == null) {
            OptionalLong othersRead = cycles.firstAfter(one.cycle(), one.start());
            if (othersRead.isPresent() && second >= othersRead.getAsLong()) {
                return;
            }
        }
        Owner owner = owners.at(one.machineId(), second);
        if (one != reading || !owner.equals(of)) {
            reading = one;
            of = owner;
            tally = tallies.computeIfAbsent(one.volumeId() + " " + one.poolId() + " " + owner, who -> new Tally());
        }
        if (second - one.start() >= MadeUpMonth.CARRY_SECONDS) {
            tally.add(1, 1L);
            return;
        }
        tally.add(0, 1L);
        tally.add(2, one.allocatedBytes());
        tally.add(3, one.snapshotBytes() == null ? one.poolSnapshotBytes() : one.snapshotBytes());
        if (one.disk()) {
            tally.add(4, one.provisionedBytes());
            tally.add(5, one.guestLiveBytes());
        }
        Map.Entry<Long, Long> share = made.attributed.get(one.volumeId()).floorEntry(second);
        if (share != null && second - share.getKey() < 86_400) {
            tally.add(6, share.getValue());
        }
    }

    /** Sums that a long would not hold, in two halves. */
    private static final class Tally {
        private static final String[] NAMES = {
            " seconds", " unmetered", " allocated", " snapshot", " provisioned", " live", " dedup"
        };

        private final long[] high = new long[NAMES.length];
        private final long[] low = new long[NAMES.length];

        void add(int what, @Nullable Long value) {
            if (value != null) {
                high[what] += value >>> 32;
                low[what] += value & 0xFFFF_FFFFL;
            }
        }

        void into(Map<String, BigInteger> sums, String who) {
            for (int i = 0; i < NAMES.length; i++) {
                BigInteger sum = BigInteger.valueOf(high[i]).shiftLeft(32).add(BigInteger.valueOf(low[i]));
                if (sum.signum() > 0) {
                    sums.put(who + NAMES[i], sum);
                }
            }
        }
    }
}
