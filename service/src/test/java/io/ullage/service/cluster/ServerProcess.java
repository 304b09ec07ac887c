package io.ullage.service.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A server as somebody else would run it, in a JVM of its own; what it prints goes to {@code <name>.log}. */
final class ServerProcess implements AutoCloseable {
    private static final long STOP_SECONDS = 20;
    private static final int TAIL_LINES = 30;

    private final List<String> command;
    private final Path log;
    private Process process;

    private ServerProcess(List<String> command, Path log) throws IOException {
        this.command = command;
        this.log = log;
        this.process = spawn();
    }

    static ServerProcess start(
            String name, Path directory, String classPath, List<String> jvm, String main, List<String> arguments)
            throws IOException {
        Path temporary = Files.createDirectories(directory.resolve("tmp-" + name));
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:+UseSerialGC", "-XX:-UsePerfData", "-Xshare:auto", "-Dlog4j2.level=WARN"));
        command.add("-Djava.io.tmpdir=" + temporary);
        command.addAll(jvm);
        command.addAll(List.of("-cp", classPath, DiesWithParent.class.getName(), main));
        command.addAll(arguments);
        return new ServerProcess(command, directory.resolve(name + ".log"));
    }

    private Process spawn() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().put("MALLOC_ARENA_MAX", "2");
        return builder.start();
    }

    /** kill -9, and waits until it is gone. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** The same once more, on the same files and ports. */
    void startAgain() throws IOException {
        process = spawn();
    }

    /** Fails with the end of its log where it has ended by itself. */
    void requireAlive() throws IOException {
        if (!process.isAlive()) {
            List<String> lines = Files.readAllLines(log);
            throw new AssertionError(log.getFileName() + " ended with " + process.exitValue() + ":\n"
                    + String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size())));
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
