package io.ullage.job.dedup;

import io.ullage.schema.InvalidFieldException;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * From sums over sampled fingerprints to bytes. Every figure is the sample's sum times {@code 2^k}, plus for each volume {@code v} whose
 * content it counts an adjustment {@code c(v) · (chunks of v − 2^k · Σ r)}: the known size of the volume held against the size that the
 * sample makes believe. {@code c(v) = Σ r / Σ r·R} is 1 where nothing is shared, and the figure then exact; it goes to 0 the more
 * references there are to a chunk, and the figure is then the sample's.
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
        for (String volumeId : sums.volumes().keySet()) {
            if (!totals.containsKey(volumeId)) {
                throw new InvalidFieldException("totals", "must know every volume with fingerprints", volumeId);
            }
        }
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
     * @param sums over all fingerprints to which the set refers
     * @param members what {@link #estimate(DedupSums, Map)} said of the set's volumes
     */
    public SetDedup estimate(SetSums sums, Collection<VolumeDedup> members) {
        VolumeTotals totals = VolumeTotals.NOTHING;
        double chunks = 0;
        Double bytes = 0.0;
        for (VolumeDedup member : members) {
            Control control = member.control();
            totals = totals.plus(member.totals());
            chunks += control.chunks() * control.deviation();
            bytes = plus(bytes, control.compressed(), control.deviation());
        }
        return new SetEstimate(sampling, sums, totals, chunks, bytes).result();
    }

    private static @Nullable Double plus(@Nullable Double bytes, @Nullable Double coefficient, double deviation) {
        return bytes == null || coefficient == null ? null : Double.valueOf(bytes + coefficient * deviation);
    }
}
