package io.ullage.schema.ledger;

import io.ullage.schema.InvalidFieldException;
import io.ullage.schema.Require;

/**
 * The ledger of one volume at one time: an {@link Estimate} per class. The best figures sum to {@code provisionedBytes}; the lows sum
 * to no more and the highs to no less.
 */
public record Ledger(
        long provisionedBytes,
        Estimate live,
        Estimate claimed,
        Estimate dead,
        Estimate stranded,
        Estimate zeroed,
        Estimate reserved,
        Estimate ullage,
        Estimate unseen) {
    public Ledger {
        Require.notNegative("provisionedBytes", provisionedBytes);
        long best = live.bestBytes()
                + claimed.bestBytes()
                + dead.bestBytes()
                + stranded.bestBytes()
                + zeroed.bestBytes()
                + reserved.bestBytes()
                + ullage.bestBytes()
                + unseen.bestBytes();
        if (best != provisionedBytes) {
            throw new InvalidFieldException("ledger", "must sum to provisionedBytes " + provisionedBytes, best);
        }
    }

    /** From complete maps. */
    public static Ledger exact(LedgerBytes bytes) {
        return new Ledger(
                bytes.totalBytes(),
                Estimate.exact(bytes.liveBytes()),
                Estimate.exact(bytes.claimedBytes()),
                Estimate.exact(bytes.deadBytes()),
                Estimate.exact(bytes.strandedBytes()),
                Estimate.exact(bytes.zeroedBytes()),
                Estimate.exact(bytes.reservedBytes()),
                Estimate.exact(bytes.ullageBytes()),
                Estimate.exact(bytes.unseenBytes()));
    }

    public Estimate of(LedgerClass ledgerClass) {
        return switch (ledgerClass) {
            case LIVE -> live;
            case CLAIMED -> claimed;
            case DEAD -> dead;
            case STRANDED -> stranded;
            case ZEROED -> zeroed;
            case RESERVED -> reserved;
            case ULLAGE -> ullage;
            case UNSEEN -> unseen;
        };
    }

    /** {@link Method#EXACT} if every class is, else the weakest method of any class. */
    public Method method() {
        Method weakest = Method.EXACT;
        for (LedgerClass ledgerClass : LedgerClass.values()) {
            Method method = of(ledgerClass).method();
            if (method.compareTo(weakest) > 0) {
                weakest = method;
            }
        }
        return weakest;
    }
}
