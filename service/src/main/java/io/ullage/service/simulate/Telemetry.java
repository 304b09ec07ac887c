package io.ullage.service.simulate;

import io.ullage.schema.telemetry.ContentSketch;
import io.ullage.schema.telemetry.Inventory;
import io.ullage.schema.telemetry.Report;

/** Where a simulated fleet sends what it says. */
public interface Telemetry {
    void report(Report report);

    void inventory(Inventory inventory);

    /** Of no use to whoever keeps ledgers only. */
    default void sketch(ContentSketch sketch) {}

    /** What is really so, which no agent says. */
    void truth(Truth truth);
}
