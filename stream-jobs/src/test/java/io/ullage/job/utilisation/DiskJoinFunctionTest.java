package io.ullage.job.utilisation;

import static io.ullage.job.Readings.GIB;
import static io.ullage.job.Readings.MACHINE;
import static io.ullage.job.Readings.T0;
import static io.ullage.job.Readings.guestDisk;
import static io.ullage.job.Readings.loopDisk;
import static io.ullage.job.Readings.volume;
import static org.assertj.core.api.Assertions.assertThat;

import io.ullage.job.Readings.VolumeBuilder;
import io.ullage.job.match.MatchRule;
import io.ullage.job.match.Side;
import io.ullage.job.match.UnmatchedReason;
import io.ullage.job.row.LedgerRow;
import io.ullage.job.row.UnmatchedRow;
import io.ullage.schema.telemetry.GuestDiskReading;
import io.ullage.schema.telemetry.VolumeReading;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DiskJoinFunctionTest {
    private static final UtilisationSettings SETTINGS = new UtilisationSettings(
            Duration.ofSeconds(60),
            3,
            Duration.ofSeconds(3),
            Duration.ofSeconds(1),
            Duration.ofHours(1),
            Duration.ofHours(1));
    private static final VolumeBuilder VOLUME =
            volume("vol-1").attached(MACHINE, "S-1").written(8 * GIB).unit(4096L);

    private KeyedOneInputStreamOperatorTestHarness<String, Observation, LedgerRow> harness;

    @BeforeEach
    void open() throws Exception {
        harness = harness();
        harness.open();
        at(T0);
    }

    @AfterEach
    void close() throws Exception {
        harness.close();
    }

    @Test
    void anIntervalClosesShortlyAfterItsEndWithoutAnyNewerMessage() throws Exception {
        host(T0.plusSeconds(5), VOLUME.reading());
        guest(T0.plusSeconds(20), guestDisk("sda", "S-1", 32 * GIB, 5 * GIB));

        at(T0.plusSeconds(62));
        assertThat(ledgers()).isEmpty();
        at(T0.plusSeconds(63));

        assertThat(ledgers()).singleElement().satisfies(row -> {
            assertThat(row.intervalStart()).isEqualTo(T0);
            assertThat(row.guestLiveBytes()).isEqualTo(5 * GIB);
            assertThat(row.guest()).isEqualTo(new LedgerRow.GuestMatch(MACHINE, "sda", MatchRule.SERIAL, -15, null));
        });
    }

    @Test
    void theLastReadingOfASideInAnIntervalCounts() throws Exception {
        host(T0.plusSeconds(40), VOLUME.written(9 * GIB).reading());
        host(T0.plusSeconds(10), VOLUME.written(8 * GIB).reading());

        at(T0.plusSeconds(63));

        assertThat(ledgers())
                .singleElement()
                .extracting(row -> row.volume().writtenBytes())
                .isEqualTo(9 * GIB);
    }

    @Test
    void aLateReadingWritesItsIntervalAgainWithAHigherRevision() throws Exception {
        host(T0.plusSeconds(5), VOLUME.reading());
        at(T0.plusSeconds(63));
        at(T0.plus(Duration.ofMinutes(40)));
        guest(T0.plusSeconds(20), guestDisk("sda", "S-1", 32 * GIB, 5 * GIB));
        at(T0.plus(Duration.ofMinutes(40)).plusSeconds(2));

        assertThat(ledgers()).hasSize(2);
        assertThat(ledgers().get(0).guestLiveBytes()).isNull();
        assertThat(ledgers().get(1).guestLiveBytes()).isEqualTo(5 * GIB);
        assertThat(ledgers().get(1).revision()).isGreaterThan(ledgers().get(0).revision());
        assertThat(ledgers()).extracting(LedgerRow::intervalStart).containsOnly(T0);
    }

    @Test
    void aReadingThatChangesNothingWritesNothing() throws Exception {
        host(T0.plusSeconds(5), VOLUME.reading());
        at(T0.plusSeconds(63));
        host(T0.plusSeconds(5), VOLUME.reading());
        host(T0.plusSeconds(4), VOLUME.written(GIB).reading());
        at(T0.plusSeconds(120));

        assertThat(ledgers()).hasSize(1);
    }

    @Test
    void aGuestsViewIsCarriedForwardWithItsAgeAndNotForEver() throws Exception {
        guest(T0, guestDisk("sda", "S-1", 32 * GIB, 5 * GIB));
        for (int minute = 0; minute <= 4; minute++) {
            host(T0.plusSeconds(60 * minute), VOLUME.reading());
        }
        at(T0.plus(Duration.ofMinutes(10)));

        assertThat(ledgers())
                .extracting(row -> row.guest() == null ? null : row.guest().ageSeconds())
                .containsExactly(0L, 60L, 120L, 180L, null);
    }

    @Test
    void aLateGuestIsSeenByTheIntervalsThatItIsCarriedInto() throws Exception {
        host(T0.plusSeconds(120), VOLUME.reading());
        at(T0.plusSeconds(200));
        guest(T0, guestDisk("sda", "S-1", 32 * GIB, 5 * GIB));
        at(T0.plusSeconds(210));

        assertThat(CollectingSinks.standing(
                        ledgers(), row -> row.intervalStart().toString()))
                .hasSize(1)
                .hasEntrySatisfying(T0.plusSeconds(120).toString(), row -> assertThat(row.guestLiveBytes())
                        .isEqualTo(5 * GIB));
    }

    @Test
    void withoutItsHostADiskHasNoLedgerAndIsListed() throws Exception {
        guest(T0, guestDisk("sda", "S-1", 32 * GIB, 5 * GIB));
        at(T0.plusSeconds(63));

        assertThat(ledgers()).isEmpty();
        assertThat(unmatched())
                .containsExactly(new UnmatchedRow(
                        T0,
                        unmatched().get(0).revision(),
                        MACHINE,
                        Side.GUEST_DISK,
                        "sda",
                        32 * GIB,
                        UnmatchedReason.NO_HOST_VIEW,
                        List.of(),
                        false));
    }

    @Test
    void aComplaintIsTakenBackWhenTheOtherSideComesLate() throws Exception {
        guest(T0, guestDisk("sda", "S-1", 32 * GIB, 5 * GIB));
        at(T0.plusSeconds(63));
        host(T0.plusSeconds(1), VOLUME.reading());
        at(T0.plusSeconds(70));

        assertThat(unmatched()).extracting(UnmatchedRow::resolved).containsExactly(false, true);
        assertThat(unmatched().get(1).revision())
                .isGreaterThan(unmatched().get(0).revision());
        assertThat(ledgers()).hasSize(1);
    }

    @Test
    void aHostThatReadsLessOftenThanItsGuestIsNotMissing() throws Exception {
        host(T0, VOLUME.reading());
        for (int minute = 0; minute <= 3; minute++) {
            guest(T0.plusSeconds(60 * minute), guestDisk("sda", "S-1", 32 * GIB, 5 * GIB));
        }
        at(T0.plusSeconds(400));

        assertThat(unmatched()).isEmpty();
        assertThat(ledgers()).extracting(LedgerRow::intervalStart).containsExactly(T0);
    }

    /** Whether or not the host's agent has seen that the host itself has the image open. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aLoopDeviceIsTheFileBehindIt(boolean seenOpen) throws Exception {
        VolumeBuilder file =
                volume("img").path("/images/a.img").written(8 * GIB).unit(4096L);
        VolumeReading image = (seenOpen ? file.attached("h1", null) : file).reading();
        GuestDiskReading loop = loopDisk("loop0", "/images/a.img", 32 * GIB, 5 * GIB);
        send(Observation.ofVolume(JoinKey.of(image, "h1", "h1"), null, "h1", T0, image, 0));
        send(Observation.ofGuestDisk(JoinKey.of(loop, "h1", "h1"), "h1", "h1", T0, loop));
        GuestDiskReading elsewhere = loopDisk("loop0", "/images/a.img", 32 * GIB, GIB);
        send(Observation.ofGuestDisk(JoinKey.of(elsewhere, "h2", "h2"), "h2", "h2", T0, elsewhere));
        at(T0.plusSeconds(63));

        assertThat(ledgers()).singleElement().satisfies(row -> {
            assertThat(row.guest().rule()).isEqualTo(MatchRule.SAME_FILE);
            assertThat(row.guestLiveBytes()).isEqualTo(5 * GIB);
        });
        assertThat(unmatched()).extracting(UnmatchedRow::machineId).containsExactly("h2");
    }

    @Test
    void twoMachinesOfOneWorthlessUuidDoNotTakeEachOthersDisks() throws Exception {
        host(
                T0,
                VOLUME.reading(),
                volume("vol-2").attached(MACHINE, "S-2").written(GIB).reading());
        guestOf("a", T0, guestDisk("sda", "S-1", 32 * GIB, 5 * GIB));
        guestOf("b", T0.plusSeconds(1), guestDisk("sda", "S-2", 32 * GIB, 2 * GIB));
        at(T0.plusSeconds(63));

        assertThat(ledgers())
                .extracting(row -> row.volume().volumeId() + "=" + row.guestLiveBytes())
                .containsExactlyInAnyOrder("vol-1=" + 5 * GIB, "vol-2=" + 2 * GIB);
    }

    @Test
    void aClockThatIsAheadWaitsNoLongerThanAnInterval() throws Exception {
        host(T0.plus(Duration.ofHours(20)), VOLUME.reading());
        at(T0.plusSeconds(63));

        assertThat(ledgers()).hasSize(1);
    }

    @Test
    void theEndOfInputWritesWhatIsPending() throws Exception {
        host(T0, VOLUME.reading());
        harness.processWatermark(Watermark.MAX_WATERMARK);

        assertThat(ledgers()).hasSize(1);
    }

    @Test
    void stateIsLetGoAfterItsRetention() throws Exception {
        for (int minute = 0; minute < 20; minute++) {
            host(T0.plusSeconds(60 * minute), VOLUME.reading());
            guest(T0.plusSeconds(60 * minute), guestDisk("sda", "S-1", 32 * GIB, 5 * GIB));
        }
        at(T0.plus(Duration.ofMinutes(30)));
        assertThat(harness.numKeyedStateEntries()).isPositive();

        at(T0.plus(Duration.ofHours(3)));

        assertThat(harness.numKeyedStateEntries()).isZero();
        assertThat(harness.numProcessingTimeTimers()).isZero();
        assertThat(harness.numEventTimeTimers()).isZero();
    }

    @Test
    void aRestoredJobGoesOnWhereItWas() throws Exception {
        host(T0.plusSeconds(5), VOLUME.reading());
        OperatorSubtaskState snapshot = harness.snapshot(1, 1);
        harness.close();
        harness = harness();
        harness.initializeState(snapshot);
        harness.open();
        at(T0.plusSeconds(30));
        guest(T0.plusSeconds(20), guestDisk("sda", "S-1", 32 * GIB, 5 * GIB));
        at(T0.plusSeconds(63));

        assertThat(ledgers())
                .singleElement()
                .extracting(LedgerRow::guestLiveBytes)
                .isEqualTo(5 * GIB);
    }

    /** What stands in the end hangs on the readings alone, not on their order, nor on how often they come. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void orderAndRepetitionDoNotMatter(long seed) throws Exception {
        Random random = new Random(seed);
        List<Observation> readings = new ArrayList<>();
        for (int minute = 0; minute < 8; minute++) {
            Instant time = T0.plusSeconds(60 * minute + random.nextInt(60));
            for (int disk = 0; disk < 3; disk++) {
                if (random.nextInt(4) > 0) {
                    readings.add(observed(
                            time,
                            volume("vol-" + disk)
                                    .attached(MACHINE, disk == 0 ? null : "S-" + disk)
                                    .provisioned((10 + disk) * GIB)
                                    .written(random.nextLong(GIB))
                                    .reading()));
                }
                if (random.nextInt(3) > 0) {
                    GuestDiskReading seen = guestDisk(
                            "sd" + disk, disk == 0 ? null : "S-" + disk, (10 + disk % 2) * GIB, random.nextLong(GIB));
                    readings.add(Observation.ofGuestDisk(
                            JoinKey.of(seen, MACHINE, "guest"), MACHINE, "guest", time.plusSeconds(1), seen));
                }
            }
        }
        Map<String, String> inOrder = standingAfter(readings, random);
        List<Observation> shuffled = new ArrayList<>(readings);
        shuffled.addAll(readings.subList(0, readings.size() / 2));
        Collections.shuffle(shuffled, random);

        assertThat(standingAfter(shuffled, random)).isEqualTo(inOrder).isNotEmpty();
    }

    private Map<String, String> standingAfter(List<Observation> readings, Random random) throws Exception {
        close();
        open();
        Instant now = T0;
        for (Observation reading : readings) {
            send(reading);
            now = now.plusSeconds(random.nextInt(30));
            at(now);
        }
        at(now.plus(Duration.ofMinutes(30)));
        Map<String, String> standing = new TreeMap<>();
        CollectingSinks.standing(ledgers(), row -> row.volume().volumeId() + "@" + row.intervalStart())
                .forEach((key, row) -> standing.put(key, row.toString()));
        CollectingSinks.standing(unmatched(), row -> row.side() + row.entityId() + "@" + row.intervalStart())
                .forEach((key, row) -> {
                    if (!row.resolved()) {
                        standing.put(key, row.reason() + " " + row.candidates());
                    }
                });
        return standing;
    }

    private static KeyedOneInputStreamOperatorTestHarness<String, Observation, LedgerRow> harness() throws Exception {
        return new KeyedOneInputStreamOperatorTestHarness<>(
                new KeyedProcessOperator<>(new DiskJoinFunction(SETTINGS)), Observation::joinKey, Types.STRING);
    }

    private void host(Instant time, VolumeReading... volumes) throws Exception {
        for (VolumeReading volume : volumes) {
            send(observed(time, volume));
        }
    }

    private static Observation observed(Instant time, VolumeReading volume) {
        return Observation.ofVolume(
                JoinKey.of(volume, "hypervisor", "hypervisor"),
                volume.attachment().machineId(),
                "hypervisor",
                time,
                volume,
                0);
    }

    private void guest(Instant time, GuestDiskReading disk) throws Exception {
        guestOf("guest", time, disk);
    }

    private void guestOf(String hostId, Instant time, GuestDiskReading disk) throws Exception {
        send(Observation.ofGuestDisk(JoinKey.of(disk, MACHINE, hostId), MACHINE, hostId, time, disk));
    }

    private void send(Observation observation) throws Exception {
        harness.processElement(new StreamRecord<>(observation));
    }

    private void at(Instant time) throws Exception {
        harness.setProcessingTime(time.toEpochMilli());
    }

    private List<LedgerRow> ledgers() {
        return List.copyOf(harness.extractOutputValues());
    }

    private List<UnmatchedRow> unmatched() {
        var side = harness.getSideOutput(DiskJoinFunction.UNMATCHED);
        return side == null
                ? List.of()
                : side.stream().map(StreamRecord::getValue).toList();
    }
}
