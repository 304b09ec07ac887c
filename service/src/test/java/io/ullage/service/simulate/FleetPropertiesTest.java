package io.ullage.service.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import io.ullage.schema.telemetry.AgentRole;
import io.ullage.schema.telemetry.FileSystemReading;
import io.ullage.schema.telemetry.GuestDiskReading;
import io.ullage.schema.telemetry.PoolReading;
import io.ullage.schema.telemetry.Provisioning;
import io.ullage.schema.telemetry.Report;
import io.ullage.schema.telemetry.SnapshotReading;
import io.ullage.schema.telemetry.VolumeReading;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** What must hold at every step of every fleet. */
class FleetPropertiesTest {
    @Property(tries = 40)
    void classesSumToProvisionedAndFillWholeUnits(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 120) int volumes,
            @ForAll @IntRange(min = 1, max = 8) int hours) {
        for (Truth truth : told(seed, volumes, hours).truths) {
            assertThat(truth.ledger().totalBytes()).as(truth.volumeId()).isEqualTo(truth.provisionedBytes());
            long held = truth.ledger().liveBytes() + truth.ledger().claimedBytes();
            assertThat(held).as(truth.volumeId()).isLessThanOrEqualTo(truth.provisionedBytes());
            assertThat(truth.ledger().unseenBytes()).isZero();
            if (truth.thin()) {
                assertThat(truth.ledger().reservedBytes()).as(truth.volumeId()).isZero();
            } else {
                assertThat(truth.ledger().ullageBytes()).as(truth.volumeId()).isZero();
                assertThat(truth.allocatedBytes()).isGreaterThanOrEqualTo(truth.provisionedBytes());
            }
        }
    }

    @Property(tries = 40)
    void poolsHoldTheirVolumesAndNoMoreThanTheyCan(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 120) int volumes,
            @ForAll @IntRange(min = 1, max = 8) int hours) {
        for (Report report : told(seed, volumes, hours).reports) {
            Map<String, Long> allocated = new HashMap<>();
            for (var reading : report.readings()) {
                if (reading instanceof VolumeReading volume) {
                    allocated.merge(volume.poolId(), volume.allocatedBytes(), Long::sum);
                }
            }
            for (var reading : report.readings()) {
                if (reading instanceof PoolReading pool) {
                    assertThat(pool.usedBytes())
                            .as(pool.poolId())
                            .isBetween(allocated.getOrDefault(pool.poolId(), 0L), pool.capacityBytes());
                    assertThat(pool.usedBytes() + pool.freeBytes()).isEqualTo(pool.capacityBytes());
                    allocated.remove(pool.poolId());
                }
            }
            assertThat(allocated)
                    .as("volumes in pools that their host does not report")
                    .isEmpty();
        }
    }

    @Property(tries = 40)
    void volumesAddUp(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 120) int volumes,
            @ForAll @IntRange(min = 1, max = 8) int hours) {
        for (Report report : told(seed, volumes, hours).reports) {
            Map<String, Long> exclusive = new HashMap<>();
            for (var reading : report.readings()) {
                if (reading instanceof SnapshotReading snapshot) {
                    assertThat(snapshot.exclusiveBytes())
                            .as(snapshot.snapshotId())
                            .isLessThanOrEqualTo(snapshot.referencedBytes());
                    assertThat(snapshot.created()).isBefore(report.time());
                    exclusive.merge(snapshot.volumeId(), snapshot.exclusiveBytes(), Long::sum);
                }
            }
            for (var reading : report.readings()) {
                if (reading instanceof VolumeReading volume) {
                    assertThat(volume.snapshotBytes()).isEqualTo(exclusive.getOrDefault(volume.volumeId(), 0L));
                    if (volume.provisioning() == Provisioning.THIN && volume.writtenBytes() != null) {
                        long zero = volume.zeroBytes() == null ? 0 : volume.zeroBytes();
                        assertThat(volume.writtenBytes() + zero + volume.snapshotBytes() + volume.metadataBytes())
                                .as(volume.volumeId())
                                .isEqualTo(volume.allocatedBytes());
                    }
                }
            }
        }
    }

    @Property(tries = 40)
    void guestsAddUp(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 120) int volumes,
            @ForAll @IntRange(min = 1, max = 8) int hours) {
        for (Report report : told(seed, volumes, hours).reports) {
            Map<String, Long> used = new HashMap<>();
            for (var reading : report.readings()) {
                if (reading instanceof FileSystemReading fileSystem) {
                    assertThat(fileSystem.usedBytes() + fileSystem.freeBytes()).isEqualTo(fileSystem.sizeBytes());
                    assertThat(fileSystem.sizeBytes()).isLessThanOrEqualTo(fileSystem.deviceBytes());
                    used.merge(fileSystem.disks().get(0), fileSystem.usedBytes(), Long::sum);
                }
            }
            for (var reading : report.readings()) {
                if (reading instanceof GuestDiskReading disk) {
                    assertThat(disk.liveBytes() + disk.freeBytes() + disk.unseenBytes())
                            .isEqualTo(disk.sizeBytes());
                    assertThat(disk.liveBytes()).isGreaterThanOrEqualTo(used.get(disk.name()));
                }
            }
        }
    }

    @Property(tries = 40)
    void clocksGoForwardAndNamesAreTheirOwn(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 120) int volumes,
            @ForAll @IntRange(min = 1, max = 8) int hours) {
        Map<String, Report> last = new HashMap<>();
        Instant latest = Instant.EPOCH;
        Set<String> names = new HashSet<>();
        for (Report report : told(seed, volumes, hours).reports) {
            assertThat(report.time()).isBefore(RecordedTelemetry.END);
            assertThat(report.time()).isAfter(latest.minus(Duration.ofSeconds(4)));
            latest = report.time().isAfter(latest) ? report.time() : latest;
            Report before = last.put(report.agent().id(), report);
            if (before != null) {
                assertThat(report.time()).isAfter(before.time());
                assertThat(report.sequence()).isGreaterThan(before.sequence());
            }
            names.add(report.agent().id());
            names.add(report.agent().hostId());
            names.add(report.agent().machineId());
            for (var reading : report.readings()) {
                if (reading instanceof VolumeReading volume) {
                    names.add(volume.volumeId());
                    names.add(volume.poolId());
                } else if (reading instanceof GuestDiskReading) {
                    assertThat(report.agent().role()).isEqualTo(AgentRole.GUEST);
                }
            }
        }
        assertThat(names).allMatch(name -> name.startsWith("sim-"));
    }

    private static RecordedTelemetry told(long seed, int volumes, int hours) {
        return RecordedTelemetry.of(RecordedTelemetry.plan(volumes, 3, seed, hours));
    }
}
