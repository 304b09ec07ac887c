package io.ullage.job.sketch;

import io.ullage.job.dedup.DomainSums;

/**
 * State: a domain as a whole.
 *
 * @param newestMillis the newest epoch that is known
 * @param knowledge grows with every epoch that becomes known: the sum, over all volumes that ever were in the domain, of the newest
 *     epoch, in milliseconds since 2020
 */
public record DomainTotal(Domain domain, DomainSums sums, long newestMillis, long knowledge) {
    /** 2020-01-01: so that millions of volumes fit. */
    private static final long BEGINNING_MILLIS = 1_577_836_800_000L;

    static DomainTotal of(Domain domain) {
        return new DomainTotal(domain, DomainSums.NOTHING, 0, 0);
    }

    DomainTotal with(SumsChange change) {
        return new DomainTotal(domain, sums.plus(change.sums()), newestMillis, knowledge);
    }

    /** @param beforeMillis the volume's epoch until now; 0 if it was not here */
    DomainTotal with(VolumeChange change, long beforeMillis) {
        long more = known(change.epochMillis()) - (beforeMillis == 0 ? 0 : known(beforeMillis));
        return new DomainTotal(
                domain, sums, Math.max(newestMillis, change.epochMillis()), knowledge + Math.max(0, more));
    }

    private static long known(long epochMillis) {
        return Math.max(0, epochMillis - BEGINNING_MILLIS) + 1;
    }
}
