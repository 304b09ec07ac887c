package io.ullage.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** Runs the tools that tests compare with. */
public final class Tools {
    private static final List<Path> DIRECTORIES =
            List.of(Path.of("/usr/bin"), Path.of("/usr/sbin"), Path.of("/bin"), Path.of("/sbin"));

    private Tools() {}

    /** Skips the test if a program is missing. */
    public static void needs(String... programs) {
        for (String program : programs) {
            if (DIRECTORIES.stream().noneMatch(directory -> Files.isExecutable(directory.resolve(program)))) {
                Assumptions.abort("needs " + program + ", which is not installed");
            }
        }
    }

    /** Skips the test where loop devices cannot be made. */
    public static void needsLoopDevices() {
        if (!Files.exists(Path.of("/dev/loop-control"))) {
            Assumptions.abort("needs loop devices: there is no /dev/loop-control");
        }
        if (!System.getProperty("user.name").equals("root")) {
            Assumptions.abort("needs root for loop devices and mount");
        }
    }

    /** Runs it and returns what it said on both outputs. */
    public static String run(String... command) throws IOException, InterruptedException {
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
}
