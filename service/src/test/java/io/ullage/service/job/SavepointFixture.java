package io.ullage.service.job;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/** Savepoints that older builds made; see {@code origin.md} in each. */
public final class SavepointFixture {
    private static final Path ALL = Path.of("src/test/resources/savepoint");

    private SavepointFixture() {}

    /** The commits that they were made by. */
    static List<String> builds() throws IOException {
        try (Stream<Path> entries = Files.list(ALL)) {
            return entries.filter(Files::isDirectory)
                    .map(each -> each.getFileName().toString())
                    .toList();
        }
    }

    static Path of(String build) {
        return ALL.resolve(build);
    }

    /** Flink wants the directory that a savepoint lies in. */
    public static String unpacked(String build, Path directory) throws IOException {
        Path savepoint = Files.createDirectories(directory.resolve("savepoint-" + build));
        try (InputStream packed =
                new GZIPInputStream(Files.newInputStream(of(build).resolve("_metadata.gz")))) {
            Files.copy(packed, savepoint.resolve("_metadata"));
        }
        return savepoint.toUri().toString();
    }
}
