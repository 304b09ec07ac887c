package io.ullage.service.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.ullage.schema.topic.Topic;
import io.ullage.service.cli.CommandRun;
import io.ullage.service.kafka.EmbeddedKafka;
import io.ullage.service.kafka.KafkaExtension;
import io.ullage.service.kafka.RuleDocuments;
import io.ullage.service.output.ExitCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** {@code ullage alerts apply} against a real broker. */
@Tag("kafka")
@ExtendWith(KafkaExtension.class)
class AlertsApplyIT {
    @TempDir
    Path directory;

    /** On a broker of its own: what others put on the topic would be counted. */
    @Test
    void aDocumentIsShownPutReplacedAndRemoved() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory.resolve("kafka"), 0)) {
            aDocumentIsShownPutReplacedAndRemovedOn(kafka);
        }
    }

    private void aDocumentIsShownPutReplacedAndRemovedOn(EmbeddedKafka kafka) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            admin.createTopics(List.of(
                            new NewTopic(Topic.RULES.topicName(), 1, (short) 1).configs(Topic.RULES.settings())))
                    .all()
                    .get(60, TimeUnit.SECONDS);
        }
        RuleDocuments documents = new RuleDocuments(kafka.bootstrapServers());
        Path rules = rules("80 %");

        CommandRun dry = apply(kafka, rules.toString(), "--document", "mine", "--dry-run");
        assertThat(dry.exitCode()).as(dry.err()).isEqualTo(ExitCode.OK);
        assertThat(dry.out()).contains("+ Mine").contains("1 rules, were 0").doesNotContain("in use");
        assertThat(documents.read()).isEmpty();

        assertThat(apply(kafka, rules.toString(), "--document", "mine").out()).contains("Document mine is in use.");
        assertThat(documents.read()).containsOnlyKeys("mine").containsValue(Files.readString(rules));

        CommandRun taken = apply(kafka, rules("70 %").toString());
        assertThat(taken.exitCode())
                .as("the name is that of a rule of another document")
                .isEqualTo(ExitCode.USAGE);

        assertThat(apply(kafka, rules("70 %").toString(), "--document", "mine").out())
                .contains("~ Mine");
        assertThat(apply(kafka, "--remove", "--document", "mine").out())
                .contains("- Mine", "Document mine is removed.");
        assertThat(documents.read().get("mine")).isNullOrEmpty();
    }

    @Test
    void settingsOfTheClientComeFromAFileForItsOwnerOnly(EmbeddedKafka kafka) throws Exception {
        Path properties = Files.writeString(directory.resolve("kafka.properties"), "security.protocol=PLAINTEXT\n");
        Files.setPosixFilePermissions(properties, PosixFilePermissions.fromString("rw-r--r--"));
        CommandRun open = apply(kafka, "--dry-run", "--kafka-properties", properties.toString());
        assertThat(open.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(open.err()).contains("must be for its owner only").contains("chmod 600");

        Files.setPosixFilePermissions(properties, PosixFilePermissions.fromString("rw-------"));
        Files.writeString(properties, "group.id=other\n");
        assertThat(apply(kafka, "--dry-run", "--kafka-properties", properties.toString())
                        .err())
                .contains("may hold keys that begin with [security., sasl., ssl.], has group.id");
    }

    private Path rules(String over) throws Exception {
        return Files.writeString(directory.resolve("rules.yaml"), """
                rules:
                  - name: Mine
                    watch: pool
                    when: usedRatio > %s
                    severity: warning
                    summary: mine
                """.formatted(over));
    }

    private static CommandRun apply(EmbeddedKafka kafka, String... arguments) {
        List<String> all =
                new java.util.ArrayList<>(List.of("alerts", "apply", "--bootstrap", kafka.bootstrapServers()));
        all.addAll(List.of(arguments));
        return CommandRun.of(all.toArray(String[]::new));
    }
}
