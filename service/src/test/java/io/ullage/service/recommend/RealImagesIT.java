package io.ullage.service.recommend;

import static org.assertj.core.api.Assertions.assertThat;

import io.ullage.agent.Agent;
import io.ullage.agent.AgentConfig;
import io.ullage.agent.Collected;
import io.ullage.agent.image.ImageSearch;
import io.ullage.schema.telemetry.AgentRole;
import io.ullage.schema.telemetry.PoolReading;
import io.ullage.schema.telemetry.Reading;
import io.ullage.schema.telemetry.Report;
import io.ullage.schema.telemetry.VolumeReading;
import io.ullage.service.clickhouse.ClickHouseExtension;
import io.ullage.service.output.Listing;
import io.ullage.service.recommend.life.Event;
import io.ullage.service.recommend.life.LifeEvent;
import io.ullage.service.recommend.life.RecommendationStore;
import io.ullage.service.recommend.life.Review;
import io.ullage.service.recommend.life.Standing;
import io.ullage.service.recommend.life.State;
import io.ullage.service.recommend.platform.Step;
import io.ullage.service.recommend.rule.Action;
import io.ullage.service.recommend.rule.Thresholds;
import io.ullage.service.store.StoredReports;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Ten recommendations about real images: read by the agent, recommended from the store, done by running the very commands that are printed,
 * read again. What came back by the readings is held against the promise and against {@code st_blocks}.
 */
@Tag("qemu")
@Tag("loop")
@Tag("clickhouse")
class RealImagesIT {
    private static final long MIB = 1 << 20;
    /** Inode tables that are zeroed behind our back would be punched out of the file while we look. */
    private static final String MKFS_EXT4 = "mkfs.ext4 -q -F -E lazy_itable_init=0,lazy_journal_init=0";

    private static final Duration INTERVAL = Duration.ofMinutes(5);
    /** Everything counts that is a mebibyte, and nothing needs to be old but an orphan. */
    private static final Thresholds SMALL = new Thresholds(
            MIB,
            Duration.ZERO,
            Duration.ofDays(14),
            Duration.ofDays(30),
            Duration.ofDays(30),
            0.3,
            0.3,
            Duration.ofDays(30),
            1,
            1,
            0.75,
            0.5,
            0.3,
            64L << 40,
            0.02);

    @RegisterExtension
    final ClickHouseExtension clickHouse = ClickHouseExtension.withTables();

    @TempDir
    Path directory;

    private final List<String> loops = new ArrayList<>();
    private final List<Path> mounts = new ArrayList<>();
    private final Instant now = Instant.now().truncatedTo(ChronoUnit.HOURS).plus(Duration.ofHours(1));

    @AfterEach
    void undo() throws Exception {
        for (Path mount : mounts) {
            run("umount", mount.toString());
        }
        for (String loop : loops) {
            run("losetup", "-d", loop);
        }
    }

