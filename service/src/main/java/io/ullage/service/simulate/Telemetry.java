package io.ullage.service.simulate;

import io.ullage.schema.telemetry.Inventory;
import io.ullage.schema.telemetry.Report;

/** Where a simulated fleet sends what it says. */
public interface Telemetry {
    void report(Report report);

    void inventory(Inventory inventory);

    /** What is really so, which no agent says. */
    void truth(Truth truth);
}
