package io.ullage.service.simulate;

import io.ullage.schema.ledger.LedgerBytes;
import io.ullage.schema.ledger.LedgerClass;
import java.util.EnumSet;
import java.util.Set;

/** The classes of one volume. Bytes move between classes and never come or go, so that they always sum to provisioned. */
final class Balance {
    private static final Set<LedgerClass> MAPPED =
            EnumSet.of(LedgerClass.LIVE, LedgerClass.DEAD, LedgerClass.STRANDED, LedgerClass.ZEROED);

    private final long[] bytes = new long[LedgerClass.values().length];

    /** Everything in one class. */
    Balance(LedgerClass first, long provisionedBytes) {
        bytes[first.ordinal()] = provisionedBytes;
    }

    /** Moves at most {@code amount}; returns what was there to be moved. */
    long move(LedgerClass from, LedgerClass to, long amount) {
        long moved = Math.max(0, Math.min(amount, of(from)));
        bytes[from.ordinal()] -= moved;
        bytes[to.ordinal()] += moved;
        return moved;
    }

    long of(LedgerClass ledgerClass) {
        return bytes[ledgerClass.ordinal()];
    }

    /** Backed and written. */
    long mappedBytes() {
        return MAPPED.stream().mapToLong(this::of).sum();
    }

    /** Held by the guest. */
    long heldBytes() {
        return of(LedgerClass.LIVE) + of(LedgerClass.CLAIMED);
    }

    LedgerBytes toLedgerBytes() {
        return new LedgerBytes(
                of(LedgerClass.LIVE),
                of(LedgerClass.CLAIMED),
                of(LedgerClass.DEAD),
                of(LedgerClass.STRANDED),
                of(LedgerClass.ZEROED),
                of(LedgerClass.RESERVED),
                of(LedgerClass.ULLAGE),
                of(LedgerClass.UNSEEN));
    }
}
