package io.ullage.job.sketch;

import io.ullage.job.dedup.DomainSums;
import io.ullage.job.dedup.VolumeSums;
import java.util.List;

/** By how much the sums of a domain and of some of its volumes have changed, in some of its shards. */
public record SumsChange(Domain domain, DomainSums sums, List<OfVolume> volumes) {
    public SumsChange {
        volumes = List.copyOf(volumes);
    }

    /** By how much the sums of one volume have changed. */
    public record OfVolume(long volumeKey, VolumeSums sums) {}
}
