package io.ullage.service.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import io.ullage.schema.telemetry.Inventory;
import io.ullage.schema.telemetry.Report;
import io.ullage.service.clickhouse.ClickHouseExtension;
import io.ullage.service.output.HumanBytes;
import io.ullage.service.recommend.Prices;
import io.ullage.service.recommend.RecommendSettings;
import io.ullage.service.recommend.Recommendation;
import io.ullage.service.recommend.Recommender;
import io.ullage.service.recommend.life.Event;
import io.ullage.service.recommend.life.LifeEvent;
import io.ullage.service.recommend.life.RecommendationStore;
import io.ullage.service.recommend.life.Review;
import io.ullage.service.recommend.life.Standing;
import io.ullage.service.recommend.life.State;
import io.ullage.service.recommend.rule.Action;
import io.ullage.service.recommend.rule.Action.Effect;
import io.ullage.service.recommend.rule.Claim;
import io.ullage.service.recommend.rule.Part;
import io.ullage.service.simulate.SimulatedVolume.Act;
import io.ullage.service.store.RollUps;
import io.ullage.service.store.StoredReports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A month of a simulated fleet whose truth is known: everything that is recommended is done in the simulation, and what returns is counted. */
@Tag("clickhouse")
class RecommendedFleetIT {
    private static final Duration STEP = Duration.ofHours(1);
    private static final long DAY_STEPS = 24;

    @RegisterExtension
    final ClickHouseExtension clickHouse = ClickHouseExtension.withTables();

    private final SimulationPlan plan = SimulationPlan.ofDays(60, 32, 11, STEP, Instant.parse("2026-11-01T00:00:00Z"));
    private final Fleet fleet = new Fleet(plan);

    /** Writes what a fleet tells; remembers who spoke last when. */
    private static final class Stored implements Telemetry {
        private final StoredReports reports;
        private final Map<String, Instant> spoke = new HashMap<>();

        Stored(StoredReports reports) {
            this.reports = reports;
        }

