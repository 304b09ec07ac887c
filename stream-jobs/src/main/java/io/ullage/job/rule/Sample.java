package io.ullage.job.rule;

import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An entity as it was read for one interval.
 *
 * @param timeMillis start of the interval; of an agent, when the broker took its report
 * @param revision of two samples of one interval the higher one stands
 * @param reported false takes back that it was there at all
 * @param labels by the names of {@link Watch#labels}; an absent one is not there
 * @param figures of the watch's measures, in their order; not a number where one is absent: the array is what makes a stream of millions
 *     of volumes cheap, and {@link #measure} is how it is read
 */
@SuppressWarnings("ArrayRecordComponent") // moved once, never compared
public record Sample(
        Watch watch,
        String entityId,
        long timeMillis,
        long revision,
        boolean reported,
        Map<String, String> labels,
        double[] figures) {

    /** The figures of one sample while they are gathered. */
    public static final class Figures {
        private final Watch watch;
        private final double[] values;

        public Figures(Watch watch) {
            this.watch = watch;
            values = new double[watch.measureCount()];
            Arrays.fill(values, Double.NaN);
        }

        /** @param value absent where it was not read */
        public void put(String name, @Nullable Number value) {
            Integer place = watch.place(name);
            if (place == null) {
                throw new IllegalArgumentException(name + ": must be one of " + watch.measureNames());
            }
            if (value != null) {
                values[place] = value.doubleValue();
            }
        }
    }

    public static Sample of(
            String entityId, long timeMillis, long revision, Map<String, String> labels, Figures figures) {
        return new Sample(figures.watch, entityId, timeMillis, revision, true, labels, figures.values);
    }

    /** @param measures by their names; those that are absent are not there */
    public static Sample of(
            Watch watch,
            String entityId,
            long timeMillis,
            long revision,
            Map<String, String> labels,
            Map<String, Double> measures) {
        Figures figures = new Figures(watch);
        measures.forEach(figures::put);
        return of(entityId, timeMillis, revision, labels, figures);
    }

    /** The same entity at the same time, taken back. */
    public Sample withdrawn() {
        return new Sample(watch, entityId, timeMillis, revision, false, labels, figures);
    }

    /** Absent where it was not read. */
    @Nullable
    Double measure(String name) {
        Integer place = watch.place(name);
        return place == null || Double.isNaN(figures[place]) ? null : figures[place];
    }

    /** Under which all samples of the entity meet. */
    public String key() {
        return watch.word() + ":" + entityId;
    }
}
