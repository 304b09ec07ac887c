package io.ullage.service.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.ullage.service.kafka.EmbeddedKafka;
import io.ullage.service.kafka.KafkaExtension;
import io.ullage.service.process.Eventually;
import io.ullage.service.process.SelfSigned;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** From a real broker to a real SMTP server with TLS, a certificate of its own, and passwords. */
@Tag("kafka")
@ExtendWith(KafkaExtension.class)
class MailDeliveryIT {
    private static final Duration WAIT = Duration.ofSeconds(90);
    private static final String KEYSTORE = "greenmail.tls.keystore.file";
    private static final String STORE_PASSWORD = "greenmail.tls.keystore.password";

    @TempDir
    static Path keys;

    private static SelfSigned certificate;

    @TempDir
    Path directory;

    private ToldTopic topic;
    private GreenMail server;
    private Path password;

    /** GreenMail takes it from system properties. */
    @BeforeAll
    static void makeCertificate() throws Exception {
        certificate = SelfSigned.make(keys);
        System.setProperty(KEYSTORE, certificate.keystore().toString());
        System.setProperty(STORE_PASSWORD, certificate.password());
    }

    @AfterAll
    static void forgetCertificate() {
        System.clearProperty(KEYSTORE);
        System.clearProperty(STORE_PASSWORD);
    }

