package io.ullage.bench.panels;

import java.util.List;

/**
 * Of one query over several rounds.
 *
 * @param millis of each round, sorted
 */
record Cost(String dashboard, String panel, List<Double> millis, long readRows, long readBytes, long resultRows) {
    Cost {
        millis = millis.stream().sorted().toList();
    }

    double median() {
        return at(0.5);
    }

    double p95() {
        return at(0.95);
    }

    private double at(double share) {
        return millis.get((int) Math.min(millis.size() - 1, Math.ceil(share * millis.size()) - 1));
    }
}
