package io.ullage.job.ledger;

import java.util.Set;

/** Bytes of a volume of which the totals say no more than that each is backed in one of these ways. */
record BackingShare(long bytes, Set<Backing> ways) {
    BackingShare {
        ways = Set.copyOf(ways);
    }

    boolean surelyIn(Set<Backing> wanted) {
        return wanted.containsAll(ways);
    }

    boolean possiblyIn(Set<Backing> wanted) {
        return ways.stream().anyMatch(wanted::contains);
    }
}
