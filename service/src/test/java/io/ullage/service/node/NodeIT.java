package io.ullage.service.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ullage.service.clickhouse.ChdbLibrary;
import io.ullage.service.clickhouse.ClickHouseException;
import io.ullage.service.node.NodeFile.ChildProcess;
import io.ullage.service.output.ExitCode;
import io.ullage.service.process.Eventually;
import io.ullage.service.store.StoreConnection;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("kafka")
@Tag("flink")
@Tag("clickhouse")
@Tag("qemu")
class NodeIT {
    private static final Duration LEDGER = Duration.ofSeconds(90);
    private static final Duration ORPHANS = Duration.ofSeconds(30);
    private static final long PROVISIONED = 1L << 30;
    private static final long IDLE_MEMORY = (5L << 30) / 2;

    @TempDir
    Path directory;

    @BeforeAll
    static void needs() throws Exception {
        try {
            ChdbLibrary.locate();
        } catch (ClickHouseException e) {
            Assumptions.abort("needs the embedded ClickHouse: " + e.getMessage());
        }
        try {
            run("qemu-img", "--version");
        } catch (IOException e) {
            Assumptions.abort("needs qemu-img (apt-get install qemu-utils): " + e.getMessage());
        }
    }

    @Test
    void measuresAnImageStopsInOrderAndGoesOnWhereItStopped() throws Exception {
        Path image = image();
        Path data = directory.resolve("data");
        long rows;
        try (NodeProcess node = NodeProcess.start(
                        data, "--watch", image.getParent().toString(), "--interval", "2s", "--checkpoint", "1s")
                .awaitReady()) {
            NodeFile file = node.file();
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("node.json"))))
                    .isEqualTo("rw-------");
            assertThat(file.processes())
                    .extracting(ChildProcess::name)
                    .containsExactly("agent", "flink", "clickhouse", "kafka");

            Eventually.await("a ledger of the image", LEDGER, () -> count(file, image) >= 2);
            assertThat(measures(file, image))
                    .containsEntry("provisioned_bytes", PROVISIONED)
                    .containsEntry("allocated_bytes", allocatedBytes(image))
                    .containsEntry("written_bytes", writtenBytes(image));
            assertThat(status(data, ExitCode.OK).path("residentBytes").asLong())
                    .as("memory of the node while it idles")
                    .isBetween(100L << 20, IDLE_MEMORY);

            assertThat(node.stop()).as(node.output()).isEqualTo(ExitCode.OK);
            assertThat(node.output())
                    .containsSubsequence(
                            "stopping agent", "stopping flink", "stopping clickhouse", "stopping kafka", "Stopped.");
            assertThat(running(file)).isEmpty();
            assertThat(Files.walk(data.resolve("flink/savepoints")).filter(path -> path.endsWith("_metadata")))
                    .as("a savepoint of each job")
                    .hasSize(NodeJobs.NAMES.size());
            status(data, ExitCode.NOT_RUNNING);
        }
        try (NodeProcess node = NodeProcess.start(
                        data, "--watch", image.getParent().toString(), "--interval", "2s", "--checkpoint", "1s")
                .awaitReady()) {
            NodeFile file = node.file();
            rows = count(file, image);
            assertThat(rows).as("rows of the first run").isGreaterThanOrEqualTo(2);
            Eventually.await("another ledger", LEDGER, () -> count(file, image) > rows);
            assertThat(value(file, "SELECT uniqExact(interval_start) FROM ledger WHERE path = '" + image + "'"))
                    .as("one row an interval")
                    .isEqualTo(count(file, image));
        }
    }

    @Test
    void leavesNoChildWhenItIsKilledAndComesBack() throws Exception {
        Path data = directory.resolve("data");
        NodeFile file;
        try (NodeProcess node = NodeProcess.start(data, "--interval", "2s").awaitReady()) {
            file = node.file();
            assertThat(running(file)).hasSize(4);
            node.kill();
            node.awaitExit();
            Eventually.await(
                    "the end of the orphans", ORPHANS, () -> running(file).isEmpty());
        }
        try (NodeProcess node = NodeProcess.start(data, "--interval", "2s").awaitReady()) {
            assertThat(node.file().pid()).isNotEqualTo(file.pid());
            assertThat(node.stop()).isEqualTo(ExitCode.OK);
        }
    }

    @Test
    void refusesASecondInstanceAndATakenPort() throws Exception {
        Path data = directory.resolve("data");
        try (DataDirectory held = DataDirectory.take(data);
                NodeProcess second = NodeProcess.start(data)) {
            assertThat(second.awaitExit()).isEqualTo(ExitCode.FAILED);
            assertThat(second.output())
                    .contains("a node is running on " + data + " already, process "
                            + ProcessHandle.current().pid())
                    .contains("ullage status");
            assertThat(held).isNotNull();
        }
        try (ServerSocket other = new ServerSocket()) {
            other.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            String port = Integer.toString(other.getLocalPort());
            try (NodeProcess node = NodeProcess.start(data, "--flink-port", port)) {
                assertThat(node.awaitExit()).isEqualTo(ExitCode.FAILED);
                assertThat(node.output())
                        .contains("port " + port + " on 127.0.0.1, which Flink is to use, is taken")
                        .contains("choose another port with --flink-port");
            }
        }
        assertThat(data.resolve("kafka")).as("nothing was started").doesNotExist();
    }

    private Path image() throws Exception {
        Path images = Files.createDirectories(directory.resolve("images"));
        Path image = images.resolve("disk.qcow2");
        run("qemu-img", "create", "-q", "-f", "qcow2", image.toString(), Long.toString(PROVISIONED));
        run("qemu-io", "-c", "write -P 7 64M 20M", image.toString());
        return image.toRealPath();
    }

    private static long allocatedBytes(Path image) throws Exception {
        return 512 * Long.parseLong(run("stat", "-c", "%b", image.toString()).strip());
    }

    private static long writtenBytes(Path image) throws Exception {
        long bytes = 0;
        for (JsonNode extent : new ObjectMapper().readTree(run("qemu-img", "map", "--output=json", image.toString()))) {
            bytes += extent.path("data").asBoolean() ? extent.path("length").asLong() : 0;
        }
        return bytes;
    }

    private static String run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor())
                .as(String.join(" ", command) + "\n" + output)
                .isZero();
        return output;
    }

    private JsonNode status(Path data, int exitCode) throws Exception {
        Path output = directory.resolve("status.json");
        Process status = NodeProcess.ullage(output, List.of("status", "--data", data.toString(), "--format", "json"));
        assertThat(status.waitFor(60, TimeUnit.SECONDS)).isTrue();
        String text = Files.readString(output);
        assertThat(status.exitValue()).as(text).isEqualTo(exitCode);
        return exitCode == ExitCode.OK ? new ObjectMapper().readTree(text) : new ObjectMapper().nullNode();
    }

    private static List<Long> running(NodeFile file) {
        List<Long> pids = new ArrayList<>();
        for (ChildProcess child : file.processes()) {
            if (child.pid() != null && ProcessHandle.of(child.pid()).isPresent()) {
                pids.add(child.pid());
            }
        }
        return pids;
    }

    private static long count(NodeFile file, Path image) throws SQLException {
        return value(file, "SELECT count() FROM ledger FINAL WHERE path = '" + image + "'");
    }

    private static Map<String, Long> measures(NodeFile file, Path image) throws SQLException {
        Map<String, Long> measures = new TreeMap<>();
        try (var connection = store(file).open();
                var statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT provisioned_bytes, allocated_bytes, written_bytes FROM ledger FINAL" + " WHERE path = '"
                                + image + "' ORDER BY interval_start DESC LIMIT 1")) {
            assertThat(row.next()).isTrue();
            measures.put("provisioned_bytes", row.getLong(1));
            measures.put("allocated_bytes", row.getLong(2));
            measures.put("written_bytes", row.getLong(3));
        }
        return measures;
    }

    private static long value(NodeFile file, String sql) throws SQLException {
        try (var connection = store(file).open();
                var statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    private static StoreConnection store(NodeFile file) {
        return new StoreConnection(
                file.clickHouseUrl(),
                file.reader().user(),
                Path.of(file.reader().passwordFile()));
    }
}
