package io.ullage.service.scan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ullage.service.cli.CommandRun;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What Ullage is for: a guest deletes, the host keeps, Ullage tells how much a trim will return, and it does. A file system on a sparse file on
 * a loop device; the oracle is {@code fstrim} and {@code st_blocks}.
 */
@Tag("loop")
class DeadBytesIT {
    private static final int WRITTEN_MIB = 100;
    private static final long WRITTEN_BYTES = WRITTEN_MIB * (1L << 20);

    @TempDir
    Path directory;

    private Path image;
    private Path mount;
    private String loop = "";
    private boolean mounted;

    @BeforeEach
    void places() throws IOException {
        image = directory.resolve("guest.raw");
        mount = Files.createDirectory(directory.resolve("mnt"));
    }

    @AfterEach
    void undo() throws IOException, InterruptedException {
        if (mounted) {
            Tool.run("umount", mount.toString());
        }
        if (!loop.isEmpty()) {
            Tool.run("losetup", "-d", loop);
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"ext4, mkfs.ext4 -q -F", "xfs, mkfs.xfs -q -f"})
    void deletedIsDeadUntilItIsTrimmed(String type, String mkfs) throws IOException, InterruptedException {
        Tool.need("losetup", "mount", "umount", "fstrim", "stat", mkfs.split(" ")[0]);
        Tool.run("truncate", "-s", "512M", image.toString());
        Tool.run((mkfs + " " + image).split(" "));
        attach(type);
        Path file = mount.resolve("deleted");
        write(file);
        settle();
        JsonNode full = scan();
        assertThat(full.get("liveBytes").asLong()).isGreaterThanOrEqualTo(WRITTEN_BYTES);
        assertThat(full.get("deadBytes").asLong()).isLessThan(WRITTEN_BYTES / 20);

        Files.delete(file);
        settle();
        JsonNode before = scan();
        long promised = before.get("deadBytes").asLong();
        long allocatedBefore = Tool.allocatedBytes(image);
        assertThat(before.get("allocatedBytes").asLong()).isEqualTo(allocatedBefore);
        assertThat(promised).isCloseTo(WRITTEN_BYTES, Offset.offset(WRITTEN_BYTES / 50));
        assertThat(actions()).as("what to do about it").contains("TRIM").contains("fstrim -v " + mount);

        Tool.run("fstrim", mount.toString());
        settle();
        long returned = allocatedBefore - Tool.allocatedBytes(image);
        long unit = before.get("allocationUnitBytes").asLong();
        assertThat(returned)
                .as("promised %d, returned %d", promised, returned)
                .isCloseTo(promised, Offset.offset(Math.max(unit, promised / 100)));
        assertThat(scan().get("deadBytes").asLong()).isLessThanOrEqualTo(Math.max(unit, promised / 100));
        System.out.printf("%s: promised %d bytes, fstrim returned %d%n", type, promised, returned);
    }

    private void attach(String type) throws IOException, InterruptedException {
        try {
            loop = Tool.run("losetup", "-f", "--show", image.toString()).strip();
        } catch (IOException e) {
            Assumptions.abort("this machine gives no loop device: " + e.getMessage());
        }
        try {
            Tool.run("mount", "-t", type, loop, mount.toString());
            mounted = true;
        } catch (IOException e) {
            Assumptions.abort("this machine cannot mount " + type + ": " + e.getMessage());
        }
    }

    private static void write(Path file) throws IOException {
        byte[] piece = new byte[1 << 20];
        Random random = new Random(1);
        try (OutputStream out = Files.newOutputStream(file)) {
            for (int i = 0; i < WRITTEN_MIB; i++) {
                random.nextBytes(piece);
                out.write(piece);
            }
        }
    }

    /** A file system writes its maps down when it is told to; freezing tells it to, its log with them. */
    private void settle() throws IOException, InterruptedException {
        Tool.run("sync", "-f", mount.toString());
        Tool.run("fsfreeze", "-f", mount.toString());
        Tool.run("fsfreeze", "-u", mount.toString());
        Tool.run("sync", image.toString());
    }

    private JsonNode scan() throws IOException {
        CommandRun run = CommandRun.of("scan", image.toString(), "--format", "json", "--list", "volumes");
        assertThat(run.exitCode()).as(run.err()).isZero();
        JsonNode volumes = new ObjectMapper().readTree(run.out());
        assertThat(volumes).hasSize(1);
        return volumes.get(0);
    }

    private String actions() {
        return CommandRun.of("scan", image.toString(), "--format", "csv", "--list", "actions")
                .out();
    }
}