    @BeforeEach
    void prepare(EmbeddedKafka kafka) throws Exception {
        topic = new ToldTopic(kafka);
        server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTPS));
        server.setUser("ops@example.org", "ullage", "correct horse");
        server.start();
        password = Files.createFile(
                directory.resolve("password"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(password, "correct horse\n");
    }

    @AfterEach
    void end() {
        server.stop();
        topic.close();
    }

    @Test
    void whatComesTogetherIsOneMailWithTextAndHtmlAndARestartSendsNothingTwice() throws Exception {
        try (Delivery delivery = deliver(tls("caFile: " + certificate.pem()), new PrometheusRegistry())) {
            Eventually.await("progress of the target", WAIT, () -> !Progresses.of(topic, "mail")
                    .isEmpty());
            topic.tell(
                    Alerts.of("p1").firing(1),
                    Alerts.of("<b>p2</b>").firing(1),
                    Alerts.of("p1").firing(2, 0.96));
            Eventually.await("the mail", WAIT, () -> server.getReceivedMessages().length == 1);
        }
        topic.tell(Alerts.of("p1").resolved(3));
        try (Delivery delivery = deliver(tls("caFile: " + certificate.pem()), new PrometheusRegistry())) {
            Eventually.await("the second mail", WAIT, () -> server.getReceivedMessages().length == 2);
        }
        MimeMessage first = server.getReceivedMessages()[0];
        assertThat(first.getSubject()).isEqualTo("[critical] PoolFull: 2 alerts (2 fired)");
        assertThat(first.getContentType()).startsWith("multipart/alternative");
        MimeMultipart parts = (MimeMultipart) first.getContent();
        String plain = (String) parts.getBodyPart(0).getContent();
        String html = (String) parts.getBodyPart(1).getContent();
        assertThat(plain)
                .contains("critical, fired: Pool p1 is 95.0 % full", "Run first:    ullage recommend --pool p1");
        assertThat(parts.getBodyPart(1).getContentType()).startsWith("text/html");
        assertThat(html).contains("Pool &lt;b&gt;p2&lt;/b&gt; is 95.0 % full").doesNotContain("<b>p2");
        MimeMessage second = server.getReceivedMessages()[1];
        assertThat(second.getSubject()).isEqualTo("[critical] resolved: Pool p1 is 40.0 % full");
        assertThat(first.getHeader("References")[0]).contains(second.getHeader("References")[0]);
        assertThat(first.getMessageID()).isNotEqualTo(second.getMessageID()).endsWith("@example.org>");
    }

    @Test
    void aServerWhoseCertificateIsNotTrustedGetsNothing() throws Exception {
        PrometheusRegistry registry = new PrometheusRegistry();
        try (Delivery delivery = deliver(tls(""), registry)) {
            Eventually.await("progress of the target", WAIT, () -> !Progresses.of(topic, "mail")
                    .isEmpty());
            topic.tell(Alerts.of("p1").firing(1));
            Eventually.await(
                    "an attempt that fails",
                    WAIT,
                    () -> Counted.of(registry, "ullage_delivery_failed_attempts", "mail") >= 1);
        }
        assertThat(server.getReceivedMessages()).isEmpty();
    }

    @Test
    void passwordAndMailGoOverStarttls() throws Exception {
        GreenMail plain = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        plain.setUser("ops@example.org", "ullage", "correct horse");
        plain.start();
        try (StartTlsFront front = new StartTlsFront(
                certificate.keystore(), certificate.password(), plain.getSmtp().getPort())) {
            assertThat(sent("security: starttls\n      caFile: " + certificate.pem(), front.port())
                            .kind())
                    .isEqualTo(Answer.Kind.TAKEN);
            assertThat(plain.getReceivedMessages()).hasSize(1);
            assertThat(sent("security: starttls", front.port()).kind())
                    .as("a certificate that is not trusted")
                    .isEqualTo(Answer.Kind.FAILED);
            assertThat(plain.getReceivedMessages()).hasSize(1);
        } finally {
            plain.stop();
        }
    }

    @Test
    void withoutStarttlsNoPasswordIsSent() throws Exception {
        GreenMail plain = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        plain.start();
        try {
            Answer answer = sent("security: starttls", plain.getSmtp().getPort());
            assertThat(answer.kind()).isEqualTo(Answer.Kind.FAILED);
            assertThat(answer.reason()).contains("STARTTLS");
            assertThat(plain.getReceivedMessages()).isEmpty();
        } finally {
            plain.stop();
        }
    }

    @Test
    void aMailboxThatIsRefusedIsNotTriedAgainAndHoldsUpNobody() throws Exception {
        String gone = "RCPT TO:<gone@example.org>";
        PrometheusRegistry registry = new PrometheusRegistry();
        try (ScriptedMailServer refusing =
                        new ScriptedMailServer(line -> line.equals(gone) ? "550 5.1.1 no such user" : null);
                Delivery delivery = deliver(plain(refusing, "[ops@example.org, gone@example.org]"), registry)) {
            Eventually.await(
                    "progress of both",
                    WAIT,
                    () -> !Progresses.of(topic, "mail@ops@example.org").isEmpty()
                            && !Progresses.of(topic, "mail@gone@example.org").isEmpty());
            topic.tell(Alerts.of("p1").firing(1));
            Eventually.await("the first refusal", WAIT, () -> counted(registry, "refused", "gone") == 1);
            topic.tell(Alerts.of("p2").firing(1));
            Eventually.await(
                    "both at the one, refused at the other",
                    WAIT,
                    () -> counted(registry, "sent", "ops") == 2 && counted(registry, "refused", "gone") == 2);
            assertThat(refusing.times(gone)).as("each once").isEqualTo(2);
            assertThat(counted(registry, "failed_attempts", "gone")).isZero();
            assertThat(refusing.mails()).hasSize(2);
        }
    }

    @Test
    void aMailThatWasTakenWhenTheProcessWasKilledGoesOutAgainAsTheSame() throws Exception {
        AtomicReference<Process> sender = new AtomicReference<>();
        List<String> first;
        try (ScriptedMailServer killing = new ScriptedMailServer(line -> {
            if (line.equals(ScriptedMailServer.END)) {
                sender.get().destroyForcibly().onExit().join();
            }
            return null;
        })) {
            Path file = Files.writeString(directory.resolve("delivery.yaml"), plain(killing, "[ops@example.org]"));
            sender.set(DeliveryProcess.start(file, topic, directory.resolve("output.txt")));
            Eventually.await("progress of the target", WAIT, () -> !Progresses.of(topic, "mail")
                    .isEmpty());
            topic.tell(Alerts.of("p1").firing(1), Alerts.of("p2").firing(1));
            Eventually.await(
                    "the end of the sender",
                    WAIT,
                    () -> killing.mails().size() == 1 && !sender.get().isAlive());
            first = killing.mails();
        }
        topic.tell(Alerts.of("p3").firing(1));
        try (ScriptedMailServer back = new ScriptedMailServer(line -> null);
                Delivery delivery = deliver(plain(back, "[ops@example.org]"), new PrometheusRegistry())) {
            Eventually.await("both mails", WAIT, () -> back.mails().size() == 2);
            assertThat(lines(back.mails().get(0), "Message-ID: "))
                    .hasSize(1)
                    .isEqualTo(lines(first.get(0), "Message-ID: "));
            assertThat(lines(back.mails().get(0), "Subject: "))
                    .containsExactly("Subject: [critical] PoolFull: 2 alerts (2 fired)");
            assertThat(lines(back.mails().get(1), "Subject: "))
                    .containsExactly("Subject: [critical] fired: Pool p3 is 95.0 % full");
        }
    }

    private static List<String> lines(String mail, String prefix) {
        return mail.lines().filter(line -> line.startsWith(prefix)).toList();
    }

    private static double counted(PrometheusRegistry registry, String what, String mailbox) {
        return Counted.of(registry, "ullage_delivery_" + what, "mail@" + mailbox + "@example.org");
    }

    private static String plain(ScriptedMailServer server, String to) {
        return """
                retry: {first: 1s, most: 1s}
                targets:
                  - name: mail
                    mail: {host: 127.0.0.1, port: %d, security: none, from: ullage@example.org, to: %s, gather: 1s}
                """.formatted(server.port(), to);
    }

    /** One attempt. */
    private Answer sent(String security, int port) throws Exception {
        Target.Mail target = (Target.Mail) DeliverySettingsReader.read("test", settings(security, port))
                .targets()
                .get(0);
        Notice notice = new NoticeMaker(null, java.util.Map.of(), alert -> Facts.NONE)
                .make(Occasion.FIRED, Alerts.of("p1").firing(1), null);
        return new MailChannel(target, Clock.systemUTC()).send(List.of(notice));
    }

    private String tls(String more) {
        return settings("security: tls\n      " + more, server.getSmtps().getPort());
    }

    private Delivery deliver(String yaml, PrometheusRegistry registry) throws Exception {
        DeliverySettings settings = DeliverySettingsReader.read("test", yaml);
        return Delivery.start(settings, topic.client(), topic.name(), null, registry, Clock.systemUTC());
    }

    private String settings(String security, int port) {
        return """
                retry: {first: 1s, most: 1s}
                targets:
                  - name: mail
                    mail:
                      host: 127.0.0.1
                      port: %d
                      user: ullage
                      passwordFile: %s
                      from: ullage@example.org
                      to: [ops@example.org]
                      gather: 1s
                      %s
                """.formatted(port, password, security);
    }
}
