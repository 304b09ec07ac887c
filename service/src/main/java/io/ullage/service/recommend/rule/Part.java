package io.ullage.service.recommend.rule;

import io.ullage.schema.ledger.LedgerClass;

/** Which bytes of a volume. All but {@link #WHOLE} are disjoint. */
public enum Part {
    LIVE,
    DEAD,
    STRANDED,
    ZEROED,
    RESERVED,
    UNSEEN,
    /** Outside the provisioned bytes: held by its snapshots alone. */
    SNAPSHOT,
    /** All that it occupies and nobody else was given. */
    WHOLE;

    static Part of(LedgerClass ledgerClass) {
        return switch (ledgerClass) {
            case LIVE -> LIVE;
            case DEAD -> DEAD;
            case STRANDED -> STRANDED;
            case ZEROED -> ZEROED;
            case RESERVED -> RESERVED;
            case UNSEEN -> UNSEEN;
            case CLAIMED, ULLAGE -> throw new IllegalArgumentException(ledgerClass + " has no backing");
        };
    }
}
