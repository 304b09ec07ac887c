package io.ullage.job.ledger;

import static io.ullage.job.ledger.Backing.BACKED;
import static io.ullage.job.ledger.Backing.RESERVED;
import static io.ullage.job.ledger.Backing.UNMAPPED;
import static io.ullage.job.ledger.Backing.WRITTEN;
import static io.ullage.job.ledger.Backing.ZERO;

import io.ullage.schema.telemetry.VolumeReading;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The host's side: provisioned bytes divided by how they are backed, as far as the host can tell. The shares sum to provisioned. */
final class BackingTotals {
    private static final Set<Backing> WRITTEN_OR_RESERVED = Set.of(WRITTEN, RESERVED);

    private final VolumeReading volume;
    private final List<String> anomalies;
    private final List<BackingShare> shares = new ArrayList<>();
    private long remaining;

    private BackingTotals(VolumeReading volume, List<String> anomalies) {
        this.volume = volume;
        this.anomalies = anomalies;
        this.remaining = volume.provisionedBytes();
    }

    /** @param anomalies takes what is wrong with the totals */
    static List<BackingShare> of(VolumeReading volume, List<String> anomalies) {
        BackingTotals totals = new BackingTotals(volume, anomalies);
        totals.divide();
        return List.copyOf(totals.shares);
    }

    private void divide() {
        checkSums();
        take(volume.writtenBytes(), Set.of(WRITTEN));
        take(volume.backedBytes(), Set.of(BACKED));
        take(volume.zeroBytes(), Set.of(ZERO));
        take(volume.reservedBytes(), Set.of(RESERVED));
        boolean writtenKnown = volume.writtenBytes() != null;
        boolean reservedKnown = volume.reservedBytes() != null;
        switch (volume.provisioning()) {
            case THICK -> {
                if (!writtenKnown) {
                    take(remaining, reservedKnown ? Set.of(WRITTEN) : WRITTEN_OR_RESERVED);
                } else if (!reservedKnown) {
                    take(remaining, Set.of(RESERVED));
                }
            }
            case THIN -> {
                if (!writtenKnown) {
                    takeAllocated(Set.of(WRITTEN));
                }
            }
            case UNKNOWN -> {
                if (!writtenKnown) {
                    takeAllocated(reservedKnown ? Set.of(WRITTEN) : WRITTEN_OR_RESERVED);
                } else if (!reservedKnown) {
                    takeAllocated(Set.of(RESERVED));
                }
            }
        }
        take(remaining, unsupplied());
    }

    /** What nothing is allocated for: a parent may supply it, unless that is known. */
    private Set<Backing> unsupplied() {
        return volume.parentVolumeId() != null && volume.backedBytes() == null
                ? Set.of(BACKED, UNMAPPED)
                : Set.of(UNMAPPED);
    }

    /** The allocated bytes that no other total explains; all that remains may be such where the host does not say what is allocated. */
    private void takeAllocated(Set<Backing> ways) {
        Long unexplained = unexplainedAllocatedBytes();
        if (unexplained == null) {
            List<Backing> possible = new ArrayList<>(ways);
            possible.addAll(unsupplied());
            take(remaining, Set.copyOf(possible));
            return;
        }
        if (unexplained > remaining && volume.writtenBytes() == null) {
            anomalies.add("allocatedBytes " + volume.allocatedBytes() + " exceeds what can be allocated by "
                    + (unexplained - remaining));
        }
        take(Math.min(unexplained, remaining), ways);
    }

    private @Nullable Long unexplainedAllocatedBytes() {
        if (volume.allocatedBytes() == null) {
            return null;
        }
        long explained = Saturated.sum(
                orNothing(volume.writtenBytes()),
                orNothing(volume.zeroBytes()),
                orNothing(volume.reservedBytes()),
                orNothing(volume.snapshotBytes()),
                orNothing(volume.metadataBytes()));
        return Math.max(0, volume.allocatedBytes() - explained);
    }

    private void checkSums() {
        long stated = Saturated.sum(
                orNothing(volume.writtenBytes()),
                orNothing(volume.zeroBytes()),
                orNothing(volume.reservedBytes()),
                orNothing(volume.backedBytes()));
        if (stated > volume.provisionedBytes()) {
            anomalies.add("writtenBytes + zeroBytes + reservedBytes + backedBytes " + stated
                    + " exceeds provisionedBytes " + volume.provisionedBytes());
        }
        if (volume.allocatedBytes() != null && volume.snapshotBytes() != null && volume.metadataBytes() != null) {
            long accounted = Saturated.sum(volume.provisionedBytes(), volume.snapshotBytes(), volume.metadataBytes());
            if (volume.allocatedBytes() > accounted) {
                anomalies.add("allocatedBytes " + volume.allocatedBytes()
                        + " exceeds provisionedBytes + snapshotBytes + metadataBytes " + accounted);
            }
        }
    }

    private void take(@Nullable Long bytes, Set<Backing> ways) {
        long taken = Math.min(orNothing(bytes), remaining);
        if (taken > 0) {
            shares.add(new BackingShare(taken, ways));
            remaining -= taken;
        }
    }

    private static long orNothing(@Nullable Long bytes) {
        return bytes == null ? 0 : bytes;
    }
}
