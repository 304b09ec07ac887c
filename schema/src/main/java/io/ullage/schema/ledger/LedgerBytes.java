package io.ullage.schema.ledger;

import io.ullage.schema.Require;

/** The eight classes as exact figures, in bytes. They sum to the provisioned size of the volume. */
public record LedgerBytes(
        long liveBytes,
        long claimedBytes,
        long deadBytes,
        long strandedBytes,
        long zeroedBytes,
        long reservedBytes,
        long ullageBytes,
        long unseenBytes) {
    public LedgerBytes {
        Require.notNegative("ledger.liveBytes", liveBytes);
        Require.notNegative("ledger.claimedBytes", claimedBytes);
        Require.notNegative("ledger.deadBytes", deadBytes);
        Require.notNegative("ledger.strandedBytes", strandedBytes);
        Require.notNegative("ledger.zeroedBytes", zeroedBytes);
        Require.notNegative("ledger.reservedBytes", reservedBytes);
        Require.notNegative("ledger.ullageBytes", ullageBytes);
        Require.notNegative("ledger.unseenBytes", unseenBytes);
    }

    public long totalBytes() {
        return liveBytes
                + claimedBytes
                + deadBytes
                + strandedBytes
                + zeroedBytes
                + reservedBytes
                + ullageBytes
                + unseenBytes;
    }

    public long of(LedgerClass ledgerClass) {
        return switch (ledgerClass) {
            case LIVE -> liveBytes;
            case CLAIMED -> claimedBytes;
            case DEAD -> deadBytes;
            case STRANDED -> strandedBytes;
            case ZEROED -> zeroedBytes;
            case RESERVED -> reservedBytes;
            case ULLAGE -> ullageBytes;
            case UNSEEN -> unseenBytes;
        };
    }
}
