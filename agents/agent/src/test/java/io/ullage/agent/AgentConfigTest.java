package io.ullage.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ullage.agent.content.Dedup;
import io.ullage.agent.image.ImageSearch;
import io.ullage.schema.telemetry.AgentRole;
import io.ullage.schema.telemetry.Attachment;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgentConfigTest {
    @Test
    void theSampleIsTheDefault() throws Exception {
        assertThat(AgentConfigReader.parse("sample", AgentMain.sampleConfig()))
                .isEqualTo(AgentConfig.standard(Path.of("/var/lib/ullage-agent")));
    }

    @Test
    void theSampleWithEverythingSwitchedOnIsUnderstood() throws Exception {
        String all = AgentMain.sampleConfig()
                .replaceAll("(?m)^# (kafka:|dedup:| +\\S)", "$1")
                .replace("roles: [guest]", "roles: [guest, host]")
                .replace("  paths: []", "  paths: [/srv]")
                .replaceAll("(?m)^#   # ", "  # ")
                .replace("attachments: []", "attachments:")
                .replaceAll("(?m)^  # (- path|  \\w+: )", "  $1");
        AgentConfig config = AgentConfigReader.parse("sample", all);
        assertThat(config.kafka())
                .isEqualTo(new AgentConfig.Kafka(
                        List.of("kafka1:9092", "kafka2:9092"),
                        "ullage.reports",
                        "zstd",
                        Path.of("/etc/ullage/kafka.properties")));
        assertThat(config.dedup())
                .isEqualTo(new Dedup(
                        Dedup.EVERY,
                        Dedup.BYTES_PER_SECOND,
                        "ullage.sketches",
                        Path.of("/etc/ullage/dedup.key"),
                        Dedup.CHUNK_BYTES,
                        Dedup.K,
                        List.of(new Dedup.Domain("array-1", List.of(Path.of("/srv/images")), null, null, 10))));
        assertThat(config.images().attachments())
                .isEqualTo(Map.of(
                        Path.of("/srv/images/web1.raw"),
                        new Attachment(
                                "11111111-2222-3333-4444-555555555555",
                                "web1-root",
                                "5000c500a1b2c3d4",
                                "pci-0000:00:04.0")));
    }

    @Test
    void everyKeyIsRead() throws Exception {
        AgentConfig config = AgentConfigReader.parse("test", """
                roles: [guest, host]
                stateDirectory: /state
                interval: 500ms
                jitter: 10ms
                collectorTimeout: 2h
                images:
                  paths: [/images, /more/a.raw]
                  names: ["*.x"]
                  maxDepth: 2
                  maxFiles: 3
                  libvirt: [/etc/libvirt/qemu]
                kafka: {bootstrapServers: ["[::1]:9092"], topic: other, compression: lz4}
                spool: {maxBytes: 2GiB, maxAge: 3d}
                metrics: {enabled: false, listen: 0.0.0.0, port: 0}
                dedup:
                  keyFile: /k
                  every: 2d
                  rate: 5MiB
                  topic: other.sketches
                  chunkBytes: 4KiB
                  k: 8
                  domains:
                  - {id: a, paths: [/images/a, /more], keyFile: /ka, chunkBytes: 16KiB, k: 10}
                  - {id: b, paths: [/images/b]}
                """);
        assertThat(config)
                .isEqualTo(new AgentConfig(
                        Set.of(AgentRole.GUEST, AgentRole.HOST),
                        Path.of("/state"),
                        Duration.ofMillis(500),
                        Duration.ofMillis(10),
                        Duration.ofHours(2),
                        new ImageSearch(
                                List.of(Path.of("/images"), Path.of("/more/a.raw")),
                                List.of("*.x"),
                                2,
                                3,
                                List.of(Path.of("/etc/libvirt/qemu")),
                                Map.of()),
                        new AgentConfig.Kafka(List.of("[::1]:9092"), "other", "lz4", null),
                        new AgentConfig.Spool(2L << 30, Duration.ofDays(3)),
                        new AgentConfig.Metrics(false, "0.0.0.0", 0),
                        new Dedup(
                                Duration.ofDays(2),
                                5 << 20,
                                "other.sketches",
                                Path.of("/k"),
                                4096,
                                8,
                                List.of(
                                        new Dedup.Domain(
                                                "a",
                                                List.of(Path.of("/images/a"), Path.of("/more")),
                                                Path.of("/ka"),
                                                16384,
                                                10),
                                        new Dedup.Domain("b", List.of(Path.of("/images/b")), null, null, null)))));
    }

    @Test
    void everyProblemIsToldAtOnce() {
        InvalidConfigException refused = refusal("""
                roles: [guest, boss]
                interval: 0s
                jitter: soon
                intervall: 5s
                images: {paths: /images, maxDepth: many, deep: {}}
                kafka: {bootstrapServers: [broker], compression: rar}
                spool: {maxBytes: 10 bananas, maxAge: 0s}
                metrics: {port: 70000, enabled: perhaps}
                dedup:
                  {every: 10ms, rate: 1KiB, chunkBytes: 5KiB, k: 40, domains: [{id: a, k: 33}, {id: a, paths: [x]}, {chunkBytes: 8TiB}]}
                """);
        assertThat(refused.getMessage().lines())
                .containsExactlyInAnyOrder(
                        "test",
                        "  stateDirectory: must be present, was absent",
                        "  roles: must be guest or host, was boss",
                        "  interval: must be at least 100ms, was 0ms",
                        "  jitter: must be a number with ms, s, m, h or d, was soon",
                        "  intervall: must be one of [stateDirectory, roles, interval, jitter, collectorTimeout, images, kafka, spool, metrics, dedup], was an unknown key",
                        "  images.paths: must be a list, was /images",
                        "  images.maxDepth: must be a whole number, was many",
                        "  images.deep: must be one of [attachments, paths, names, maxDepth, maxFiles, libvirt], was an unknown key",
                        "  kafka.bootstrapServers: must be host:port, was broker",
                        "  kafka.compression: must be one of [zstd, lz4, gzip, none], was rar",
                        "  spool.maxBytes: must be a number of bytes, perhaps with KiB, MiB, GiB or TiB, was 10 bananas",
                        "  spool.maxAge: must be positive, was PT0S",
                        "  metrics.port: must be from 0 to 65535, was 70000",
                        "  metrics.enabled: must be true or false, was perhaps",
                        "  dedup: must stand with the host role, whose images it reads, was [GUEST]",
                        "  dedup.every: must be at least 1s, was 10ms",
                        "  dedup.rate: must be at least 65536, was 1024",
                        "  dedup.keyFile: must name a key file; --new-key FILE makes one, was absent",
                        "  dedup.chunkBytes: must be a power of two from 512 to 1048576, was 5120",
                        "  dedup.k: must be from 0 to 32, was 40",
                        "  dedup.domains[0].paths: must name a directory or file, was []",
                        "  dedup.domains[0].k: must be from 0 to 32, was 33",
                        "  dedup.domains[1].id: must not come twice, was a",
                        "  dedup.domains[1].paths: must be absolute paths, was x",
                        "  dedup.domains[2].id: must be present, was absent",
                        "  dedup.domains[2].paths: must name a directory or file, was []",
                        "  dedup.domains[2].chunkBytes: must be a power of two from 512 to 1048576, was 2147483647");
    }

    @Test
    void theHostRoleNeedsAPlaceToLookAt() {
        assertThat(refusal("{roles: [host], stateDirectory: /s}"))
                .hasMessageContaining("images.paths: must name a directory or file for the host role, was []");
    }

    @Test
    void whatIsNoYamlIsRefusedWithItsLine() {
        assertThat(refusal("roles: [guest\nx: {"))
                .hasMessageContaining("file: must be YAML")
                .hasMessageContaining("line");
        assertThat(refusal("- a list")).hasMessageContaining("file: must be a mapping");
        assertThat(refusal("")).hasMessageContaining("stateDirectory: must be present");
        assertThat(refusal("{stateDirectory: /s, stateDirectory: /t}")).hasMessageContaining("Duplicate");
    }

    @Test
    void anAttachmentNeedsPathAndMachine() {
        assertThat(refusal("{stateDirectory: /s, images: {attachments: [{serial: a}, 7]}}")
                        .getMessage())
                .contains("images.attachments[0].machineId: must be present, was absent")
                .contains("images.attachments[1].: must be a mapping, was 7");
    }

    @Test
    void theCommandLineSaysWhatIsWrong(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("agent.yaml");
        Files.writeString(file, "interval: never");
        Captured captured = new Captured();
        assertThat(AgentMain.run(List.of("--config", file.toString()), captured.stream(), captured.stream()))
                .isEqualTo(2);
        assertThat(captured.text()).contains(file.toString()).contains("interval: must be a number with");

        assertThat(AgentMain.run(List.of("--config", "/no/such/file"), captured.stream(), captured.stream()))
                .isEqualTo(1);
        assertThat(AgentMain.run(List.of("--bogus"), captured.stream(), captured.stream()))
                .isEqualTo(2);
        assertThat(AgentMain.run(List.of("--help"), captured.stream(), captured.stream()))
                .isZero();
        assertThat(captured.text()).contains("usage: ullage-agent --config FILE");
    }

    @Test
    void aKeyIsMadeOnce(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("dedup.key");
        Captured captured = new Captured();
        assertThat(AgentMain.run(List.of("--new-key", file.toString()), captured.stream(), captured.stream()))
                .isZero();
        String key = Files.readString(file);
        assertThat(AgentMain.run(List.of("--new-key", file.toString()), captured.stream(), captured.stream()))
                .isEqualTo(2);
        assertThat(Files.readString(file)).isEqualTo(key);
        assertThat(captured.text())
                .contains("made " + file)
                .contains("exists already")
                .doesNotContain(key.strip());
    }

    private static InvalidConfigException refusal(String yaml) {
        return catchThrowableOfType(InvalidConfigException.class, () -> AgentConfigReader.parse("test", yaml));
    }

    private static final class Captured {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        PrintStream stream() {
            return new PrintStream(bytes, true, StandardCharsets.UTF_8);
        }

        String text() {
            return bytes.toString(StandardCharsets.UTF_8);
        }
    }
}
