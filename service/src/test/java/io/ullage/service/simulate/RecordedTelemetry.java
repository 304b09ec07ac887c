package io.ullage.service.simulate;

import io.ullage.schema.telemetry.ContentSketch;
import io.ullage.schema.telemetry.Inventory;
import io.ullage.schema.telemetry.Report;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Keeps all that a fleet tells, in order. */
final class RecordedTelemetry implements Telemetry {
    static final Instant END = Instant.parse("2026-11-01T00:00:00Z");

    final List<Report> reports = new ArrayList<>();
    final List<Inventory> inventories = new ArrayList<>();
    final List<ContentSketch> sketches = new ArrayList<>();
    final List<Truth> truths = new ArrayList<>();

    static SimulationPlan plan(int volumes, int days, long seed, int stepHours) {
        return SimulationPlan.ofDays(volumes, days, seed, Duration.ofHours(stepHours), END);
    }

    static RecordedTelemetry of(SimulationPlan plan) {
        RecordedTelemetry recorded = new RecordedTelemetry();
        new Fleet(plan).tell(recorded, steps -> {});
        return recorded;
    }

    @Override
    public void report(Report report) {
        reports.add(report);
    }

    @Override
    public void inventory(Inventory inventory) {
        inventories.add(inventory);
    }

    @Override
    public void sketch(ContentSketch sketch) {
        sketches.add(sketch);
    }

    @Override
    public void truth(Truth truth) {
        truths.add(truth);
    }
}
