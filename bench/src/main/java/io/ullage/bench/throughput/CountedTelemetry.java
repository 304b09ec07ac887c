package io.ullage.bench.throughput;

import io.ullage.schema.telemetry.Inventory;
import io.ullage.schema.telemetry.Report;
import io.ullage.service.simulate.Telemetry;
import io.ullage.service.simulate.Truth;

/** Passes a fleet's reports on and counts what is in them. */
final class CountedTelemetry implements Telemetry {
    private final Telemetry next;
    private long reports;
    private long readings;

    CountedTelemetry(Telemetry next) {
        this.next = next;
    }

    @Override
    public void report(Report report) {
        reports++;
        readings += report.readings().size();
        next.report(report);
    }

    @Override
    public void inventory(Inventory inventory) {
        next.inventory(inventory);
    }

    @Override
    public void truth(Truth truth) {
        next.truth(truth);
    }

    long reports() {
        return reports;
    }

    long readings() {
        return readings;
    }
}
