package io.ullage.agent.collect;

import io.ullage.schema.telemetry.Reading;
import java.util.List;

/** What came of one collection: readings, nothing to report, or a failure. There is no fourth. */
public sealed interface Outcome {

    /**
     * What was read.
     *
     * @param problems one sentence for each row of the source that was left out because it broke a rule
     */
    record Readings(List<Reading> readings, List<String> problems) implements Outcome {
        public Readings {
            readings = List.copyOf(readings);
            problems = List.copyOf(problems);
        }
    }

    /** The source is not there, or holds nothing; that is no error. */
    record Nothing(String reason) implements Outcome {}

    record Failed(String reason) implements Outcome {}

    static Outcome of(List<? extends Reading> readings) {
        return new Readings(List.copyOf(readings), List.of());
    }

    static Outcome of(List<? extends Reading> readings, List<String> problems) {
        return new Readings(List.copyOf(readings), problems);
    }
}
