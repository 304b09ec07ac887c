package io.ullage.service.chargeback;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * The FinOps Foundation's <a href="https://pypi.org/project/focus-validator/">focus-validator</a> 2.1.0 ({@code pip install
 * focus-validator==2.1.0}, Python 3.12). It carries the rules of 1.2, which 1.3 adds to, and fetches those of 1.3 from the network.
 */
final class FocusValidator {
    private static final String OVERRIDE = "ULLAGE_FOCUS_VALIDATOR";

    private FocusValidator() {}

    /** Skips the test where there is no validator. */
    static void check(Path csv) throws IOException, InterruptedException {
        Path program = program()
                .orElseGet(() -> Assumptions.abort(
                        "needs focus-validator: pip install focus-validator==2.1.0, or name it in " + OVERRIDE));
        String with12 = run(program, csv, "1.2", "--block-download");
        assertThat(with12).contains("Validation succeeded");
    }

    private static Optional<Path> program() {
        String named = System.getenv(OVERRIDE);
        Stream<Path> places = named != null
                ? Stream.of(Path.of(named))
                : Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                        .map(directory -> Path.of(directory, "focus-validator"));
        return places.filter(Files::isExecutable).findFirst();
    }

    private static String run(Path program, Path csv, String version, String... more)
            throws IOException, InterruptedException {
        List<String> command = new java.util.ArrayList<>(List.of(
                program.toString(), "--data-file", csv.toString(), "--validate-version", version, "--show-violations"));
        command.addAll(List.of(more));
        Path log = csv.resolveSibling("validator.log");
        Process process = new ProcessBuilder(command)
                .directory(csv.getParent().toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        assertThat(process.waitFor(5, TimeUnit.MINUTES))
                .as("the validator ends")
                .isTrue();
        return Files.readString(log);
    }
}
