package io.ullage.service.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildJvmTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    Path data;

    static ChildSpec spec(Path data, String behaviour) {
        return new ChildSpec(
                "child",
                TestChild.class.getName(),
                List.of("-Xmx32m", "-XX:TieredStopAtLevel=1"),
                data,
                Map.of(
                        TestChild.BEHAVIOUR,
                        behaviour,
                        "secret",
                        "s3cr3t \"quoted\\",
                        TestChild.STOPPED_FILE,
                        data.resolve("stopped").toString()));
    }

    @Test
    void tellsWhenItIsReadyAndStopsWhenAsked() throws Exception {
        try (ChildJvm child = ChildJvm.start(spec(data, "serve"))) {
            assertThat(child.awaitReady(SOON))
                    .containsEntry("answer", "15 characters")
                    .containsEntry("pid", Long.toString(child.pid()));

            child.stop(SOON);

            assertThat(child.isAlive()).isFalse();
            assertThat(child.exit().join()).isZero();
            assertThat(data.resolve("stopped")).hasContent("ORDERED");
        }
    }

    @Test
    void keepsSettingsOutOfArgumentsAndFromOthers() throws Exception {
        try (ChildJvm child = ChildJvm.start(spec(data, "serve"))) {
            child.awaitReady(SOON);

            String arguments = Files.readString(Path.of("/proc/" + child.pid() + "/cmdline"));
            String environment = Files.readString(Path.of("/proc/" + child.pid() + "/environ"));
            assertThat(arguments + environment).doesNotContain("s3cr3t");
            assertThat(PosixFilePermissions.toString(
                            Files.getPosixFilePermissions(data.resolve("run/child.properties"))))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void saysWhyAChildDidNotStart() throws Exception {
        try (ChildJvm child = ChildJvm.start(spec(data, "fail"))) {
            assertThatThrownBy(() -> child.awaitReady(SOON))
                    .isInstanceOf(ChildFailedException.class)
                    .hasMessageContaining("child did not start, exit code 1")
                    .hasMessageContaining("IllegalStateException: the disk is on fire")
                    .hasMessageContaining(data.resolve("log/child.log").toString());
        }
    }

    @Test
    void killsAChildThatIsLate() throws Exception {
        try (ChildJvm child = ChildJvm.start(spec(data, "hang"))) {
            assertThatThrownBy(() -> child.awaitReady(Duration.ofMillis(300)))
                    .isInstanceOf(ChildFailedException.class)
                    .hasMessageContaining("was not ready within");
            assertThat(child.isAlive()).isFalse();
        }
    }

    @Test
    void killsAChildThatDoesNotStop() throws Exception {
        try (ChildJvm child = ChildJvm.start(spec(data, "refuse-to-stop"))) {
            child.awaitReady(SOON);
            child.stop(Duration.ofMillis(200));
            assertThat(child.isAlive()).isFalse();
        }
    }

    @Test
    void stopsInOrderOnSigterm() throws Exception {
        try (ChildJvm child = ChildJvm.start(spec(data, "serve"))) {
            child.awaitReady(SOON);
            ProcessHandle.of(child.pid()).orElseThrow().destroy();
            child.exit().get(SOON.toSeconds(), TimeUnit.SECONDS);
            assertThat(data.resolve("stopped")).hasContent("TERMINATED");
        }
    }

    @Test
    void keepsTheOutputOfEarlierRuns() throws Exception {
        for (int run = 0; run < 2; run++) {
            try (ChildJvm child = ChildJvm.start(spec(data, "serve"))) {
                child.awaitReady(SOON);
                child.stop(SOON);
            }
        }
        assertThat(data.resolve("log/child.out.1")).exists();
        assertThat(data.resolve("log/child.out.2")).doesNotExist();
    }

    @Test
    void goesWhenTheParentIsKilled() throws Exception {
        Process parent = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx32m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        TestParent.class.getName(),
                        data.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        long child;
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(parent.getInputStream(), StandardCharsets.UTF_8))) {
            child = Long.parseLong(
                    out.lines().filter(line -> line.matches("\\d+")).findFirst().orElseThrow());
        } finally {
            parent.destroyForcibly().waitFor();
        }
        Eventually.await(
                "the end of the orphan", SOON, () -> ProcessHandle.of(child).isEmpty());
        assertThat(data.resolve("stopped")).hasContent("ORPHANED");
    }
}
