package io.ullage.agent.oshi;

import static org.assertj.core.api.Assertions.assertThat;

import io.ullage.agent.collect.Cycle;
import io.ullage.agent.collect.Outcome;
import io.ullage.schema.telemetry.FileSystemReading;
import io.ullage.schema.telemetry.GuestDiskReading;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class OshiCollectorTest {
    @Test
    void disksSumAndFileSystemsAreThoseOfStatvfs() {
        Outcome outcome = new OshiCollector().collect(Cycle.at(Instant.now()));
        if (outcome instanceof Outcome.Nothing) {
            Assumptions.abort("needs a disk that OSHI sees");
        }
        Outcome.Readings readings = (Outcome.Readings) outcome;
        assertThat(readings.readings())
                .filteredOn(GuestDiskReading.class::isInstance)
                .extracting(GuestDiskReading.class::cast)
                .allSatisfy(disk -> assertThat(disk.liveBytes() + disk.freeBytes() + disk.unseenBytes())
                        .isEqualTo(disk.sizeBytes()));
        assertThat(readings.readings())
                .filteredOn(FileSystemReading.class::isInstance)
                .extracting(FileSystemReading.class::cast)
                .allSatisfy(fileSystem -> assertThat(fileSystem.sizeBytes())
                        .isEqualTo(Path.of(fileSystem.mountPoint()).toFile().getTotalSpace()));
    }

    @Test
    void noDiskIsNothingToReport() {
        assertThat(OshiCollector.readings(List.of(), List.of())).isInstanceOf(Outcome.Nothing.class);
    }
}
