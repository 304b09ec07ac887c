package io.ullage.service.delivery;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;

/** What a counter says of one target. */
final class Counted {
    private Counted() {}

    static double of(PrometheusRegistry registry, String name, String target) {
        return registry.scrape(found -> found.equals(name) || found.equals(name + "_total")).stream()
                .flatMap(snapshot -> ((CounterSnapshot) snapshot).getDataPoints().stream())
                .filter(point -> target.equals(point.getLabels().get("target")))
                .mapToDouble(CounterSnapshot.CounterDataPointSnapshot::getValue)
                .sum();
    }
}