    @Test
    void tenActsReturnWhatWasPromised() throws Exception {
        need("qemu-img", "qemu-io", "losetup", "mount", "fstrim", "fsfreeze", "mkfs.ext4", "mkfs.xfs", "stat");
        Path images = Files.createDirectory(directory.resolve("images"));
        deletedInside(images, "ext4.raw", MKFS_EXT4, "truncate -s 512M");
        deletedInside(images, "xfs.raw", "mkfs.xfs -q -f", "truncate -s 512M");
        deletedInside(images, "full.raw", MKFS_EXT4 + ",nodiscard", "fallocate -l 256M");
        zeroed(images);
        preallocated(images);
        snapshots(images);
        overlay(images);
        qemu("qemu-img create -q -f qcow2", images.resolve("nobody's disk.qcow2"), "1G");
        io(images.resolve("nobody's disk.qcow2"), "write -P 1 0 48M");

        StoredReports stored = new StoredReports(clickHouse, INTERVAL);
        orphanWasThere(stored, images);
        collect(stored, images, now, true);
        Recommender recommender =
                new Recommender(new RecommendSettings(wanted(), Duration.ofHours(1), SMALL), Prices.NONE);
        Review review = Review.of(clickHouse.connection(), recommender, now.plusSeconds(60));
        List<Recommendation> ten = review.recommendations().stream()
                .filter(one -> one.candidate().action() != Action.DELETE_ORPHAN
                        || one.candidate().target().name().startsWith("nobody"))
                .toList();
        assertThat(ten).as("the best of each image").hasSize(10);
        List<LifeEvent> accepted = new ArrayList<>();
        ten.forEach(one ->
                accepted.addAll(review.said(one.id(), Event.ACCEPTED, now.plusSeconds(60), "storage", null, null)));
        new RecommendationStore(clickHouse.connection()).add(accepted);

        Map<String, Long> really = new HashMap<>();
        for (Recommendation one : inOrder(ten)) {
            long before = blocks(images);
            for (Step step : one.candidate().steps()) {
                // Of its own file system, by name: the machine has others.
                assertThat(step.arguments()).doesNotContain("--all");
                run(step.arguments().toArray(new String[0]));
            }
            settleAll();
            really.put(one.id(), before - blocks(images));
        }
        // The orphan is gone when its host has read others for an hour.
        collect(stored, images, now.plus(Duration.ofMinutes(5)), false);
        collect(stored, images, now.plus(Duration.ofMinutes(90)), false);
        Instant later = now.plus(Duration.ofMinutes(95));
        Review.of(clickHouse.connection(), recommender, later).record(clickHouse.connection());

        Map<String, Standing> standings = new RecommendationStore(clickHouse.connection()).standings();
        System.out.printf(
                "%-16s %-34s %12s %12s %12s %12s%n", "rule", "target", "at least", "promised", "realised", "st_blocks");
        for (Recommendation one : ten) {
            Standing standing = Objects.requireNonNull(standings.get(one.id()));
            long realised = Objects.requireNonNullElse(standing.realisedBytes(), -1L);
            System.out.printf(
                    "%-16s %-34s %12d %12d %12d %12d%n",
                    one.candidate().action().wireName(),
                    Listing.printable(one.candidate().target().name()),
                    one.returned().lowBytes(),
                    one.returned().bestBytes(),
                    realised,
                    really.get(one.id()));
        }
        long allReally = really.values().stream().mapToLong(Long::longValue).sum();
        long allRealised = 0;
        for (Recommendation one : ten) {
            Standing standing = Objects.requireNonNull(standings.get(one.id()));
            String what = one.candidate().action().wireName() + " "
                    + one.candidate().target().name();
            long promised = one.returned().bestBytes();
            long tolerance = Math.max(promised / 50, 256 << 10);
            assertThat(standing.state()).as(what).isEqualTo(State.REALISED);
            long realised = Objects.requireNonNull(standing.realisedBytes());
            assertThat(realised).as("realised by %s", what).isBetween(promised - tolerance, promised + tolerance);
            allRealised += realised;
        }
        assertThat(allRealised).as("the file system's own count").isBetween(allReally - 2 * MIB, allReally + 2 * MIB);
    }

    private static Set<Action> wanted() {
        return EnumSet.of(
                Action.TRIM,
                Action.PUNCH,
                Action.MAKE_THIN,
                Action.DELETE_SNAPSHOT,
                Action.CONSOLIDATE,
                Action.DELETE_ORPHAN);
    }

    /** The oldest snapshot first, as the checks say; else as they are listed. */
    private static List<Recommendation> inOrder(List<Recommendation> all) {
        return all.stream()
                .sorted(Comparator.comparing(
                        (Recommendation one) -> one.candidate().action() == Action.DELETE_SNAPSHOT
                                ? one.candidate().target().id()
                                : ""))
                .toList();
    }

    private void deletedInside(Path images, String name, String mkfs, String make) throws Exception {
        Path image = images.resolve(name);
        qemu(make, image);
        qemu(mkfs, image);
        String loop;
        try {
            loop = run("losetup", "-f", "--show", image.toString()).strip();
        } catch (IOException e) {
            Assumptions.abort("this machine gives no loop device: " + e.getMessage());
            return;
        }
        loops.add(loop);
        Path mount = Files.createDirectory(directory.resolve("mnt " + name));
        try {
            run("mount", loop, mount.toString());
        } catch (IOException e) {
            Assumptions.abort("this machine cannot mount it: " + e.getMessage());
        }
        mounts.add(mount);
        byte[] piece = new byte[(int) MIB];
        Random random = new Random(1);
        Path file = mount.resolve("deleted");
        try (OutputStream out = Files.newOutputStream(file)) {
            for (int i = 0; i < 60; i++) {
                random.nextBytes(piece);
                out.write(piece);
            }
        }
        run("sync", "-f", mount.toString());
        Files.delete(file);
        settle(mount);
    }

    private static void zeroed(Path images) throws Exception {
        Path image = images.resolve("zeroed.qcow2");
        qemu("qemu-img create -q -f qcow2", image, "1G");
        io(image, "write -P 3 0 64M", "write -z 8M 40M");
    }

    private static void preallocated(Path images) throws Exception {
        qemu("qemu-img create -q -f raw -o preallocation=falloc", images.resolve("falloc.raw"), "96M");
        qemu("qemu-img create -q -f raw -o preallocation=falloc", images.resolve("half.raw"), "80M");
        run(
                "qemu-io",
                "-f",
                "raw",
                "-c",
                "write -P 4 0 16M",
                images.resolve("half.raw").toString());
    }

