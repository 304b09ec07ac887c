package io.ullage.service.delivery;

import io.ullage.job.document.InvalidDocumentException;
import io.ullage.job.document.InvalidDocumentException.Problem;
import io.ullage.job.document.YamlSection;
import io.ullage.job.rule.Matchers;
import io.ullage.service.output.CommandException;
import io.ullage.service.output.DurationText;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.TypeConversionException;

/** Reads where alerts go, and notes everything that is wrong with it before it complains. */
final class DeliverySettingsReader {
    /** In the data directory of a node. */
    static final String FILE_NAME = "delivery.yaml";

    private static final String SAMPLE = "/io/ullage/service/delivery/delivery.yaml";
    private static final String NEXT = "'ullage deliver --sample' prints a file with every key and what it means.";
    private static final Duration LONGEST = Duration.ofDays(30);
    private static final Set<Occasion> STANDARD_TELL = EnumSet.of(Occasion.FIRED, Occasion.CHANGED, Occasion.RESOLVED);
    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "::1", "[::1]");
    private static final int STANDARD_SUBMISSION = 587;
    private static final int STANDARD_SUBMISSIONS = 465;
    private static final int STANDARD_SMTP = 25;

    private final List<Problem> problems = new ArrayList<>();

    private DeliverySettingsReader() {}

    /** The shipped document: every key. */
    static String sampleText() {
        try (InputStream in = DeliverySettingsReader.class.getResourceAsStream(SAMPLE)) {
            if (in == null) {
                throw new IllegalStateException(SAMPLE + " is not in the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + SAMPLE, e);
        }
    }

    /** @throws CommandException naming everything that is wrong with it */
    static DeliverySettings read(Path file) throws IOException {
        try {
            return read(file.toString(), Files.readString(file));
        } catch (MalformedInputException e) {
            throw CommandException.usage(file + ": must be UTF-8", NEXT);
        } catch (InvalidDocumentException e) {
            throw CommandException.usage(String.valueOf(e.getMessage()), NEXT);
        }
    }

    /** @param where such as the name of the file, for messages */
    static DeliverySettings read(String where, String yaml) throws InvalidDocumentException {
        DeliverySettingsReader reader = new DeliverySettingsReader();
        YamlSection top = YamlSection.of(where, yaml, reader.problems);
        URI console = top.value("console", DeliverySettingsReader::httpUri);
        Map<String, String> commands = top.map("commands");
        Retry retry = reader.retry(top.section("retry"));
        List<Target> targets = reader.targets(top);
        top.end();
        if (!reader.problems.isEmpty()) {
            throw new InvalidDocumentException(where, reader.problems);
        }
        return new DeliverySettings(console, commands, retry, targets);
    }

    private Retry retry(YamlSection section) {
        Retry standard = Retry.STANDARD;
        Duration first = section.valueOr("first", DeliverySettingsReader::duration, standard.first());
        Duration most = section.valueOr("most", DeliverySettingsReader::duration, standard.most());
        Duration giveUp = section.valueOr("giveUpAfter", DeliverySettingsReader::duration, standard.giveUpAfter());
        section.end();
        if (first.compareTo(most) > 0) {
            section.wrong(section.field("first"), "must be at most retry.most", first + " over " + most);
        }
        return new Retry(first, most, giveUp);
    }

    private List<Target> targets(YamlSection top) {
        List<Target> targets = new ArrayList<>();
        Set<String> names = new HashSet<>();
        List<YamlSection> sections = top.sections("targets");
        if (sections.isEmpty()) {
            top.wrong("targets", "must name at least one", "none");
        }
        for (YamlSection section : sections) {
            String name = section.required("name");
            if (name != null && !name.matches("[A-Za-z0-9_.-]{1,60}")) {
                section.wrong(section.field("name"), "must be up to 60 letters, digits, _ . and -", name);
            } else if (name != null && !names.add(name)) {
                section.wrong(section.field("name"), "must be of one target only", name);
            }
            Matchers match = new Matchers(section.map("match"));
            targets.addAll(target(section, name == null ? "" : name, match));
            section.end();
        }
        return targets;
    }

    private List<? extends Target> target(YamlSection section, String name, Matchers match) {
        List<String> kinds = List.of("alertmanager", "webhook", "mail");
        kinds.forEach(section::asks);
        List<String> given = kinds.stream().filter(section::has).toList();
        if (given.size() != 1) {
            section.wrong(section.field("").replaceAll("\\.$", ""), "must have exactly one of " + kinds, "" + given);
            return List.of();
        }
        YamlSection own = section.section(given.get(0));
        List<? extends Target> read =
                switch (given.get(0)) {
                    case "alertmanager" -> alertmanagers(own, name, match);
                    case "webhook" -> List.of(webhook(own, name, match));
                    default -> mails(own, name, match);
                };
        own.end();
        return read;
    }

    private List<Target.Alertmanager> alertmanagers(YamlSection section, String name, Matchers match) {
        Duration repeat = section.valueOr("repeat", DeliverySettingsReader::duration, Duration.ofMinutes(1));
        List<String> urls = section.texts("urls");
        if (urls.isEmpty()) {
            section.wrong(section.field("urls"), "must name at least one", "none");
        }
        List<Target.Alertmanager> targets = new ArrayList<>();
        Set<String> authorities = new HashSet<>();
        for (int i = 0; i < urls.size(); i++) {
            String field = section.field("urls[" + i + "]");
            URI url = uri(section, field, urls.get(i));
            if (url != null && !authorities.add(url.getAuthority())) {
                section.wrong(field, "must be there once", urls.get(i));
            }
            URI reached = url == null ? URI.create("http://invalid") : url;
            // One Alertmanager's progress is none of the other's.
            targets.add(new Target.Alertmanager(
                    urls.size() == 1 ? name : name + "@" + reached.getAuthority(),
                    match,
                    access(section, field, reached),
                    repeat));
        }
        return targets;
    }

    private Target.Webhook webhook(YamlSection section, String name, Matchers match) {
        URI url = required(section, "url");
        return new Target.Webhook(
                name,
                match,
                occasions(section),
                access(section, section.field("url"), url),
                secret(section, "secretFile"));
    }

    private HttpAccess access(YamlSection section, String urlField, URI url) {
        SecretFile token = secret(section, "tokenFile");
        String user = section.value("user", text -> text);
        SecretFile password = secret(section, "passwordFile");
        loginIsWhole(section, user, password);
        if (token != null && user != null) {
            section.wrong(section.field("tokenFile"), "must stand without user", "both");
        }
        if ((token != null || password != null) && "http".equals(url.getScheme()) && !isLoopback(url.getHost())) {
            section.wrong(urlField, "must be https where a secret is sent, but to this machine", url.toString());
        }
        return new HttpAccess(url, token, user, password, authorities(section));
    }

    /** One per mailbox: what one of them refuses is none of the other's. */
    private List<Target.Mail> mails(YamlSection section, String name, Matchers match) {
        String host = section.required("host");
        Target.Security security =
                section.valueOr("security", DeliverySettingsReader::security, Target.Security.STARTTLS);
        int port = section.valueOr("port", DeliverySettingsReader::port, standardPort(security));
        String user = section.value("user", text -> text);
        SecretFile password = secret(section, "passwordFile");
        loginIsWhole(section, user, password);
        if (security == Target.Security.NONE && host != null && !isLoopback(host)) {
            section.wrong(section.field("security"), "must be starttls or tls, but to this machine", "none");
        }
        String from = section.required("from");
        address(section, section.field("from"), from);
        List<String> to = section.texts("to");
        if (to.isEmpty()) {
            section.wrong(section.field("to"), "must name at least one", "none");
        }
        for (int i = 0; i < to.size(); i++) {
            address(section, section.field("to[" + i + "]"), to.get(i));
        }
        Duration gather = section.valueOr("gather", DeliverySettingsReader::duration, Duration.ofSeconds(30));
        List<String> groupBy = section.has("groupBy") ? section.texts("groupBy") : List.of("alertname");
        section.asks("groupBy");
        Set<Occasion> tell = occasions(section);
        Path caFile = authorities(section);
        return to.stream()
                .map(recipient -> new Target.Mail(
                        to.size() == 1 ? name : name + "@" + recipient,
                        match,
                        tell,
                        host == null ? "" : host,
                        port,
                        security,
                        user,
                        password,
                        caFile,
                        from == null ? "" : from,
                        recipient,
                        to,
                        gather,
                        groupBy))
                .toList();
    }

    private static int standardPort(Target.Security security) {
        return switch (security) {
            case STARTTLS -> STANDARD_SUBMISSION;
            case TLS -> STANDARD_SUBMISSIONS;
            case NONE -> STANDARD_SMTP;
        };
    }

    private static void loginIsWhole(YamlSection section, @Nullable String user, @Nullable SecretFile password) {
        if ((user == null) != (password == null)) {
            section.wrong(
                    section.field(user == null ? "user" : "passwordFile"),
                    "must stand with " + (user == null ? "passwordFile" : "user"),
                    "absent");
        }
    }

    private static Set<Occasion> occasions(YamlSection section) {
        List<String> words = section.texts("tell");
        if (!section.has("tell")) {
            return STANDARD_TELL;
        }
        EnumSet<Occasion> occasions = EnumSet.noneOf(Occasion.class);
        for (int i = 0; i < words.size(); i++) {
            int at = i;
            List.of(Occasion.values()).stream()
                    .filter(one -> one.word().equals(words.get(at)))
                    .findFirst()
                    .ifPresentOrElse(
                            occasions::add,
                            () -> section.wrong(
                                    section.field("tell[" + at + "]"),
                                    "must be fired, changed, updated or resolved",
                                    words.get(at)));
        }
        if (!occasions.contains(Occasion.FIRED) && !words.isEmpty()) {
            section.wrong(section.field("tell"), "must contain fired", "" + words);
        }
        return occasions;
    }

    private @Nullable SecretFile secret(YamlSection section, String key) {
        String path = section.value(key, text -> text);
        if (path == null) {
            return null;
        }
        SecretFile file = new SecretFile(Path.of(path));
        try {
            file.read();
        } catch (IOException e) {
            section.wrong(
                    section.field(key),
                    "must be a file with a secret, for its owner only",
                    String.valueOf(e.getMessage()));
        }
        return file;
    }

    private static @Nullable Path authorities(YamlSection section) {
        String path = section.value("caFile", text -> text);
        if (path == null) {
            return null;
        }
        try {
            TrustedAuthorities.context(Path.of(path));
        } catch (IOException e) {
            section.wrong(
                    section.field("caFile"), "must be a PEM file of certificates", String.valueOf(e.getMessage()));
        }
        return Path.of(path);
    }

    private static URI required(YamlSection section, String key) {
        String text = section.required(key);
        URI url = text == null ? null : uri(section, section.field(key), text);
        return url == null ? URI.create("http://invalid") : url;
    }

    private static @Nullable URI uri(YamlSection section, String field, String text) {
        try {
            return httpUri(text);
        } catch (IllegalArgumentException e) {
            section.wrong(field, String.valueOf(e.getMessage()), text);
            return null;
        }
    }

    private static URI httpUri(String text) {
        try {
            URI uri = new URI(text);
            boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            if (http && uri.getHost() != null && uri.getUserInfo() == null) {
                return uri;
            }
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("must be a URL: " + e.getReason(), e);
        }
        throw new IllegalArgumentException("must be a URL that begins with http:// or https://, without a user in it");
    }

    private static boolean isLoopback(@Nullable String host) {
        return host != null && LOOPBACK.contains(host);
    }

    private static void address(YamlSection section, String field, @Nullable String text) {
        try {
            if (text != null) {
                new InternetAddress(text, true).validate();
            }
        } catch (AddressException e) {
            section.wrong(field, "must be an address of mail", text == null ? "absent" : text);
        }
    }

    private static Target.Security security(String text) {
        try {
            return Target.Security.valueOf(text.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("must be starttls, tls or none", e);
        }
    }

    private static int port(String text) {
        int port = Integer.parseInt(text);
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("must be from 1 to 65535");
        }
        return port;
    }

    private static Duration duration(String text) {
        Duration duration;
        try {
            duration = new DurationText().convert(text);
        } catch (TypeConversionException e) {
            throw new IllegalArgumentException("must be a number with s, m, h or d, such as 30s", e);
        }
        if (duration.isZero() || duration.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("must be from 1s to 30d");
        }
        return duration;
    }
}
