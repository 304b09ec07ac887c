package io.ullage.job.utilisation;

import io.ullage.job.row.VolumeSums;
import io.ullage.schema.ledger.Estimate;
import io.ullage.schema.ledger.Ledger;
import io.ullage.schema.ledger.LedgerClass;
import io.ullage.schema.ledger.Method;
import io.ullage.schema.telemetry.VolumeUse;
import java.util.Arrays;
import java.util.function.LongBinaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * State: sums over the volumes of a pool from which each can be taken back, so that a change of one volume needs no look at the others.
 *
 * @param revisions of all volumes, added up
 * @param disks figures in the order of {@link #figures}
 * @param backing the same of the layers beneath
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record RunningSums(long revisions, long[] disks, long[] backing) {
    private static final int FIGURES = 11;
    private static final int CLASSES = LedgerClass.values().length;
    private static final int METHODS = Method.values().length;

    /** Of each class low, best and high, and how many volumes have it by which method. */
    private static final int PER_CLASS = 3 + METHODS;

    static final RunningSums NONE = new RunningSums(0, new long[length()], new long[length()]);

    /** @throws ArithmeticException if a sum does not fit into 63 bits */
    RunningSums plus(VolumeShare share) {
        return changed(share, Math::addExact);
    }

    /** @param share that is in the sums */
    RunningSums minus(VolumeShare share) {
        return changed(share, Math::subtractExact);
    }

    private RunningSums changed(VolumeShare share, LongBinaryOperator operator) {
        long all = operator.applyAsLong(revisions, share.revision());
        long[] figures = figures(share.sums());
        return switch (share.use()) {
            case DISK -> new RunningSums(all, changed(disks, figures, operator), backing);
            case BACKING -> new RunningSums(all, disks, changed(backing, figures, operator));
        };
    }

    private static long[] changed(long[] sums, long[] figures, LongBinaryOperator operator) {
        long[] changed = new long[sums.length];
        Arrays.setAll(changed, i -> operator.applyAsLong(sums[i], figures[i]));
        return changed;
    }

    VolumeSums of(VolumeUse use) {
        long[] sums =
                switch (use) {
                    case DISK -> disks;
                    case BACKING -> backing;
                };
        long volumes = sums[0];
        return new VolumeSums(
                volumes,
                sums[1],
                known(sums[2], sums[3], volumes),
                sums[3],
                known(sums[4], sums[5], volumes),
                sums[5],
                known(sums[6], sums[7], volumes),
                sums[7],
                sums[8],
                sums[9],
                new Ledger(
                        sums[10],
                        estimate(sums, LedgerClass.LIVE),
                        estimate(sums, LedgerClass.CLAIMED),
                        estimate(sums, LedgerClass.DEAD),
                        estimate(sums, LedgerClass.STRANDED),
                        estimate(sums, LedgerClass.ZEROED),
                        estimate(sums, LedgerClass.RESERVED),
                        estimate(sums, LedgerClass.ULLAGE),
                        estimate(sums, LedgerClass.UNSEEN)));
    }

    private static @Nullable Long known(long sum, long without, long volumes) {
        return without == volumes ? null : Long.valueOf(sum);
    }

    private static Estimate estimate(long[] sums, LedgerClass ledgerClass) {
        int at = place(ledgerClass);
        Method weakest = Method.EXACT;
        for (Method method : Method.values()) {
            if (sums[at + 3 + method.ordinal()] > 0 && method.compareTo(weakest) > 0) {
                weakest = method;
            }
        }
        return new Estimate(sums[at], sums[at + 1], sums[at + 2], weakest);
    }

    /** A figure that is absent adds nothing: it is counted beside. */
    private static long[] figures(VolumeSums sums) {
        long[] figures = new long[length()];
        figures[0] = sums.volumes();
        figures[1] = sums.provisionedBytes();
        figures[2] = orNothing(sums.allocatedBytes());
        figures[3] = sums.withoutAllocated();
        figures[4] = orNothing(sums.writtenBytes());
        figures[5] = sums.withoutWritten();
        figures[6] = orNothing(sums.guestLiveBytes());
        figures[7] = sums.withoutGuestLive();
        figures[8] = sums.snapshotBytes();
        figures[9] = sums.metadataBytes();
        figures[10] = sums.ledger().provisionedBytes();
        for (LedgerClass ledgerClass : LedgerClass.values()) {
            Estimate estimate = sums.ledger().of(ledgerClass);
            int at = place(ledgerClass);
            figures[at] = estimate.lowBytes();
            figures[at + 1] = estimate.bestBytes();
            figures[at + 2] = estimate.highBytes();
            figures[at + 3 + estimate.method().ordinal()] = 1;
        }
        return figures;
    }

    private static long orNothing(@Nullable Long value) {
        return value == null ? 0 : value;
    }

    private static int place(LedgerClass ledgerClass) {
        return FIGURES + PER_CLASS * ledgerClass.ordinal();
    }

    private static int length() {
        return FIGURES + PER_CLASS * CLASSES;
    }
}
