package io.ullage.service.growth;

import static org.assertj.core.api.Assertions.assertThat;

import io.ullage.agent.collect.Cycle;
import io.ullage.agent.collect.Outcome;
import io.ullage.agent.identity.HostIdentity;
import io.ullage.agent.image.ImageCollector;
import io.ullage.agent.image.ImageSearch;
import io.ullage.job.growth.GrowthEstimator;
import io.ullage.job.growth.Removal;
import io.ullage.schema.ledger.Method;
import io.ullage.schema.telemetry.Reading;
import io.ullage.schema.telemetry.SnapshotReading;
import io.ullage.schema.telemetry.VolumeReading;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What removing snapshots and overlays is said to return and to need, beside what QEMU really returns and takes: by {@code st_blocks}. */
@Tag("qemu")
class SnapshotGrowthIT {
    private static final HostIdentity HOST = new HostIdentity("host-1", "host", null);
    private static final long MIB = 1 << 20;

    @TempDir
    Path directory;

    @BeforeAll
    static void needs() {
        for (String program : List.of("qemu-img", "qemu-io", "stat")) {
            boolean found = Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
                    .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
            if (!found) {
                Assumptions.abort("needs " + program + ", which is not installed");
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"cluster_size=64k", "cluster_size=4k", "cluster_size=2M", "extended_l2=on", "compat=0.10"})
    void deletingASnapshotReturnsWhatWasSaid(String options) throws Exception {
        snapshots(options);
        for (String name : List.of("first", "second", "twin", "third")) {
            // A copy with holes where tables are zero would have them filled by the deletion itself.
            run("cp --sparse=never a.qcow2 copy.qcow2");
            List<Reading> readings = collect();
            VolumeReading copy = volume(readings, "copy.qcow2");
            SnapshotReading snapshot = only(SnapshotReading.class, readings).stream()
                    .filter(one -> one.name().equals(name) && one.volumeId().equals(copy.volumeId()))
                    .findFirst()
                    .orElseThrow();
            Removal said = GrowthEstimator.deletion(snapshot, copy);
            long before = allocated("copy.qcow2");
            run("qemu-img snapshot -d " + name + " copy.qcow2");
            compare(options + ", delete " + name, said, before - allocated("copy.qcow2"), readings);
            Files.delete(directory.resolve("copy.qcow2"));
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"cluster_size=64k", "cluster_size=4k"})
    void deletingSnapshotsInOrderReturnsWhatWasSaid(String options) throws Exception {
        snapshots(options);
        List<Reading> readings = collect();
        long before = allocated("a.qcow2");
        for (SnapshotReading snapshot : only(SnapshotReading.class, readings)) {
            Removal said = GrowthEstimator.deletionWithOlder(snapshot, volume(readings, "a.qcow2"));
            run("qemu-img snapshot -d " + snapshot.name() + " a.qcow2");
            compare(options + ", delete up to " + snapshot.name(), said, before - allocated("a.qcow2"), readings);
        }
    }

    private void snapshots(String options) throws Exception {
        run("qemu-img create -q -f qcow2 -o " + options + " a.qcow2 1G");
        io("a.qcow2", "write -P 1 0 24M", "write -P 2 900M 64k");
        run("qemu-img snapshot -c first a.qcow2");
        io("a.qcow2", "write -P 3 2M 8M", "write -P 4 100M 3k");
        run("qemu-img snapshot -c second a.qcow2");
        run("qemu-img snapshot -c twin a.qcow2");
        // A snapshot of a snapshot: the disk goes back to the first, and on from there.
        run("qemu-img snapshot -a first a.qcow2");
        io("a.qcow2", "write -P 5 4M 8M", "discard 0 2M", "write -z 14M 2M");
        run("qemu-img snapshot -c third a.qcow2");
        io("a.qcow2", "write -P 7 0 24M", "write -P 8 300M 6M");
    }

    @ParameterizedTest(name = "{0} <- {1}: {3}")
    @CsvSource(
            delimiter = '|',
            value = {
                "raw | cluster_size=64k | write 0 20M | write 10M 20M; write -z 0 1M; write -z 100M 5M; discard 2M 1M; write 500M 4k",
                "raw | cluster_size=4k | write 0 20M | write 19M 4k; write 30M 8k; write 40M 64k; write -z 1M 4k; write 50M 3M",
                "cluster_size=64k | cluster_size=64k | write 0 20M | write 10M 20M; write -z 0 1M; write -z 100M 5M; discard 2M 1M; write 600M 4k",
                "cluster_size=64k | cluster_size=4k | write 0 20M | write 19M 4k; write 30M 8k; write 40M 64k; write -z 1M 4k; write 50M 3M",
                "cluster_size=4k | cluster_size=64k | write 0 20M | write 10M 20M; write -z 0 1M; write 700M 4k",
                "cluster_size=2M | cluster_size=64k | write 0 20M | write 18M 6M; write 100M 64k; write 103M 64k; write 300M 8M",
                "cluster_size=64k | cluster_size=2M | write 0 20M | write 18M 6M; write 100M 64k",
                "compat=0.10 | cluster_size=64k | write 0 20M | write 10M 20M; write -z 0 1M; write -z 100M 5M",
                "extended_l2=on | extended_l2=on | write 0 20M | write 10M 20M; write 50M 4k; write -z 0 1M",
                "cluster_size=64k | cluster_size=64k | write 0 4M | write 1G 1M; write 2G 64k; write 3G 64k; write 4G 64k; write -z 6G 1M",
                "preallocation=metadata | cluster_size=64k | write 0 4M | write 2M 8M; write 500M 1M",
                "preallocation=full | cluster_size=64k | write 0 4M | write 2M 8M; write 50M 1M"
            })
    void committingAnOverlayTakesAndReturnsWhatWasSaid(String base, String overlay, String written, String diverged)
            throws Exception {
        boolean raw = base.equals("raw");
        String size = diverged.contains("6G") ? "8G" : base.contains("full") ? "64M" : "1G";
        String name = raw ? "base.raw" : "base.qcow2";
        run("qemu-img create -q -f " + (raw ? "raw" : "qcow2 -o " + base) + " " + name + " " + size);
        io(name, written.split("; "));
        run("qemu-img create -q -f qcow2 -o " + overlay + " -b " + name + " -F " + (raw ? "raw" : "qcow2")
                + " top.qcow2");
        io("top.qcow2", diverged.split("; "));

        commit(base + " <- " + overlay, "top.qcow2", name);
    }

    @Test
    void aBaseWithSnapshotsIsCopiedBeforeItIsWritten() throws Exception {
        run("qemu-img create -q -f qcow2 base.qcow2 1G");
        io("base.qcow2", "write 0 20M", "write 600M 1M");
        run("qemu-img snapshot -c kept base.qcow2");
        io("base.qcow2", "write 0 2M");
        run("qemu-img create -q -f qcow2 -b base.qcow2 -F qcow2 top.qcow2");
        io("top.qcow2", "write 0 10M", "write -z 15M 1M", "write 600M 64k");

        commit("base with a snapshot", "top.qcow2", "base.qcow2");
    }

    @Test
    void aChainOfThreeIsCommittedOneAfterAnother() throws Exception {
        run("qemu-img create -q -f qcow2 base.qcow2 1G");
        io("base.qcow2", "write 0 20M");
        run("qemu-img create -q -f qcow2 -b base.qcow2 -F qcow2 mid.qcow2");
        io("mid.qcow2", "write 10M 15M", "write -z 2M 2M");
        run("qemu-img create -q -f qcow2 -b mid.qcow2 -F qcow2 top.qcow2");
        io("top.qcow2", "write 12M 4M", "write 40M 8M", "write 2M 1M", "discard 20M 2M");
        List<Reading> readings = collect();
        List<VolumeReading> chain = only(VolumeReading.class, readings);
        Removal all = GrowthEstimator.collapse(chain, List.of());
        assertThat(chain)
                .extracting(VolumeReading::rootVolumeId)
                .filteredOn(Objects::nonNull)
                .hasSize(2)
                .containsOnly(volume(readings, "base.qcow2").volumeId());
        long before = allocated("base.qcow2") + allocated("mid.qcow2") + allocated("top.qcow2");

        commit("top of three", "top.qcow2", "mid.qcow2");
        commit("middle of three", "mid.qcow2", "base.qcow2");

        long returned = before - allocated("base.qcow2");
        System.out.printf(
                "%-40s returned: said %d to %d, was %d%n",
                "all three",
                Objects.requireNonNull(all.returned()).lowBytes(),
                all.returned().highBytes(),
                returned);
        assertThat(returned)
                .isBetween(all.returned().lowBytes() - 65536, all.returned().highBytes() + 65536);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {"data first | write 100M 24M; write -z 200M 24M", "zeros first | write -z 0 24M; write 100M 24M"})
    void theRoomThatACommitNeedsWhileItRunsIsWhatWasSaid(String order, String diverged) throws Exception {
        run("qemu-img create -q -f qcow2 base.qcow2 1G");
        io("base.qcow2", "write 0 24M", "write 200M 24M");
        run("qemu-img create -q -f qcow2 -b base.qcow2 -F qcow2 top.qcow2");
        io("top.qcow2", diverged.split("; "));
        List<Reading> readings = collect();
        Removal said = GrowthEstimator.commit(volume(readings, "top.qcow2"), volume(readings, "base.qcow2"));
        long before = allocated("base.qcow2");

        Process commit = start("qemu-img commit -q -r 12M top.qcow2");
        long most = before;
        int samples = 0;
        while (commit.isAlive()) {
            most = Math.max(most, allocated("base.qcow2"));
            samples++;
        }
        assertThat(commit.waitFor()).isZero();
        most = Math.max(most, allocated("base.qcow2"));

        long room = Objects.requireNonNull(said.room()).highBytes();
        System.out.printf(
                "%-40s room: said %d, peak of %d samples %d, in the end %d%n",
                order, room, samples, most - before, allocated("base.qcow2") - before);
        assertThat(samples).isGreaterThan(10);
        // A sample may miss the peak by what one request writes: a mebibyte.
        assertThat(most - before).isBetween(room - 2 * MIB, room + 65536);
    }

    private void commit(String what, String overlay, String parent) throws Exception {
        List<Reading> readings = collect();
        VolumeReading top = volume(readings, overlay);
        VolumeReading base = volume(readings, parent);
        Removal said = GrowthEstimator.commit(top, base);
        long parentBefore = allocated(parent);
        long before = parentBefore + allocated(overlay);
        assertThat(top.allocatedBytes()).isEqualTo(allocated(overlay));

        run("qemu-img commit -q " + overlay);
        long grown = allocated(parent) - parentBefore;
        Files.delete(directory.resolve(overlay));

        long unit = Math.max(Objects.requireNonNull(base.allocationUnitBytes()), 65536);
        System.out.printf("%-40s parent grows: said %d, was %d%n", what, top.parentGrowthBytes(), grown);
        assertThat(top.parentGrowthBytes()).isCloseTo(grown, Offset.offset(Math.max(unit, grown / 100)));
        assertThat(Objects.requireNonNull(said.room()).highBytes() + unit).isGreaterThanOrEqualTo(grown);
        compare(what, said, before - allocated(parent), readings);
    }

    private static void compare(String what, Removal said, long returned, List<Reading> readings) {
        long unit = only(VolumeReading.class, readings).stream()
                .mapToLong(volume -> Objects.requireNonNull(volume.allocationUnitBytes()))
                .max()
                .orElseThrow();
        long promised = Objects.requireNonNull(said.returned()).bestBytes();
        System.out.printf("%-40s returned: said %d, was %d%n", what, promised, returned);
        assertThat(said.returned().method()).isEqualTo(Method.EXACT);
        assertThat(returned)
                .as(what)
                .isCloseTo(promised, Offset.offset(Math.max(Math.max(unit, 65536), Math.abs(promised) / 100)));
    }

    private List<Reading> collect() throws Exception {
        ImageSearch search = new ImageSearch(List.of(directory), ImageSearch.NAMES, 8, 1000, List.of(), Map.of());
        Outcome outcome = new ImageCollector(search, HOST, Duration.ofMinutes(5)).collect(Cycle.at(Instant.now()));
        assertThat(outcome).isInstanceOf(Outcome.Readings.class);
        return ((Outcome.Readings) outcome).readings();
    }

    private static VolumeReading volume(List<Reading> readings, String name) {
        return only(VolumeReading.class, readings).stream()
                .filter(volume -> volume.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static <T extends Reading> List<T> only(Class<T> kind, List<Reading> readings) {
        return readings.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    private void io(String image, String... commands) throws Exception {
        List<String> line = new ArrayList<>(List.of("qemu-io", "-f", image.endsWith(".raw") ? "raw" : "qcow2"));
        for (String command : commands) {
            line.add("-c");
            line.add(command.strip());
        }
        line.add(image);
        finish(line, builder(line).start());
    }

    private void run(String command) throws Exception {
        finish(List.of(command.split(" ")), start(command));
    }

    private Process start(String command) throws IOException {
        return builder(List.of(command.split(" "))).start();
    }

    private ProcessBuilder builder(List<String> command) {
        return new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("out.log").toFile());
    }

    private void finish(List<String> command, Process process) throws Exception {
        process.getOutputStream().close();
        if (process.waitFor() != 0) {
            throw new IOException(
                    command + ": " + Files.readString(directory.resolve("out.log"), StandardCharsets.UTF_8));
        }
    }

    private long allocated(String name) throws Exception {
        Process stat =
                new ProcessBuilder("stat", "-c", "%b", directory.resolve(name).toString()).start();
        String blocks = new String(stat.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        assertThat(stat.waitFor()).isZero();
        return Long.parseLong(blocks) * 512;
    }
}
