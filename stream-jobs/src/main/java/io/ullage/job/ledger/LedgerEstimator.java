package io.ullage.job.ledger;

import static io.ullage.job.ledger.Backing.BACKED;
import static io.ullage.job.ledger.Backing.RESERVED;
import static io.ullage.job.ledger.Backing.UNMAPPED;
import static io.ullage.job.ledger.Backing.WRITTEN;
import static io.ullage.job.ledger.Backing.ZERO;

import io.ullage.schema.ledger.Estimate;
import io.ullage.schema.ledger.Ledger;
import io.ullage.schema.ledger.LedgerBytes;
import io.ullage.schema.ledger.LedgerClass;
import io.ullage.schema.telemetry.VolumeReading;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The ledger of a volume from what is known of it: exact where the host brings one, else from totals.
 *
 * <p>Totals are the margins of a table, guest states down (live, free, unseen) and ways of backing across. A class is a rectangle of its
 * cells, and a rectangle with row sum {@code r} and column sum {@code c} in a table of {@code P} bytes holds from
 * {@code max(0, r + c − P)} to {@code min(r, c)} bytes. The best figure assumes that what the guest holds is backed, so that every promise
 * (dead, reserved, zeroed) is the smallest that the totals allow.
 */
public final class LedgerEstimator {
    /**
     * The smallest piece that a guest takes or frees: the block of ext4, XFS and NTFS as they are made today. A file system of smaller
     * blocks can strand more than the bounds say.
     */
    public static final long GUEST_BLOCK_BYTES = 4096;

    /** A guest sees whole sectors: the odd end of an image is no contradiction. */
    private static final long SECTOR_BYTES = 512;

    private static final Set<Backing> ALLOCATED_OR_BACKED = Set.of(WRITTEN, BACKED, RESERVED, ZERO);

    private LedgerEstimator() {}

    /**
     * @param guest absent where no guest disk is known to be this volume, or it tells nothing
     * @param snapshotBytes the most that the volume's snapshots may hold of its own blocks; zero where it has none
     */
    public static EstimatedLedger estimate(VolumeReading volume, @Nullable GuestTotals guest, long snapshotBytes) {
        LedgerBytes exact = volume.ledger();
        if (exact != null && !(guest != null && guest.unseenBytes() < exact.unseenBytes())) {
            return ofMaps(exact, guest);
        }
        List<String> anomalies = new ArrayList<>();
        List<BackingShare> backing = BackingTotals.of(volume, anomalies);
        GuestTotals held =
                guest == null ? unseen(volume.provisionedBytes()) : fitted(guest, volume.provisionedBytes(), anomalies);
        Table table = new Table(volume.provisionedBytes(), backing);
        Ledger ledger = table.ledger(held, strandable(volume, held, snapshotBytes));
        return new EstimatedLedger(ledger, guest == null ? null : guest.liveBytes(), anomalies);
    }

    /** A guest that sees more than the host's live map is asked instead: then a disk that is encrypted inside is no longer unseen. */
    private static EstimatedLedger ofMaps(LedgerBytes exact, @Nullable GuestTotals guest) {
        long heldBytes = exact.liveBytes() + exact.claimedBytes();
        Long guestLiveBytes = exact.unseenBytes() == 0 || heldBytes > 0 ? Long.valueOf(heldBytes) : null;
        if (guestLiveBytes == null && guest != null) {
            guestLiveBytes = guest.liveBytes();
        }
        return new EstimatedLedger(Ledger.exact(exact), guestLiveBytes, List.of());
    }

    private static GuestTotals unseen(long provisionedBytes) {
        return new GuestTotals(provisionedBytes, 0, 0, provisionedBytes);
    }

    /** The guest's totals on the volume's size. What is too much is told and cut where it promises most; what is missing is unseen. */
    private static GuestTotals fitted(GuestTotals guest, long provisionedBytes, List<String> anomalies) {
        if (Math.abs(guest.sizeBytes() - provisionedBytes) >= SECTOR_BYTES) {
            anomalies.add(
                    "guest sizeBytes " + guest.sizeBytes() + " differs from provisionedBytes " + provisionedBytes);
        }
        if (guest.liveBytes() > provisionedBytes) {
            anomalies.add("guest liveBytes " + guest.liveBytes() + " exceeds provisionedBytes " + provisionedBytes);
        }
        long sum = Saturated.sum(guest.liveBytes(), guest.freeBytes(), guest.unseenBytes());
        if (sum != guest.sizeBytes()) {
            anomalies.add("guest liveBytes + freeBytes + unseenBytes " + sum + " differs from its sizeBytes "
                    + guest.sizeBytes());
        }
        long live = Math.min(guest.liveBytes(), provisionedBytes);
        long unseen = Math.min(guest.unseenBytes(), provisionedBytes - live);
        long free = Math.min(guest.freeBytes(), provisionedBytes - live - unseen);
        return new GuestTotals(provisionedBytes, live, free, provisionedBytes - live - free);
    }

    /**
     * The most free written bytes that a trim may fail to return: those in an allocation unit of which the guest holds a block, and
     * those that a snapshot holds as well.
     */
    private static long strandable(VolumeReading volume, GuestTotals held, long snapshotBytes) {
        Long unit = volume.allocationUnitBytes();
        if (unit == null) {
            return Long.MAX_VALUE;
        }
        long blocks = ceilDivide(held.liveBytes() + held.unseenBytes(), GUEST_BLOCK_BYTES);
        return Saturated.sum(Saturated.product(blocks, Math.max(0, unit - GUEST_BLOCK_BYTES)), snapshotBytes);
    }

