package io.ullage.service.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.ullage.service.build.Build;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class NodeMetricsTest {
    @Test
    void theBuildIsAnInfoWithItsVersionAndRevision() throws Exception {
        NodeMetrics metrics = new NodeMetrics(new Build("1.2.3", "0123456789ab-dirty"), Instant.EPOCH, List::of);
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        PrometheusTextFormatWriter.create().write(text, metrics.registry().scrape());
        assertThat(text.toString(StandardCharsets.UTF_8).lines())
                .contains(
                        "# TYPE ullage_node_build_info gauge",
                        "ullage_node_build_info{revision=\"0123456789ab-dirty\",version=\"1.2.3\"} 1");
    }

    @Test
    void theBuildThatRunsSaysWhichItIs() {
        assertThat(Build.current().version()).matches("\\d+\\.\\d+\\.\\d+.*");
        assertThat(Build.current().revision()).doesNotContain("$").isNotBlank();
    }
}
