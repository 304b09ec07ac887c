package io.ullage.job.ledger;

import static io.ullage.job.Readings.GIB;
import static io.ullage.job.Readings.volume;
import static org.assertj.core.api.Assertions.assertThat;

import io.ullage.schema.ledger.Estimate;
import io.ullage.schema.ledger.Ledger;
import io.ullage.schema.ledger.LedgerBytes;
import io.ullage.schema.ledger.Method;
import io.ullage.schema.telemetry.Provisioning;
import org.junit.jupiter.api.Test;

class LedgerEstimatorTest {
    private static final GuestTotals FIVE_OF_32 = new GuestTotals(32 * GIB, 5 * GIB, 27 * GIB, 0);

    @Test
    void theWorkedExampleOfTheDocs() {
        Ledger ledger = LedgerEstimator.estimate(
                        volume("v").written(20 * GIB).unit(4096L).reading(), FIVE_OF_32, 0)
                .ledger();

        assertThat(ledger.live()).isEqualTo(Estimate.bounded(0, 5 * GIB, 5 * GIB));
        assertThat(ledger.claimed()).isEqualTo(Estimate.bounded(0, 0, 5 * GIB));
        assertThat(ledger.dead()).isEqualTo(Estimate.bounded(15 * GIB, 15 * GIB, 20 * GIB));
        assertThat(ledger.stranded()).isEqualTo(Estimate.bounded(0, 0, 0));
        assertThat(ledger.ullage()).isEqualTo(Estimate.bounded(7 * GIB, 12 * GIB, 12 * GIB));
        assertThat(ledger.method()).isEqualTo(Method.BOUNDED);
    }

    @Test
    void mapsAreExact() {
        LedgerBytes maps = new LedgerBytes(4 * GIB, GIB, 10 * GIB, 2 * GIB, 0, 0, 15 * GIB, 0);

        EstimatedLedger estimated =
                LedgerEstimator.estimate(volume("v").ledger(maps).reading(), FIVE_OF_32, 0);

        assertThat(estimated.ledger()).isEqualTo(Ledger.exact(maps));
        assertThat(estimated.guestLiveBytes()).isEqualTo(5 * GIB);
    }

    @Test
    void aGuestThatSeesIntoAnEncryptedDiskIsAskedInsteadOfTheMaps() {
        LedgerBytes maps = new LedgerBytes(0, 0, 0, 0, 0, 0, 12 * GIB, 20 * GIB);

        EstimatedLedger estimated = LedgerEstimator.estimate(
                volume("v").ledger(maps).written(20 * GIB).unit(4096L).reading(), FIVE_OF_32, 0);

        assertThat(estimated.ledger().unseen().bestBytes()).isZero();
        assertThat(estimated.ledger().dead().bestBytes()).isEqualTo(15 * GIB);
    }

    @Test
    void mapsOfADiskThatNobodySeesIntoTellNothingOfWhatIsLive() {
        LedgerBytes maps = new LedgerBytes(0, 0, 0, 0, 0, 0, 12 * GIB, 20 * GIB);

        assertThat(LedgerEstimator.estimate(volume("v").ledger(maps).reading(), null, 0)
                        .guestLiveBytes())
                .isNull();
    }

    @Test
    void withoutAGuestNothingIsPromised() {
        Ledger ledger = LedgerEstimator.estimate(
                        volume("v").written(20 * GIB).zero(GIB).reading(), null, 0)
                .ledger();

        assertThat(ledger.unseen()).isEqualTo(Estimate.bounded(20 * GIB, 20 * GIB, 20 * GIB));
        assertThat(ledger.zeroed()).isEqualTo(Estimate.bounded(GIB, GIB, GIB));
        assertThat(ledger.ullage()).isEqualTo(Estimate.bounded(11 * GIB, 11 * GIB, 11 * GIB));
        assertThat(ledger.dead().highBytes()).isZero();
    }

    @Test
    void aThickVolumeOfUnknownContentIsDeadOrReserved() {
        Ledger ledger = LedgerEstimator.estimate(
                        volume("v").provisioning(Provisioning.THICK).unit(4096L).reading(), FIVE_OF_32, 0)
                .ledger();

        assertThat(ledger.live()).isEqualTo(Estimate.bounded(5 * GIB, 5 * GIB, 5 * GIB));
        assertThat(ledger.dead()).isEqualTo(Estimate.bounded(0, 27 * GIB, 27 * GIB));
        assertThat(ledger.reserved()).isEqualTo(Estimate.bounded(0, 0, 27 * GIB));
        assertThat(ledger.ullage().highBytes()).isZero();
    }

    @Test
    void aThickVolumeThatKnowsWhatWasWrittenReservesTheRest() {
        Ledger ledger = LedgerEstimator.estimate(
                        volume("v")
                                .provisioning(Provisioning.THICK)
                                .written(20 * GIB)
                                .unit(4096L)
                                .reading(),
                        FIVE_OF_32,
                        0)
                .ledger();

        assertThat(ledger.dead()).isEqualTo(Estimate.bounded(15 * GIB, 15 * GIB, 20 * GIB));
        assertThat(ledger.reserved()).isEqualTo(Estimate.bounded(7 * GIB, 12 * GIB, 12 * GIB));
    }

    @Test
    void whatIsAllocatedToAThinVolumeStandsForWhatIsWritten() {
        Ledger ledger = LedgerEstimator.estimate(
                        volume("v")
                                .allocated(21 * GIB)
                                .snapshots(GIB)
                                .unit(4096L)
                                .reading(),
                        FIVE_OF_32,
                        0)
                .ledger();

        assertThat(ledger.dead().bestBytes()).isEqualTo(15 * GIB);
    }

