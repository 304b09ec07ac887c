package io.ullage.agent.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.ullage.agent.Tools;
import io.ullage.agent.collect.Cycle;
import io.ullage.agent.collect.Outcome;
import io.ullage.agent.guest.LoopMount;
import io.ullage.agent.identity.HostIdentity;
import io.ullage.schema.telemetry.VolumeReading;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What this is all about: deleted files keep their blocks until somebody trims. */
@Tag("loop")
class LoopImageIT {
    private static final HostIdentity HOST = new HostIdentity("host-1", "host", null);
    private static final long MIB = 1 << 20;

    @TempDir
    Path directory;

    @BeforeAll
    static void tools() {
        Tools.needs("losetup", "mkfs.ext4", "mount", "umount", "fstrim", "truncate", "dd", "stat", "sync", "fsfreeze");
        Tools.needsLoopDevices();
    }

    @Test
    void deletedBytesAreDeadUntilTrimmedAndTheTrimReturnsWhatWasPredicted() throws Exception {
        Path image = directory.resolve("guest.raw");
        Path mountPoint = directory.resolve("mnt");
        Tools.run("truncate", "-s", "256M", image.toString());
        Tools.run("mkfs.ext4", "-q", image.toString());
        VolumeReading deleted;
        VolumeReading trimmed;
        try (LoopMount mounted = LoopMount.mount(image, mountPoint, "nodiscard")) {
            Path file = mountPoint.resolve("big");
            Tools.run("dd", "if=/dev/urandom", "of=" + file, "bs=1M", "count=100", "conv=fsync");
            Tools.run("sync", "-f", mountPoint.toString());
            assertThat(measure(image).ledger().liveBytes()).isGreaterThan(100 * MIB);

            Files.delete(file);
            deleted = settled(image, mountPoint);
            Tools.run("fstrim", mountPoint.toString());
            trimmed = settled(image, mountPoint);
            assertThat(deleted.inUse()).isTrue();
            assertThat(deleted.attachment().machineId()).isEqualTo("host-1");
            assertThat(mounted.device()).startsWith("loop");
        }
        assertThat(deleted.ledger().deadBytes()).isBetween(100 * MIB, 110 * MIB);
        assertThat(trimmed.ledger().deadBytes()).isLessThanOrEqualTo(MIB);
        long returned = deleted.allocatedBytes() - trimmed.allocatedBytes();
        long predicted = deleted.ledger().deadBytes()
                + deleted.ledger().zeroedBytes()
                - trimmed.ledger().deadBytes();
        assertThat(Math.abs(returned - predicted)).isLessThanOrEqualTo(Math.max(returned / 100, 4096));
        assertThat(measure(image).inUse()).isFalse();
    }

    /** Freezing writes the journal back, so that the image shows what the file system knows. */
    private static VolumeReading settled(Path image, Path mountPoint) throws Exception {
        Tools.run("fsfreeze", "-f", mountPoint.toString());
        try {
            return measure(image);
        } finally {
            Tools.run("fsfreeze", "-u", mountPoint.toString());
        }
    }

    private static VolumeReading measure(Path image) throws Exception {
        ImageCollector collector = new ImageCollector(ImageSearch.in(List.of(image)), HOST, Duration.ofMinutes(1));
        Outcome.Readings outcome = (Outcome.Readings) collector.collect(Cycle.at(Instant.now()));
        assertThat(outcome.problems()).isEmpty();
        return outcome.readings().stream()
                .filter(VolumeReading.class::isInstance)
                .map(VolumeReading.class::cast)
                .findFirst()
                .orElseThrow();
    }
}
