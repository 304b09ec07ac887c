package io.ullage.job.sketch;

import static io.ullage.job.Readings.T0;
import static org.assertj.core.api.Assertions.assertThat;

import io.ullage.job.row.SketchRow;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

class CommitOperatorTest {
    @Test
    void aRowWaitsForTheFirstCheckpointThatIsCompleteAfterIt() throws Exception {
        try (var harness = harness()) {
            harness.open();
            harness.processElement(new StreamRecord<>(row("a")));
            harness.notifyOfCompletedCheckpoint(1);
            assertThat(harness.extractOutputValues()).isEmpty();
            harness.snapshot(2, 2);
            harness.processElement(new StreamRecord<>(row("b")));
            assertThat(harness.extractOutputValues()).isEmpty();
            harness.notifyOfCompletedCheckpoint(2);
            assertThat(harness.extractOutputValues())
                    .extracting(SketchRow::volumeId)
                    .containsExactly("a");
            harness.snapshot(3, 3);
            // The third fails: what waited for it goes with the fourth.
            harness.snapshot(4, 4);
            harness.notifyOfCompletedCheckpoint(4);
            assertThat(harness.extractOutputValues())
                    .extracting(SketchRow::volumeId)
                    .containsExactly("a", "b");
        }
    }

    @Test
    void whatACheckpointHeldIsWrittenByTheJobThatStartsFromIt() throws Exception {
        OperatorSubtaskState snapshot;
        try (var harness = harness()) {
            harness.open();
            harness.processElement(new StreamRecord<>(row("a")));
            snapshot = harness.snapshot(1, 1);
        }
        try (var harness = harness()) {
            harness.initializeState(snapshot);
            harness.open();
            assertThat(harness.extractOutputValues())
                    .extracting(SketchRow::volumeId)
                    .containsExactly("a");
        }
    }

    private static OneInputStreamOperatorTestHarness<SketchRow, SketchRow> harness() throws Exception {
        return new OneInputStreamOperatorTestHarness<>(new CommitOperator());
    }

    private static SketchRow row(String volumeId) {
        return new SketchRow(T0, 1, "d", 8192, 13, volumeId, T0, 0, 0, 0, false);
    }
}
