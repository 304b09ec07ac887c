package io.ullage.job.utilisation;

import static io.ullage.job.Readings.GIB;
import static io.ullage.job.Readings.T0;
import static io.ullage.job.Readings.pool;
import static io.ullage.job.Readings.volume;
import static org.assertj.core.api.Assertions.assertThat;

import io.ullage.job.Readings.VolumeBuilder;
import io.ullage.job.ledger.EstimatedLedger;
import io.ullage.job.ledger.LedgerEstimator;
import io.ullage.job.row.LedgerRow;
import io.ullage.job.row.PoolRow;
import io.ullage.job.row.VolumeSums;
import io.ullage.schema.telemetry.VolumeReading;
import io.ullage.schema.telemetry.VolumeUse;
import java.time.Duration;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PoolSumFunctionTest {
    private static final Duration SUMMED = Duration.ofSeconds(3);

    private KeyedOneInputStreamOperatorTestHarness<String, PoolPart, PoolRow> harness;
    private long clock = T0.plus(Duration.ofHours(1)).toEpochMilli();

    @BeforeEach
    void open() throws Exception {
        harness = new KeyedOneInputStreamOperatorTestHarness<>(
                new KeyedProcessOperator<>(new PoolSumFunction(UtilisationSettings.DEFAULTS)),
                PoolPart::key,
                Types.STRING);
        harness.open();
        harness.setProcessingTime(clock);
    }

    @AfterEach
    void close() throws Exception {
        harness.close();
    }

    @Test
    void manyRowsInAShortWhileMakeOneSum() throws Exception {
        for (int i = 0; i < 10; i++) {
            send(row(volume("v" + i).written(GIB).allocated(2 * GIB), 1));
        }
        send(PoolPart.of(T0, T0.plusSeconds(3), pool("pool-1", 100 * GIB, 30 * GIB)));
        pass(SUMMED);

        assertThat(sums()).singleElement().satisfies(row -> {
            assertThat(row.disks().volumes()).isEqualTo(10);
            assertThat(row.disks().provisionedBytes()).isEqualTo(320 * GIB);
            assertThat(row.disks().allocatedBytes()).isEqualTo(20 * GIB);
            assertThat(row.disks().ledger().unseen().bestBytes()).isEqualTo(10 * GIB);
            assertThat(row.pool()).isNotNull();
        });
    }

    @Test
    void anOpenIntervalIsNotSummedBeforeItsDisksAreJoined() throws Exception {
        PoolPart reading = PoolPart.of(
                T0.plus(Duration.ofHours(1)), T0.plus(Duration.ofHours(1)), pool("pool-1", 100 * GIB, 30 * GIB));
        send(reading);
        pass(Duration.ofSeconds(63));
        assertThat(sums()).isEmpty();
        pass(Duration.ofSeconds(1));
        assertThat(sums()).hasSize(1);
    }

    @Test
    void aRowWrittenAgainReplacesItsVolumesShare() throws Exception {
        send(row(volume("v").written(GIB), 5));
        pass(SUMMED);
        send(row(volume("v").written(3 * GIB), 6));
        send(row(volume("v").written(2 * GIB), 4));
        pass(SUMMED);

        assertThat(sums()).extracting(row -> row.disks().writtenBytes()).containsExactly(GIB, 3 * GIB);
        assertThat(sums().get(1).revision()).isGreaterThan(sums().get(0).revision());
    }

    @Test
    void whatIsNotKnownIsCountedAndNotTakenAsZero() throws Exception {
        send(row(volume("a").written(GIB), 1));
        send(row(volume("b").allocated(2 * GIB), 1));
        send(row(volume("c"), 1));
        pass(SUMMED);

        VolumeSums disks = sums().get(0).disks();
        assertThat(disks.writtenBytes()).isEqualTo(GIB);
        assertThat(disks.withoutWritten()).isEqualTo(2);
        assertThat(disks.allocatedBytes()).isEqualTo(2 * GIB);
        assertThat(disks.withoutAllocated()).isEqualTo(2);
        assertThat(disks.guestLiveBytes()).isNull();
        assertThat(disks.withoutGuestLive()).isEqualTo(3);
    }

    @Test
    void layersBeneathOthersPromiseNothing() throws Exception {
        send(row(volume("base").use(VolumeUse.BACKING).allocated(7 * GIB), 1));
        send(row(volume("overlay").allocated(GIB), 1));
        pass(SUMMED);

        assertThat(sums().get(0).disks().provisionedBytes()).isEqualTo(32 * GIB);
        assertThat(sums().get(0).disks().allocatedBytes()).isEqualTo(GIB);
        assertThat(sums().get(0).backing().allocatedBytes()).isEqualTo(7 * GIB);
    }

    @Test
    void aSizeThatNoPoolCanHaveIsLeftOut() throws Exception {
        send(row(volume("a").provisioned(Long.MAX_VALUE), 1));
        send(row(volume("b").provisioned(Long.MAX_VALUE), 1));
        pass(SUMMED);

        assertThat(sums().get(0).disks().volumes()).isEqualTo(1);
    }

    /** One by one, whatever replaces what, and all at once: the same sum. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void whatIsTakenBackIsAsIfItHadNeverBeenThere(long seed) throws Exception {
        Random random = new Random(seed);
        Map<String, PoolPart> standing = new TreeMap<>();
        for (long revision = 1; revision <= 200; revision++) {
            String volumeId = "v" + random.nextInt(20);
            VolumeBuilder volume = volume(volumeId)
                    .provisioned((1 + random.nextInt(50)) * GIB)
                    .use(random.nextBoolean() ? VolumeUse.DISK : VolumeUse.BACKING);
            if (random.nextBoolean()) {
                volume.allocated((long) random.nextInt(1 << 30));
            }
            if (random.nextBoolean()) {
                volume.written((long) random.nextInt(1 << 30));
            }
            PoolPart part = row(volume, revision);
            standing.put(volumeId, part);
            send(part);
        }
        pass(SUMMED);

        VolumeSums disks = VolumeSums.NONE;
        VolumeSums backing = VolumeSums.NONE;
        long revisions = 0;
        for (PoolPart part : standing.values()) {
            VolumeShare share = part.share();
            revisions += share.revision();
            disks = share.use() == VolumeUse.DISK ? disks.plus(share.sums()) : disks;
            backing = share.use() == VolumeUse.BACKING ? backing.plus(share.sums()) : backing;
        }
        assertThat(sums())
                .containsExactly(new PoolRow(T0, revisions, standing.get("v0").poolId(), null, disks, backing));
    }

    @Test
    void intervalsAreSummedApartAndLetGo() throws Exception {
        send(row(volume("v").written(GIB), 1));
        send(PoolPart.of(T0.plusSeconds(60), T0.plusSeconds(61), pool("pool-1", 100 * GIB, 30 * GIB)));
        pass(SUMMED);

        assertThat(sums()).hasSize(2);
        assertThat(harness.numKeyedStateEntries()).isPositive();
        pass(UtilisationSettings.DEFAULTS.stateRetention().plus(SUMMED));
        assertThat(harness.numKeyedStateEntries()).isZero();
        assertThat(harness.numProcessingTimeTimers()).isZero();
        assertThat(harness.numEventTimeTimers()).isZero();
        assertThat(sums()).hasSize(2);
    }

    private static PoolPart row(VolumeBuilder builder, long revision) {
        VolumeReading volume = builder.reading();
        EstimatedLedger estimated = LedgerEstimator.estimate(volume, null, 0);
        return PoolPart.of(new LedgerRow(T0, revision, "h", T0, volume, estimated.ledger(), null, null, List.of()));
    }

    private void send(PoolPart part) throws Exception {
        harness.processElement(new StreamRecord<>(part));
    }

    private void pass(Duration duration) throws Exception {
        clock += duration.toMillis();
        harness.setProcessingTime(clock);
    }

    private List<PoolRow> sums() {
        return List.copyOf(harness.extractOutputValues());
    }
}
