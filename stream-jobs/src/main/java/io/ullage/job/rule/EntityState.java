package io.ullage.job.rule;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * State: an entity that rules look at.
 *
 * @param timeMillis of the latest interval that was evaluated
 * @param revision of its row
 * @param heardMillis the clock's time when its last sample came
 * @param measures those that rules use, of the latest sample
 * @param standings by the name of the rule
 * @param series by measure and window
 */
public record EntityState(
        Watch watch,
        String entityId,
        long timeMillis,
        long revision,
        boolean reported,
        long heardMillis,
        Map<String, String> labels,
        Map<String, Double> measures,
        Map<String, Standing> standings,
        Map<String, Series> series) {

    EntityState with(Map<String, Standing> other) {
        return new EntityState(
                watch, entityId, timeMillis, revision, reported, heardMillis, labels, measures, other, series);
    }

    /** As if its last sample had come no earlier than this. */
    public EntityState heardSince(long millis) {
        return new EntityState(
                watch,
                entityId,
                timeMillis,
                revision,
                reported,
                Math.max(heardMillis, millis),
                labels,
                measures,
                standings,
                series);
    }

    @Nullable
    Series series(String key) {
        return series.get(key);
    }
}
