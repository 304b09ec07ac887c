package io.ullage.service.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Expected output kept in files under {@code src/test/resources}. {@code mvn test -Dullage.regenerate=true} writes them anew; what changed is then
 * for a reviewer to see.
 */
public final class Golden {
    private static final Path RESOURCES = Path.of("src/test/resources");

    private Golden() {}

    /** @param file below {@code src/test/resources} */
    public static void check(String file, String actual) {
        Path path = RESOURCES.resolve(file);
        try {
            if (Boolean.getBoolean("ullage.regenerate")) {
                Files.createDirectories(path.getParent());
                Files.writeString(path, actual);
            }
            assertThat(actual).as(file).isEqualTo(Files.readString(path));
        } catch (IOException e) {
            throw new UncheckedIOException("run with -Dullage.regenerate=true to make " + file, e);
        }
    }
}
