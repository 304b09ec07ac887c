package io.ullage.service.scan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ullage.service.cli.CommandRun;
import io.ullage.service.output.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code ullage scan} on images made by qemu-img, held against what {@code qemu-img map} and {@code stat} say of them. */
@Tag("qemu")
class ScanIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    static Path images;

    private static CommandRun run;
    private static JsonNode scan;

    @BeforeAll
    static void make() throws IOException, InterruptedException {
        Tool.need("qemu-img", "qemu-io", "stat");
        for (String format : new String[] {"qcow2", "raw"}) {
            String image = images.resolve("disk." + format).toString();
            Tool.run("qemu-img", "create", "-q", "-f", format, image, "256M");
            Tool.run(
                    "qemu-io",
                    "-f",
                    format,
                    "-c",
                    "write -P 7 1M 9M",
                    "-c",
                    "write -P 8 100M 64k",
                    "-c",
                    "write -P 9 255M 1M",
                    image);
        }
        Tool.run("qemu-img", "create", "-q", "-f", "qcow2", "-b", "disk.qcow2", "-F", "qcow2", image("top.qcow2"));
        Tool.run("qemu-io", "-f", "qcow2", "-c", "write -P 5 50M 3M", image("top.qcow2"));
        Files.write(images.resolve("broken.qcow2"), new byte[] {'Q', 'F', 'I', (byte) 0xfb, 0, 0, 0, 99});
        run = CommandRun.of("scan", images.toString(), "--format", "json");
        scan = JSON.readTree(run.out());
    }

    private static String image(String name) {
        return images.resolve(name).toString();
    }

    @ParameterizedTest
    @ValueSource(strings = {"disk.qcow2", "disk.raw", "top.qcow2"})
    void sizesAreThoseOfQemuAndStat(String name) throws IOException, InterruptedException {
        JsonNode volume = volume(name);
        assertThat(volume.get("provisionedBytes").asLong()).isEqualTo(256L << 20);
        assertThat(volume.get("allocatedBytes").asLong()).isEqualTo(Tool.allocatedBytes(images.resolve(name)));
        assertThat(volume.get("writtenBytes").asLong()).isEqualTo(dataBytesByQemu(name));
    }

    @Test
    void ledgerSumsToProvisioned() {
        for (JsonNode volume : scan.get("volumes")) {
            long sum = 0;
            for (String ledgerClass :
                    new String[] {"live", "claimed", "dead", "stranded", "zeroed", "reserved", "ullage", "unseen"}) {
                sum += volume.get(ledgerClass + "Bytes").asLong();
            }
            assertThat(sum)
                    .as(volume.toString())
                    .isEqualTo(volume.get("provisionedBytes").asLong());
        }
    }

    @Test
    void poolIsTheFileSystemThatTheyLieOn() throws IOException, InterruptedException {
        long capacity = Files.getFileStore(images).getTotalSpace();
        assertThat(scan.get("pools")).hasSize(1);
        assertThat(scan.get("pools").get(0).get("capacityBytes").asLong()).isEqualTo(capacity);
        assertThat(scan.get("pools").get(0).get("volumes").asLong())
                .as("disks, without the layer beneath")
                .isEqualTo(2);
    }

    @Test
    void unreadableImageIsAProblemAndNotTheEnd() {
        assertThat(run.exitCode()).isEqualTo(ExitCode.PARTIAL);
        assertThat(problemsWithImages()).singleElement().asString().contains("broken.qcow2");
    }

    @Test
    void whatIsNotThereIsSaidAtOnce() {
        CommandRun missing = CommandRun.of("scan", image("nowhere"));
        assertThat(missing.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(missing.err()).startsWith("ullage: PATH: must exist, was ");
    }

    /** The oracle is QEMU: it deletes the snapshot, and the file occupies so much less. */
    @Test
    void deletedSnapshotReturnsWhatWasPromised(@TempDir Path directory) throws IOException, InterruptedException {
        Path image = directory.resolve("snapshots.qcow2");
        Tool.run("qemu-img", "create", "-q", "-f", "qcow2", image.toString(), "256M");
        Tool.run("qemu-io", "-f", "qcow2", "-c", "write -P 1 0 40M", image.toString());
        Tool.run("qemu-img", "snapshot", "-c", "before", image.toString());
        Tool.run("qemu-io", "-f", "qcow2", "-c", "write -P 2 0 25M", image.toString());
        CommandRun promise = CommandRun.of("scan", image.toString(), "--format", "json", "--list", "actions");
        assertThat(promise.exitCode()).as(promise.err()).isEqualTo(ExitCode.OK);
        JsonNode action = JSON.readTree(promise.out()).get(0);
        assertThat(action.get("action").asText()).isEqualTo("DELETE_SNAPSHOT");
        assertThat(action.get("command").asText()).isEqualTo("qemu-img snapshot -d before " + image);
        long before = Tool.allocatedBytes(image);
        Tool.run("qemu-img", "snapshot", "-d", "before", image.toString());
        long returned = before - Tool.allocatedBytes(image);
        long promised = action.get("bestBytes").asLong();
        assertThat(returned)
                .as("promised %d, returned %d", promised, returned)
                .isCloseTo(promised, Offset.offset(Math.max(64L << 10, promised / 100)));
        assertThat(promised).isGreaterThanOrEqualTo(25L << 20);
    }

    /** This machine may have others, such as a mount point whose server is gone. */
    private static List<String> problemsWithImages() {
        List<String> messages = new ArrayList<>();
        for (JsonNode problem : scan.get("problems")) {
            if (problem.get("source").asText().equals("images")) {
                messages.add(problem.get("message").asText());
            }
        }
        return messages;
    }

    private static JsonNode volume(String name) {
        for (JsonNode volume : scan.get("volumes")) {
            if (volume.get("name").asText().equals(name)) {
                return volume;
            }
        }
        throw new AssertionError(name + " is not in " + scan);
    }

    /** Data that the top layer itself holds: {@code depth} 0. */
    private static long dataBytesByQemu(String name) throws IOException, InterruptedException {
        JsonNode extents = JSON.readTree(Tool.run("qemu-img", "map", "--output=json", image(name)));
        long bytes = 0;
        for (JsonNode extent : extents) {
            if (extent.get("depth").asInt() == 0
                    && extent.get("data").asBoolean()
                    && !extent.get("zero").asBoolean()) {
                bytes += extent.get("length").asLong();
            }
        }
        return bytes;
    }
}
