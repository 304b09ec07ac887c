package io.ullage.job.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.ullage.job.row.PoolRow;
import io.ullage.job.row.VolumeSums;
import io.ullage.job.rule.Sample;
import java.time.Duration;
import java.time.Instant;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

class SettleFunctionTest {
    @Test
    void shuffledRowsOfAPoolGoOnInTheOrderOfTheirIntervals() throws Exception {
        try (KeyedOneInputStreamOperatorTestHarness<String, PoolRow, Sample> harness = harness()) {
            harness.processElement(row(3, 1));
            harness.processElement(row(1, 1));
            harness.processElement(row(2, 5));
            harness.processElement(row(2, 4));
            harness.setProcessingTime(1_999);
            assertThat(harness.extractOutputValues()).isEmpty();
            harness.setProcessingTime(2_000);
            assertThat(harness.extractOutputValues())
                    .extracting(Sample::timeMillis, Sample::revision)
                    .containsExactly(tuple(60_000L, 1L), tuple(120_000L, 5L), tuple(180_000L, 1L));
            assertThat(harness.numKeyedStateEntries()).isZero();
            assertThat(harness.numEventTimeTimers()).isZero();
        }
    }

    @Test
    void theEndOfInputWaitsForNothing() throws Exception {
        try (KeyedOneInputStreamOperatorTestHarness<String, PoolRow, Sample> harness = harness()) {
            harness.processElement(row(1, 1));
            harness.processWatermark(Watermark.MAX_WATERMARK);
            assertThat(harness.extractOutputValues()).hasSize(1);
        }
    }

    private static KeyedOneInputStreamOperatorTestHarness<String, PoolRow, Sample> harness() throws Exception {
        KeyedOneInputStreamOperatorTestHarness<String, PoolRow, Sample> harness =
                new KeyedOneInputStreamOperatorTestHarness<>(
                        new KeyedProcessOperator<>(new SettleFunction(Duration.ofSeconds(2))),
                        PoolRow::poolId,
                        Types.STRING);
        harness.open();
        return harness;
    }

    private static StreamRecord<PoolRow> row(int minute, long revision) {
        return new StreamRecord<>(new PoolRow(
                Instant.ofEpochSecond(60L * minute), revision, "p1", null, VolumeSums.NONE, VolumeSums.NONE));
    }
}
