package io.ullage.job.ledger;

import static io.ullage.job.Readings.volume;
import static org.assertj.core.api.Assertions.assertThat;

import io.ullage.job.Readings.VolumeBuilder;
import io.ullage.schema.ledger.Estimate;
import io.ullage.schema.ledger.Ledger;
import io.ullage.schema.ledger.LedgerClass;
import io.ullage.schema.telemetry.Provisioning;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;

/** Bounds against the truth: disks are made up block by block, counted by class, and estimated from nothing but their sums. */
class LedgerBoundsTest {
    private static final int BLOCK = (int) LedgerEstimator.GUEST_BLOCK_BYTES;

    @Property(tries = 3000)
    void theTruthLiesWithinTheBounds(
            @ForAll long seed,
            @ForAll @IntRange(max = 40) int units,
            @ForAll @IntRange(min = 1, max = 8) int blocksPerUnit,
            @ForAll @IntRange(max = 63) int hidden) {
        Disk disk = Disk.random(new Random(seed), units, blocksPerUnit);

        Ledger ledger = disk.estimate(hidden);

        assertSound(ledger, disk.sizeBytes());
        disk.truth().forEach((ledgerClass, bytes) -> {
            Estimate estimate = ledger.of(ledgerClass);
            assertThat(bytes).as("%s of %s", ledgerClass, ledger).isBetween(estimate.lowBytes(), estimate.highBytes());
        });
    }

    @Property(tries = 2000)
    void anyTotalsMakeAWellFormedLedger(@ForAll long seed) {
        Random random = new Random(seed);
        VolumeBuilder volume = volume("v")
                .provisioning(Provisioning.values()[random.nextInt(3)])
                .provisioned(random.nextLong(100))
                .written(maybe(random))
                .zero(maybe(random))
                .reserved(maybe(random))
                .backed(maybe(random))
                .allocated(maybe(random))
                .snapshots(maybe(random))
                .metadata(maybe(random))
                .unit(maybe(random));
        if (random.nextBoolean()) {
            volume.parent("base");
        }
        GuestTotals guest = random.nextInt(3) == 0
                ? null
                : new GuestTotals(
                        random.nextLong(120), random.nextLong(120), random.nextLong(120), random.nextLong(120));

        Ledger ledger = LedgerEstimator.estimate(volume.reading(), guest, random.nextLong(50))
                .ledger();

        assertSound(ledger, ledger.provisionedBytes());
    }

    @Example
    void theTruthOfTheMadeUpDisksHasEveryClass() {
        Map<LedgerClass, Long> seen = new EnumMap<>(LedgerClass.class);
        for (int seed = 0; seed < 200; seed++) {
            Disk.random(new Random(seed), 20, 4).truth().forEach((c, bytes) -> seen.merge(c, bytes, Long::sum));
        }
        assertThat(seen).containsOnlyKeys(LedgerClass.values());
        assertThat(seen.values()).allMatch(bytes -> bytes > 0);
    }

    private static void assertSound(Ledger ledger, long provisionedBytes) {
        long low = 0;
        long best = 0;
        long high = 0;
        for (LedgerClass ledgerClass : LedgerClass.values()) {
            low += ledger.of(ledgerClass).lowBytes();
            best += ledger.of(ledgerClass).bestBytes();
            high += ledger.of(ledgerClass).highBytes();
        }
        assertThat(best).isEqualTo(provisionedBytes);
        assertThat(low).isLessThanOrEqualTo(provisionedBytes);
        assertThat(high).isGreaterThanOrEqualTo(provisionedBytes);
    }

    private static @Nullable Long maybe(Random random) {
        return random.nextBoolean() ? null : Long.valueOf(random.nextLong(120));
    }

    private enum Guest {
        LIVE,
        FREE,
        UNSEEN
    }

    /** Every unit is backed in one way and may be held by a snapshot; every block of it has a guest state of its own. */
    private record Disk(Backing[] backing, boolean[] shared, Guest[][] guest, int blocksPerUnit) {
        static Disk random(Random random, int units, int blocksPerUnit) {
            Disk disk =
                    new Disk(new Backing[units], new boolean[units], new Guest[units][blocksPerUnit], blocksPerUnit);
            boolean snapshots = random.nextInt(3) == 0;
            int kinds = 1 + random.nextInt(3);
            for (int unit = 0; unit < units; unit++) {
                disk.backing[unit] = Backing.values()[random.nextInt(Backing.values().length)];
                disk.shared[unit] = snapshots && random.nextInt(4) == 0 && disk.backing[unit] == Backing.WRITTEN;
                Guest rather = Guest.values()[random.nextInt(kinds)];
                for (int block = 0; block < blocksPerUnit; block++) {
                    disk.guest[unit][block] = random.nextInt(5) == 0 ? Guest.values()[random.nextInt(kinds)] : rather;
                }
            }
            return disk;
        }

