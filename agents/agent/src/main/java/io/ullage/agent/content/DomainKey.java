package io.ullage.agent.content;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The secret that fingerprints are keyed with. A key file holds 32 random bytes as 64 hexadecimal digits, and is for its owner only. Each
 * domain has a key of its own, HMAC-SHA256 of its id under the secret of the file: agents with one file agree on a domain, and
 * fingerprints of two domains cannot be compared.
 */
public final class DomainKey {
    static final String ALGORITHM = "HmacSHA256";

    private static final int SECRET_BYTES = 32;
    private static final String PURPOSE = "io.ullage.dedup.domain:";
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> OTHERS = PosixFilePermissions.fromString("---rwxrwx");

    private DomainKey() {}

    /**
     * Makes a new secret.
     *
     * @throws FileAlreadyExistsException if there is a file: a key that is replaced makes all earlier fingerprints worthless
     */
    public static void create(Path file) throws IOException {
        byte[] secret = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(secret);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        Files.writeString(file, HexFormat.of().formatHex(secret) + "\n", StandardOpenOption.WRITE);
    }

    /**
     * The key of a domain.
     *
     * @throws IOException with what to do, if the file is not there, not for its owner only, or no key file
     */
    static byte[] read(Path file, String domainId) throws IOException {
        Mac mac = mac(secret(file));
        return mac.doFinal((PURPOSE + domainId).getBytes(StandardCharsets.UTF_8));
    }

    /** A MAC under this key. */
    static Mac mac(byte[] key) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }

    private static byte[] secret(Path file) throws IOException {
        String text;
        try {
            Set<PosixFilePermission> forOthers = EnumSet.copyOf(OTHERS);
            forOthers.retainAll(Files.getPosixFilePermissions(file));
            if (!forOthers.isEmpty()) {
                throw new IOException("dedup.keyFile: must be readable by its owner only, was "
                        + PosixFilePermissions.toString(Files.getPosixFilePermissions(file)) + "; run chmod 600 "
                        + file);
            }
            if (Files.size(file) > 2L * SECRET_BYTES + 2) {
                throw notAKey(file);
            }
            text = Files.readString(file, StandardCharsets.ISO_8859_1).strip();
        } catch (NoSuchFileException e) {
            throw new IOException(
                    "dedup.keyFile: must be there, was " + file
                            + "; copy it from another agent of the domain, or make a new one with --new-key",
                    e);
        }
        if (!text.matches("[0-9a-fA-F]{" + 2 * SECRET_BYTES + "}")) {
            throw notAKey(file);
        }
        return HexFormat.of().parseHex(text);
    }

    /** Without what stands in it: it may be a key after all, with a slip in it. */
    private static IOException notAKey(Path file) {
        return new IOException(
                "dedup.keyFile: must hold " + 2 * SECRET_BYTES + " hexadecimal digits, " + file + " does not");
    }
}
