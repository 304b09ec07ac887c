package io.ullage.job.dedup;

import io.ullage.schema.ledger.Estimate;
import org.jspecify.annotations.Nullable;

/** The figures of one set; a volume is a set of one. */
final class SetEstimate {
    private final Sampling sampling;
    private final SetSums sums;
    private final VolumeTotals totals;
    private final double chunkAdjustment;
    private final @Nullable Double byteAdjustment;

    /**
     * @param chunkAdjustment over the set's volumes, the sum of coefficient times deviation
     * @param byteAdjustment the same in compressed bytes
     */
    SetEstimate(
            Sampling sampling,
            SetSums sums,
            VolumeTotals totals,
            double chunkAdjustment,
            @Nullable Double byteAdjustment) {
        this.sampling = sampling;
        this.sums = sums;
        this.totals = totals;
        this.chunkAdjustment = chunkAdjustment;
        this.byteAdjustment = sums.unsized() > 0 ? null : byteAdjustment;
    }

    SetDedup result() {
        Parts logical = new Parts(sums.chunks(), chunkAdjustment, sampling.chunkBytes());
        Parts compressed = byteAdjustment == null ? null : new Parts(sums.compressed(), byteAdjustment, 1);
        return new SetDedup(
                totals,
                new Footprint(logical.reclaimable(), compressed == null ? null : compressed.reclaimable()),
                new Footprint(logical.shared(), compressed == null ? null : compressed.shared()),
                new Footprint(logical.stored(), compressed == null ? null : compressed.stored()));
    }

    private final class Parts {
        private final SetContent content;
        private final double adjustment;
        private final double unitBytes;
        private final double sharedCoefficient;
        private final long reclaimableBytes;
        private final long sharedBytes;

        Parts(SetContent content, double adjustment, double unitBytes) {
            this.content = content;
            this.adjustment = adjustment;
            this.unitBytes = unitBytes;
            this.sharedCoefficient = sampling.k() == 0 || sums.squares() == 0
                    ? 0
                    : content.shared().products() / sums.squares();
            this.reclaimableBytes = within(reclaimablePrediction().bestBytes(sampling), totals.dataBytes());
            this.sharedBytes = within(sharedPrediction().bestBytes(sampling), totals.dataBytes() - reclaimableBytes);
        }

        Estimate reclaimable() {
            return reclaimablePrediction().around(reclaimableBytes, totals.dataBytes(), sampling);
        }

        Estimate shared() {
            return sharedPrediction().around(sharedBytes, totals.dataBytes(), sampling);
        }

        Estimate stored() {
            return storedPrediction().around(reclaimableBytes + sharedBytes, totals.dataBytes(), sampling);
        }

        private Prediction reclaimablePrediction() {
            return new Prediction(
                    content.exclusive().sum(),
                    content.exclusive().squares(),
                    content.predicted(),
                    content.predictedSquares(),
                    content.exclusivePredicted(),
                    adjustment,
                    unitBytes,
                    sampling.chunkBytes() / unitBytes);
        }

        private Prediction sharedPrediction() {
            return new Prediction(
                    content.shared().sum(),
                    content.shared().squares(),
                    sharedCoefficient * sums.references(),
                    sharedCoefficient * sharedCoefficient * sums.squares(),
                    sharedCoefficient * content.shared().products(),
                    sharedCoefficient * deviation(),
                    unitBytes,
                    sampling.chunkBytes() / unitBytes);
        }

        private Prediction storedPrediction() {
            double references =
                    content.exclusive().products() + content.shared().products();
            return new Prediction(
                    content.exclusive().sum() + content.shared().sum(),
                    content.exclusive().squares() + content.shared().squares(),
                    content.predicted() + sharedCoefficient * sums.references(),
                    content.predictedSquares()
                            + 2 * sharedCoefficient * content.predictedProducts()
                            + sharedCoefficient * sharedCoefficient * sums.squares(),
                    content.exclusivePredicted() + content.sharedPredicted() + sharedCoefficient * references,
                    adjustment + sharedCoefficient * deviation(),
                    unitBytes,
                    sampling.chunkBytes() / unitBytes);
        }

        private double deviation() {
            return (double) totals.dataBytes() / sampling.chunkBytes() - sums.references() * sampling.expansion();
        }
    }

    private static long within(double bytes, long most) {
        return Math.max(0, Math.min(most, Math.round(bytes)));
    }
}
