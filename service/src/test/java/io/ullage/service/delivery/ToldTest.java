package io.ullage.service.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.ullage.job.rule.Matchers;
import io.ullage.schema.alert.Alert;
import io.ullage.schema.alert.AlertSeverity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ToldTest {
    private static final Set<Occasion> USUAL = EnumSet.of(Occasion.FIRED, Occasion.CHANGED, Occasion.RESOLVED);
    private static final Instant ARRIVED = Alerts.START;

    private final Alerts pool = Alerts.of("p1");

    @Test
    void aFiringIsToldWhenItBeginsWhenItChangesAndWhenItEnds() {
        assertThat(told(
                        Matchers.ALL,
                        USUAL,
                        pool.firing(1),
                        pool.firing(2, 0.97),
                        pool.firing(3, AlertSeverity.WARNING),
                        pool.resolved(4)))
                .containsExactly("FIRED 1", "CHANGED 3", "RESOLVED 4");
    }

    @Test
    void whoAsksForIsToldEveryNewValue() {
        assertThat(told(
                        Matchers.ALL,
                        EnumSet.allOf(Occasion.class),
                        pool.firing(1),
                        pool.firing(2, 0.97),
                        pool.resolved(3)))
                .containsExactly("FIRED 1", "UPDATED 2", "RESOLVED 3");
    }

    @Test
    void whatAJobTellsAgainFromAnOlderSavepointIsNotToldAgain() {
        Alerts later = new Alerts("p1", Alerts.START.plusSeconds(86_400));
        assertThat(told(
                        Matchers.ALL,
                        USUAL,
                        pool.firing(1),
                        pool.resolved(2),
                        later.firing(1),
                        pool.firing(1),
                        pool.resolved(2),
                        later.firing(1),
                        later.resolved(2)))
                .containsExactly("FIRED 1", "RESOLVED 2", "FIRED 1", "RESOLVED 2");
    }

    @Test
    void whatIsSilencedIsLeftOutAndToldWhenTheSilenceEnds() {
        assertThat(told(Matchers.ALL, USUAL, pool.silenced(1), pool.silenced(2), pool.firing(3), pool.resolved(4)))
                .containsExactly("FIRED 3", "RESOLVED 4");
        assertThat(told(Matchers.ALL, USUAL, pool.silenced(1), pool.resolved(2)))
                .isEmpty();
    }

    @Test
    void whatWasToldBeforeItWasSilencedIsToldTheEnd() {
        assertThat(told(Matchers.ALL, USUAL, pool.firing(1), pool.silenced(2), pool.resolved(3)))
                .containsExactly("FIRED 1", "RESOLVED 3");
    }

    @Test
    void onlyWhatMatchesIsToldAndWhatMatchesNoMoreIsToldToTheEnd() {
        Matchers critical = new Matchers(Map.of("severity", "critical"));
        assertThat(told(critical, USUAL, pool.firing(1, AlertSeverity.WARNING), pool.resolved(2)))
                .isEmpty();
        assertThat(told(critical, USUAL, pool.firing(1), pool.firing(2, AlertSeverity.WARNING), pool.resolved(3)))
                .containsExactly("FIRED 1", "CHANGED 2", "RESOLVED 3");
    }

    @Test
    void whatFiredBeforeTheTargetWasThereIsToldWithItsNextMessage() {
        Told told = new Told(Matchers.ALL, USUAL);
        told.earlier(pool.firing(1), ARRIVED);
        assertThat(told.take(pool.firing(1), ARRIVED)).isEmpty();
        assertThat(told.take(pool.firing(2), ARRIVED))
                .hasValueSatisfying(step -> assertThat(step.occasion()).isEqualTo(Occasion.FIRED));
    }

    private static List<String> told(Matchers match, Set<Occasion> occasions, Alert... alerts) {
        Told told = new Told(match, occasions);
        List<String> steps = new ArrayList<>();
        for (Alert alert : alerts) {
            told.take(alert, ARRIVED)
                    .ifPresent(step ->
                            steps.add(step.occasion() + " " + step.alert().revision()));
        }
        return steps;
    }
}