    @Test
    void aVolumeOfWhichNothingIsKnownPromisesNothing() {
        Ledger ledger = LedgerEstimator.estimate(
                        volume("v").provisioning(Provisioning.UNKNOWN).reading(), FIVE_OF_32, 0)
                .ledger();

        assertThat(ledger.live()).isEqualTo(Estimate.bounded(0, 5 * GIB, 5 * GIB));
        assertThat(ledger.ullage()).isEqualTo(Estimate.bounded(0, 27 * GIB, 27 * GIB));
        assertThat(ledger.dead()).isEqualTo(Estimate.bounded(0, 0, 27 * GIB));
        assertThat(ledger.reserved()).isEqualTo(Estimate.bounded(0, 0, 27 * GIB));
    }

    @Test
    void anOverlayGivesNothingOfItsParentBack() {
        Ledger ledger = LedgerEstimator.estimate(
                        volume("v")
                                .parent("base")
                                .written(2 * GIB)
                                .backed(10 * GIB)
                                .unit(4096L)
                                .reading(),
                        FIVE_OF_32,
                        0)
                .ledger();

        assertThat(ledger.stranded()).isEqualTo(Estimate.bounded(5 * GIB, 7 * GIB, 10 * GIB));
        assertThat(ledger.dead()).isEqualTo(Estimate.bounded(0, 0, 2 * GIB));
    }

    @Test
    void anOverlayThatDoesNotKnowItsParentsShareSaysSo() {
        Ledger ledger = LedgerEstimator.estimate(
                        volume("v").parent("base").written(2 * GIB).unit(4096L).reading(), FIVE_OF_32, 0)
                .ledger();

        assertThat(ledger.stranded().highBytes()).isEqualTo(27 * GIB);
        assertThat(ledger.ullage()).isEqualTo(Estimate.bounded(0, 27 * GIB, 27 * GIB));
    }

    @Test
    void largeUnitsAndSnapshotsLowerWhatATrimSurelyReturns() {
        GuestTotals small = new GuestTotals(32 * GIB, GIB / 4, 32 * GIB - GIB / 4, 0);

        Ledger units = LedgerEstimator.estimate(
                        volume("v").written(20 * GIB).unit(65536L).reading(), small, 0)
                .ledger();
        Ledger snapshots = LedgerEstimator.estimate(
                        volume("v").written(20 * GIB).unit(4096L).reading(), small, 3 * GIB)
                .ledger();
        Ledger unitUnknown = LedgerEstimator.estimate(
                        volume("v").written(20 * GIB).reading(), small, 0)
                .ledger();

        // A quarter GiB is 65,536 blocks; each may hold 60 KiB of a 64 KiB cluster.
        assertThat(units.dead().lowBytes()).isEqualTo(20 * GIB - GIB / 4 - 65536L * 61440);
        assertThat(units.stranded().highBytes()).isEqualTo(65536L * 61440);
        assertThat(snapshots.dead().lowBytes()).isEqualTo(17 * GIB - GIB / 4);
        assertThat(unitUnknown.dead().lowBytes()).isZero();
    }

    @Test
    void brokenInvariantsAreToldWithTheirValues() {
        assertThat(LedgerEstimator.estimate(
                                volume("v")
                                        .provisioned(100)
                                        .written(90L)
                                        .zero(20L)
                                        .unit(1L)
                                        .reading(),
                                new GuestTotals(1000, 150, 850, 0),
                                0)
                        .anomalies())
                .containsExactly(
                        "writtenBytes + zeroBytes + reservedBytes + backedBytes 110 exceeds provisionedBytes 100",
                        "guest sizeBytes 1000 differs from provisionedBytes 100",
                        "guest liveBytes 150 exceeds provisionedBytes 100");
        assertThat(LedgerEstimator.estimate(
                                volume("v").provisioned(100).allocated(130L).reading(),
                                new GuestTotals(100, 10, 80, 0),
                                0)
                        .anomalies())
                .containsExactly(
                        "allocatedBytes 130 exceeds what can be allocated by 30",
                        "guest liveBytes + freeBytes + unseenBytes 90 differs from its sizeBytes 100");
        assertThat(LedgerEstimator.estimate(
                                volume("v")
                                        .provisioned(100)
                                        .written(100L)
                                        .allocated(130L)
                                        .snapshots(10L)
                                        .metadata(5L)
                                        .reading(),
                                null,
                                0)
                        .anomalies())
                .containsExactly("allocatedBytes 130 exceeds provisionedBytes + snapshotBytes + metadataBytes 115");
    }

    @Test
    void aGuestThatSeesNoOddSectorIsNoAnomaly() {
        assertThat(LedgerEstimator.estimate(
                                volume("v").provisioned(1000).written(0L).reading(), new GuestTotals(512, 512, 0, 0), 0)
                        .anomalies())
                .isEmpty();
    }

    @Test
    void figuresThatDoNotFitIntoALongAreAnomaliesToo() {
        EstimatedLedger estimated = LedgerEstimator.estimate(
                volume("v")
                        .provisioned(Long.MAX_VALUE)
                        .written(Long.MAX_VALUE)
                        .zero(Long.MAX_VALUE)
                        .unit(Long.MAX_VALUE)
                        .reading(),
                new GuestTotals(Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE),
                Long.MAX_VALUE);

        assertThat(estimated.ledger().provisionedBytes()).isEqualTo(Long.MAX_VALUE);
        assertThat(estimated.ledger().live().bestBytes()).isEqualTo(Long.MAX_VALUE);
    }
}
