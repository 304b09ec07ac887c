package io.ullage.agent.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DomainKeyTest {
    @TempDir
    Path directory;

    @Test
    void aNewKeyIsForItsOwnerOnlyAndIsNotReplaced() throws Exception {
        Path file = directory.resolve("key");
        DomainKey.create(file);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(Files.readString(file)).matches("[0-9a-f]{64}\n");
        assertThatThrownBy(() -> DomainKey.create(file)).isInstanceOf(FileAlreadyExistsException.class);
        Path other = directory.resolve("other");
        DomainKey.create(other);
        assertThat(Files.readString(other)).isNotEqualTo(Files.readString(file));
    }

    /** {@code printf 'io.ullage.dedup.domain:pool' | openssl dgst -sha256 -mac HMAC -macopt hexkey:0001…1f}. */
    @Test
    void eachDomainHasAKeyOfItsOwn() throws Exception {
        Path file = directory.resolve("key");
        DomainKey.create(file);
        byte[] secret = new byte[32];
        for (int i = 0; i < secret.length; i++) {
            secret[i] = (byte) i;
        }
        Files.writeString(file, HexFormat.of().formatHex(secret));
        assertThat(HexFormat.of().formatHex(DomainKey.read(file, "pool")))
                .isEqualTo("d20cc62523c23367d2ae3e7c111d6928fdfba5637a518e92bcccf4f3316eaee9");
        assertThat(DomainKey.read(file, "pool2")).isNotEqualTo(DomainKey.read(file, "pool"));
    }

    @Test
    void whatIsWrongWithAKeyFileIsSaidWithoutIt() throws Exception {
        Path file = directory.resolve("key");
        assertThatThrownBy(() -> DomainKey.read(file, "d"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("dedup.keyFile: must be there, was " + file)
                .hasMessageContaining("--new-key");
        DomainKey.create(file);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        assertThatThrownBy(() -> DomainKey.read(file, "d"))
                .hasMessageContaining("must be readable by its owner only, was rw-r-----; run chmod 600 " + file);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--------"));
        DomainKey.read(file, "d");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        for (String wrong : new String[] {"", "secret-secret", "0".repeat(63), "g".repeat(64), "0".repeat(100_000)}) {
            Files.writeString(file, wrong, StandardCharsets.US_ASCII);
            assertThatThrownBy(() -> DomainKey.read(file, "d"))
                    .hasMessage("dedup.keyFile: must hold 64 hexadecimal digits, " + file + " does not");
        }
    }
}
