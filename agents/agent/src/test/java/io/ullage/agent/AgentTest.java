package io.ullage.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.ullage.agent.collect.Progress;
import io.ullage.schema.telemetry.GuestDiskReading;
import io.ullage.schema.telemetry.Report;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgentTest {
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00.123456789Z");

    @Test
    void readsThisMachineOnce(@TempDir Path state) throws Exception {
        if (!Files.isDirectory(Path.of("/sys/block"))) {
            Assumptions.abort("needs Linux: there is no /sys/block");
        }
        Collected collected =
                Agent.collectOnce(AgentConfig.standard(state), Clock.fixed(NOW, ZoneOffset.UTC), Progress.SILENT);

        assertThat(collected.reports()).hasSize(1);
        Report report = collected.reports().get(0);
        assertThat(report.time()).isEqualTo(Instant.parse("2026-11-22T12:00:00.123Z"));
        assertThat(report.agent().id())
                .endsWith("/guest")
                .doesNotContain(Files.readString(Path.of("/etc/machine-id")).strip());
        assertThat(report.readings())
                .filteredOn(GuestDiskReading.class::isInstance)
                .extracting(GuestDiskReading.class::cast)
                .allSatisfy(disk -> assertThat(disk.liveBytes() + disk.freeBytes() + disk.unseenBytes())
                        .isEqualTo(disk.sizeBytes()));
        assertThat(state).isEmptyDirectory();
    }
}
