package io.ullage.service.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ullage.service.clickhouse.ChdbLibrary;
import io.ullage.service.clickhouse.ClickHouseException;
import io.ullage.service.flink.EmbeddedFlink;
import io.ullage.service.process.Eventually;
import io.ullage.service.store.StoreConnection;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Nothing faked: images made by QEMU's and e2fsprogs' tools, read by the agent, through Kafka and Flink into ClickHouse. What stands in the
 * rows is what {@code qemu-img}, {@code du}, {@code stat}, {@code df} and {@code dumpe2fs} say, to the byte.
 */
@Tag("kafka")
@Tag("flink")
@Tag("clickhouse")
@Tag("qemu")
class EndToEndIT {
    private static final Duration INTERVAL = Duration.ofSeconds(2);
    private static final Duration ROWS = Duration.ofSeconds(120);
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path directory;

    /** Of one image, in bytes. */
    private record Measures(long provisioned, long allocated, long written) {}

    @BeforeAll
    static void needs() throws Exception {
        try {
            ChdbLibrary.locate();
        } catch (ClickHouseException e) {
            Assumptions.abort("needs the embedded ClickHouse: " + e.getMessage());
        }
        for (String tool : List.of("qemu-img", "qemu-io", "mkfs.ext4", "dumpe2fs", "du", "df")) {
            try {
                new ProcessBuilder(tool, "--version")
                        .redirectErrorStream(true)
                        .start()
                        .destroy();
            } catch (IOException e) {
                Assumptions.abort("needs " + tool + ": " + e.getMessage());
            }
        }
    }

    @Test
    void rowsEqualWhatTheToolsSay() throws Exception {
        Path images = Files.createDirectories(directory.toRealPath().resolve("images"));
        makeImages(images);
        NodeSettings settings = new NodeSettings(
                directory.resolve("data"),
                List.of(images),
                new NodeSettings.Ports(0, 0, 0, 0, 0, 0),
                "127.0.0.1",
                INTERVAL,
                Duration.ofSeconds(1),
                EmbeddedFlink.Options.DEFAULT_HEAP_MEGABYTES);
        try (Node node = Node.start(settings, Clock.systemUTC(), List.of(), List.of(), progress -> {})) {
            StoreConnection store = store(node.file());
            Map<String, Measures> truth = truth(images);
            awaitRows(store, truth.size());

            assertThat(volumes(store)).isEqualTo(truth);
            assertThat(
                            longs(
                                    store,
                                    "SELECT live_bytes + claimed_bytes, ullage_bytes + dead_bytes + stranded_bytes + zeroed_bytes"
                                            + " + reserved_bytes, unseen_bytes FROM volume_latest WHERE name = 'fs.raw' AND method = 'EXACT'"))
                    .as("held by the file system, free in it, unseen")
                    .containsExactly(ext4Held(images.resolve("fs.raw")), ext4Free(images.resolve("fs.raw")), 0L);
            assertThat(longs(
                            store,
                            "SELECT count() FROM volume_latest WHERE live_bytes + claimed_bytes + dead_bytes"
                                    + " + stranded_bytes + zeroed_bytes + reserved_bytes + ullage_bytes + unseen_bytes"
                                    + " != provisioned_bytes"))
                    .as("ledgers that do not sum to provisioned")
                    .containsExactly(0L);
            assertThat(longs(store, "SELECT backed_bytes FROM volume_latest WHERE name = 'overlay.qcow2'"))
                    .containsExactly(backed(images.resolve("overlay.qcow2")));
            long disks = truth.size() - 1L;
            Eventually.await("the pool's sum", ROWS, () -> longs(store, "SELECT max(volumes) FROM pool_latest")
                    .contains(disks));
            assertThat(longs(
                            store,
                            "SELECT capacity_bytes, volumes, provisioned_bytes, allocated_bytes, backing_volumes"
                                    + " FROM pool_latest WHERE volumes > 0"))
                    .as("the pool: capacity, and what its disks add up to")
                    .containsExactly(
                            Long.parseLong(lastLine(run("df", "-B1", "--output=size", images.toString()))),
                            disks,
                            sum(truth, "base.qcow2", Measures::provisioned),
                            sum(truth, "base.qcow2", Measures::allocated),
                            1L);
        }
    }

    /** Returns when the time is over, too: what is missing is best seen in the comparison. */
    private static void awaitRows(StoreConnection store, int rows) throws Exception {
        long deadline = System.nanoTime() + ROWS.toNanos();
        Eventually.await(
                "rows, or the end of the wait",
                ROWS.multipliedBy(2),
                () -> volumes(store).size() >= rows || System.nanoTime() > deadline);
    }

