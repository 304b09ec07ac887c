package io.ullage.job.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.ullage.job.rule.Sample;
import io.ullage.schema.telemetry.AgentIdentity;
import io.ullage.schema.telemetry.AgentRole;
import java.time.Duration;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AgentSilenceFunctionTest {
    private static final long MINUTE = Duration.ofMinutes(1).toMillis();

    @Test
    void everyCycleWithoutAReportIsToldByTheClock() throws Exception {
        try (Harness harness = new Harness(null)) {
            harness.heard(0);
            harness.heard(1);
            assertThat(harness.times()).containsExactly(0L, MINUTE);
            harness.clock(4 * MINUTE + 5);
            assertThat(harness.times()).containsExactly(2 * MINUTE, 3 * MINUTE, 4 * MINUTE);
        }
    }

    @Test
    void whoCatchesUpTellsNoSilenceFurtherThanItHasRead() throws Exception {
        OperatorSubtaskState snapshot;
        try (Harness harness = new Harness(null)) {
            harness.heard(0);
            harness.heard(1);
            snapshot = harness.snapshot();
        }
        try (Harness harness = new Harness(snapshot)) {
            long back = 600 * MINUTE;
            harness.clock(back);
            assertThat(harness.times()).as("before anything was read").isEmpty();
            harness.heard(2);
            harness.heard(3);
            assertThat(harness.times()).containsExactly(2 * MINUTE, 3 * MINUTE);
            harness.clock(back + Duration.ofSeconds(20).toMillis());
            assertThat(harness.times()).as("while it catches up").isEmpty();
            harness.clock(back + Duration.ofSeconds(60).toMillis());
            assertThat(harness.times()).as("when nothing more is to be read").contains(4 * MINUTE, 103 * MINUTE);
        }
    }

    @Test
    void theSameReportsTellTheSameWhateverTheClockSaid() throws Exception {
        try (Harness live = new Harness(null);
                Harness replay = new Harness(null)) {
            live.heard(0);
            live.heard(1);
            live.clock(6 * MINUTE + 5);
            live.heard(7);
            replay.clock(600 * MINUTE);
            replay.heard(0);
            replay.heard(1);
            replay.heard(7);
            assertThat(replay.times()).isEqualTo(live.times());
        }
    }

    @Test
    void anAgentThatWasTakenAwayIsForgotten() throws Exception {
        try (Harness harness = new Harness(null)) {
            harness.heard(0);
            harness.heard(1);
            for (int hour = 0; hour < 24 * 8; hour++) {
                harness.clock(Duration.ofHours(hour).toMillis());
            }
            assertThat(harness.states()).isZero();
        }
    }

    private static final class Harness implements AutoCloseable {
        private final KeyedOneInputStreamOperatorTestHarness<String, AgentHeard, Sample> harness;

        Harness(@Nullable OperatorSubtaskState snapshot) throws Exception {
            harness = new KeyedOneInputStreamOperatorTestHarness<>(
                    new KeyedProcessOperator<>(new AgentSilenceFunction()), AgentHeard::agentId, Types.STRING);
            harness.setup();
            if (snapshot != null) {
                harness.initializeState(snapshot);
            }
            harness.open();
        }

        /** The report of that minute, taken by the broker in it. */
        void heard(int minute) throws Exception {
            AgentIdentity agent = new AgentIdentity("a1", AgentRole.HOST, "h1", "kvm-a", null, "test");
            harness.processElement(new StreamRecord<>(AgentHeard.of(agent, minute * MINUTE, minute * MINUTE, minute)));
        }

        void clock(long millis) throws Exception {
            harness.setProcessingTime(millis);
        }

        int states() {
            return harness.numKeyedStateEntries();
        }

        OperatorSubtaskState snapshot() throws Exception {
            return harness.snapshot(1, 1);
        }

        /** Of the samples since the last time that this was asked. */
        List<Long> times() {
            List<Long> times = harness.extractOutputValues().stream()
                    .map(Sample::timeMillis)
                    .toList();
            harness.getOutput().clear();
            return times;
        }

        @Override
        public void close() throws Exception {
            harness.close();
        }
    }
}
