package io.ullage.job.row;

import io.ullage.schema.ledger.Estimate;
import io.ullage.schema.ledger.Ledger;
import io.ullage.schema.telemetry.VolumeReading;
import org.jspecify.annotations.Nullable;

/**
 * Sums over volumes. A volume without a figure is counted as one without and adds nothing; where none has the figure, the sum is absent.
 *
 * @param withoutAllocated volumes that do not say what they occupy
 * @param withoutGuestLive volumes that nobody looks into
 */
public record VolumeSums(
        long volumes,
        long provisionedBytes,
        @Nullable Long allocatedBytes,
        long withoutAllocated,
        @Nullable Long writtenBytes,
        long withoutWritten,
        @Nullable Long guestLiveBytes,
        long withoutGuestLive,
        long snapshotBytes,
        long metadataBytes,
        Ledger ledger) {
    private static final Estimate NOTHING = Estimate.exact(0);

    public static final VolumeSums NONE = new VolumeSums(
            0,
            0,
            null,
            0,
            null,
            0,
            null,
            0,
            0,
            0,
            new Ledger(0, NOTHING, NOTHING, NOTHING, NOTHING, NOTHING, NOTHING, NOTHING, NOTHING));

    /** Of one volume. */
    public static VolumeSums of(LedgerRow row) {
        VolumeReading volume = row.volume();
        return new VolumeSums(
                1,
                volume.provisionedBytes(),
                volume.allocatedBytes(),
                volume.allocatedBytes() == null ? 1 : 0,
                volume.writtenBytes(),
                volume.writtenBytes() == null ? 1 : 0,
                row.guestLiveBytes(),
                row.guestLiveBytes() == null ? 1 : 0,
                volume.snapshotBytes() == null ? 0 : volume.snapshotBytes(),
                volume.metadataBytes() == null ? 0 : volume.metadataBytes(),
                row.ledger());
    }

    /** @throws ArithmeticException if a sum does not fit into 63 bits: then a reading is a lie */
    public VolumeSums plus(VolumeSums other) {
        return new VolumeSums(
                volumes + other.volumes,
                Math.addExact(provisionedBytes, other.provisionedBytes),
                sum(allocatedBytes, other.allocatedBytes),
                withoutAllocated + other.withoutAllocated,
                sum(writtenBytes, other.writtenBytes),
                withoutWritten + other.withoutWritten,
                sum(guestLiveBytes, other.guestLiveBytes),
                withoutGuestLive + other.withoutGuestLive,
                Math.addExact(snapshotBytes, other.snapshotBytes),
                Math.addExact(metadataBytes, other.metadataBytes),
                sum(ledger, other.ledger));
    }

    private static @Nullable Long sum(@Nullable Long a, @Nullable Long b) {
        if (a == null) {
            return b;
        }
        return b == null ? a : Long.valueOf(Math.addExact(a, b));
    }

    private static Ledger sum(Ledger a, Ledger b) {
        return new Ledger(
                Math.addExact(a.provisionedBytes(), b.provisionedBytes()),
                sum(a.live(), b.live()),
                sum(a.claimed(), b.claimed()),
                sum(a.dead(), b.dead()),
                sum(a.stranded(), b.stranded()),
                sum(a.zeroed(), b.zeroed()),
                sum(a.reserved(), b.reserved()),
                sum(a.ullage(), b.ullage()),
                sum(a.unseen(), b.unseen()));
    }

    /** Lows and highs add: the worst may happen to all volumes at once. */
    private static Estimate sum(Estimate a, Estimate b) {
        return new Estimate(
                Math.addExact(a.lowBytes(), b.lowBytes()),
                Math.addExact(a.bestBytes(), b.bestBytes()),
                Math.addExact(a.highBytes(), b.highBytes()),
                a.method().compareTo(b.method()) >= 0 ? a.method() : b.method());
    }
}
