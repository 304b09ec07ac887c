package io.ullage.image.ledger;

import io.ullage.image.BackingState;
import io.ullage.image.BlockMap;
import io.ullage.image.ExtentCursor;
import io.ullage.image.GuestState;
import io.ullage.image.ImageException;
import io.ullage.image.LiveMap;
import java.io.IOException;

/**
 * Counts a {@link ByteLedger} from a block map and a live map of the same disk.
 *
 * <table>
 *   <caption>Classes by backing state and guest state</caption>
 *   <tr><th></th><th>LIVE</th><th>FREE</th><th>UNSEEN</th></tr>
 *   <tr><td>MAPPED</td><td>live</td><td>dead or stranded</td><td>unseen</td></tr>
 *   <tr><td>SHARED, BACKED</td><td>live</td><td>stranded</td><td>unseen</td></tr>
 *   <tr><td>MAPPED_ZERO</td><td>live</td><td>zeroed</td><td>zeroed</td></tr>
 *   <tr><td>RESERVED</td><td>live</td><td>reserved</td><td>reserved</td></tr>
 *   <tr><td>UNMAPPED</td><td>claimed</td><td>ullage</td><td>ullage</td></tr>
 * </table>
 *
 * <p>Free mapped bytes are dead if no byte of their allocation unit is live, unseen or shared, else stranded. The last unit of a disk may
 * be short and counts as a unit. Live bytes in allocated zeros or reserved space are live, not claimed: the pool has already paid for
 * them.
 */
public final class LedgerCounter {
    private final long unit;
    private long live;
    private long claimed;
    private long dead;
    private long stranded;
    private long zeroed;
    private long reserved;
    private long ullage;
    private long unseen;
    private long trimReturns;

    /** Of the unit that is not finished yet. */
    private long unitMappedFree;

    private long unitOtherFree;
    private boolean unitHeld;

    private LedgerCounter(long unit) {
        this.unit = unit;
    }

    /** @throws ImageException if the maps are not of one size, or do not cover it without a gap */
    public static ByteLedger count(BlockMap blocks, LiveMap live) throws IOException {
        long size = blocks.provisionedBytes();
        if (live.sizeBytes() != size) {
            throw new ImageException("live map", "must cover the " + size + " bytes of its volume", live.sizeBytes());
        }
        if (blocks.allocationUnitBytes() < 1) {
            throw new ImageException("allocationUnitBytes", "must be positive", blocks.allocationUnitBytes());
        }
        LedgerCounter counter = new LedgerCounter(blocks.allocationUnitBytes());
        try (ExtentCursor<BackingState> backing = blocks.extents();
                ExtentCursor<GuestState> guest = live.extents()) {
            long position = 0;
            long backingEnd = 0;
            long guestEnd = 0;
            while (position < size) {
                if (position == backingEnd) {
                    backingEnd = advance(backing, "block map", position);
                }
                if (position == guestEnd) {
                    guestEnd = advance(guest, "live map", position);
                }
                long end = Math.min(size, Math.min(backingEnd, guestEnd));
                counter.add(position, end, backing.state(), guest.state());
                position = end;
            }
        }
        counter.closeUnit();
        return counter.ledger();
    }

    private static long advance(ExtentCursor<?> cursor, String map, long position) throws IOException {
        if (!cursor.next() || cursor.start() != position || cursor.length() <= 0) {
            throw new ImageException(map, "must go on without a gap", "nothing at byte " + position);
        }
        return cursor.start() + cursor.length();
    }

    /** A range of one pair of states: the rest of the open unit, then whole units at once, then the beginning of a unit. */
    private void add(long start, long end, BackingState backing, GuestState guest) {
        long position = start;
        if (position % unit != 0) {
            long pieceEnd = Math.min(end, position + unit - position % unit);
            addWithinUnit(pieceEnd - position, backing, guest);
            position = pieceEnd;
            if (position % unit == 0) {
                closeUnit();
            }
        }
        long whole = (end - position) / unit * unit;
        if (whole > 0) {
            addWithinUnit(whole, backing, guest);
            closeUnit();
            position += whole;
        }
        if (position < end) {
            addWithinUnit(end - position, backing, guest);
        }
    }

    private void addWithinUnit(long length, BackingState backing, GuestState guest) {
        unitHeld |= guest != GuestState.FREE || backing == BackingState.SHARED;
        if (guest == GuestState.LIVE) {
            if (backing == BackingState.UNMAPPED) {
                claimed += length;
            } else {
                live += length;
            }
            return;
        }
        boolean free = guest == GuestState.FREE;
        switch (backing) {
            case MAPPED -> {
                if (free) {
                    unitMappedFree += length;
                } else {
                    unseen += length;
                }
            }
            case SHARED, BACKED -> {
                if (free) {
                    stranded += length;
                } else {
                    unseen += length;
                }
            }
            case MAPPED_ZERO -> {
                zeroed += length;
                unitOtherFree += free ? length : 0;
            }
            case RESERVED -> {
                reserved += length;
                unitOtherFree += free ? length : 0;
            }
            case UNMAPPED -> ullage += length;
        }
    }

    private void closeUnit() {
        if (unitHeld) {
            stranded += unitMappedFree;
        } else {
            dead += unitMappedFree;
            trimReturns += unitMappedFree + unitOtherFree;
        }
        unitMappedFree = 0;
        unitOtherFree = 0;
        unitHeld = false;
    }

    private ByteLedger ledger() {
        return new ByteLedger(live, claimed, dead, stranded, zeroed, reserved, ullage, unseen, trimReturns);
    }
}
