package io.ullage.job.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.ullage.job.Readings;
import io.ullage.job.ingest.DecodedReport;
import io.ullage.job.ingest.RawMessage;
import io.ullage.job.row.LunGrowthRow;
import io.ullage.job.row.SnapshotGrowthRow;
import io.ullage.job.trend.Trend.Answer;
import io.ullage.schema.codec.Decoded;
import io.ullage.schema.telemetry.PoolKind;
import io.ullage.schema.telemetry.PoolReading;
import io.ullage.schema.telemetry.Reading;
import io.ullage.schema.telemetry.SnapshotKind;
import io.ullage.schema.telemetry.SnapshotReading;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

/** The functions of the job are the oracle: of the same reports they write the same rows. */
class GrowthReplayTest {
    private static final Instant T0 = Instant.parse("2026-11-01T00:00:00Z");
    private static final long MIB = 1 << 20;
    private static final Duration STEP = Duration.ofMinutes(5);
    private static final int STEPS = 12 * 60;

    private final List<DecodedReport> reports = reports();
    private final List<SnapshotGrowthRow> snapshots = new ArrayList<>();
    private final List<LunGrowthRow> luns = new ArrayList<>();

    @Test
    void rowsAreThoseOfTheJob() throws Exception {
        replay();

        assertThat(snapshots).hasSize(STEPS + STEPS / 2).containsExactlyInAnyOrderElementsOf(snapshotsOfTheJob());
        assertThat(luns).hasSize(60).containsExactlyInAnyOrderElementsOf(lunsOfTheJob());
    }

    @Test
    void whatGrowsHasARateAndWhatStepsIsCounted() {
        replay();

        SnapshotGrowthRow last = snapshots.stream()
                .filter(row -> row.growth().snapshotId().equals("s1"))
                .max(Comparator.comparing(SnapshotGrowthRow::intervalStart))
                .orElseThrow();
        assertThat(last.growth().trend().answer()).isEqualTo(Answer.GROWING);
        assertThat(last.poolFreeBytes()).isNotNull();
        assertThat(luns).anySatisfy(row -> {
            assertThat(row.snapshotSteps()).isPositive();
            assertThat(row.diskSteps()).isPositive();
        });
    }

    @Test
    void anIntervalIsWrittenOnceItIsOver() {
        GrowthReplay replay = new GrowthReplay(GrowthSettings.DEFAULTS);
        assertThat(replay.take(reports.get(0)).snapshots()).isEmpty();
        assertThat(replay.take(reports.get(1)).snapshots()).isEmpty();
        assertThat(replay.take(reports.get(2)).snapshots())
                .extracting(SnapshotGrowthRow::intervalStart)
                .containsOnly(T0);
    }

    private void replay() {
        GrowthReplay replay = new GrowthReplay(GrowthSettings.DEFAULTS);
        reports.forEach(report -> add(replay.take(report)));
        add(replay.end());
    }

    private void add(GrowthReplay.Closed closed) {
        snapshots.addAll(closed.snapshots());
        luns.addAll(closed.luns());
    }

    private List<SnapshotGrowthRow> snapshotsOfTheJob() throws Exception {
        List<GrowthObservation> seen = new ArrayList<>();
        reports.forEach(
                report -> GrowthRouteFunction.route(report, GrowthSettings.DEFAULTS, seen::add, one -> {}, one -> {}));
        try (KeyedOneInputStreamOperatorTestHarness<String, GrowthObservation, GrowthPart> series =
                        harness(new SeriesGrowthFunction(GrowthSettings.DEFAULTS), GrowthObservation::key);
                KeyedOneInputStreamOperatorTestHarness<String, GrowthPart, SnapshotGrowthRow> pools =
                        harness(new PoolGrowthFunction(GrowthSettings.DEFAULTS), GrowthPart::key)) {
            run(series, seen, one -> one.time().toEpochMilli());
            run(pools, series.extractOutputValues(), part -> end());
            return standing(
                    pools.extractOutputValues(),
                    row -> row.intervalStart() + row.growth().snapshotId(),
                    SnapshotGrowthRow::revision);
        }
    }

