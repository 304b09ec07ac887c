package io.ullage.service.kafka;

import io.ullage.agent.AgentMain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The agent as a process of its own, which does nothing but scan images for sketches. */
public final class ScanningAgent {
    private ScanningAgent() {}

    /** Must be there before the agent starts. */
    public static Path keyFile(Path directory) {
        return directory.resolve("dedup.key");
    }

    /**
     * @param directory for its configuration, its state and what it says; it goes on where one of the same directory was killed
     * @param settings of the scan, beside its key, such as {@code rate: 4MiB, k: 0}
     */
    public static Process start(Path directory, Path images, String bootstrapServers, String settings)
            throws IOException {
        Path config = directory.resolve("agent.yaml");
        Files.writeString(config, """
                roles: [host]
                stateDirectory: %s
                images: {paths: ["%s"]}
                kafka: {bootstrapServers: ["%s"]}
                metrics: {enabled: false}
                dedup: {keyFile: "%s", %s}
                """.formatted(
                        directory.resolve("state"), images, bootstrapServers, keyFile(directory), settings));
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx48m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                AgentMain.class.getName(),
                "--config",
                config.toString());
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        directory.resolve("agent.log").toFile()))
                .start();
    }
}
