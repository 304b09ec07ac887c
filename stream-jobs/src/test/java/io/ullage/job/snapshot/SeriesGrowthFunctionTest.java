package io.ullage.job.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.ullage.job.Readings;
import io.ullage.job.trend.Trend.Answer;
import io.ullage.schema.telemetry.SnapshotKind;
import io.ullage.schema.telemetry.SnapshotReading;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SeriesGrowthFunctionTest {
    private static final Instant T0 = Instant.parse("2026-11-01T00:00:00Z");
    private static final long MIB = 1 << 20;
    private static final Duration STEP = Duration.ofMinutes(5);

    private KeyedOneInputStreamOperatorTestHarness<String, GrowthObservation, GrowthPart> harness;
    private long clock;

    @BeforeEach
    void open() throws Exception {
        open(T0.plus(Duration.ofDays(30)).toEpochMilli());
    }

    private void open(long now) throws Exception {
        harness = new KeyedOneInputStreamOperatorTestHarness<>(
                new KeyedProcessOperator<>(new SeriesGrowthFunction(GrowthSettings.DEFAULTS)),
                GrowthObservation::key,
                Types.STRING);
        harness.open();
        clock = now;
        harness.setProcessingTime(clock);
    }

    @AfterEach
    void close() throws Exception {
        harness.close();
    }

    @Test
    void aSnapshotThatGrowsHasARateOnceThereIsEnoughHistory() throws Exception {
        for (int i = 0; i < 24; i++) {
            send(volume(i));
            send(snapshot(i, 3 * MIB * i));
        }
        pass(Duration.ofSeconds(10));

        Map<String, GrowthPart> standing = standing();
        assertThat(standing.get("s:s1@" + at(3)).snapshot().trend().answer()).isEqualTo(Answer.NOT_ENOUGH_HISTORY);
        assertThat(standing.get("s:s1@" + at(23)).snapshot()).satisfies(growth -> {
            assertThat(growth.trend().answer()).isEqualTo(Answer.GROWING);
            assertThat(growth.trend().bestBytesPerSecond()).isEqualTo(3.0 * MIB / 300);
            assertThat(growth.exclusiveBytes()).isEqualTo(69 * MIB);
            assertThat(growth.ageSeconds())
                    .isEqualTo(Duration.ofDays(2).plus(STEP.multipliedBy(23)).toSeconds());
            assertThat(growth.removal().returned().bestBytes()).isEqualTo(69 * MIB);
        });
        assertThat(standing.get("c:vol-1@" + at(23)).chain()).satisfies(chain -> {
            assertThat(chain.snapshots()).isEqualTo(1);
            assertThat(chain.trend().bestBytesPerSecond()).isEqualTo(4.0 * MIB / 300);
        });
    }

    @Test
    void orderRepetitionAndReplayChangeNothing() throws Exception {
        List<GrowthObservation> all = new ArrayList<>();
        Random random = new Random(5);
        for (int i = 0; i < 40; i++) {
            all.add(volume(i));
            all.add(snapshot(i, MIB * (3 * i + random.nextInt(9))));
        }
        for (GrowthObservation one : all) {
            send(one);
        }
        pass(Duration.ofSeconds(10));
        Map<String, GrowthPart> inOrder = standing();

        close();
        open(T0.toEpochMilli());
        // Of neighbours less than half an hour apart any may be first, many come twice, and all of it once more.
        for (int from = 0; from < all.size(); from += 10) {
            List<GrowthObservation> some = new ArrayList<>(all.subList(from, Math.min(from + 10, all.size())));
            some.addAll(some.subList(0, some.size() / 2));
            Collections.shuffle(some, random);
            for (GrowthObservation one : some) {
                send(one);
                pass(Duration.ofSeconds(random.nextInt(70)));
            }
        }
        for (GrowthObservation one : all.subList(60, 80)) {
            send(one);
        }
        pass(Duration.ofHours(1));

        assertThat(standing()).isEqualTo(inOrder);
    }

    @Test
    void aReplayThatRunsAheadOfTheClockSeesTheHistoryOfItsTime() throws Exception {
        int days = 12;
        open(T0.toEpochMilli());
        for (int i = 0; i < days * 288; i += 3) {
            harness.setProcessingTime(at(i).toEpochMilli());
            send(snapshot(i, MIB * i));
        }
        harness.setProcessingTime(at(days * 288).toEpochMilli());
        Map<String, GrowthPart> live = standing();

        close();
        open(T0.plus(Duration.ofDays(90)).toEpochMilli());
        for (int i = 0; i < days * 288; i += 3) {
            send(snapshot(i, MIB * i));
        }
        pass(Duration.ofSeconds(10));

        assertThat(standing()).hasSize(days * 96).isEqualTo(live);
    }

    @Test
    void whatEndsIsWritten() throws Exception {
        send(snapshot(0, MIB));
        harness.processWatermark(Long.MAX_VALUE);

        assertThat(standing()).containsOnlyKeys("s:s1@" + at(0));
    }

    @Test
    void stateIsBoundedAndLetGo() throws Exception {
        for (int i = 0; i < 288; i++) {
            send(snapshot(i, MIB * i));
        }
        pass(Duration.ofSeconds(10));
        int views = harness.numKeyedStateEntries();

        // Histories, views of the last hour, what was written of it, and the newest start.
        assertThat(views).isLessThanOrEqualTo(4);
        pass(Duration.ofDays(60));
        send(new GrowthObservation("chain:another", at(0), null, null, Readings.pool("p", 1, 0)));
        harness.processWatermark(Long.MAX_VALUE);
        assertThat(standing()).containsKey("p@" + at(0));
    }

    private static Instant at(int step) {
        return T0.plus(STEP.multipliedBy(step));
    }

    private static GrowthObservation volume(int step) {
        return GrowthObservation.of(
                Readings.volume("vol-1")
                        .allocated(MIB * (1000 + 4L * step))
                        .snapshots(3 * MIB * step + 1)
                        .unit(65536L)
                        .reading(),
                at(step));
    }

    private static GrowthObservation snapshot(int step, long exclusiveBytes) {
        return GrowthObservation.of(
                new SnapshotReading(
                        "test",
                        "s1",
                        "vol-1",
                        "pool-1",
                        "nightly",
                        SnapshotKind.INTERNAL,
                        T0.minus(Duration.ofDays(2)),
                        1 << 30,
                        null,
                        exclusiveBytes,
                        null),
                at(step));
    }

    private void send(GrowthObservation one) throws Exception {
        harness.processElement(new StreamRecord<>(one));
    }

    private void pass(Duration time) throws Exception {
        clock += time.toMillis();
        harness.setProcessingTime(clock);
    }

    /** By entity and interval, the part written last of those with the highest revision. */
    private Map<String, GrowthPart> standing() {
        Map<String, GrowthPart> standing = new TreeMap<>();
        for (GrowthPart part : harness.extractOutputValues()) {
            standing.merge(
                    part.entity() + "@" + part.intervalStart(),
                    part,
                    (before, after) -> after.revision() >= before.revision() ? after : before);
        }
        return standing;
    }
}
