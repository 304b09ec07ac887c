package io.ullage.agent.guest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ullage.agent.Tools;
import io.ullage.agent.collect.CollectorResult;
import io.ullage.agent.collect.CollectorRunner;
import io.ullage.agent.collect.Cycle;
import io.ullage.agent.collect.Outcome;
import io.ullage.schema.telemetry.FileSystemReading;
import io.ullage.schema.telemetry.GuestDiskReading;
import io.ullage.schema.telemetry.Reading;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** This machine as the agent sees it, against {@code lsblk} and {@code df}. */
@Tag("loop")
class GuestRoleIT {
    private static final long MIB = 1 << 20;

    @BeforeAll
    static void tools() {
        Tools.needs("lsblk", "df", "losetup", "mkfs.ext4", "mount", "umount", "truncate");
        Tools.needsLoopDevices();
    }

    @Test
    void disksAndFileSystemsAreThoseOfLsblkAndDf(@TempDir Path directory) throws Exception {
        Path image = directory.resolve("disk.raw");
        Path mountPoint = directory.resolve("mnt");
        Tools.run("truncate", "-s", "96M", image.toString());
        Tools.run("mkfs.ext4", "-q", image.toString());
        try (LoopMount mounted = LoopMount.mount(image, mountPoint, "discard")) {
            Tools.run("dd", "if=/dev/zero", "of=" + mountPoint.resolve("file"), "bs=1M", "count=7");
            Tools.run("sync", "-f", mountPoint.toString());
            List<Reading> readings = collect();

            Map<String, Long> expected = new TreeMap<>();
            String listed = Tools.run("lsblk", "-b", "-d", "-J", "-o", "KNAME,SIZE,TYPE");
            for (JsonNode device : new ObjectMapper().readTree(listed).path("blockdevices")) {
                if (!device.path("kname").asText().startsWith("zram")
                        && device.path("size").asLong() > 0) {
                    expected.put(
                            device.path("kname").asText(), device.path("size").asLong());
                }
            }
            Map<String, Long> disks = new TreeMap<>();
            readings.stream()
                    .filter(GuestDiskReading.class::isInstance)
                    .map(GuestDiskReading.class::cast)
                    .forEach(disk -> disks.put(disk.name(), disk.sizeBytes()));
            // other tests on this machine come and go with loop devices of their own
            expected.keySet().removeIf(name -> name.startsWith("loop") && !name.equals(mounted.device()));
            disks.keySet().removeIf(name -> name.startsWith("loop") && !name.equals(mounted.device()));
            assertThat(disks).isEqualTo(expected).containsKey(mounted.device());

            FileSystemReading fileSystem = readings.stream()
                    .filter(FileSystemReading.class::isInstance)
                    .map(FileSystemReading.class::cast)
                    .filter(reading -> mountPoint.toString().equals(reading.mountPoint()))
                    .findFirst()
                    .orElseThrow();
            String[] df = Tools.run("df", "-B1", "--output=size,used,avail", mountPoint.toString())
                    .lines()
                    .skip(1)
                    .findFirst()
                    .orElseThrow()
                    .strip()
                    .split(" +", -1);
            assertThat(fileSystem.sizeBytes()).isEqualTo(Long.parseLong(df[0]));
            assertThat(fileSystem.usedBytes()).isEqualTo(Long.parseLong(df[1])).isGreaterThan(7 * MIB);
            assertThat(fileSystem.availableBytes()).isEqualTo(Long.parseLong(df[2]));
            assertThat(fileSystem.onlineDiscard()).isTrue();
            assertThat(fileSystem.disks()).containsExactly(mounted.device());
            assertThat(fileSystem.deviceBytes()).isEqualTo(96 * MIB);

            GuestDiskReading disk = readings.stream()
                    .filter(GuestDiskReading.class::isInstance)
                    .map(GuestDiskReading.class::cast)
                    .filter(reading -> reading.name().equals(mounted.device()))
                    .findFirst()
                    .orElseThrow();
            assertThat(disk.backingFile()).isEqualTo(image.toString());
            assertThat(disk.freeBytes()).isEqualTo(fileSystem.freeBytes());
            assertThat(disk.liveBytes()).isEqualTo(96 * MIB - fileSystem.freeBytes());
            assertThat(disk.unseenBytes()).isZero();
            assertThat(disk.discardMaxBytes()).isPositive();
        }
    }

    private static List<Reading> collect() throws InterruptedException {
        CollectorRunner runner = new CollectorRunner(
                GuestRole.collectors(), Duration.ofMinutes(1), Duration.ofSeconds(30), result -> {});
        List<CollectorResult> results = runner.run(Cycle.at(Instant.now()));
        assertThat(results).noneMatch(result -> result.outcome() instanceof Outcome.Failed);
        return CollectorRunner.readings(results);
    }
}
