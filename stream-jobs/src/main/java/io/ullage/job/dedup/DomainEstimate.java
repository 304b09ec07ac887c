package io.ullage.job.dedup;

import io.ullage.schema.ledger.Estimate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The figures of a domain and of all its volumes. */
final class DomainEstimate {
    private final Sampling sampling;
    private final DedupSums sums;
    private final Map<String, VolumeTotals> totals;
    private final Map<String, Control> controls;
    private final VolumeTotals all;

    /** @param controls of every volume that {@code totals} names, in the order of their names */
    DomainEstimate(
            Sampling sampling,
            DedupSums sums,
            Map<String, VolumeTotals> totals,
            Map<String, Control> controls,
            VolumeTotals all) {
        this.sampling = sampling;
        this.sums = sums;
        this.totals = totals;
        this.controls = controls;
        this.all = all;
    }

    DomainDedup result() {
        boolean sized = sums.domain().unsized() == 0
                && controls.values().stream().allMatch(control -> control.compressed() != null);
        Estimate logical = stored(chunks());
        Estimate compressed = sized ? stored(bytes()) : null;
        Map<String, Long> logicalShares = shares(logical.bestBytes(), false);
        Map<String, Long> compressedShares = compressed == null ? Map.of() : shares(compressed.bestBytes(), true);
        Map<String, VolumeDedup> volumes = new HashMap<>();
        controls.forEach((volumeId, control) -> volumes.put(
                volumeId,
                volume(volumeId, control, logicalShares.getOrDefault(volumeId, 0L), compressedShares.get(volumeId))));
        return new DomainDedup(
                all, new Footprint(logical, compressed), RatioEstimate.of(all.dataBytes(), logical), volumes);
    }

    private Estimate stored(Prediction prediction) {
        long best = Math.max(0, Math.min(all.dataBytes(), Math.round(prediction.bestBytes(sampling))));
        return prediction.around(best, all.dataBytes(), sampling);
    }

    private Prediction chunks() {
        return prediction(sums.domain().chunks(), false);
    }

    private Prediction bytes() {
        return prediction(sums.domain().compressed(), true);
    }

    /**
     * The square of a sum over the volumes that refer to a fingerprint is not to be had from sums by volume; by Cauchy and Schwarz it is
     * at most {@code R · Σ c²·r}, and no more where the volumes that share a fingerprint have the same coefficient.
     */
    private Prediction prediction(Moments content, boolean compressed) {
        double predicted = 0;
        double predictedSquares = 0;
        double products = 0;
        double adjustment = 0;
        for (Map.Entry<String, Control> entry : controls.entrySet()) {
            VolumeSums volume = sums.volume(entry.getKey());
            double coefficient = SetEstimate.coefficient(entry.getValue(), compressed);
            ContentSums held = compressed ? volume.compressed() : volume.chunks();
            predicted += coefficient * volume.references();
            predictedSquares += coefficient * coefficient * volume.products();
            products += coefficient * held.products();
            adjustment += coefficient * entry.getValue().deviation();
        }
        return new Prediction(
                content.sum(),
                content.squares(),
                predicted,
                predictedSquares,
                products,
                adjustment,
                compressed ? 1 : sampling.chunkBytes(),
                compressed ? sampling.chunkBytes() : 1);
    }

    private VolumeDedup volume(String volumeId, Control control, long logicalShare, @Nullable Long compressedShare) {
        VolumeSums volume = sums.volume(volumeId);
        VolumeTotals scanned = totals.getOrDefault(volumeId, VolumeTotals.NOTHING);
        SetDedup set =
                new SetEstimate(sampling, SetSums.alone(volumeId, volume), Map.of(volumeId, control), scanned).result();
        Estimate logical =
                attributed(volume, control, false).around(logicalShare, mostOf(scanned, logicalShare), sampling);
        Estimate compressed = compressedShare == null
                ? null
                : attributed(volume, control, true).around(compressedShare, mostOf(scanned, compressedShare), sampling);
        return new VolumeDedup(
                scanned, set.reclaimable(), new Footprint(logical, compressed), set.shared(), set.stored());
    }

    private static long mostOf(VolumeTotals scanned, long best) {
        return Math.max(best, scanned.dataBytes());
    }

    private Prediction attributed(VolumeSums volume, Control control, boolean compressed) {
        Moments share =
                compressed ? volume.compressed().attributed() : volume.chunks().attributed();
        double coefficient = SetEstimate.coefficient(control, compressed);
        return new Prediction(
                share.sum(),
                share.squares(),
                coefficient * volume.references(),
                coefficient * coefficient * volume.squares(),
                coefficient * share.products(),
                coefficient * control.deviation(),
                compressed ? 1 : sampling.chunkBytes(),
                compressed ? sampling.chunkBytes() : 1);
    }

    /** Attributed bytes, rounded so that they sum to {@code stored}: what is left over goes to the largest remainders. */
    private Map<String, Long> shares(long stored, boolean compressed) {
        Map<String, Double> raw = new HashMap<>();
        controls.forEach((volumeId, control) -> raw.put(
                volumeId,
                Math.max(
                        0,
                        attributed(sums.volume(volumeId), control, compressed).bestBytes(sampling))));
        double sum = raw.values().stream().mapToDouble(Double::doubleValue).sum();
        Map<String, Long> shares = new HashMap<>();
        Map<String, Double> remainders = new HashMap<>();
        long left = stored;
        for (String volumeId : controls.keySet()) {
            double bytes = sum <= 0 ? 0 : raw.getOrDefault(volumeId, 0.0) * (stored / sum);
            long whole = Math.min(left, (long) Math.floor(bytes));
            shares.put(volumeId, whole);
            remainders.put(volumeId, bytes - whole);
            left -= whole;
        }
        List<String> byRemainder = new ArrayList<>(controls.keySet());
        byRemainder.sort(Comparator.comparing((String id) -> remainders.getOrDefault(id, 0.0))
                .reversed());
        for (int i = 0; i < byRemainder.size(); i++) {
            long more = (left + byRemainder.size() - 1 - i) / (byRemainder.size() - i);
            shares.merge(byRemainder.get(i), more, Long::sum);
            left -= more;
        }
        return shares;
    }
}
