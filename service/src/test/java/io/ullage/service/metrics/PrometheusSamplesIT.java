package io.ullage.service.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.ullage.service.node.Promtool;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The samples under docs/prometheus are what Prometheus takes. */
@Tag("promtool")
class PrometheusSamplesIT {
    private static final Path SAMPLES = Path.of("..", "docs", "prometheus");

    @Test
    void rulesAreTaken() throws Exception {
        assertThat(Promtool.checkFile("rules", SAMPLES.resolve("ullage.rules.yml")))
                .isEmpty();
    }

    @Test
    void theConfigurationIsTakenWithItsRules() throws Exception {
        assertThat(Promtool.checkFile("config", SAMPLES.resolve("prometheus.yml")))
                .isEmpty();
    }
}
