package io.ullage.service.process;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run of a child JVM: started, ready, stopped. {@link Supervisor} starts it again when it dies.
 *
 * <p>The order to stop is the word {@code stop} on the child's standard input; end of file without it means that this process died.
 */
public final class ChildJvm implements Child {
    /** The system property by which a child knows its files. */
    static final String RUN_FILES = "ullage.child.run";

    static final String STOP = "stop";

    private static final Logger LOG = LoggerFactory.getLogger(ChildJvm.class);
    private static final Duration POLL = Duration.ofMillis(20);
    private static final Duration TERMINATE_GRACE = Duration.ofSeconds(2);
    private static final int OLD_OUTPUTS_KEPT = 3;
    private static final int TAIL_LINES = 15;

    private final ChildSpec spec;
    private final Process process;

    private ChildJvm(ChildSpec spec, Process process) {
        this.spec = spec;
        this.process = process;
    }

    /** Starts the child and returns at once; {@link #awaitReady} waits for it. */
    public static ChildJvm start(ChildSpec spec) throws IOException {
        Path temporary = spec.dataDirectory().resolve("tmp").resolve(spec.name());
        OwnerOnlyFile.createDirectory(temporary);
        OwnerOnlyFile.createDirectory(spec.dataDirectory().resolve("run"));
        OwnerOnlyFile.createDirectory(spec.dataDirectory().resolve("log"));
        rotate(spec.outputFile());
        Files.deleteIfExists(spec.runFile(".ready"));
        Files.deleteIfExists(spec.runFile(".failed"));
        OwnerOnlyFile.writeProperties(spec.runFile(".properties"), spec.settings());
        OwnerOnlyFile.write(spec.runFile(".args"), argumentFile(spec, temporary));

        ProcessBuilder builder = new ProcessBuilder(javaCommand(), "@" + spec.runFile(".args"));
        builder.directory(spec.dataDirectory().toFile());
        builder.redirectErrorStream(true);
        builder.redirectOutput(spec.outputFile().toFile());
        // One malloc arena per core costs tens of megabytes in a JVM that hardly uses malloc.
        builder.environment().put("MALLOC_ARENA_MAX", "2");
        Process process = builder.start();
        LOG.info("{} started, pid {}", spec.name(), process.pid());
        return new ChildJvm(spec, process);
    }

    /** Waits until the child says that it is ready. A child that is late is killed. */
    @Override
    public Map<String, String> awaitReady(Duration within) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + within.toNanos();
        while (true) {
            Map<String, String> facts = readyFacts();
            if (facts != null) {
                return facts;
            }
            if (process.waitFor(POLL.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new ChildFailedException(whyEnded());
            }
            if (System.nanoTime() > deadline) {
                kill();
                throw new ChildFailedException(
                        spec.name() + " was not ready within " + within.toSeconds() + " s and was killed" + tail());
            }
        }
    }

    @Override
    public long pid() {
        return process.pid();
    }

    @Override
    public boolean isAlive() {
        return process.isAlive();
    }

    @Override
    public CompletableFuture<Integer> exit() {
        return process.onExit().thenApply(Process::exitValue);
    }

    /** Asks the child to stop in order; after {@code grace} terminates, then kills it. Returns when it is gone. */
    @Override
    public void stop(Duration grace) throws InterruptedException {
        try (OutputStream order = process.getOutputStream()) {
            order.write((STOP + "\n").getBytes(StandardCharsets.US_ASCII));
        } catch (IOException gone) {
            LOG.debug("{} no longer listens", spec.name(), gone);
        }
        if (process.waitFor(grace.toMillis(), TimeUnit.MILLISECONDS)) {
            return;
        }
        LOG.warn("{} did not stop within {} s and is terminated", spec.name(), grace.toSeconds());
        process.destroy();
        if (!process.waitFor(TERMINATE_GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
            kill();
        }
    }

    /** Ends the child at once, as a crash would. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Ends the child at once if it still runs; {@link #stop} is the orderly way. */
    @Override
    public void close() {
        process.destroyForcibly();
    }

    private @Nullable Map<String, String> readyFacts() throws IOException {
        try {
            return OwnerOnlyFile.readProperties(spec.runFile(".ready"));
        } catch (NoSuchFileException notYet) {
            return null;
        }
    }

    private String whyEnded() throws IOException {
        String ended = spec.name() + " did not start, exit code " + process.exitValue();
        try {
            return ended + ". " + Files.readString(spec.runFile(".failed")) + ". Its log: " + spec.logFile();
        } catch (NoSuchFileException untold) {
            return ended + tail();
        }
    }

    private String tail() {
        StringBuilder text = new StringBuilder();
        for (Path file : List.of(spec.logFile(), spec.outputFile())) {
            List<String> lines = lastLines(file);
            if (!lines.isEmpty()) {
                text.append("\n--- end of ").append(file).append(":\n").append(String.join("\n", lines));
            }
        }
        return text.toString();
    }

    private static List<String> lastLines(Path file) {
        try {
            // Logs are bounded by the roller, so the whole file fits.
            List<String> lines = new String(Files.readAllBytes(file), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            return lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size());
        } catch (IOException unreadable) {
            return List.of();
        }
    }

    private static String argumentFile(ChildSpec spec, Path temporary) {
        List<String> arguments = new ArrayList<>(List.of(
                "-XX:+UseSerialGC",
                "-XX:+ExitOnOutOfMemoryError",
                "-XX:-UsePerfData",
                "-XX:ErrorFile=" + spec.dataDirectory().resolve("log").resolve(spec.name() + "-crash-%p.log"),
                "-Djava.awt.headless=true",
                "-Djava.io.tmpdir=" + temporary,
                "-Dfile.encoding=UTF-8",
                "-Dlog4j2.configurationFile=ullage-child-log4j2.xml",
                "-Dullage.log=" + spec.logFile(),
                "-D" + RUN_FILES + "=" + spec.runFile("")));
        arguments.addAll(spec.jvmOptions());
        arguments.add("-cp");
        arguments.add(System.getProperty("java.class.path"));
        arguments.add(spec.mainClass());
        StringBuilder file = new StringBuilder();
        for (String argument : arguments) {
            // The launcher reads a quoted argument with backslash escapes.
            file.append('"')
                    .append(argument.replace("\\", "\\\\").replace("\"", "\\\""))
                    .append("\"\n");
        }
        return file.toString();
    }

    private static String javaCommand() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private static void rotate(Path file) throws IOException {
        for (int age = OLD_OUTPUTS_KEPT; age > 0; age--) {
            Path younger = age == 1 ? file : Path.of(file + "." + (age - 1));
            if (Files.exists(younger)) {
                Files.move(younger, Path.of(file + "." + age), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }
}
