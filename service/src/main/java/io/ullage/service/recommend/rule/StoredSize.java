package io.ullage.service.recommend.rule;

import io.ullage.schema.ledger.Estimate;
import io.ullage.schema.ledger.LedgerClass;
import io.ullage.schema.ledger.Method;
import io.ullage.schema.telemetry.SnapshotKind;
import io.ullage.service.recommend.estate.Estate;
import io.ullage.service.recommend.estate.Pool;
import io.ullage.service.recommend.estate.Sketch;
import io.ullage.service.recommend.estate.Volume;
import org.jspecify.annotations.Nullable;

/**
 * What bytes of a volume's ledger are in its pool: whole allocation units, compressed, and only where no other reference keeps them. A
 * ledger counts the guest's bytes; a pool gives back stored ones.
 */
final class StoredSize {
    /** Format tables and rounding make the two differ a little where nothing is compressed. */
    private static final double COMPRESSED_BELOW = 0.98;

    private final Estate estate;

    StoredSize(Estate estate) {
        this.estate = estate;
    }

    /** What comes back to the pool when these bytes of the volume are given back. */
    Estimate of(Volume volume, Estimate ledgerBytes) {
        return deduplicated(volume, compressed(volume, wholeUnits(volume, ledgerBytes)));
    }

    /** Half a unit is not given back. An exact ledger counts whole units already, but for a short last one. */
    private static Estimate wholeUnits(Volume volume, Estimate bytes) {
        Long unit = volume.allocationUnitBytes();
        if (unit == null || unit <= 1 || bytes.method() == Method.EXACT) {
            return bytes;
        }
        long low = bytes.lowBytes() / unit * unit;
        return new Estimate(low, Math.max(low, bytes.bestBytes() / unit * unit), bytes.highBytes(), bytes.method());
    }

    /** Where the classes that are mapped hold more than is allocated, the pool or the format compresses. */
    private static Estimate compressed(Volume volume, Estimate bytes) {
        double ratio = storedRatio(volume);
        if (ratio >= COMPRESSED_BELOW) {
            return bytes;
        }
        // Which bytes compress well nobody says: those that return may be the worst or the best of them.
        return bounded(0, (long) (bytes.bestBytes() * ratio), bytes.highBytes(), bytes.method());
    }

    /** Stored ÷ mapped bytes of a volume; 1 where nobody can say. */
    private static double storedRatio(Volume volume) {
        Long allocated = volume.allocatedBytes();
        if (allocated == null) {
            return 1;
        }
        long mapped = 0;
        for (LedgerClass ledgerClass : LedgerClass.values()) {
            if (ledgerClass != LedgerClass.CLAIMED && ledgerClass != LedgerClass.ULLAGE) {
                mapped += volume.of(ledgerClass).bestBytes();
            }
        }
        mapped -= orZero(volume.backedBytes());
        long own = allocated - orZero(volume.snapshotBytes()) - orZero(volume.metadataBytes());
        return mapped <= 0 || own <= 0 ? 1 : Math.min(1, (double) own / mapped);
    }

    /** In a pool that stores equal blocks once, only the last reference frees one. */
    private Estimate deduplicated(Volume volume, Estimate bytes) {
        Pool pool = estate.pool(volume.poolId()).orElse(null);
        Double reported = pool == null ? null : pool.reportedDedupRatio();
        if (pool == null || reported == null || !pool.deduplicates()) {
            return bytes;
        }
        Sketch sketch = estate.sketches().get(volume.volumeId());
        double kept = sketch == null || sketch.dataBytes() <= 0
                ? 1 / reported
                : Math.min(1, (double) sketch.unique().bestBytes() / sketch.dataBytes());
        return bounded(0, (long) (bytes.bestBytes() * kept), bytes.highBytes(), Method.SAMPLED);
    }

    /** What deleting the whole volume returns. */
    Estimate ofWhole(Volume volume) {
        long allocated = orZero(volume.allocatedBytes());
        Estimate all = Estimate.exact(allocated);
        Pool pool = estate.pool(volume.poolId()).orElse(null);
        if (pool == null || !pool.deduplicates()) {
            return heldBySnapshots(volume, all);
        }
        Sketch sketch = estate.sketches().get(volume.volumeId());
        if (sketch == null) {
            return heldBySnapshots(volume, deduplicated(volume, all));
        }
        Estimate unique = sketch.uniqueCompressed() == null ? sketch.unique() : sketch.uniqueCompressed();
        return heldBySnapshots(
                volume,
                bounded(
                        Math.min(allocated, unique.lowBytes()),
                        Math.min(allocated, unique.bestBytes()),
                        Math.min(allocated, unique.highBytes()),
                        Method.SAMPLED));
    }

    /** Snapshots in the pool outlive their volume, and keep what they refer to. */
    private Estimate heldBySnapshots(Volume volume, Estimate bytes) {
        boolean poolSnapshots =
                estate.snapshotsOf(volume).stream().anyMatch(snapshot -> snapshot.kind() == SnapshotKind.POOL);
        return poolSnapshots ? bounded(0, bytes.bestBytes(), bytes.highBytes(), bytes.method()) : bytes;
    }

    private static Estimate bounded(long low, long best, long high, Method method) {
        return low == high
                ? Estimate.exact(best)
                : new Estimate(
                        low,
                        Math.max(low, best),
                        Math.max(best, high),
                        method == Method.EXACT ? Method.BOUNDED : method);
    }

    private static long orZero(@Nullable Long bytes) {
        return bytes == null ? 0 : bytes;
    }
}