        long sizeBytes() {
            return (long) backing.length * blocksPerUnit * BLOCK;
        }

        Map<LedgerClass, Long> truth() {
            Map<LedgerClass, Long> truth = new EnumMap<>(LedgerClass.class);
            for (int unit = 0; unit < backing.length; unit++) {
                boolean held = shared[unit];
                for (Guest state : guest[unit]) {
                    held |= state != Guest.FREE;
                }
                for (Guest state : guest[unit]) {
                    truth.merge(classOf(state, backing[unit], held), (long) BLOCK, Long::sum);
                }
            }
            return truth;
        }

        /** The table of the design, cell by cell. */
        private static LedgerClass classOf(Guest state, Backing backing, boolean unitHeld) {
            return switch (backing) {
                case WRITTEN ->
                    switch (state) {
                        case LIVE -> LedgerClass.LIVE;
                        case FREE -> unitHeld ? LedgerClass.STRANDED : LedgerClass.DEAD;
                        case UNSEEN -> LedgerClass.UNSEEN;
                    };
                case BACKED ->
                    switch (state) {
                        case LIVE -> LedgerClass.LIVE;
                        case FREE -> LedgerClass.STRANDED;
                        case UNSEEN -> LedgerClass.UNSEEN;
                    };
                case RESERVED -> state == Guest.LIVE ? LedgerClass.LIVE : LedgerClass.RESERVED;
                case ZERO -> state == Guest.LIVE ? LedgerClass.LIVE : LedgerClass.ZEROED;
                case UNMAPPED -> state == Guest.LIVE ? LedgerClass.CLAIMED : LedgerClass.ULLAGE;
            };
        }

        private long backed(Backing way) {
            long units = 0;
            for (Backing each : backing) {
                units += each == way ? 1 : 0;
            }
            return units * blocksPerUnit * BLOCK;
        }

        private long held(Guest wanted) {
            long blocks = 0;
            for (Guest[] unit : guest) {
                for (Guest state : unit) {
                    blocks += state == wanted ? 1 : 0;
                }
            }
            return blocks * BLOCK;
        }

        private long sharedBytes() {
            long units = 0;
            for (boolean each : shared) {
                units += each ? 1 : 0;
            }
            return units * blocksPerUnit * BLOCK;
        }

        /** @param hidden bit by bit, which totals nobody tells */
        Ledger estimate(int hidden) {
            boolean thick = backed(Backing.UNMAPPED) == 0 && backed(Backing.BACKED) == 0;
            long allocated = sizeBytes() - backed(Backing.UNMAPPED) - backed(Backing.BACKED);
            boolean noReserve = backed(Backing.RESERVED) == 0;
            boolean writtenKnown = (hidden & 1) == 0;
            // A thin volume that does not tell what is written has no reserve beside it.
            boolean reservedKnown = (hidden & 2) == 0 || !noReserve && !thick;
            VolumeBuilder volume = volume("v")
                    .provisioning(
                            (hidden & 4) != 0 ? Provisioning.UNKNOWN : thick ? Provisioning.THICK : Provisioning.THIN)
                    .provisioned(sizeBytes())
                    .written(writtenKnown ? backed(Backing.WRITTEN) : null)
                    .reserved(reservedKnown ? backed(Backing.RESERVED) : null)
                    .zero(backed(Backing.ZERO))
                    .backed((hidden & 8) == 0 ? backed(Backing.BACKED) : null)
                    .allocated((hidden & 16) == 0 ? allocated : null)
                    .unit((hidden & 32) == 0 ? (long) blocksPerUnit * BLOCK : null)
                    .parent("base");
            GuestTotals totals = new GuestTotals(sizeBytes(), held(Guest.LIVE), held(Guest.FREE), held(Guest.UNSEEN));
            return LedgerEstimator.estimate(volume.reading(), totals, sharedBytes())
                    .ledger();
        }
    }
}
