package io.ullage.agent;

import io.ullage.agent.collect.CollectorResult;
import io.ullage.schema.telemetry.Report;
import java.util.List;

/**
 * What one cycle brought.
 *
 * @param reports one per role
 * @param results of every collector, with what it left out and why
 */
public record Collected(List<Report> reports, List<CollectorResult> results) {
    public Collected {
        reports = List.copyOf(reports);
        results = List.copyOf(results);
    }
}
