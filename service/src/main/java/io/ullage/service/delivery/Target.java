package io.ullage.service.delivery;

import io.ullage.job.rule.Matchers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where alerts are delivered to. Its name names its progress, too. */
sealed interface Target {
    String name();

    /** Labels that an alert must have. */
    Matchers match();

    /** In metrics and the log. */
    String kind();

    /**
     * One Alertmanager.
     *
     * @param repeat from one time that it is told what fires to the next
     */
    record Alertmanager(String name, Matchers match, HttpAccess access, Duration repeat) implements Target {
        @Override
        public String kind() {
            return "alertmanager";
        }
    }

    /**
     * A receiver of our own JSON.
     *
     * @param signingKey of the signature; absent: messages are not signed
     */
    record Webhook(
            String name,
            Matchers match,
            Set<Occasion> tell,
            HttpAccess access,
            @Nullable SecretFile signingKey) implements Target {
        public Webhook {
            tell = Set.copyOf(tell);
        }

        @Override
        public String kind() {
            return "webhook";
        }
    }

    /**
     * Mail to one mailbox, by a submission server.
     *
     * @param user to log in as, with {@code passwordFile}; absent where the server asks nobody
     * @param caFile certificates to trust, as PEM; absent for those of the JVM
     * @param recipient who gets it
     * @param to whom it names, {@code recipient} among them
     * @param gather for how long what comes after the first is put into the same mail
     * @param groupBy labels that alerts of one mail share
     */
    record Mail(
            String name,
            Matchers match,
            Set<Occasion> tell,
            String host,
            int port,
            Security security,
            @Nullable String user,
            @Nullable SecretFile passwordFile,
            @Nullable Path caFile,
            String from,
            String recipient,
            List<String> to,
            Duration gather,
            List<String> groupBy)
            implements Target {
        public Mail {
            tell = Set.copyOf(tell);
            to = List.copyOf(to);
            groupBy = List.copyOf(groupBy);
        }

        @Override
        public String kind() {
            return "mail";
        }
    }

    /** How a connection to a mail server is kept private. Both kinds of TLS verify the server's certificate and name. */
    enum Security {
        STARTTLS,
        TLS,
        /** To loopback only. */
        NONE
    }
}
