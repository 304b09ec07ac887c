package io.ullage.service.recommend.life;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.ullage.schema.ledger.Estimate;
import io.ullage.service.recommend.Recommendation;
import io.ullage.service.recommend.life.Figures.ClaimedBytes;
import io.ullage.service.recommend.life.VolumeReadings.Reading;
import io.ullage.service.recommend.rule.Action;
import io.ullage.service.recommend.rule.Candidate;
import io.ullage.service.recommend.rule.Candidate.Confidence;
import io.ullage.service.recommend.rule.Claim;
import io.ullage.service.recommend.rule.Part;
import io.ullage.service.recommend.rule.Target;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LifeCycleTest {
    private static final Instant T0 = Instant.parse("2026-11-01T00:00:00Z");
    private static final Instant NOW = T0.plusSeconds(3600);
    private static final VolumeReadings NOTHING = new VolumeReadings(Map.of(), Set.of("v"), Map.of(), NOW);

    @Test
    void whatIsProposedForTheFirstTimeIsOpenedAndAfterItsEndAgain() {
        assertThat(LifeCycle.look(List.of(proposed(100)), List.of(), NOTHING, NOW))
                .singleElement()
                .satisfies(event -> {
                    assertThat(event.event()).isEqualTo(Event.OPENED);
                    assertThat(event.round()).isEqualTo(1);
                });
        Standing realised = standing(Action.TRIM, State.REALISED, 100);
        assertThat(LifeCycle.look(List.of(proposed(100)), List.of(realised), NOTHING, NOW))
                .extracting(LifeEvent::event, LifeEvent::round)
                .containsExactly(tuple(Event.OPENED, 2));
    }

    @Test
    void aLittleOffIsNoNewsAndMuchIs() {
        Standing open = standing(Action.TRIM, State.OPEN, 1000);
        assertThat(LifeCycle.look(List.of(proposed(1040)), List.of(open), NOTHING, NOW))
                .isEmpty();
        assertThat(LifeCycle.look(List.of(proposed(1100)), List.of(open), NOTHING, NOW))
                .extracting(LifeEvent::event)
                .containsExactly(Event.REFRESHED);
    }

    @Test
    void whatGoesAwayByItselfIsWithdrawnAndNobodysSaving() {
        for (State state : List.of(State.OPEN, State.ACCEPTED)) {
            assertThat(LifeCycle.look(List.of(), List.of(standing(Action.TRIM, state, 100)), NOTHING, NOW))
                    .singleElement()
                    .satisfies(event -> {
                        assertThat(event.event()).isEqualTo(Event.WITHDRAWN);
                        assertThat(event.realisedBytes()).isNull();
                    });
        }
        assertThat(LifeCycle.look(List.of(), List.of(standing(Action.TRIM, State.DISMISSED, 100)), NOTHING, NOW))
                .as("what is dismissed stays so")
                .isEmpty();
    }

    @Test
    void anAcceptedActIsSeenInTheReadingsAndWhatGrewAroundItDoesNotCount() {
        Standing trim = standing(Action.TRIM, State.ACCEPTED, 100);
        VolumeReadings readings = readings(reading(-60, 490), reading(60, 500), reading(120, 405), reading(180, 450));

        List<LifeEvent> events = LifeCycle.look(List.of(), List.of(trim), readings, NOW);

        assertThat(events).extracting(LifeEvent::event).containsExactly(Event.DONE, Event.REALISED);
        assertThat(events.get(1).realisedBytes()).isEqualTo(95);
        assertThat(events.get(1).realisedFrom()).isEqualTo(T0.plusSeconds(60));
        assertThat(events.get(1).figures().bytes().bestBytes()).isEqualTo(100);
    }

    @Test
    void whatFellBeforeItWasAcceptedIsNotItsDoing() {
        Standing trim = standing(Action.TRIM, State.ACCEPTED, 100);
        VolumeReadings readings = readings(reading(-120, 900), reading(-60, 500), reading(60, 500), reading(120, 480));

        assertThat(LifeCycle.look(List.of(proposed(100)), List.of(trim), readings, NOW))
                .isEmpty();
    }

    @Test
    void twoActsBetweenTheSameReadingsShareWhatCameBack() {
        Standing trim = standing(Action.TRIM, State.ACCEPTED, 300);
        Standing punch = standing(Action.PUNCH, State.ACCEPTED, 100);
        VolumeReadings readings = readings(reading(60, 1000), reading(120, 600));

        assertThat(LifeCycle.look(List.of(), List.of(trim, punch), readings, NOW))
                .filteredOn(event -> event.event() == Event.REALISED)
                .extracting(LifeEvent::realisedBytes)
                .containsExactlyInAnyOrder(300L, 100L);
    }

    @Test
    void whatASaidActDidNotBringBackIsRememberedToo() {
        Standing trim = standing(Action.TRIM, State.DONE, 100);
        VolumeReadings before = readings(reading(-60, 500));
        assertThat(LifeCycle.look(List.of(proposed(100)), List.of(trim), before, NOW))
                .as("nothing was read since")
                .isEmpty();

        VolumeReadings after = readings(reading(-60, 500), reading(60, 498));
        assertThat(LifeCycle.look(List.of(proposed(100)), List.of(trim), after, NOW))
                .singleElement()
                .satisfies(event -> assertThat(event.realisedBytes()).isEqualTo(2));
    }

    @Test
    void ofAVolumeThatIsGoneAllCameBackAndOfACommittedOverlayWhatItsParentDidNotTake() {
        Standing orphan = standing(Action.DELETE_ORPHAN, State.ACCEPTED, 500);
        VolumeReadings gone =
                new VolumeReadings(Map.of("v", List.of(reading(60, 480))), Set.of("other"), Map.of(), NOW);
        assertThat(LifeCycle.look(List.of(), List.of(orphan), gone, NOW).get(1).realisedBytes())
                .isEqualTo(480);

        Standing overlay = standing(Action.CONSOLIDATE, State.ACCEPTED, 300);
        Reading last = new Reading(T0.plusSeconds(60), "pool", "parent", 480L, 0, 1000);
        VolumeReadings committed = new VolumeReadings(
                Map.of("v", List.of(last), "parent", List.of(reading(60, 1000), reading(120, 1180))),
                Set.of("parent"),
                Map.of(),
                NOW);
        assertThat(LifeCycle.look(List.of(), List.of(overlay), committed, NOW)
                        .get(1)
                        .realisedBytes())
                .isEqualTo(300);
    }

    @Test
    void aSnapshotIsGoneWhenItsVolumeIsReadWithoutIt() {
        Standing snapshot = standing(Action.DELETE_SNAPSHOT, State.ACCEPTED, 100);
        List<Reading> history = List.of(reading(60, 500), reading(120, 410));
        VolumeReadings there = new VolumeReadings(
                Map.of("v", history), Set.of("v"), Map.of("delete-snapshot", T0.plusSeconds(120)), NOW);
        assertThat(LifeCycle.look(List.of(proposed(1)), List.of(snapshot), there, NOW))
                .noneMatch(event -> event.event() == Event.REALISED);

        VolumeReadings gone = new VolumeReadings(
                Map.of("v", history), Set.of("v"), Map.of("delete-snapshot", T0.plusSeconds(60)), NOW);
        assertThat(LifeCycle.look(List.of(), List.of(snapshot), gone, NOW)
                        .get(1)
                        .realisedBytes())
                .isEqualTo(90);
    }

    private static VolumeReadings readings(Reading... readings) {
        return new VolumeReadings(Map.of("v", List.of(readings)), Set.of("v"), Map.of(), NOW);
    }

    private static Reading reading(long seconds, @Nullable Long allocated) {
        return new Reading(T0.plusSeconds(seconds), "pool", null, allocated, 0, 1000);
    }

    private static Reading reading(long seconds, int allocated) {
        return reading(seconds, Long.valueOf(allocated));
    }

    private static Recommendation proposed(long bytes) {
        Claim claim = new Claim("v", Part.DEAD, Estimate.exact(bytes));
        Candidate candidate = candidate(Action.TRIM, List.of(claim));
        return new Recommendation(candidate, List.of(claim), Estimate.exact(bytes), null, null);
    }

    private static Candidate candidate(Action action, List<Claim> claims) {
        return new Candidate(
                action,
                new Target(Target.Kind.VOLUME, action.wireName(), "v"),
                "pool",
                null,
                claims,
                null,
                Confidence.HIGH,
                false,
                "seen",
                List.of(),
                List.of());
    }

    /** Accepted at {@code T0}. */
    private static Standing standing(Action action, State state, long bytes) {
        Part part =
                switch (action) {
                    case DELETE_ORPHAN, CONSOLIDATE -> Part.WHOLE;
                    case DELETE_SNAPSHOT -> Part.SNAPSHOT;
                    default -> Part.DEAD;
                };
        Candidate candidate = candidate(action, new ArrayList<>());
        Figures figures = new Figures(
                candidate.id(),
                action,
                candidate.target(),
                "pool",
                null,
                null,
                Estimate.exact(bytes),
                List.of(new ClaimedBytes("v", part, bytes)),
                null,
                null,
                Confidence.HIGH,
                "seen",
                List.of(),
                List.of());
        return new Standing(figures, state, T0, T0, T0, 1, Estimate.exact(bytes), null, null, null, null, null, null);
    }
}
