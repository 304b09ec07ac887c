package io.ullage.service.web;

import io.ullage.job.document.InvalidDocumentException;
import io.ullage.job.document.InvalidDocumentException.Problem;
import io.ullage.job.document.YamlSection;
import io.ullage.schema.InvalidFieldException;
import io.ullage.service.estate.Scope;
import io.ullage.service.output.CommandException;
import io.ullage.service.web.AccessSettings.Grant;
import io.ullage.service.web.AccessSettings.Proxy;
import io.ullage.service.web.AccessSettings.Tls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads {@code access.yaml}, and notes everything that is wrong with it before it complains. */
final class AccessReader {
    static final String FILE_NAME = "access.yaml";

    private static final String NEXT = "docs/access.md says how it reads.";

    private final List<Problem> problems = new ArrayList<>();
    private final Path directory;

    private AccessReader(Path directory) {
        this.directory = directory;
    }

    /**
     * The standard ones where there is no file.
     *
     * @throws CommandException naming everything that is wrong with it
     */
    static AccessSettings ofDirectory(Path directory) throws IOException {
        Path file = directory.resolve(FILE_NAME);
        if (!Files.exists(file)) {
            return AccessSettings.STANDARD;
        }
        try {
            return new AccessReader(directory).read(file.toString(), Files.readString(file));
        } catch (InvalidDocumentException wrong) {
            throw CommandException.usage(String.valueOf(wrong.getMessage()), NEXT);
        }
    }

    private AccessSettings read(String where, String yaml) throws InvalidDocumentException {
        YamlSection top = YamlSection.of(where, yaml, problems);
        Set<String> hosts = new HashSet<>();
        for (String host : top.texts("hosts")) {
            hosts.add(host.toLowerCase(Locale.ROOT));
        }
        Proxy proxy = top.has("proxy") ? proxy(top.section("proxy")) : null;
        Tls tls = top.has("tls") ? tls(top.section("tls")) : null;
        top.asks("proxy");
        top.asks("tls");
        top.end();
        if (!problems.isEmpty()) {
            throw new InvalidDocumentException(where, problems);
        }
        return new AccessSettings(hosts, proxy, tls);
    }

    private Proxy proxy(YamlSection section) {
        List<AddressRange> addresses = new ArrayList<>();
        for (String text : section.texts("addresses")) {
            try {
                addresses.add(AddressRange.parse(text));
            } catch (IllegalArgumentException wrong) {
                section.wrong(section.field("addresses"), String.valueOf(wrong.getMessage()), text);
            }
        }
        if (addresses.isEmpty()) {
            section.wrong(section.field("addresses"), "must name the proxy", "none");
        }
        String user = section.valueOr("userHeader", AccessReader::header, "X-Forwarded-User");
        String groups = section.valueOr("groupsHeader", AccessReader::header, "X-Forwarded-Groups");
        List<Grant> grants = new ArrayList<>();
        for (YamlSection each : section.sections("grants")) {
            Grant grant = grant(each);
            if (grant != null) {
                grants.add(grant);
            }
        }
        if (grants.isEmpty()) {
            section.wrong(section.field("grants"), "must have one at least, or nobody may see anything", "none");
        }
        section.end();
        return new Proxy(addresses, user, groups, grants);
    }

    private static @Nullable Grant grant(YamlSection section) {
        String group = section.required("group");
        Role role = section.value("role", text -> role(text));
        String tenant = section.value("tenant", Function.identity());
        if (!section.has("role")) {
            section.wrong(section.field("role"), "must be viewer or operator", "absent");
        }
        section.end();
        if (group == null || role == null) {
            return null;
        }
        if (role == Role.OPERATOR && tenant != null) {
            section.wrong(section.field("tenant"), "must be absent for an operator", tenant);
            return null;
        }
        try {
            return new Grant(group, role, tenant == null ? Scope.everything() : Scope.of(tenant));
        } catch (InvalidFieldException wrong) {
            section.wrong(section.field("tenant"), wrong.rule(), wrong.value());
            return null;
        }
    }

    private @Nullable Tls tls(YamlSection section) {
        Path keystore = file(section, "keystore");
        Path password = file(section, "passwordFile");
        section.end();
        return keystore == null || password == null ? null : new Tls(keystore, password);
    }

    /** Relative to where access.yaml is. */
    private @Nullable Path file(YamlSection section, String key) {
        String name = section.required(key);
        if (name == null) {
            return null;
        }
        Path file = directory.resolve(name);
        if (!Files.isReadable(file)) {
            section.wrong(section.field(key), "must be a file that can be read", file.toString());
            return null;
        }
        return file;
    }

    private static Role role(String text) {
        return Arrays.stream(Role.values())
                .filter(role -> Parameters.word(role).equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("must be viewer or operator"));
    }

    private static String header(String text) {
        if (!text.matches("[A-Za-z0-9-]{1,64}")) {
            throw new IllegalArgumentException("must be the name of a header");
        }
        return text;
    }
}
