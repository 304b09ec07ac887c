package io.ullage.service.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ullage.schema.InvalidFieldException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SimulationPlanTest {
    private static final Instant END = Instant.parse("2026-11-01T00:00:00Z");
    private static final Duration STEP = Duration.ofMinutes(5);

    @Test
    void aHistoryMayBeMinutesOrDays() {
        SimulationPlan minutes = new SimulationPlan(10, Duration.ofMinutes(12), 1, STEP, END);
        assertThat(minutes.steps()).isEqualTo(2);
        assertThat(minutes.start()).as("whole steps").isEqualTo(Instant.parse("2026-10-31T23:50:00Z"));
        assertThat(SimulationPlan.ofDays(10, 2, 1, STEP, END).steps()).isEqualTo(2 * 288);
    }

    @Test
    void aHistoryHasAStepAtLeastAndEndsSomewhere() {
        assertThatThrownBy(() -> new SimulationPlan(10, STEP.minusSeconds(1), 1, STEP, END))
                .isInstanceOf(InvalidFieldException.class)
                .hasMessageContaining("history")
                .hasMessageContaining("PT4M59S");
        assertThatThrownBy(() -> new SimulationPlan(10, Duration.ofDays(3661), 1, STEP, END))
                .isInstanceOf(InvalidFieldException.class)
                .hasMessageContaining("history");
        assertThatThrownBy(() -> SimulationPlan.ofDays(10, 0, 1, STEP, END))
                .isInstanceOf(InvalidFieldException.class)
                .hasMessageContaining("days");
    }
}
