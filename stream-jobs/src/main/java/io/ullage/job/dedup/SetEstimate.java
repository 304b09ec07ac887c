package io.ullage.job.dedup;

import io.ullage.schema.ledger.Estimate;
import java.util.Map;

/** The figures of one set; a volume is a set of one. */
final class SetEstimate {
    private final Sampling sampling;
    private final Controls controls;
    private final SetSums sums;
    private final Map<String, Control> members;
    private final VolumeTotals totals;

    /**
     * @param members the control of every volume of the set
     * @param totals of all of them together
     */
    SetEstimate(Sampling sampling, SetSums sums, Map<String, Control> members, VolumeTotals totals) {
        this.sampling = sampling;
        this.controls = new Controls(sampling);
        this.sums = sums;
        this.members = members;
        this.totals = totals;
    }

    SetDedup result() {
        Parts logical = new Parts(false);
        Parts compressed = sized() ? new Parts(true) : null;
        return new SetDedup(
                totals,
                new Footprint(logical.reclaimable(), compressed == null ? null : compressed.reclaimable()),
                new Footprint(logical.shared(), compressed == null ? null : compressed.shared()),
                new Footprint(logical.stored(), compressed == null ? null : compressed.stored()));
    }

    private boolean sized() {
        return sums.unsized() == 0 && members.values().stream().allMatch(control -> control.compressed() != null);
    }

    /** The figures in chunks, or in bytes after compression. */
    private final class Parts {
        private final SetContent content;
        private final double unitBytes;
        private final Prediction reclaimable;
        private final Prediction shared;
        private final Prediction stored;
        private final long reclaimableBytes;
        private final long sharedBytes;

        Parts(boolean compressed) {
            this.content = compressed ? sums.compressed() : sums.chunks();
            this.unitBytes = compressed ? 1 : sampling.chunkBytes();
            double predicted = 0;
            double predictedSquares = 0;
            double exclusiveProducts = 0;
            double storedProducts = 0;
            double predictedReferences = 0;
            double adjustment = 0;
            for (Map.Entry<String, Control> entry : members.entrySet()) {
                MemberSums member = sums.member(entry.getKey());
                Control control = entry.getValue();
                Moments exclusive = compressed ? member.compressed() : member.chunks();
                ContentSums held = compressed
                        ? member.volume().compressed()
                        : member.volume().chunks();
                double coefficient = coefficient(control, compressed) * part(exclusive, held);
                predicted += coefficient * member.volume().references();
                predictedSquares += coefficient * coefficient * member.products();
                predictedReferences += coefficient * member.products();
                exclusiveProducts += coefficient * exclusive.products();
                storedProducts += coefficient * held.products();
                adjustment += coefficient * control.deviation();
            }
            double held = controls.held(totals);
            double perReference = controls.trust(sums.references(), sums.squares(), held)
                    * Controls.ratio(content.shared().products(), sums.squares());
            double more = perReference * (held - sums.references() * sampling.expansion());
            this.reclaimable =
                    prediction(content.exclusive(), predicted, predictedSquares, exclusiveProducts, adjustment);
            this.shared = prediction(
                    content.shared(),
                    perReference * sums.references(),
                    perReference * perReference * sums.squares(),
                    perReference * content.shared().products(),
                    more);
            this.stored = prediction(
                    content.exclusive().plus(content.shared(), 1),
                    reclaimable.predicted() + shared.predicted(),
                    predictedSquares + 2 * perReference * predictedReferences + shared.predictedSquares(),
                    storedProducts
                            + perReference
                                    * (content.exclusive().products()
                                            + content.shared().products()),
                    adjustment + more);
            this.reclaimableBytes = within(reclaimable.bestBytes(sampling), totals.dataBytes());
            this.sharedBytes = within(shared.bestBytes(sampling), totals.dataBytes() - reclaimableBytes);
        }

        /** What of a volume's attributed content the set alone holds; all, where there is no sample to tell. */
        private double part(Moments exclusive, ContentSums held) {
            double attributed = held.attributed().sum();
            return attributed <= 0 ? 1 : exclusive.sum() / attributed;
        }

        private Prediction prediction(
                Moments sampled, double predicted, double squares, double products, double adjustment) {
            return new Prediction(
                    sampled.sum(),
                    sampled.squares(),
                    predicted,
                    squares,
                    products,
                    adjustment,
                    unitBytes,
                    sampling.chunkBytes() / unitBytes);
        }

        Estimate reclaimable() {
            return reclaimable.around(reclaimableBytes, totals.dataBytes(), sampling);
        }

        Estimate shared() {
            return shared.around(sharedBytes, totals.dataBytes(), sampling);
        }

        Estimate stored() {
            return stored.around(reclaimableBytes + sharedBytes, totals.dataBytes(), sampling);
        }
    }

    static double coefficient(Control control, boolean compressed) {
        Double bytes = control.compressed();
        return compressed ? bytes == null ? 0 : bytes : control.chunks();
    }

    private static long within(double bytes, long most) {
        return Math.max(0, Math.min(most, Math.round(bytes)));
    }
}
