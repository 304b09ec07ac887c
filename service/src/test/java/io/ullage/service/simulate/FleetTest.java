package io.ullage.service.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ullage.schema.InvalidFieldException;
import io.ullage.schema.telemetry.AgentRole;
import io.ullage.schema.telemetry.Report;
import io.ullage.schema.telemetry.SnapshotReading;
import io.ullage.schema.telemetry.VolumeReading;
import io.ullage.service.output.Golden;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** One fleet of 400 volumes over two weeks: all that is promised to happen in it does. */
class FleetTest {
    private static RecordedTelemetry told;

    @BeforeAll
    static void tell() {
        told = RecordedTelemetry.of(RecordedTelemetry.plan(400, 14, 42, 1));
    }

    @Test
    void sameSeedSameMessages() {
        String digest = digest(RecordedTelemetry.of(RecordedTelemetry.plan(60, 2, 42, 1)));
        Golden.check("simulate/seed-42/messages.sha256", digest + "\n");
        assertThat(digest(RecordedTelemetry.of(RecordedTelemetry.plan(60, 2, 43, 1))))
                .isNotEqualTo(digest);
    }

    @Test
    void asManyVolumesAsAskedFor() {
        Set<String> ids = new HashSet<>();
        told.truths.forEach(truth -> ids.add(truth.volumeId()));
        // some are born when no pool has room for them, and then are not
        assertThat(ids).hasSizeBetween(390, 400);
    }

    @Test
    void volumesAreBornRetiredForgottenAndMoved() {
        Map<String, List<Truth>> lives = byVolume();
        Instant first = told.truths.get(0).time();
        Instant last = told.truths.get(told.truths.size() - 1).time();
        assertThat(lives.values()).anyMatch(life -> life.get(0).time().isAfter(first));
        assertThat(lives.values())
                .anyMatch(life -> life.get(life.size() - 1).time().isBefore(last));
        assertThat(lives.values())
                .anyMatch(life -> life.get(0).machineId() != null
                        && life.get(life.size() - 1).machineId() == null);
        assertThat(lives.values())
                .anyMatch(life -> life.stream().map(Truth::poolId).distinct().count() > 1);
    }

    @Test
    void someMachinesChangeHandsWithinAStep() {
        Map<String, Set<String>> tenants = new HashMap<>();
        told.inventories.forEach(one ->
                tenants.computeIfAbsent(one.machineId(), id -> new HashSet<>()).add(String.valueOf(one.tenant())));
        assertThat(tenants.values()).anyMatch(owners -> owners.size() > 1).anyMatch(owners -> owners.size() == 1);
        assertThat(told.inventories)
                .anyMatch(one -> one.since().getEpochSecond() % 3600 != 0 && Boolean.TRUE.equals(one.poweredOn()));
    }

    @Test
    void trimsReturnBytesAndSomeAreIgnored() {
        boolean returned = false;
        boolean onlyGrows = false;
        for (List<Truth> life : byVolume().values()) {
            boolean fell = false;
            for (int i = 1; i < life.size(); i++) {
                fell |= life.get(i).ledger().deadBytes()
                        < life.get(i - 1).ledger().deadBytes() / 4;
            }
            returned |= fell;
            onlyGrows |= !fell
                    && life.get(life.size() - 1).ledger().deadBytes()
                            > life.get(0).ledger().deadBytes() + (1L << 30);
        }
        assertThat(returned).as("a trim that returned bytes").isTrue();
        assertThat(onlyGrows).as("a volume whose dead bytes stay").isTrue();
    }

    @Test
    void snapshotsGrowAndGo() {
        Map<String, Set<Long>> sizes = new HashMap<>();
        Set<String> atEnd = new HashSet<>();
        Instant end = RecordedTelemetry.END.minus(Duration.ofHours(1));
        for (Report report : told.reports) {
            for (var reading : report.readings()) {
                if (reading instanceof SnapshotReading snapshot) {
                    sizes.computeIfAbsent(snapshot.snapshotId(), id -> new TreeSet<>())
                            .add(snapshot.exclusiveBytes());
                    if (report.time().isAfter(end)) {
                        atEnd.add(snapshot.snapshotId());
                    }
                }
            }
        }
        assertThat(sizes.values()).anyMatch(seen -> seen.size() > 10);
        assertThat(atEnd).isNotEmpty();
        assertThat(sizes.keySet()).as("some were deleted").hasSizeGreaterThan(atEnd.size());
    }

    @Test
    void someSayTooLittle() {
        assertThat(told.truths).extracting(Truth::matchedBy).contains(MatchKey.values());
        assertThat(told.truths).extracting(Truth::guestSpeaks).contains(true, false);
        Set<Boolean> readable = new HashSet<>();
        Set<Boolean> attached = new HashSet<>();
        for (Report report : told.reports) {
            for (var reading : report.readings()) {
                if (reading instanceof VolumeReading volume) {
                    readable.add(volume.ledger() != null);
                    attached.add(volume.attachment() != null);
                }
            }
        }
        assertThat(readable).containsExactlyInAnyOrder(true, false);
        assertThat(attached).containsExactlyInAnyOrder(true, false);
    }

    @Test
    void someCyclesAreMissing() {
        Map<String, Long> last = new HashMap<>();
        long cycles = 0;
        long missing = 0;
        for (Report report : told.reports) {
            Long before = last.put(report.agent().id(), report.sequence());
            if (before != null) {
                cycles++;
                missing += report.sequence() - before - 1;
            }
        }
        assertThat((double) missing / cycles).isBetween(0.005, 0.05);
    }

    /** The host's ledger, where it gives one, is the truth. */
    @Test
    void hostsTellTheTruth() {
        Map<String, Truth> truths = new HashMap<>();
        told.truths.forEach(truth -> truths.put(truth.volumeId() + truth.time(), truth));
        int compared = 0;
        for (Report report : told.reports) {
            Instant step = report.time().truncatedTo(java.time.temporal.ChronoUnit.HOURS);
            if (report.agent().role() == AgentRole.HOST) {
                for (var reading : report.readings()) {
                    if (reading instanceof VolumeReading volume && volume.ledger() != null) {
                        assertThat(volume.ledger())
                                .isEqualTo(truths.get(volume.volumeId() + step).ledger());
                        compared++;
                    }
                }
            }
        }
        assertThat(compared).isGreaterThan(1000);
    }

    @Test
    void planNamesWhatIsWrong() {
        assertThatThrownBy(() -> RecordedTelemetry.plan(0, 1, 1, 1))
                .isInstanceOf(InvalidFieldException.class)
                .hasMessage("volumes: must be from 1 to 1000000, was 0");
        assertThatThrownBy(() -> RecordedTelemetry.plan(1, 1, 1, 25))
                .hasMessage("step: must be from 1 minute to 1 day, was PT25H");
    }

    private static Map<String, List<Truth>> byVolume() {
        Map<String, List<Truth>> lives = new HashMap<>();
        told.truths.forEach(truth ->
                lives.computeIfAbsent(truth.volumeId(), id -> new ArrayList<>()).add(truth));
        return lives;
    }

    private static String digest(RecordedTelemetry telemetry) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            telemetry.reports.forEach(report -> sha.update(report.toString().getBytes(StandardCharsets.UTF_8)));
            telemetry.inventories.forEach(
                    message -> sha.update(message.toString().getBytes(StandardCharsets.UTF_8)));
            return HexFormat.of().formatHex(sha.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
