package io.ullage.job.sketch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class DedupJobConfigTest {
    @Test
    void everyKeyHasADefaultAndIsShown() {
        DedupJobConfig config = DedupJobConfig.of();

        assertThat(config.sketchesTopic()).isEqualTo("ullage.sketches");
        assertThat(config.settings()).isEqualTo(DedupSettings.DEFAULTS);
        assertThat(DedupJobConfig.usage()).contains("--forget-after", "PT840H", "--publish-every", "--sketches-topic");
    }

    @Test
    void valuesAreTaken() {
        DedupJobConfig config = DedupJobConfig.of("--forget-after", "P20D", "--rewrite-after", "P3D");

        assertThat(config.settings().forgetAfter()).isEqualTo(Duration.ofDays(20));
        assertThat(config.settings().rewriteAfter()).isEqualTo(Duration.ofDays(3));
    }

    @Test
    void whatOutlivesTheStoreIsRefused() {
        assertThatThrownBy(() -> DedupJobConfig.of("--forget-after", "P100D"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at most 110 days together");
    }

    @Test
    void allThatIsWrongIsToldAtOnce() {
        assertThatThrownBy(() -> DedupJobConfig.of("--forget-after", "soon", "--k", "8"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("--forget-after")
                .hasMessageContaining("--k");
    }
}