    private static void snapshots(Path images) throws Exception {
        Path image = images.resolve("snapshots.qcow2");
        qemu("qemu-img create -q -f qcow2", image, "1G");
        io(image, "write -P 1 0 32M");
        run("qemu-img", "snapshot", "-c", "before the update", image.toString());
        io(image, "write -P 2 0 20M");
        run("qemu-img", "snapshot", "-c", "-after", image.toString());
        io(image, "write -P 3 0 12M");
    }

    private static void overlay(Path images) throws Exception {
        Path base = images.resolve("base.qcow2");
        qemu("qemu-img create -q -f qcow2", base, "1G");
        io(base, "write -P 1 0 40M");
        run(
                "qemu-img",
                "create",
                "-q",
                "-f",
                "qcow2",
                "-b",
                base.toString(),
                "-F",
                "qcow2",
                images.resolve("top.qcow2").toString());
        io(images.resolve("top.qcow2"), "write -P 2 10M 24M");
    }

    /** Twenty days ago, and nobody had it open: the one that is to be an orphan. */
    private void orphanWasThere(StoredReports stored, Path images) throws Exception {
        Report host = reports(images, now.minus(Duration.ofDays(20))).stream()
                .filter(report -> report.agent().role() == AgentRole.HOST)
                .findFirst()
                .orElseThrow();
        List<Reading> one = host.readings().stream()
                .filter(reading ->
                        reading instanceof VolumeReading volume && volume.name().startsWith("nobody"))
                .toList();
        assertThat(one).hasSize(1);
        stored.take(Report.whole(host.agent(), 0, host.time(), one));
    }

    private void collect(StoredReports stored, Path images, Instant time, boolean growth) throws Exception {
        for (Report report : reports(images, time)) {
            stored.take(report);
            if (growth) {
                GrowthRows.insert(clickHouse, report, time);
            }
        }
        stored.end();
    }

    /** Only what lies among our images: the machine has other disks. */
    private List<Report> reports(Path images, Instant time) throws Exception {
        AgentConfig config = AgentConfig.standard(directory.resolve("state"))
                .withRoles(EnumSet.of(AgentRole.HOST, AgentRole.GUEST))
                .withImages(ImageSearch.in(List.of(images)))
                .withMetrics(AgentConfig.Metrics.OFF);
        Collected collected =
                Agent.collectOnce(config, Clock.fixed(time, ZoneOffset.UTC), (collector, done, total, item) -> {});
        List<Report> reports = new ArrayList<>();
        for (Report report : collected.reports()) {
            List<Reading> readings = report.readings().stream()
                    .filter(reading -> !(reading instanceof VolumeReading volume) || inside(images, volume.path()))
                    .filter(reading -> !(reading instanceof PoolReading pool)
                            || report.agent().role() == AgentRole.HOST && pool.path() != null)
                    .toList();
            reports.add(Report.whole(report.agent(), report.sequence(), time, readings));
        }
        reports.sort(Comparator.comparing(report -> report.agent().role()));
        return reports;
    }

    private static boolean inside(Path images, @Nullable String path) {
        return path != null && Path.of(path).startsWith(images);
    }

    private void settleAll() throws Exception {
        for (Path mount : mounts) {
            settle(mount);
        }
    }

    /** A file system writes its maps down when it is told to; freezing tells it to. */
    private static void settle(Path mount) throws Exception {
        run("sync", "-f", mount.toString());
        run("fsfreeze", "-f", mount.toString());
        run("fsfreeze", "-u", mount.toString());
    }

    private static long blocks(Path images) throws Exception {
        long bytes = 0;
        run("sync", "-f", images.toString());
        try (var files = Files.list(images)) {
            for (Path file : files.toList()) {
                bytes += 512
                        * Long.parseLong(
                                run("stat", "-c", "%b", file.toString()).strip());
            }
        }
        return bytes;
    }

    private static void io(Path image, String... commands) throws Exception {
        List<String> line = new ArrayList<>(List.of("qemu-io", "-f", "qcow2"));
        for (String command : commands) {
            line.addAll(List.of("-c", command));
        }
        line.add(image.toString());
        run(line.toArray(new String[0]));
    }

    private static void qemu(String command, Path image, String... more) throws Exception {
        List<String> line = new ArrayList<>(List.of(command.split(" ")));
        line.add(image.toString());
        line.addAll(List.of(more));
        run(line.toArray(new String[0]));
    }

    private static void need(String... programs) {
        for (String program : programs) {
            boolean found = List.of((System.getenv().getOrDefault("PATH", "") + ":/usr/sbin:/sbin").split(":")).stream()
                    .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
            if (!found) {
                Assumptions.abort("needs " + program + ", which is not installed");
            }
        }
    }

    private static String run(String... command) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().merge("PATH", "/usr/sbin:/sbin", (path, more) -> path + ":" + more);
        builder.environment().put("LC_ALL", "C");
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", command) + ": " + output);
        }
        return output;
    }
}
