package io.ullage.service.node;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** Prometheus' own opinion. */
public final class Promtool {
    private static final Path PROGRAM = Path.of("/usr/bin/promtool");

    private Promtool() {}

    /** What it finds wrong with metrics in the text format, a line each. */
    public static List<String> checkMetrics(String exposition) throws Exception {
        Process process = start("check", "metrics");
        try (OutputStream in = process.getOutputStream()) {
            in.write(exposition.getBytes(StandardCharsets.UTF_8));
        }
        return end(process);
    }

    /** What {@code promtool check rules|config} says of a file that it refuses; empty where it takes it. */
    public static List<String> checkFile(String what, Path file) throws Exception {
        Process process = start("check", what, file.toString());
        List<String> said = end(process);
        return process.exitValue() == 0 ? List.of() : said;
    }

    private static Process start(String... arguments) throws Exception {
        if (!Files.isExecutable(PROGRAM)) {
            Assumptions.abort("needs " + PROGRAM + ": apt-get install prometheus");
        }
        List<String> command = new ArrayList<>(List.of(PROGRAM.toString()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    private static List<String> end(Process process) throws Exception {
        List<String> said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.isBlank())
                .toList();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            throw new AssertionError("promtool does not end");
        }
        return said;
    }
}
