package io.ullage.service.recommend.rule;

import static io.ullage.service.recommend.estate.EstateMaker.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.ullage.schema.ledger.Estimate;
import io.ullage.schema.ledger.LedgerClass;
import io.ullage.schema.ledger.Method;
import io.ullage.schema.telemetry.PoolKind;
import io.ullage.schema.telemetry.SnapshotKind;
import io.ullage.service.recommend.estate.Estate;
import io.ullage.service.recommend.estate.EstateMaker;
import io.ullage.service.recommend.estate.EstateMaker.Disk;
import io.ullage.service.recommend.estate.Filling;
import io.ullage.service.recommend.estate.Sketch;
import io.ullage.service.recommend.estate.Snapshot.Returned;
import io.ullage.service.recommend.estate.Volume;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Whatever the estate, no byte is promised twice, and none that is not there. */
class AllocationPropertiesTest {
    private static final Thresholds EVERYTHING = new Thresholds(
            0,
            Duration.ofDays(7),
            Duration.ofDays(14),
            Duration.ofDays(30),
            Duration.ofDays(30),
            0.3,
            0.3,
            Duration.ofDays(30),
            0.5,
            0.4,
            0.75,
            0.5,
            0.1,
            0,
            0.02);
    private static final Set<Action> ALL = EnumSet.allOf(Action.class);

    @Property(tries = 400)
    void noByteIsPromisedTwice(@ForAll long seed, @ForAll @IntRange(min = 1, max = 12) int volumes) {
        Estate estate = random(new Random(seed), volumes);
        bytesAreThere(estate, propose(estate, Set.of(), Set.of()));
    }

