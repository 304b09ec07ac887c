package io.ullage.service.web;

import io.javalin.http.Context;
import io.javalin.http.TooManyRequestsResponse;
import io.javalin.http.UnauthorizedResponse;
import io.ullage.service.estate.Scope;
import io.ullage.service.output.CommandException;
import io.ullage.service.web.AccessSettings.Grant;
import io.ullage.service.web.AccessSettings.Proxy;
import io.ullage.service.web.Tokens.Token;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Finds out who asks: by a bearer token, by the session of a browser, by what a trusted proxy says, or, on loopback and without such a proxy,
 * by being on this machine.
 */
final class Access {
    private static final String BEARER = "Bearer ";
    private static final Principal LOCAL =
            new Principal(System.getProperty("user.name", "local"), Role.OPERATOR, Scope.everything());

    private final AccessSettings settings;
    private final Tokens tokens;
    private final Sessions sessions;
    private final FailedLogins failures;
    private final Clock clock;
    private final boolean loopback;

    private Access(AccessSettings settings, Tokens tokens, boolean loopback, Clock clock) {
        this.settings = settings;
        this.tokens = tokens;
        this.loopback = loopback;
        this.clock = clock;
        this.sessions = new Sessions(tokens, clock);
        this.failures = new FailedLogins(clock);
    }

    /**
     * As the files in {@code directory} say.
     *
     * @throws CommandException if it is to listen beyond loopback and nobody could come in, or everybody
     */
    static Access configured(String listen, Path directory, Clock clock) throws IOException {
        AccessSettings settings = AccessReader.ofDirectory(directory);
        Tokens tokens = new Tokens(directory);
        boolean loopback = isLoopback(listen);
        if (!loopback && settings.proxy() == null && tokens.all().isEmpty()) {
            throw CommandException.usage(
                    "--listen: must be an address of loopback while no access is configured, was " + listen,
                    "Make a token with 'ullage console token add NAME', or trust a proxy in "
                            + directory.resolve(AccessReader.FILE_NAME) + " (docs/access.md).");
        }
        return new Access(settings, tokens, loopback, clock);
    }

    private static boolean isLoopback(String listen) {
        try {
            return InetAddress.getByName(listen).isLoopbackAddress();
        } catch (UnknownHostException unknown) {
            throw CommandException.usage("--listen: must be an address of this machine, was " + listen, null);
        }
    }

    AccessSettings settings() {
        return settings;
    }

    boolean isLoopback() {
        return loopback;
    }

    /** Whether cookies go over TLS only: the server's own, or that of a proxy which says so. */
    boolean isSecure(Context http) {
        return settings.tls() != null || isFromProxy(http) && "https".equals(http.header("X-Forwarded-Proto"));
    }

    /** @throws UnauthorizedResponse if a token is shown that is none */
    Optional<Principal> principal(Context http) throws IOException {
        String authorization = http.header("Authorization");
        if (authorization != null) {
            return Optional.of(token(http, authorization).principal());
        }
        Optional<Principal> known = sessions.principal(http);
        if (known.isPresent()) {
            return known;
        }
        if (settings.proxy() != null) {
            return isFromProxy(http) ? saidBy(settings.proxy(), http) : Optional.empty();
        }
        return loopback ? Optional.of(LOCAL) : Optional.empty();
    }

    private Token token(Context http, String authorization) throws IOException {
        if (!authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            throw new UnauthorizedResponse("Access is by a bearer token.");
        }
        return find(http, authorization.substring(BEARER.length()).strip())
                .orElseThrow(() -> new UnauthorizedResponse("The token is not known, or has expired."));
    }

    /** Begins a session. */
    boolean login(Context http, String secret) throws IOException {
        Optional<Token> token = find(http, secret);
        token.ifPresent(known -> sessions.begin(http, known, isSecure(http)));
        return token.isPresent();
    }

    void logout(Context http) {
        sessions.end(http);
    }

    private Optional<Token> find(Context http, String secret) throws IOException {
        String address = http.ip();
        if (failures.mustWait(address)) {
            http.header("Retry-After", Long.toString(FailedLogins.waitSeconds()));
            throw new TooManyRequestsResponse("Too many wrong tokens came from there. Wait a minute.");
        }
        Optional<Token> found = tokens.find(secret, clock.instant());
        if (found.isEmpty()) {
            failures.failed(address);
        }
        return found;
    }

    private boolean isFromProxy(Context http) {
        Proxy proxy = settings.proxy();
        return proxy != null && proxy.addresses().stream().anyMatch(range -> range.contains(http.ip()));
    }

    private static Optional<Principal> saidBy(Proxy proxy, Context http) {
        String user = http.header(proxy.userHeader());
        String groups = http.header(proxy.groupsHeader());
        if (user == null || user.isBlank() || groups == null) {
            return Optional.empty();
        }
        Set<String> memberOf =
                Arrays.stream(groups.split(",")).map(String::strip).collect(Collectors.toSet());
        return proxy.grants().stream()
                .filter(grant -> memberOf.contains(grant.group()))
                .findFirst()
                .map((Grant grant) -> new Principal(user.strip(), grant.role(), grant.scope()));
    }
}
