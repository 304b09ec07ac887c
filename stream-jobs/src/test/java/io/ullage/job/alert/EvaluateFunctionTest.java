package io.ullage.job.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.ullage.job.rule.MemberChange;
import io.ullage.job.rule.RuleReader;
import io.ullage.job.rule.Sample;
import io.ullage.job.rule.Watch;
import io.ullage.schema.alert.AlertEnd;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.co.CoBroadcastWithKeyedOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EvaluateFunctionTest {
    private static final long MINUTE = Duration.ofMinutes(1).toMillis();

    @Test
    void aRuleFiresByTheTimesOfReadings() throws Exception {
        try (Harness harness = new Harness(Map.of(), null)) {
            harness.rules(rule("90 %", "5m"));
            for (int minute = 0; minute <= 5; minute++) {
                harness.sample("p1", minute, 0.95);
            }
            assertThat(harness.changes()).extracting(MemberChange::startsMillis).containsExactly(5 * MINUTE);
        }
    }

    @Test
    void aRestartKeepsWhatIsPending() throws Exception {
        OperatorSubtaskState snapshot;
        try (Harness harness = new Harness(Map.of(), null)) {
            harness.rules(rule("90 %", "5m"));
            harness.sample("p1", 0, 0.95);
            harness.sample("p1", 3, 0.95);
            snapshot = harness.snapshot();
        }
        try (Harness harness = new Harness(Map.of(), snapshot)) {
            harness.sample("p1", 5, 0.95);
            assertThat(harness.changes()).extracting(MemberChange::startsMillis).containsExactly(5 * MINUTE);
        }
    }

    @Test
    void aChangedRuleIsHeardWithoutAnyNewReading() throws Exception {
        try (Harness harness = new Harness(Map.of(), null)) {
            harness.rules(rule("90 %", "0s"));
            harness.sample("p1", 0, 0.95);
            harness.sample("p2", 0, 0.85);
            harness.rules(rule("80 %", "0s"));
            harness.rules(rule("99 %", "0s"));
            assertThat(harness.changes())
                    .extracting(MemberChange::entityId, MemberChange::end)
                    .containsExactly(
                            tuple("p1", null),
                            tuple("p2", null),
                            tuple("p1", AlertEnd.RULE_CHANGED),
                            tuple("p2", AlertEnd.RULE_CHANGED));
        }
    }

    @Test
    void aRemovedDocumentEndsWhatItsRulesFired() throws Exception {
        try (Harness harness = new Harness(Map.of(), null)) {
            harness.rules(rule("90 %", "0s"));
            harness.sample("p1", 0, 0.95);
            harness.rules("");
            assertThat(harness.changes()).extracting(MemberChange::end).containsExactly(null, AlertEnd.RULE_REMOVED);
            harness.sample("p1", 1, 0.95);
            assertThat(harness.changes()).isEmpty();
        }
    }

    @Test
    void theRulesOfTheStartHoldUntilTheTopicSpeaks() throws Exception {
        try (Harness harness = new Harness(Map.of("test", rule("90 %", "0s")), null)) {
            harness.sample("p1", 0, 0.95);
            harness.rules(rule("90 %", "0s"));
            assertThat(harness.changes()).hasSize(1);
        }
    }

    @Test
    void whatIsNotReadAnyMoreIsGoneByTheClock() throws Exception {
        try (Harness harness = new Harness(Map.of(), null)) {
            harness.rules(rule("90 %", "0s"));
            harness.sample("p1", 0, 0.95);
            harness.clock(Duration.ofHours(3).toMillis() - 1);
            assertThat(harness.changes()).hasSize(1);
            harness.clock(Duration.ofHours(3).toMillis() + 1);
            assertThat(harness.changes())
                    .extracting(MemberChange::end, MemberChange::endsMillis)
                    .containsExactly(tuple(AlertEnd.GONE, Duration.ofHours(3).toMillis()));
            harness.clock(Duration.ofHours(28).toMillis());
            assertThat(harness.states()).isZero();
        }
    }

    @Test
    void aJobThatWasAwayWaitsAnewBeforeAnythingIsGone() throws Exception {
        OperatorSubtaskState snapshot;
        try (Harness harness = new Harness(Map.of(), null)) {
            harness.rules(rule("90 %", "0s"));
            harness.sample("p1", 0, 0.95);
            snapshot = harness.snapshot();
        }
        try (Harness harness = new Harness(Map.of(), snapshot)) {
            harness.clock(Duration.ofHours(10).toMillis());
            assertThat(harness.changes()).isEmpty();
            harness.sample("p1", 60, 0.5);
            assertThat(harness.changes()).extracting(MemberChange::end).containsExactly(AlertEnd.CLEARED);
        }
    }

    private static String rule(String over, String holdFor) {
        return """
                rules:
                  - name: PoolFull
                    watch: pool
                    when: usedRatio > %s
                    for: %s
                    severity: warning
                    summary: "{{name}} is {{value}} full"
                """.formatted(over, holdFor);
    }

    @Test
    void theShippedRulesAreTakenFromTheTopicAsTheyAre() throws Exception {
        try (Harness harness = new Harness(Map.of(), null)) {
            harness.rules(RuleReader.defaultText());
            harness.sample("p1", 0, 0.95);
            harness.sample("p1", 5, 0.95);
            assertThat(harness.changes()).extracting(MemberChange::rule).containsExactly("PoolFull");
        }
    }

    /** The operator with its state, and a clock that stands still until it is moved. */
    private static final class Harness implements AutoCloseable {
        private final KeyedTwoInputStreamOperatorTestHarness<String, Sample, RuleDocument, MemberChange> harness;

        Harness(Map<String, String> documentsAtStart, @Nullable OperatorSubtaskState snapshot) throws Exception {
            harness = new KeyedTwoInputStreamOperatorTestHarness<>(
                    new CoBroadcastWithKeyedOperator<>(
                            new EvaluateFunction(documentsAtStart), List.of(EvaluateFunction.DOCUMENTS)),
                    Sample::key,
                    null,
                    Types.STRING);
            harness.setup();
            if (snapshot != null) {
                harness.initializeState(snapshot);
            }
            harness.open();
        }

        void rules(String yaml) throws Exception {
            harness.processElement2(new StreamRecord<>(new RuleDocument("test", yaml)));
        }

        void sample(String pool, int minute, double usedRatio) throws Exception {
            harness.processElement1(new StreamRecord<>(Sample.of(
                    Watch.POOL, pool, minute * MINUTE, 0, Map.of("pool", pool), Map.of("usedRatio", usedRatio))));
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

        /** Since the last time that this was asked. */
        List<MemberChange> changes() {
            List<MemberChange> changes = harness.extractOutputValues();
            harness.getOutput().clear();
            return changes;
        }

        @Override
        public void close() throws Exception {
            harness.close();
        }
    }
}
