package io.ullage.service.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.ullage.service.cli.CommandRun;
import io.ullage.service.output.ExitCode;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ullage deliver} as far as it goes without a broker. */
class DeliverCommandTest {
    @TempDir
    Path directory;

    @Test
    void helpSaysHowToBegin() {
        CommandRun help = CommandRun.of("deliver", "--help");
        assertThat(help.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(help.out())
                .startsWith("Usage: ullage deliver")
                .contains("--config=FILE", "--check", "--bootstrap=HOST:PORT", "--clickhouse=URL")
                .contains("  ullage deliver --sample > delivery.yaml");
    }

    @Test
    void withoutAFileItSaysWhereToGetOne() {
        CommandRun run = CommandRun.of("deliver");
        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains("--config: must be present", "ullage deliver --sample");
    }

    @Test
    void aFileThatIsNotThereIsNamed() {
        CommandRun run = CommandRun.of("deliver", "--check", "--config", "/nowhere/delivery.yaml");
        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(run.err()).contains("/nowhere/delivery.yaml: no such file or directory");
    }

    @Test
    void theSampleIsPrintedAsItIsShipped() {
        assertThat(CommandRun.of("deliver", "--sample").out()).isEqualTo(DeliverySettingsReader.sampleText());
    }

    @Test
    void allThatIsWrongIsSaidAtOnceAndNothingIsStarted() throws Exception {
        Path file = Files.writeString(directory.resolve("delivery.yaml"), """
                retry: {giveUpAfter: never}
                colour: red
                targets:
                  - name: hook
                    webhook: {url: "ftp://tickets.example.org"}
                  - name: mail
                    mail: {host: mail.example.org, from: nobody, to: [], port: 70000}
                """);
        for (String[] args : new String[][] {
            {"deliver", "--config", file.toString()}, {"deliver", "--check", "--config", file.toString()}
        }) {
            CommandRun run = CommandRun.of(args);
            assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
            assertThat(run.err())
                    .contains("retry.giveUpAfter", "colour", "targets[0].webhook.url", "targets[1].mail.port")
                    .contains("targets[1].mail.from", "targets[1].mail.to", "ullage deliver --sample");
            assertThat(run.out()).isEmpty();
        }
    }

    @Test
    void aFileThatIsRightIsSaidToBe() throws Exception {
        Path file = Files.writeString(directory.resolve("delivery.yaml"), """
                targets:
                  - {name: am, alertmanager: {urls: ["http://a:9093", "http://b:9093"]}}
                  - {name: hook, webhook: {url: "http://127.0.0.1:1/"}}
                """);
        CommandRun run = CommandRun.of("deliver", "--check", "--config", file.toString());
        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(run.out()).isEqualToIgnoringNewLines("3 targets are right: am@a:9093, am@b:9093, hook");
    }
}
