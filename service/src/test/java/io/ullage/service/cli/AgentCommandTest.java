package io.ullage.service.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ullage.service.output.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgentCommandTest {
    @Test
    void sampleIsPrinted() {
        CommandRun run = CommandRun.of("agent", "--print-sample");
        assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(run.out()).contains("interval:").contains("kafka:");
    }

    @Test
    void wrongConfigurationIsWrongUseAndNamesTheField(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("agent.yaml"), "interval: soon\n");
        CommandRun run = CommandRun.of("agent", "--config", file.toString());
        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains("interval").contains("soon").contains("ullage agent --print-sample");
    }

    @Test
    void missingConfigurationIsSaid() {
        CommandRun run = CommandRun.of("agent", "--config", "nowhere.yaml");
        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(run.err()).startsWith("ullage: nowhere.yaml: no such file or directory");
    }

    @Test
    void oneOfTheTwoMustBeSaid() {
        CommandRun run = CommandRun.of("agent");
        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains("--config");
    }
}