    private List<LunGrowthRow> lunsOfTheJob() throws Exception {
        List<Allocation> allocations = new ArrayList<>();
        List<LunPart> parts = new ArrayList<>();
        reports.forEach(report ->
                GrowthRouteFunction.route(report, GrowthSettings.DEFAULTS, one -> {}, allocations::add, parts::add));
        try (KeyedOneInputStreamOperatorTestHarness<String, Allocation, LunPart> files =
                        harness(new SeriesStepsFunction(GrowthSettings.DEFAULTS), Allocation::key);
                KeyedOneInputStreamOperatorTestHarness<String, LunPart, LunGrowthRow> hours =
                        harness(new LunGrowthFunction(GrowthSettings.DEFAULTS), LunPart::key)) {
            run(files, allocations, one -> one.time().toEpochMilli());
            parts.addAll(files.extractOutputValues());
            run(hours, parts, part -> end());
            return standing(
                    hours.extractOutputValues(), row -> row.intervalStart() + row.poolId(), LunGrowthRow::revision);
        }
    }

    private static <I, O> KeyedOneInputStreamOperatorTestHarness<String, I, O> harness(
            KeyedProcessFunction<String, I, O> function, KeySelector<I, String> key) throws Exception {
        KeyedOneInputStreamOperatorTestHarness<String, I, O> harness =
                new KeyedOneInputStreamOperatorTestHarness<>(new KeyedProcessOperator<>(function), key, Types.STRING);
        harness.open();
        return harness;
    }

    /** @param clock what it says when an element comes */
    private static <I> void run(
            KeyedOneInputStreamOperatorTestHarness<String, I, ?> harness, List<I> elements, ToLongFunction<I> clock)
            throws Exception {
        for (I element : elements) {
            harness.setProcessingTime(clock.applyAsLong(element));
            harness.processElement(new StreamRecord<>(element));
        }
        harness.setProcessingTime(end() + Duration.ofHours(2).toMillis());
    }

    private static long end() {
        return T0.plus(STEP.multipliedBy(STEPS)).toEpochMilli();
    }

    /** Of each key the row with the highest revision. */
    private static <R> List<R> standing(List<R> rows, Function<R, String> key, ToLongFunction<R> revision) {
        Map<String, R> standing = new TreeMap<>();
        for (R row : rows) {
            standing.merge(
                    key.apply(row),
                    row,
                    (known, more) -> revision.applyAsLong(more) >= revision.applyAsLong(known) ? more : known);
        }
        return List.copyOf(standing.values());
    }

    /** Sixty hours of a thin disk on a datastore with a snapshot; in the second half with another one. */
    private static List<DecodedReport> reports() {
        Random random = new Random(7);
        List<DecodedReport> reports = new ArrayList<>();
        long disk = 900 * MIB;
        long delta = MIB;
        for (int step = 0; step < STEPS; step++) {
            disk += random.nextInt(9) * MIB;
            delta += random.nextInt(30) * MIB;
            List<Reading> readings = new ArrayList<>(List.of(
                    datastore(100_000 * MIB - disk - delta),
                    Readings.volume("vol-1")
                            .pool("lun-1")
                            .allocated(disk)
                            .snapshots(delta)
                            .unit(65536L)
                            .reading(),
                    snapshot("s1", delta)));
            if (step >= STEPS / 2) {
                readings.add(snapshot("s2", delta / 3));
            }
            Instant time = T0.plus(STEP.multipliedBy(step));
            reports.add(DecodedReport.of(
                    new RawMessage(new byte[0], 0, "test", 0, step, time),
                    new Decoded(
                            Readings.report(Readings.hostAgent("a"), time, readings.toArray(Reading[]::new)),
                            List.of(),
                            0)));
        }
        return reports;
    }

    private static PoolReading datastore(long freeBytes) {
        return new PoolReading(
                "test",
                "lun-1",
                "lun-1",
                PoolKind.DATASTORE,
                null,
                100_000 * MIB,
                100_000 * MIB - freeBytes,
                freeBytes,
                null,
                null,
                null);
    }

    private static SnapshotReading snapshot(String id, long exclusiveBytes) {
        return new SnapshotReading(
                "test",
                id,
                "vol-1",
                "lun-1",
                id,
                SnapshotKind.INTERNAL,
                T0.minus(Duration.ofDays(2)),
                1 << 30,
                null,
                exclusiveBytes,
                null);
    }
}
