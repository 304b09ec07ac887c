package io.ullage.service.delivery;

import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;

/** Sends the notices of a group as one mail to one mailbox. */
final class MailChannel implements Channel {
    private static final String UTF_8 = StandardCharsets.UTF_8.name();
    private static final String TIMEOUT_MILLIS = "20000";

    /** Of these the server is not wrong about the mail: we are not let in yet (RFC 4954, 6; RFC 3207, 4). */
    private static final Set<Integer> NOT_LET_IN = Set.of(530, 534, 535, 538);

    private final Target.Mail target;
    private final Session session;
    private final Clock clock;

    MailChannel(Target.Mail target, Clock clock) throws IOException {
        this.target = target;
        this.session = Session.getInstance(properties(target));
        this.clock = clock;
    }

    private static Properties properties(Target.Mail target) throws IOException {
        Properties properties = new Properties();
        properties.setProperty("mail.transport.protocol", "smtp");
        properties.setProperty("mail.smtp.connectiontimeout", TIMEOUT_MILLIS);
        properties.setProperty("mail.smtp.timeout", TIMEOUT_MILLIS);
        properties.setProperty("mail.smtp.writetimeout", TIMEOUT_MILLIS);
        properties.setProperty("mail.smtp.auth", Boolean.toString(target.user() != null));
        properties.setProperty(
                "mail.smtp.starttls.enable", Boolean.toString(target.security() == Target.Security.STARTTLS));
        // Without it a server that does not offer TLS, or somebody on the way, would get the password in clear.
        properties.setProperty(
                "mail.smtp.starttls.required", Boolean.toString(target.security() == Target.Security.STARTTLS));
        properties.setProperty("mail.smtp.ssl.enable", Boolean.toString(target.security() == Target.Security.TLS));
        properties.setProperty("mail.smtp.ssl.checkserveridentity", "true");
        properties.setProperty("mail.smtp.ssl.protocols", "TLSv1.2 TLSv1.3");
        if (target.caFile() != null) {
            properties.put(
                    "mail.smtp.ssl.socketFactory",
                    TrustedAuthorities.context(target.caFile()).getSocketFactory());
        }
        return properties;
    }

    @Override
    public Answer send(List<Notice> notices) {
        try (Transport transport = session.getTransport()) {
            SecretFile password = target.passwordFile();
            transport.connect(target.host(), target.port(), target.user(), password == null ? null : password.read());
            MimeMessage message = message(notices);
            transport.sendMessage(message, new InternetAddress[] {new InternetAddress(target.recipient())});
            return Answer.TAKEN;
        } catch (AuthenticationFailedException e) {
            return Answer.failed("the server does not let " + target.user() + " in: " + e.getMessage());
        } catch (MessagingException e) {
            String reason = reason(e);
            return refused(e) ? Answer.refused(reason) : Answer.failed(reason);
        } catch (IOException e) {
            return Answer.failed(String.valueOf(e.getMessage()));
        }
    }

    /** Whether the server said 5yz to the mail or the mailbox: the same again would be refused again (RFC 5321, 4.2.1). */
    private static boolean refused(MessagingException failure) {
        for (Exception at = failure; at instanceof MessagingException told; at = told.getNextException()) {
            if (told instanceof SMTPAddressFailedException address) {
                return isFinal(address.getReturnCode());
            }
            if (told instanceof SMTPSendFailedException sent && sent.getReturnCode() > 0) {
                return isFinal(sent.getReturnCode());
            }
        }
        return failure instanceof SendFailedException sent
                && sent.getInvalidAddresses() != null
                && sent.getInvalidAddresses().length > 0;
    }

    private static boolean isFinal(int reply) {
        return reply / 100 == 5 && !NOT_LET_IN.contains(reply);
    }

    private static String reason(MessagingException failure) {
        StringBuilder text = new StringBuilder(failure.toString().strip());
        for (Exception at = failure.getNextException(); at != null; ) {
            text.append("; ").append(at.toString().strip());
            at = at instanceof MessagingException told ? told.getNextException() : null;
        }
        return text.toString().replaceAll("\\p{Cntrl}+", " ");
    }

    private MimeMessage message(List<Notice> notices) throws MessagingException {
        MailText words = new MailText(notices);
        MimeMessage message = new NamedMessage(session, id(notices));
        message.setFrom(new InternetAddress(target.from()));
        for (String to : target.to()) {
            message.addRecipient(Message.RecipientType.TO, new InternetAddress(to));
        }
        message.setSubject(words.subject(), UTF_8);
        message.setSentDate(Date.from(clock.instant()));
        // RFC 3834: nobody's vacation is to answer this.
        message.setHeader("Auto-Submitted", "auto-generated");
        message.setHeader("References", threads(notices));
        MimeBodyPart plain = new MimeBodyPart();
        plain.setText(words.plain(), UTF_8, "plain");
        MimeBodyPart html = new MimeBodyPart();
        html.setText(words.html(), UTF_8, "html");
        message.setContent(new MimeMultipart("alternative", plain, html));
        return message;
    }

    /** What is told of one firing comes under one thread. */
    private String threads(List<Notice> notices) {
        return notices.stream()
                .limit(MailText.MOST_SHOWN)
                .map(notice -> "<" + notice.alert().fingerprint() + "-"
                        + notice.alert().startsAt().toEpochMilli() + "@" + domain() + ">")
                .distinct()
                .collect(Collectors.joining("\r\n "));
    }

    /** The same for the same notices: by it a mailbox knows a mail that was sent twice. */
    private String id(List<Notice> notices) {
        String keys = notices.stream().map(Notice::key).sorted().collect(Collectors.joining(" "));
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(keys.getBytes(StandardCharsets.UTF_8));
            return "<ullage-" + HexFormat.of().formatHex(hash, 0, 16) + "@" + domain() + ">";
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }

    private String domain() {
        return target.from().replaceAll("^.*@|>$", "");
    }

    /** Jakarta Mail would make up a Message-ID of its own. */
    private static final class NamedMessage extends MimeMessage {
        private final String id;

        NamedMessage(Session session, String id) {
            super(session);
            this.id = id;
        }

        @Override
        protected void updateMessageID() throws MessagingException {
            setHeader("Message-ID", id);
        }
    }
}
