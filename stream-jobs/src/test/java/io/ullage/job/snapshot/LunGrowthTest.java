package io.ullage.job.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.ullage.job.Readings;
import io.ullage.job.row.LunGrowthRow;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

class LunGrowthTest {
    private static final Instant HOUR = Instant.parse("2026-11-01T10:00:00Z");
    private static final long STEP = 16 << 20;

    @Test
    void stepsOfSnapshotsAndDisksAreSummedAgainstALimit() throws Exception {
        LunGrowthRow row = row(
                5,
                allocation("disk", false, -10, 10 * STEP),
                allocation("disk", false, 10, 12 * STEP),
                allocation("delta", true, 5, STEP),
                allocation("delta", true, 50, 4 * STEP + 1),
                allocation("delta", true, 55, 2 * STEP),
                allocation("idle", false, 3, STEP),
                allocation("idle", false, 33, STEP));

        assertThat(row.diskSteps()).isEqualTo(2);
        assertThat(row.snapshotSteps()).isEqualTo(4);
        assertThat(row.steps()).isEqualTo(6);
        assertThat(row.growingVolumes()).isEqualTo(2);
        assertThat(row.mostId()).isEqualTo("delta");
        assertThat(row.overLimit()).isTrue();
    }

    @Test
    void orderAndRepetitionDoNotMatter() throws Exception {
        Allocation[] some = {
            allocation("a", true, -3, STEP),
            allocation("a", true, 1, 3 * STEP),
            allocation("a", true, 20, 2 * STEP),
            allocation("a", true, 40, 7 * STEP)
        };

        assertThat(row(600, some[3], some[1], some[3], some[0], some[2], some[1]))
                .isEqualTo(row(600, some))
                .satisfies(row -> assertThat(row.overLimit()).isFalse());
    }

    private static Allocation allocation(String series, boolean snapshot, int minute, long bytes) {
        return new Allocation("lun-1", series, snapshot, HOUR.plus(Duration.ofMinutes(minute)), bytes);
    }

    /** The row of the hour, written last. */
    private static LunGrowthRow row(int limit, Allocation... seen) throws Exception {
        GrowthSettings defaults = GrowthSettings.DEFAULTS;
        GrowthSettings settings = new GrowthSettings(
                defaults.interval(),
                defaults.closeDelay(),
                defaults.rewriteDelay(),
                defaults.stateRetention(),
                defaults.stepBytes(),
                limit,
                defaults.steppedKinds());
        try (KeyedOneInputStreamOperatorTestHarness<String, Allocation, LunPart> files =
                        new KeyedOneInputStreamOperatorTestHarness<>(
                                new KeyedProcessOperator<>(new SeriesStepsFunction(settings)),
                                Allocation::key,
                                Types.STRING);
                KeyedOneInputStreamOperatorTestHarness<String, LunPart, LunGrowthRow> luns =
                        new KeyedOneInputStreamOperatorTestHarness<>(
                                new KeyedProcessOperator<>(new LunGrowthFunction(settings)),
                                LunPart::key,
                                Types.STRING)) {
            files.open();
            luns.open();
            files.setProcessingTime(HOUR.toEpochMilli());
            luns.setProcessingTime(HOUR.toEpochMilli());
            for (Allocation one : seen) {
                files.processElement(new StreamRecord<>(one));
                files.setProcessingTime(files.getProcessingTime() + 3000);
            }
            files.setProcessingTime(HOUR.plus(Duration.ofHours(2)).toEpochMilli());
            luns.processElement(
                    new StreamRecord<>(new LunPart("lun-1", HOUR, null, Readings.pool("lun-1", 100, 50), HOUR)));
            for (LunPart part : files.extractOutputValues()) {
                luns.processElement(new StreamRecord<>(part));
            }
            luns.setProcessingTime(HOUR.plus(Duration.ofHours(2)).toEpochMilli());
            List<LunGrowthRow> rows = luns.extractOutputValues().stream()
                    .filter(row -> row.intervalStart().equals(HOUR))
                    .toList();
            return rows.get(rows.size() - 1);
        }
    }
}
