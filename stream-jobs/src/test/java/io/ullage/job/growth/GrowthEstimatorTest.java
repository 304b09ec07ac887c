package io.ullage.job.growth;

import static org.assertj.core.api.Assertions.assertThat;

import io.ullage.schema.ledger.Estimate;
import io.ullage.schema.telemetry.Provisioning;
import io.ullage.schema.telemetry.SnapshotKind;
import io.ullage.schema.telemetry.SnapshotReading;
import io.ullage.schema.telemetry.VolumeReading;
import io.ullage.schema.telemetry.VolumeUse;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class GrowthEstimatorTest {
    private static final long UNIT = 65536;

    @Test
    void aDeletionReturnsWhatTheFileSystemHolds() {
        Removal said = GrowthEstimator.deletion(snapshot(10 * UNIT, 9 * UNIT), base(false, 0));

        assertThat(said.freedBytes()).isEqualTo(10 * UNIT);
        assertThat(said.returned()).isEqualTo(NetBytes.exact(9 * UNIT));
        assertThat(said.fits(2 * UNIT)).isEqualTo(Fits.YES);
        assertThat(said.fits(0L)).isEqualTo(Fits.PERHAPS);
    }

    @Test
    void whereNobodyAskedTheFileSystemOrTheImageIsInUseItMayReturnNothing() {
        assertThat(GrowthEstimator.deletion(snapshot(10 * UNIT, null), base(false, 0))
                        .returned())
                .isEqualTo(NetBytes.bounded(0, 10 * UNIT, 10 * UNIT));
        assertThat(GrowthEstimator.deletion(snapshot(10 * UNIT, 10 * UNIT), base(true, 0))
                        .returned())
                .isEqualTo(NetBytes.bounded(0, 10 * UNIT, 10 * UNIT));
        assertThat(GrowthEstimator.deletion(snapshot(null, null), null)).isEqualTo(Removal.UNKNOWN);
    }

    @Test
    void aCommitNeedsTheParentsPeakAndReturnsTheOverlayLessItsGrowth() {
        Removal said = GrowthEstimator.commit(overlay("top", "base", 20 * UNIT, -2 * UNIT, 5 * UNIT), base(false, 0));

        assertThat(said.room()).isEqualTo(Estimate.exact(5 * UNIT));
        assertThat(said.returned()).isEqualTo(NetBytes.exact(22 * UNIT));
        assertThat(said.fits(5 * UNIT)).isEqualTo(Fits.YES);
        assertThat(said.fits(5 * UNIT - 1)).isEqualTo(Fits.NO);
        assertThat(said.fits(null)).isNull();
    }

    @Test
    void whatTheParentMayUseAgainLowersTheRoom() {
        Removal said =
                GrowthEstimator.commit(overlay("top", "base", 20 * UNIT, 5 * UNIT, 5 * UNIT), base(false, 2 * UNIT));

        assertThat(said.room()).isEqualTo(Estimate.bounded(3 * UNIT, 5 * UNIT, 5 * UNIT));
        assertThat(said.fits(4 * UNIT)).isEqualTo(Fits.PERHAPS);
        assertThat(said.fits(2 * UNIT)).isEqualTo(Fits.NO);
    }

    @Test
    void withoutMapsTheRoomIsBoundedByWhatTheParentLacks() {
        VolumeReading overlay = overlay("top", "base", 20 * UNIT, null, null);
        Removal said = GrowthEstimator.commit(overlay, base(false, 0));

        // The base holds 90 of 100 units: no more than ten can be added to it.
        assertThat(said.room()).isEqualTo(Estimate.bounded(0, 10 * UNIT, 10 * UNIT));
        assertThat(said.returned()).isEqualTo(NetBytes.bounded(10 * UNIT, 10 * UNIT, 20 * UNIT));
        assertThat(GrowthEstimator.commit(overlay, null).room()).isEqualTo(Estimate.bounded(0, 20 * UNIT, 20 * UNIT));
    }

    @Test
    void aChainIsTheSumOfItsCommitsWithinBounds() {
        Removal said = GrowthEstimator.collapse(
                List.of(
                        base(false, 0),
                        overlay("mid", "base", 20 * UNIT, 4 * UNIT, 4 * UNIT),
                        overlay("top", "mid", 10 * UNIT, 6 * UNIT, 6 * UNIT)),
                List.of());

        assertThat(said.freedBytes()).isEqualTo(30 * UNIT);
        assertThat(said.returned()).isEqualTo(NetBytes.bounded(20 * UNIT, 20 * UNIT, 30 * UNIT));
        assertThat(said.room()).isEqualTo(Estimate.bounded(0, 6 * UNIT, 10 * UNIT));
    }

    @Test
    void growthStepsCountWhatGrewWhateverTheOrder() {
        long step = 16 << 20;
        assertThat(GrowthSteps.stepsOf(0, step)).isZero();
        assertThat(GrowthSteps.stepsOf(1, step)).isEqualTo(1);
        assertThat(GrowthSteps.stepsOf(step, step)).isEqualTo(1);
        GrowthSteps before = GrowthSteps.none().with(-5, 10);
        GrowthSteps hour = GrowthSteps.none()
                .with(30, 14)
                .with(10, 12)
                .with(20, 9)
                .with(40, 14)
                .with(35, 14);

        assertThat(hour.grown(before)).isEqualTo(2 + 5);
        assertThat(hour.grown(GrowthSteps.none())).isEqualTo(5);
        assertThat(hour.times()).containsExactly(10, 20, 30, 40);
        assertThat(hour.with(38, 14)).isSameAs(hour);
        assertThat(GrowthSteps.none().with(40, 14).with(30, 14).with(20, 9).with(10, 12))
                .isEqualTo(hour);
    }

    private static SnapshotReading snapshot(@Nullable Long exclusive, @Nullable Long held) {
        return new SnapshotReading(
                "test", "s", "base", "p", "s", SnapshotKind.INTERNAL, null, 1, null, exclusive, null, null, null, held);
    }

    private static VolumeReading base(boolean inUse, long reusable) {
        return volume("base", null, 90 * UNIT, inUse, reusable, null, null);
    }

    private static VolumeReading overlay(
            String id, String parent, long allocated, @Nullable Long growth, @Nullable Long peak) {
        return volume(id, parent, allocated, false, 0, growth, peak);
    }

    private static VolumeReading volume(
            String id,
            @Nullable String parent,
            long allocated,
            boolean inUse,
            long reusable,
            @Nullable Long growth,
            @Nullable Long peak) {
        return new VolumeReading(
                "test",
                id,
                id,
                "qcow2",
                Provisioning.THIN,
                VolumeUse.BACKING,
                "p",
                null,
                null,
                parent,
                100 * UNIT,
                allocated,
                null,
                null,
                null,
                null,
                null,
                null,
                UNIT,
                inUse,
                null,
                List.of(),
                reusable,
                growth,
                peak,
                null);
    }
}
