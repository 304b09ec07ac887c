package io.ullage.service.delivery;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/** A file that holds a secret and nothing else. Read at each use, so that a changed secret needs no restart; never printed. */
record SecretFile(Path path) {
    private static final Set<PosixFilePermission> OF_OTHERS = EnumSet.of(
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE);

    /** @throws IOException if it is not there, is empty, or others than its owner may read or write it */
    String read() throws IOException {
        requireOwnerOnly(path);
        String secret = Files.readString(path).strip();
        if (secret.isEmpty()) {
            throw new IOException(path + " is empty");
        }
        return secret;
    }

    /** @throws IOException if it is not there, or others than its owner may read or write it */
    static void requireOwnerOnly(Path path) throws IOException {
        if (!Files.isRegularFile(path)) {
            throw new IOException(path + " is not there");
        }
        Set<PosixFilePermission> granted = Files.getPosixFilePermissions(path);
        if (granted.stream().anyMatch(OF_OTHERS::contains)) {
            throw new IOException(path + " may be read by its owner only, its mode is "
                    + PosixFilePermissions.toString(granted) + ": chmod 600 " + path);
        }
    }
}
