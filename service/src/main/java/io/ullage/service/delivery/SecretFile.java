package io.ullage.service.delivery;

import io.ullage.service.process.OwnerOnlyFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file that holds a secret and nothing else. Read at each use, so that a changed secret needs no restart; never printed. */
record SecretFile(Path path) {
    /** @throws IOException if it is not there, is empty, or others than its owner may read or write it */
    String read() throws IOException {
        OwnerOnlyFile.require(path);
        String secret = Files.readString(path).strip();
        if (secret.isEmpty()) {
            throw new IOException(path + " is empty");
        }
        return secret;
    }
}
