package io.ullage.service.scan;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Runs a program of the system, without a shell; what is not installed skips the test and says so. */
final class Tool {
    private Tool() {}

    static void need(String... programs) {
        for (String program : programs) {
            boolean found = Stream.concat(
                            Arrays.stream(
                                    System.getenv().getOrDefault("PATH", "").split(":")),
                            Stream.of("/usr/sbin", "/sbin"))
                    .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
            if (!found) {
                Assumptions.abort("needs " + program + ", which is not installed");
            }
        }
    }

    /** Its standard output; fails where it fails. */
    static String run(String... command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().merge("PATH", "/usr/sbin:/sbin", (path, more) -> path + ":" + more);
        builder.environment().put("LC_ALL", "C");
        Process process = builder.start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", command) + ": " + said);
        }
        return said;
    }

    /** {@code st_blocks} × 512. */
    static long allocatedBytes(Path file) throws IOException, InterruptedException {
        return Long.parseLong(run("stat", "-c", "%b", file.toString()).strip()) * 512;
    }
}
