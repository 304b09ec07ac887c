package io.ullage.job.dedup;

import io.ullage.schema.InvalidFieldException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * From sums over sampled fingerprints to bytes. What the sample says, times {@code 2^k}, is corrected by what is known of each volume
 * {@code v}: to its attributed content is added {@code c(v) · (chunks of v − 2^k · Σ r)} with {@code c(v) = Σ r / Σ r·R}. Where nothing is
 * shared that coefficient is 1 and the figure exact; it goes to 0 the more references there are to a chunk, and the figure is then the
 * sample's. Every other figure takes part in the correction as it takes part in attributed content.
 */
public final class DedupEstimator {
    private final Sampling sampling;
    private final Controls controls;

    public DedupEstimator(Sampling sampling) {
        this.sampling = sampling;
        this.controls = new Controls(sampling);
    }

    /**
     * @param sums over all fingerprints of the domain
     * @param totals of each of its volumes
     * @throws InvalidFieldException if a volume has fingerprints and no totals
     */
    public DomainDedup estimate(DedupSums sums, Map<String, VolumeTotals> totals) {
        requireTotals(sums.volumes().keySet(), totals);
        Map<String, Control> byVolume = new TreeMap<>();
        VolumeTotals all = VolumeTotals.NOTHING;
        for (Map.Entry<String, VolumeTotals> volume : totals.entrySet()) {
            Control control = controls.of(sums.volume(volume.getKey()), volume.getValue(), sums.domain());
            byVolume.put(volume.getKey(), control);
            all = all.plus(volume.getValue());
        }
        return new DomainEstimate(sampling, sums, totals, byVolume, all).result();
    }

    /**
     * @param sums over all fingerprints of the domain to which the set refers
     * @param totals of each of the set's volumes
     * @param domain over all fingerprints of the domain; it matters only for volumes that are too small to have one
     * @throws InvalidFieldException if a volume of the set has no totals
     */
    public SetDedup estimate(SetSums sums, Map<String, VolumeTotals> totals, DomainSums domain) {
        requireTotals(sums.volumeIds(), totals);
        Map<String, Control> members = new TreeMap<>();
        VolumeTotals all = VolumeTotals.NOTHING;
        for (String volumeId : sums.volumeIds()) {
            VolumeTotals scanned = totals.getOrDefault(volumeId, VolumeTotals.NOTHING);
            members.put(volumeId, controls.of(sums.member(volumeId).volume(), scanned, domain));
            all = all.plus(scanned);
        }
        return new SetEstimate(sampling, sums, members, all).result();
    }

    private static void requireTotals(Set<String> volumeIds, Map<String, VolumeTotals> totals) {
        for (String volumeId : volumeIds) {
            if (!totals.containsKey(volumeId)) {
                throw new InvalidFieldException("totals", "must know every volume with fingerprints", volumeId);
            }
        }
    }
}
