package io.ullage.service.web;

import io.ullage.service.estate.Scope;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code access.yaml}: who may come, beside those who have tokens.
 *
 * @param hosts names beside those of loopback that a server on loopback answers to, such as that of a proxy before it
 * @param proxy absent where none is trusted
 * @param tls absent for plain HTTP
 */
public record AccessSettings(
        Set<String> hosts, @Nullable Proxy proxy, @Nullable Tls tls) {
    /** Tokens alone, and plain HTTP. */
    public static final AccessSettings STANDARD = new AccessSettings(Set.of(), null, null);

    public AccessSettings {
        hosts = Set.copyOf(hosts);
    }

    /**
     * A reverse proxy that signs people in and says who they are.
     *
     * @param addresses from which its word is taken
     * @param userHeader holds the name
     * @param groupsHeader holds the groups, separated by commas
     * @param grants the first one whose group is among them says what one may do
     */
    public record Proxy(List<AddressRange> addresses, String userHeader, String groupsHeader, List<Grant> grants) {
        public Proxy {
            addresses = List.copyOf(addresses);
            grants = List.copyOf(grants);
        }
    }

    /** What members of a group may do. */
    public record Grant(String group, Role role, Scope scope) {}

    /**
     * A key and its certificates.
     *
     * @param keystore PKCS #12
     * @param passwordFile holds its password and nothing else
     */
    public record Tls(Path keystore, Path passwordFile) {}
}