    private static long ceilDivide(long dividend, long divisor) {
        return dividend / divisor + (dividend % divisor == 0 ? 0 : 1);
    }

    /** Known margins, unknown cells. */
    private record Table(long provisionedBytes, List<BackingShare> backing) {
        /** The order in which the guest's blocks are laid onto the shares: what is surely data first. */
        private static final List<Set<Backing>> LIKELY_HELD =
                List.of(Set.of(WRITTEN), Set.of(WRITTEN, RESERVED), Set.of(BACKED), Set.of(RESERVED), Set.of(ZERO));

        Ledger ledger(GuestTotals held, long strandableBytes) {
            long live = held.liveBytes();
            long free = held.freeBytes();
            long unseen = held.unseenBytes();
            Map<LedgerClass, Long> best = best(held);
            Bounds freeWritten = bounds(free, Set.of(WRITTEN));
            Bounds freeBacked = bounds(free, Set.of(BACKED));
            Bounds freeData = bounds(free, Set.of(WRITTEN, BACKED));
            long stranded = Math.min(strandableBytes, freeWritten.high);
            Bounds dead = new Bounds(Math.max(0, freeWritten.low - stranded), freeWritten.high);
            Bounds strandedBounds = new Bounds(freeBacked.low, Math.min(freeData.high, freeBacked.high + stranded));
            return new Ledger(
                    provisionedBytes,
                    bounds(live, ALLOCATED_OR_BACKED).around(best.get(LedgerClass.LIVE)),
                    bounds(live, Set.of(UNMAPPED)).around(best.get(LedgerClass.CLAIMED)),
                    dead.around(best.get(LedgerClass.DEAD)),
                    strandedBounds.around(best.get(LedgerClass.STRANDED)),
                    bounds(free + unseen, Set.of(ZERO)).around(best.get(LedgerClass.ZEROED)),
                    bounds(free + unseen, Set.of(RESERVED)).around(best.get(LedgerClass.RESERVED)),
                    bounds(free + unseen, Set.of(UNMAPPED)).around(best.get(LedgerClass.ULLAGE)),
                    bounds(unseen, Set.of(WRITTEN, BACKED)).around(best.get(LedgerClass.UNSEEN)));
        }

        /** How much of a row of {@code rowBytes} can lie in these columns. */
        private Bounds bounds(long rowBytes, Set<Backing> ways) {
            long surely = 0;
            long possibly = 0;
            for (BackingShare share : backing) {
                surely += share.surelyIn(ways) ? share.bytes() : 0;
                possibly += share.possiblyIn(ways) ? share.bytes() : 0;
            }
            return new Bounds(Math.max(0, rowBytes - (provisionedBytes - surely)), Math.min(rowBytes, possibly));
        }

        /** One table that the margins allow: first what is live, then what is unseen, each onto what most likely holds it. */
        private Map<LedgerClass, Long> best(GuestTotals held) {
            Map<LedgerClass, Long> best = new EnumMap<>(LedgerClass.class);
            for (LedgerClass ledgerClass : LedgerClass.values()) {
                best.put(ledgerClass, 0L);
            }
            long live = held.liveBytes();
            long unseen = held.unseenBytes();
            for (BackingShare share : byLikelihood()) {
                long liveHere = Math.min(live, share.bytes());
                long unseenHere = Math.min(unseen, share.bytes() - liveHere);
                long freeHere = share.bytes() - liveHere - unseenHere;
                live -= liveHere;
                unseen -= unseenHere;
                best.merge(liveClass(share), liveHere, Long::sum);
                best.merge(unseenClass(share), unseenHere, Long::sum);
                best.merge(freeClass(share), freeHere, Long::sum);
            }
            return best;
        }

        private List<BackingShare> byLikelihood() {
            List<BackingShare> ordered = new ArrayList<>(backing);
            ordered.sort(Comparator.comparingInt(Table::rank));
            return ordered;
        }

        private static int rank(BackingShare share) {
            int rank = LIKELY_HELD.indexOf(share.ways());
            if (rank >= 0) {
                return rank;
            }
            // What may be allocated comes after what surely is, and before what surely is not.
            return share.surelyIn(Set.of(UNMAPPED)) ? LIKELY_HELD.size() + 1 : LIKELY_HELD.size();
        }

        private static LedgerClass liveClass(BackingShare share) {
            return share.possiblyIn(ALLOCATED_OR_BACKED) ? LedgerClass.LIVE : LedgerClass.CLAIMED;
        }

        private static LedgerClass unseenClass(BackingShare share) {
            return share.possiblyIn(Set.of(WRITTEN, BACKED)) ? LedgerClass.UNSEEN : freeClass(share);
        }

        /** Of what may be, that which promises least; what is allocated and not known to be unwritten counts as written. */
        private static LedgerClass freeClass(BackingShare share) {
            if (share.ways().contains(UNMAPPED)) {
                return LedgerClass.ULLAGE;
            }
            if (share.ways().contains(BACKED)) {
                return LedgerClass.STRANDED;
            }
            if (share.ways().contains(WRITTEN)) {
                return LedgerClass.DEAD;
            }
            return share.ways().contains(RESERVED) ? LedgerClass.RESERVED : LedgerClass.ZEROED;
        }
    }

    private record Bounds(long low, long high) {
        Estimate around(long best) {
            return Estimate.bounded(low, best, high);
        }
    }
}
