package io.ullage.agent.collect;

import io.ullage.schema.telemetry.Reading;
import java.util.List;

/** What came of one collection: readings, nothing to report, or a failure. There is no fourth. */
public sealed interface Outcome {

    /**
     * @param badRows rows of the source that were left out because they broke a rule
     */
    record Readings(List<Reading> readings, int badRows) implements Outcome {
        public Readings {
            readings = List.copyOf(readings);
        }
    }

    /** The source is not there, or holds nothing; that is no error. */
    record Nothing(String reason) implements Outcome {}

    record Failed(String reason) implements Outcome {}

    static Outcome of(List<? extends Reading> readings) {
        return new Readings(List.copyOf(readings), 0);
    }

    static Outcome of(List<? extends Reading> readings, int badRows) {
        return new Readings(List.copyOf(readings), badRows);
    }
}
