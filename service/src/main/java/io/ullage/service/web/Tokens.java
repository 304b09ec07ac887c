package io.ullage.service.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.ullage.schema.InvalidFieldException;
import io.ullage.schema.Require;
import io.ullage.service.estate.Scope;
import io.ullage.service.process.OwnerOnlyFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Access tokens: {@value #FILE_NAME}, mode 0600, which holds hashes and no token. A token is 256 random bits, so that one round of SHA-256
 * is enough: there is nothing to guess from. A changed file is noticed at the next request.
 */
public final class Tokens {
    public static final String FILE_NAME = "console-tokens.json";

    /** Before the random part: what finds lost tokens in other people's files knows it by that. */
    static final String PREFIX = "ullage_";

    private static final int TOKEN_BYTES = 32;
    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    private final Path file;
    private @Nullable FileTime read;
    private List<Token> known = List.of();

    /**
     * One of them, without what it is known by.
     *
     * @param name for people, and recorded with what its bearer decides
     * @param tenant whose part alone it shows; absent for all
     * @param sha256 of the token, in hexadecimal digits
     * @param created ISO 8601
     * @param expires ISO 8601; absent for never
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Token(
            String name,
            Role role,
            @Nullable String tenant,
            String sha256,
            String created,
            @Nullable String expires) {
        public Token {
            Require.text("name", name);
            Require.present("role", role);
            Require.optionalText("tenant", tenant);
            Require.text("sha256", sha256);
            Require.text("created", created);
            if (role == Role.OPERATOR && tenant != null) {
                throw new InvalidFieldException("tenant", "must be absent for an operator", tenant);
            }
        }

        boolean isExpired(Instant now) {
            return expires != null && !now.isBefore(Instant.parse(expires));
        }

        Principal principal() {
            return new Principal(name, role, tenant == null ? Scope.everything() : Scope.of(tenant));
        }
    }

    public Tokens(Path directory) {
        this.file = directory.resolve(FILE_NAME);
    }

    public Path file() {
        return file;
    }

    /** Those of the file now, by name. */
    public synchronized List<Token> all() throws IOException {
        try {
            FileTime changed = Files.getLastModifiedTime(file);
            if (!changed.equals(read)) {
                known = List.copyOf(JSON.readValue(Files.readString(file), new TypeReference<List<Token>>() {}));
                read = changed;
            }
        } catch (NoSuchFileException none) {
            known = List.of();
            read = null;
        }
        return known;
    }

    /**
     * Makes one.
     *
     * @return the token, which is kept nowhere
     * @throws InvalidFieldException if there is one of that name
     */
    public synchronized String add(
            String name, Role role, @Nullable String tenant, Instant now, @Nullable Instant expires)
            throws IOException {
        List<Token> tokens = new ArrayList<>(all());
        if (tokens.stream().anyMatch(token -> token.name().equals(name))) {
            throw new InvalidFieldException("name", "must not be taken", name);
        }
        byte[] drawn = new byte[TOKEN_BYTES];
        new SecureRandom().nextBytes(drawn);
        String secret = PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(drawn);
        tokens.add(new Token(
                name,
                role,
                tenant,
                HexFormat.of().formatHex(sha256(secret)),
                now.toString(),
                expires == null ? null : expires.toString()));
        write(tokens);
        return secret;
    }

    /** Whether there was one. */
    public synchronized boolean revoke(String name) throws IOException {
        List<Token> tokens = new ArrayList<>(all());
        if (!tokens.removeIf(token -> token.name().equals(name))) {
            return false;
        }
        write(tokens);
        return true;
    }

    private void write(List<Token> tokens) throws IOException {
        OwnerOnlyFile.createDirectory(file.toAbsolutePath().getParent());
        OwnerOnlyFile.write(file, JSON.writeValueAsString(tokens) + "\n");
        known = List.copyOf(tokens);
        read = Files.getLastModifiedTime(file);
    }

    /** Whose it is. Takes the same time whether none or any of them begins like it. */
    Optional<Token> find(String secret, Instant now) throws IOException {
        byte[] given = sha256(secret);
        Optional<Token> found = Optional.empty();
        for (Token token : all()) {
            boolean same = MessageDigest.isEqual(given, HexFormat.of().parseHex(token.sha256()));
            if (same && !token.isExpired(now)) {
                found = Optional.of(token);
            }
        }
        return found;
    }

    /** The one of that name, if it still stands as it did. */
    Optional<Token> standing(Token earlier, Instant now) throws IOException {
        return all().stream()
                .filter(token -> token.equals(earlier) && !token.isExpired(now))
                .findFirst();
    }

    private static byte[] sha256(String secret) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }
}
