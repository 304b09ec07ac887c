package io.ullage.agent.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** Runs the tools that tests compare with. */
final class Qemu {
    private static final List<Path> DIRECTORIES =
            List.of(Path.of("/usr/bin"), Path.of("/usr/sbin"), Path.of("/bin"), Path.of("/sbin"));

    private Qemu() {}

    /** Skips the test if a program is missing. */
    static void needs(String... programs) {
        for (String program : programs) {
            if (DIRECTORIES.stream().noneMatch(directory -> Files.isExecutable(directory.resolve(program)))) {
                Assumptions.abort("needs " + program + ", which is not installed");
            }
        }
    }

    /** Runs it and returns what it said on both outputs. */
    static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS))
                .as(String.join(" ", command))
                .isTrue();
        assertThat(process.exitValue())
                .as(String.join(" ", command) + "\n" + output)
                .isZero();
        return output.strip();
    }

    /** Bytes of {@code qemu-img map}'s extents that are data at depth 0 of the chain. */
    static long dataBytes(Path image) throws IOException, InterruptedException {
        long sum = 0;
        for (JsonNode extent : new ObjectMapper().readTree(run("qemu-img", "map", "--output=json", image.toString()))) {
            sum += extent.path("data").asBoolean() && extent.path("depth").asInt() == 0
                    ? extent.path("length").asLong()
                    : 0;
        }
        return sum;
    }

    /** {@code st_blocks} × 512. */
    static long allocatedBytes(Path file) throws IOException, InterruptedException {
        return Long.parseLong(run("stat", "-c", "%b", file.toString())) * 512;
    }
}
