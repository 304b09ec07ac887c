package io.ullage.service.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ullage.job.document.InvalidDocumentException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeliverySettingsReaderTest {
    @TempDir
    Path directory;

    @Test
    void theSampleIsRightAndSaysTheStandardValues() throws Exception {
        DeliverySettings settings = DeliverySettingsReader.read("sample", sample());
        assertThat(settings.console()).isEqualTo(URI.create("https://ullage.example.org"));
        assertThat(settings.retry()).isEqualTo(Retry.STANDARD);
        assertThat(settings.targets())
                .extracting(Target::name)
                .containsExactly("alertmanager", "tickets", "storage-team");
        Target.Alertmanager alertmanager =
                (Target.Alertmanager) settings.targets().get(0);
        assertThat(alertmanager.repeat()).isEqualTo(Duration.ofMinutes(1));
        Target.Mail mail = (Target.Mail) settings.targets().get(2);
        assertThat(mail.security()).isEqualTo(Target.Security.STARTTLS);
        assertThat(mail.gather()).isEqualTo(Duration.ofSeconds(30));

        Target.Mail least = (Target.Mail)
                DeliverySettingsReader.read("least", """
                        targets:
                          - {name: m, mail: {host: mail.example.org, from: a@b.example, to: [c@d.example]}}
                        """).targets().get(0);
        assertThat(least.port()).isEqualTo(587);
        assertThat(least.security()).isEqualTo(mail.security());
        assertThat(least.gather()).isEqualTo(mail.gather());
        assertThat(least.groupBy()).isEqualTo(mail.groupBy());
        assertThat(least.tell()).isEqualTo(EnumSet.of(Occasion.FIRED, Occasion.CHANGED, Occasion.RESOLVED));
    }

    @Test
    void everyAlertmanagerAndEveryMailboxIsATargetOfItsOwn() throws Exception {
        assertThat(DeliverySettingsReader.read("test", """
                        targets:
                          - {name: am, alertmanager: {urls: ["http://a:9093", "http://b:9093/am"]}}
                          - {name: m, mail: {host: localhost, security: none, from: a@b.example, to: [c@d.example, e@f.example]}}
                        """).targets())
                .extracting(Target::name)
                .containsExactly("am@a:9093", "am@b:9093", "m@c@d.example", "m@e@f.example");
    }

    @Test
    void allThatIsWrongIsSaidAtOnce() throws Exception {
        Path open = Files.writeString(directory.resolve("open"), "secret");
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rw-r--r--"));
        String yaml = """
                console: ullage.example.org
                retry: {first: 10m, most: 1m}
                colour: red
                targets:
                  - name: am
                    alertmanager: {urls: ["ftp://a"], repeat: soon}
                  - name: am
                    webhook: {url: "http://hooks.example.org/x", tokenFile: %s, tell: [resolved, often]}
                  - name: two words
                    webhook: {url: "http://localhost/"}
                    mail: {host: x}
                  - name: mail
                    mail: {host: mail.example.org, security: none, user: me, from: nobody, to: [], port: 70000}
                """.formatted(open);
        assertThatThrownBy(() -> DeliverySettingsReader.read("delivery.yaml", yaml))
                .isInstanceOfSatisfying(InvalidDocumentException.class, wrong -> assertThat(wrong.problems())
                        .extracting(InvalidDocumentException.Problem::field)
                        .containsExactlyInAnyOrder(
                                "console",
                                "retry.first",
                                "colour",
                                "targets[0].alertmanager.repeat",
                                "targets[0].alertmanager.urls[0]",
                                "targets[1].name",
                                "targets[1].webhook.tell[1]",
                                "targets[1].webhook.tell",
                                "targets[1].webhook.tokenFile",
                                "targets[1].webhook.url",
                                "targets[2].name",
                                "targets[2]",
                                "targets[3].mail.port",
                                "targets[3].mail.passwordFile",
                                "targets[3].mail.security",
                                "targets[3].mail.from",
                                "targets[3].mail.to"));
    }

    @Test
    void withoutTargetsThereIsNothingToDo() {
        assertThatThrownBy(() -> DeliverySettingsReader.read("delivery.yaml", "console: http://localhost"))
                .hasMessage("delivery.yaml: targets: must name at least one, was none");
    }

    /** Its secrets lie where a test may put them. */
    private String sample() throws Exception {
        Path secrets = Files.createDirectory(directory.resolve("ullage"));
        for (String name : List.of("tickets.secret", "mail.password")) {
            Files.createFile(
                    secrets.resolve(name),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(secrets.resolve(name), "secret\n");
        }
        return DeliverySettingsReader.sampleText().replace("/etc/ullage", secrets.toString());
    }
}