    private static void makeImages(Path images) throws Exception {
        Path raw = images.resolve("scattered.raw");
        run("qemu-img", "create", "-q", "-f", "raw", raw.toString(), "256M");
        run(
                "qemu-io",
                "-f",
                "raw",
                "-c",
                "write -P 1 0 1M",
                "-c",
                "write -P 2 100M 3M",
                "-c",
                "write 255M 4k",
                raw.toString());

        qcow2(images, "v3.qcow2", "cluster_size=64k");
        qcow2(images, "v2.qcow2", "compat=0.10");
        qcow2(images, "small-clusters.qcow2", "cluster_size=4k");
        qcow2(images, "subclusters.qcow2", "extended_l2=on,cluster_size=128k");
        qcow2(images, "preallocated.qcow2", "preallocation=metadata");

        Path compressed = images.resolve("compressed.qcow2");
        run(
                "qemu-img",
                "convert",
                "-c",
                "-O",
                "qcow2",
                images.resolve("v3.qcow2").toString(),
                compressed.toString());

        Path snapshots = qcow2(images, "snapshots.qcow2", "cluster_size=64k");
        run("qemu-img", "snapshot", "-c", "before", snapshots.toString());
        run("qemu-io", "-c", "write -P 9 10M 20M", snapshots.toString());

        Path base = qcow2(images, "base.qcow2", "cluster_size=64k");
        Path overlay = images.resolve("overlay.qcow2");
        run("qemu-img", "create", "-q", "-f", "qcow2", "-F", "qcow2", "-b", base.toString(), overlay.toString());
        run("qemu-io", "-c", "write -P 5 11M 3M", "-c", "write -z 200M 1M", overlay.toString());

        Path files = Files.createDirectories(images.resolveSibling("files"));
        Files.write(files.resolve("data"), new byte[5_000_000]);
        run("mkfs.ext4", "-q", "-d", files.toString(), images.resolve("fs.raw").toString(), "64M");
    }

    private static Path qcow2(Path images, String name, String options) throws Exception {
        Path image = images.resolve(name);
        run("qemu-img", "create", "-q", "-f", "qcow2", "-o", options, image.toString(), "512M");
        run(
                "qemu-io",
                "-c",
                "write -P 1 10M 20M",
                "-c",
                "write -P 2 301M 12k",
                "-c",
                "write -z 400M 8M",
                image.toString());
        return image;
    }

    private static Map<String, Measures> truth(Path images) throws Exception {
        Map<String, Measures> truth = new TreeMap<>();
        try (var files = Files.list(images)) {
            for (Path image : files.toList()) {
                long allocated = allocated(image);
                assertThat(Long.parseLong(run("du", "-B1", image.toString()).split("\\s")[0]))
                        .as("stat and du")
                        .isEqualTo(allocated);
                truth.put(
                        String.valueOf(image.getFileName()),
                        new Measures(
                                provisioned(image),
                                allocated,
                                mapped(image, extent -> extent.path("depth").asInt() == 0)));
            }
        }
        return truth;
    }

    private static long provisioned(Path image) throws Exception {
        return JSON.readTree(run("qemu-img", "info", "--output=json", image.toString()))
                .path("virtual-size")
                .asLong();
    }

    private static long allocated(Path image) throws Exception {
        String[] blocks = run("stat", "-c", "%b %B", image.toString()).strip().split(" ");
        return Long.parseLong(blocks[0]) * Long.parseLong(blocks[1]);
    }

    private static long backed(Path image) throws Exception {
        return mapped(image, extent -> extent.path("depth").asInt() > 0);
    }

    private static long mapped(Path image, java.util.function.Predicate<JsonNode> counts) throws Exception {
        long bytes = 0;
        for (JsonNode extent : JSON.readTree(run("qemu-img", "map", "--output=json", image.toString()))) {
            if (extent.path("data").asBoolean() && counts.test(extent)) {
                bytes += extent.path("length").asLong();
            }
        }
        return bytes;
    }

    private static long ext4Held(Path image) throws Exception {
        return provisioned(image) - ext4Free(image);
    }

    private static long ext4Free(Path image) throws Exception {
        long freeBlocks = 0;
        long blockBytes = 0;
        for (String line : run("dumpe2fs", "-h", image.toString()).split("\n")) {
            String[] field = line.split(": +");
            switch (field[0]) {
                case "Free blocks" -> freeBlocks = Long.parseLong(field[1]);
                case "Block size" -> blockBytes = Long.parseLong(field[1]);
                default -> {}
            }
        }
        return freeBlocks * blockBytes;
    }

    private static long sum(
            Map<String, Measures> truth, String without, java.util.function.ToLongFunction<Measures> measure) {
        return truth.entrySet().stream()
                .filter(entry -> !entry.getKey().equals(without))
                .mapToLong(entry -> measure.applyAsLong(entry.getValue()))
                .sum();
    }

    private static Map<String, Measures> volumes(StoreConnection store) throws SQLException {
        Map<String, Measures> volumes = new TreeMap<>();
        try (var connection = store.open();
                var statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT name, provisioned_bytes, allocated_bytes, written_bytes FROM volume_latest")) {
            while (row.next()) {
                volumes.put(row.getString(1), new Measures(row.getLong(2), row.getLong(3), row.getLong(4)));
            }
        }
        return volumes;
    }

    private static List<@Nullable Long> longs(StoreConnection store, String sql) throws SQLException {
        try (var connection = store.open();
                var statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            List<@Nullable Long> values = new ArrayList<>();
            if (row.next()) {
                for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                    long value = row.getLong(i);
                    values.add(row.wasNull() ? null : value);
                }
            }
            return values;
        }
    }

    private static StoreConnection store(NodeFile file) {
        return new StoreConnection(
                file.clickHouseUrl(),
                file.reader().user(),
                Path.of(file.reader().passwordFile()));
    }

    private static String lastLine(String text) {
        String[] lines = text.strip().split("\n");
        return lines[lines.length - 1].strip();
    }

    private static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor())
                .as(Arrays.toString(command) + "\n" + output)
                .isZero();
        return output;
    }
}