    @Property(tries = 200)
    void whateverIsDismissedOrAccepted(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 8) int volumes, @ForAll long decisions) {
        Estate estate = random(new Random(seed), volumes);
        Random random = new Random(decisions);
        Map<Boolean, Set<String>> decided = propose(estate, Set.of(), Set.of()).stream()
                .map(given -> given.candidate().id())
                .filter(id -> random.nextInt(3) > 0)
                .collect(Collectors.partitioningBy(id -> random.nextBoolean(), Collectors.toSet()));
        Set<String> dismissed = decided.get(true);
        Set<String> kept = decided.get(false);

        List<Given> all = propose(estate, dismissed, kept);

        bytesAreThere(estate, all);
        Set<String> ids = all.stream().map(given -> given.candidate().id()).collect(Collectors.toSet());
        assertThat(ids).noneMatch(dismissed::contains);
        // A move is proposed where something has to go; with what was dismissed nothing may have to.
        Set<String> stillProposed = kept.stream()
                .filter(id -> propose(estate, Set.of(), Set.of()).stream()
                        .anyMatch(given -> given.candidate().id().equals(id)
                                && given.candidate().action() != Action.MOVE))
                .collect(Collectors.toSet());
        assertThat(stillProposed).allMatch(ids::contains);
    }

    @Property(tries = 100)
    void theSameEstateGivesTheSameAnswer(@ForAll long seed, @ForAll @IntRange(min = 1, max = 8) int volumes) {
        assertThat(propose(random(new Random(seed), volumes), Set.of(), Set.of()))
                .isEqualTo(propose(random(new Random(seed), volumes), Set.of(), Set.of()));
    }

    private static List<Given> propose(Estate estate, Set<String> dismissed, Set<String> kept) {
        return Proposals.of(estate, ALL, EVERYTHING, dismissed, kept, Map.of());
    }

    private static void bytesAreThere(Estate estate, List<Given> all) {
        assertThat(all).extracting(given -> given.candidate().id()).doesNotHaveDuplicates();
        Map<String, Long> volumes = new HashMap<>();
        Map<String, Long> least = new HashMap<>();
        Map<String, Long> parts = new HashMap<>();
        Map<String, Long> pools = new HashMap<>();
        for (Given given : all) {
            for (Claim claim : given.claims()) {
                Volume volume = estate.volume(claim.volumeId()).orElseThrow();
                boolean inside = claim.part() != Part.SNAPSHOT || volume.snapshotBytes() != null;
                if (inside) {
                    volumes.merge(claim.volumeId(), claim.bytes().bestBytes(), Long::sum);
                    least.merge(claim.volumeId(), claim.bytes().lowBytes(), Long::sum);
                }
                parts.merge(claim.volumeId() + "/" + claim.part(), claim.bytes().bestBytes(), Long::sum);
                pools.merge(volume.poolId(), claim.bytes().bestBytes(), Long::sum);
            }
        }
        volumes.forEach((id, bytes) -> assertThat(bytes)
                .as("promised of %s", id)
                .isLessThanOrEqualTo(estate.volumes().get(id).allocatedBytes()));
        least.forEach((id, bytes) -> assertThat(bytes)
                .as("surely promised of %s", id)
                .isLessThanOrEqualTo(estate.volumes().get(id).allocatedBytes()));
        pools.forEach((id, bytes) -> assertThat(bytes)
                .as("promised to %s", id)
                .isLessThanOrEqualTo(estate.pools().get(id).usedBytes()));
        for (Volume volume : estate.volumes().values()) {
            for (LedgerClass one : LedgerClass.values()) {
                if (one != LedgerClass.CLAIMED && one != LedgerClass.ULLAGE) {
                    assertThat(parts.getOrDefault(volume.volumeId() + "/" + one, 0L))
                            .as("%s of %s", one, volume.volumeId())
                            .isLessThanOrEqualTo(volume.of(one).bestBytes());
                }
            }
        }
    }

    private static Estate random(Random random, int volumes) {
        EstateMaker maker = new EstateMaker();
        long used = 0;
        for (int i = 0; i < volumes; i++) {
            used += volume(maker, "v" + i, i == 0 ? null : "v" + random.nextInt(i), random);
        }
        // A pool that deduplicates uses less than its volumes say.
        Double dedup = random.nextBoolean() ? null : Double.valueOf(1 + random.nextDouble());
        maker.pool("pool", PoolKind.FILE_SYSTEM, 2 * used + 1, dedup == null ? used : (long) (used / dedup), dedup);
        maker.pool("other", PoolKind.FILE_SYSTEM, 8 * used + 1, 0, null);
        maker.volume(Disk.of("elsewhere").in("other").live(0));
        if (random.nextBoolean()) {
            maker.filling(new Filling("pool", Duration.ofDays(random.nextInt(60)), null, "FILLING"));
        }
        return maker.estate();
    }

    /** @return what it occupies */
    private static long volume(EstateMaker maker, String id, String parent, Random random) {
        Disk disk = Disk.of(id).provisioned(1L << 40);
        disk.live(bytes(random)).stranded(bytes(random)).zeroed(bytes(random)).reserved(bytes(random));
        long dead = bytes(random);
        disk.dead(dead / 2, dead, dead + bytes(random));
        if (random.nextInt(4) == 0) {
            disk.thick().format("vmdk", null);
        } else if (random.nextInt(4) == 0) {
            disk.format("raw", "/srv/pool/" + id);
        }
        String machine = "m" + random.nextInt(4);
        switch (random.nextInt(4)) {
            case 0 -> maker.disuse(id, NOW.minus(Duration.ofDays(random.nextInt(40))), null);
            case 1 -> disk.of(machine, true).guest("vda", bytes(random), random.nextBoolean() ? 0L : 1L << 30);
            case 2 -> disk.of(machine, random.nextBoolean()).readable(bytes(random));
            default -> disk.unseen(bytes(random));
        }
        maker.machine(machine, random.nextBoolean(), NOW.minus(Duration.ofDays(random.nextInt(60))));
        maker.activity(id, random.nextInt(60));
        if (random.nextInt(3) == 0 && parent != null) {
            disk.on(parent);
            long returned = bytes(random);
            maker.snapshot(
                    id,
                    parent,
                    SnapshotKind.OVERLAY,
                    null,
                    returned,
                    null,
                    new Returned(returned / 2 - 10, returned, returned + bytes(random)),
                    random.nextBoolean() ? "YES" : "PERHAPS");
        }
        snapshots(maker, disk, id, random);
        long data = bytes(random);
        if (random.nextBoolean()) {
            long unique = (long) (data * random.nextDouble());
            maker.sketch(new Sketch(
                    id,
                    "domain",
                    data,
                    0,
                    new Estimate(unique / 2, unique, data, Method.SAMPLED),
                    null,
                    data - unique,
                    unique + (data - unique) / 2));
        }
        maker.volume(disk);
        Long allocated = disk.volume().allocatedBytes();
        return allocated == null ? 0 : allocated;
    }

    private static void snapshots(EstateMaker maker, Disk disk, String id, Random random) {
        int count = random.nextInt(3);
        long together = 0;
        for (int i = 0; i < count; i++) {
            long exclusive = bytes(random);
            together += exclusive + bytes(random);
            maker.snapshot(
                    id + "@" + i,
                    id,
                    random.nextBoolean() ? SnapshotKind.INTERNAL : SnapshotKind.POOL,
                    NOW.minus(Duration.ofDays(20 - i)),
                    exclusive,
                    random.nextBoolean() ? null : Long.valueOf(together),
                    null,
                    "YES");
        }
        disk.snapshots(random.nextInt(4) == 0 ? null : Long.valueOf(together));
    }

    private static long bytes(Random random) {
        return random.nextInt(3) == 0 ? 0 : random.nextInt(1 << 30);
    }
}
