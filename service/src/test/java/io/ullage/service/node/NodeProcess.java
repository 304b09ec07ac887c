package io.ullage.service.node;

import io.ullage.service.cli.Main;
import io.ullage.service.process.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** {@code ullage up} as a user starts it: a process of its own, all ports free ones. */
public final class NodeProcess implements AutoCloseable {
    private static final Duration READY = Duration.ofSeconds(150);
    private static final Duration STOP = Duration.ofSeconds(120);

    private final Process process;
    private final Path data;
    private final Path output;

    private NodeProcess(Process process, Path data, Path output) {
        this.process = process;
        this.data = data;
        this.output = output;
    }

    public static NodeProcess start(Path data, String... options) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("up", "--data", data.toString()));
        for (String port : List.of(
                "--kafka-port",
                "--clickhouse-port",
                "--flink-port",
                "--flink-metrics-port",
                "--agent-metrics-port",
                "--console-port")) {
            if (!List.of(options).contains(port)) {
                arguments.addAll(List.of(port, "0"));
            }
        }
        arguments.addAll(List.of(options));
        Path output = Files.createTempFile(data.getParent(), "up", ".txt");
        return new NodeProcess(ullage(output, arguments), data, output);
    }

    /** Any command, as a process; its output goes to the file. */
    public static Process ullage(Path output, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(arguments);
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
    }

    public NodeProcess awaitReady() throws Exception {
        Eventually.await("readiness of the node", READY, () -> {
            if (!process.isAlive()) {
                throw new AssertionError("the node ended with " + process.exitValue() + ":\n" + output());
            }
            return NodeFile.ofRunning(data)
                    .filter(node -> NodeFile.READY.equals(node.state()))
                    .isPresent();
        });
        return this;
    }

    public NodeFile file() throws IOException {
        return NodeFile.ofRunning(data).orElseThrow();
    }

    /** SIGTERM, and waits for the end; the exit code. */
    int stop() throws InterruptedException {
        process.destroy();
        return awaitExit();
    }

    void kill() {
        process.destroyForcibly();
    }

    int awaitExit() throws InterruptedException {
        if (!process.waitFor(STOP.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("the node did not end within " + STOP.toSeconds() + " s");
        }
        return process.exitValue();
    }

    String output() throws IOException {
        return Files.readString(output);
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(STOP.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }
}