        @Override
        public void report(Report report) {
            spoke.put(report.agent().hostId(), report.time());
            try {
                reports.take(report);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void inventory(Inventory inventory) {
            try {
                reports.take(inventory);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void truth(Truth truth) {
            // Asked of the fleet itself.
        }
    }

    @Test
    void whatIsPromisedReturnsAndNoByteTwice() throws Exception {
        StoredReports stored = new StoredReports(clickHouse, STEP);
        Stored telemetry = new Stored(stored);
        fleet.tellUntil(plan.steps() - DAY_STEPS, telemetry, steps -> {});
        stored.end();
        RollUps.catchUp(clickHouse.connection());
        Instant accepted = plan.end().minus(STEP.multipliedBy(DAY_STEPS));
        Recommender recommender = new Recommender(RecommendSettings.STANDARD, Prices.NONE);
        Review review = Review.of(clickHouse.connection(), recommender, accepted);
        List<Recommendation> all = review.recommendations();

        noByteTwice(all);
        review.record(clickHouse.connection());
        List<Recommendation> returning = all.stream()
                .filter(one -> one.candidate().action().effect() == Effect.RETURNS
                        && one.candidate().action() != Action.SHRINK
                        && isFresh(one, telemetry, accepted))
                .toList();
        Review kept = Review.of(clickHouse.connection(), recommender, accepted);
        List<LifeEvent> said = new ArrayList<>();
        returning.forEach(one -> said.addAll(kept.said(one.id(), Event.ACCEPTED, accepted, "storage", null, null)));
        new RecommendationStore(clickHouse.connection()).add(said);

        Map<String, Long> usedBefore = used();
        // What is only a guess comes last, and takes what the others left.
        returning.stream()
                .sorted(Comparator.comparing(
                        (Recommendation one) -> one.candidate().weak()))
                .forEach(this::act);
        Map<String, Long> usedAfter = used();
        Map<String, List<Recommendation>> byPool = returning.stream()
                .collect(Collectors.groupingBy(one -> one.candidate().poolId()));
        System.out.printf(
                "%-28s %5s %12s %12s %12s %12s%n", "pool", "acts", "at least", "promised", "at most", "returned");
        long promised = 0;
        long returned = 0;
        for (Map.Entry<String, List<Recommendation>> pool : new TreeMap<>(byPool).entrySet()) {
            long low = pool.getValue().stream()
                    .mapToLong(one -> one.returned().lowBytes())
                    .sum();
            long best = pool.getValue().stream()
                    .mapToLong(one -> one.returned().bestBytes())
                    .sum();
            long high = pool.getValue().stream()
                    .mapToLong(one -> one.returned().highBytes())
                    .sum();
            long was = usedBefore.get(pool.getKey()) - usedAfter.get(pool.getKey());
            System.out.printf(
                    "%-28s %5d %12s %12s %12s %12s%n",
                    pool.getKey(),
                    pool.getValue().size(),
                    HumanBytes.text(low),
                    HumanBytes.text(best),
                    HumanBytes.text(high),
                    HumanBytes.text(was));
            assertThat(was).as("returned to %s", pool.getKey()).isBetween(low, high);
            promised += best;
            returned += was;
        }
        System.out.printf(
                "all pools: promised %s, returned %s%n", HumanBytes.text(promised), HumanBytes.text(returned));
        assertThat(byPool).as("pools with something to do").isNotEmpty();
        assertThat(returning)
                .extracting(one -> one.candidate().action())
                .contains(Action.TRIM, Action.PASS_DISCARDS, Action.MAKE_THIN, Action.DELETE_SNAPSHOT);

        fleet.tellUntil(plan.steps(), telemetry, steps -> {});
        stored.end();
        realised(recommender, returning);
    }

    /** A day later the readings have told what was done, and what it brought. */
    private void realised(Recommender recommender, List<Recommendation> returning) throws Exception {
        Review.of(clickHouse.connection(), recommender, plan.end()).record(clickHouse.connection());
        Map<String, Standing> standings = new RecommendationStore(clickHouse.connection()).standings();
        Map<Action, long[]> byRule = new EnumMap<>(Action.class);
        for (Recommendation one : returning) {
            Standing standing = Objects.requireNonNull(standings.get(one.id()));
            if (standing.realisedBytes() != null) {
                long[] sums = byRule.computeIfAbsent(one.candidate().action(), action -> new long[3]);
                sums[0]++;
                sums[1] += standing.promised().bestBytes();
                sums[2] += standing.realisedBytes();
            }
        }
        byRule.forEach((rule, sums) -> System.out.printf(
                "%-16s %3d realised: promised %s, came back %s%n",
                rule.wireName(), sums[0], HumanBytes.text(sums[1]), HumanBytes.text(sums[2])));
        assertThat(byRule.values().stream().mapToLong(sums -> sums[0]).sum())
                .as("found in the readings")
                .isGreaterThan(returning.size() / 2);
        assertThat(standings.values())
                .filteredOn(one -> one.state() == State.REALISED)
                .allSatisfy(one -> assertThat(one.realisedTo()).isAfter(Objects.requireNonNull(one.realisedFrom())));
    }

    private void noByteTwice(List<Recommendation> all) {
        Map<String, Long> perVolume = new HashMap<>();
        Set<String> parts = new HashSet<>();
        for (Recommendation one : all) {
            for (Claim claim : one.claims()) {
                perVolume.merge(claim.volumeId(), claim.bytes().bestBytes(), Long::sum);
                if (claim.bytes().bestBytes() > 0 && claim.part() != Part.SNAPSHOT) {
                    assertThat(parts.add(claim.volumeId() + " " + claim.part()))
                            .as("%s of %s is promised once", claim.part(), claim.volumeId())
                            .isTrue();
                }
            }
        }
        Map<String, Long> allocated = new HashMap<>();
        volumes().forEach((id, volume) -> allocated.put(id, volume.allocatedBytes()));
        perVolume.forEach((id, bytes) -> assertThat(bytes)
                .as("promised of %s", id)
                .isLessThanOrEqualTo(allocated.getOrDefault(id, Long.MAX_VALUE)));
    }

    /** A host that is silent tells of what was some hours ago. */
    private static boolean isFresh(Recommendation one, Stored telemetry, Instant now) {
        String pool = one.candidate().poolId();
        Instant spoke = telemetry.spoke.get(pool.substring(0, pool.lastIndexOf("-pool")));
        return !spoke.isBefore(now.minus(STEP));
    }

    private void act(Recommendation one) {
        for (Claim claim : one.claims()) {
            SimulatedVolume volume = volumes().get(claim.volumeId());
            switch (one.candidate().action()) {
                case TRIM, PASS_DISCARDS -> volume.act(Act.TRIM);
                case PUNCH -> volume.act(Act.PUNCH);
                case MAKE_THIN -> volume.act(claim.part() == Part.DEAD ? Act.TRIM : Act.MAKE_THIN);
                case DELETE_SNAPSHOT ->
                    volume.deleteSnapshot(one.candidate().target().id());
                case DELETE_ORPHAN, RETIRE -> fleet.delete(volume);
                case SHRINK, CONSOLIDATE, LINK_CLONES, MOVE, GROW_METADATA, USE_HOST_DISK ->
                    throw new AssertionError("not foreseen in the simulation: " + one);
            }
        }
    }

    private Map<String, SimulatedVolume> volumes() {
        return fleet.pools().stream()
                .flatMap(pool -> pool.volumes.stream())
                .collect(Collectors.toMap(volume -> volume.profile.volumeId(), volume -> volume));
    }

    private Map<String, Long> used() {
        return fleet.pools().stream().collect(Collectors.toMap(pool -> pool.poolId, SimulatedPool::usedBytes));
    }
}
