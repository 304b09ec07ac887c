package io.ullage.service.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a mail server's refusals mean. */
class MailChannelTest {
    private static final String MAIL_FROM = "MAIL FROM:<ullage@example.org>";
    private static final String RCPT_TO = "RCPT TO:<ops@example.org>";

    @ParameterizedTest
    @CsvSource({
        // To the mail or to the mailbox: the same again would be refused again (RFC 5321, 4.2.1).
        MAIL_FROM + ", 550 5.7.1 not from you, REFUSED",
        MAIL_FROM + ", 552 5.3.4 too large, REFUSED",
        RCPT_TO + ", 550 5.1.1 no such user, REFUSED",
        RCPT_TO + ", 554 5.7.1 relaying denied, REFUSED",
        "DATA, 554 5.6.0 no, REFUSED",
        "., 554 5.7.1 looks like spam, REFUSED",
        // Not now.
        "greeting, 421 4.3.2 come back later, FAILED",
        "greeting, 554 5.3.2 no mail here, FAILED",
        MAIL_FROM + ", 451 4.3.0 disk full, FAILED",
        RCPT_TO + ", 450 4.2.1 greylisted, FAILED",
        "., 452 4.2.2 mailbox full, FAILED",
        // Nothing is wrong with the mail: the file lacks a login, or the server a TLS that it wants (RFC 4954, 6).
        MAIL_FROM + ", 530 5.7.0 log in first, FAILED",
        RCPT_TO + ", 530 5.7.0 STARTTLS first, FAILED",
    })
    void aRefusalIsFinalWhereTheSameAgainWouldBeRefusedAgain(String command, String reply, Answer.Kind kind)
            throws Exception {
        try (ScriptedMailServer server = new ScriptedMailServer(line -> line.equals(command) ? reply : null)) {
            Answer answer = send(server);
            assertThat(answer.kind()).as(answer.reason()).isEqualTo(kind);
            assertThat(answer.reason()).contains(reply.substring(4));
        }
    }

    @Test
    void withoutAScriptItIsTaken() throws Exception {
        try (ScriptedMailServer server = new ScriptedMailServer(line -> null)) {
            assertThat(send(server)).isEqualTo(Answer.TAKEN);
            assertThat(server.times(MAIL_FROM)).isOne();
            assertThat(server.times(RCPT_TO)).isOne();
            assertThat(server.mails()).singleElement().asString().contains("Subject: [critical] fired: Pool p1");
        }
    }

    @Test
    void theSameNoticesHaveTheSameMessageIdInAnyOrderAndOthersAnother() throws Exception {
        try (ScriptedMailServer server = new ScriptedMailServer(line -> null)) {
            send(server, "p1", "p2");
            send(server, "p2", "p1");
            send(server, "p1");
            List<String> ids = server.mails().stream().map(MailChannelTest::id).toList();
            assertThat(ids.get(0))
                    .endsWith("@example.org>")
                    .isEqualTo(ids.get(1))
                    .isNotEqualTo(ids.get(2));
        }
    }

    private static String id(String mail) {
        return mail.lines()
                .filter(line -> line.startsWith("Message-ID: "))
                .findFirst()
                .orElseThrow();
    }

    private static Answer send(ScriptedMailServer server) throws Exception {
        return send(server, "p1");
    }

    private static Answer send(ScriptedMailServer server, String... pools) throws Exception {
        Target.Mail target = (Target.Mail) DeliverySettingsReader.read("test", """
                targets:
                  - name: mail
                    mail: {host: 127.0.0.1, port: %d, security: none, from: ullage@example.org, to: [ops@example.org]}
                """.formatted(server.port()))
                .targets()
                .get(0);
        NoticeMaker maker = new NoticeMaker(null, Map.of(), alert -> Facts.NONE);
        List<Notice> notices = new ArrayList<>();
        for (String pool : pools) {
            notices.add(maker.make(Occasion.FIRED, Alerts.of(pool).firing(1), null));
        }
        return new MailChannel(target, Clock.systemUTC()).send(notices);
    }
}
