package io.ullage.service.clickhouse;

import io.ullage.service.process.OwnerOnlyFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * A user of ClickHouse and the file, readable by its owner alone, that holds the password.
 *
 * @param user name
 * @param passwordFile holds the password and nothing else
 */
public record Account(String user, Path passwordFile) {
    private static final int PASSWORD_BYTES = 24;

    public String password() throws IOException {
        return Files.readString(passwordFile).strip();
    }

    /** The account whose password lies in {@code directory}; a random one is made at the first call. */
    static Account in(Path directory, String user) throws IOException {
        Account account = new Account(user, directory.resolve(user + ".password"));
        try {
            account.password();
        } catch (NoSuchFileException e) {
            byte[] random = new byte[PASSWORD_BYTES];
            new SecureRandom().nextBytes(random);
            OwnerOnlyFile.write(account.passwordFile, HexFormat.of().formatHex(random));
        }
        return account;
    }

    /** What the configuration holds instead of the password. */
    String passwordSha256() throws IOException {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(password().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
