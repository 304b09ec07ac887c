package io.ullage.service.chargeback;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * The FinOps Foundation's <a href="https://github.com/finopsfoundation/focus_validator">focus-validator</a> 2.1.0 ({@code pip install
 * focus-validator==2.1.0 'pyarrow<21'}, Python 3.12). It carries the rules of 1.2, to which 1.3 adds columns, and would fetch those of
 * 1.3 from the network: the file is held to the rules that it carries.
 */
final class FocusValidator {
    private static final String OVERRIDE = "ULLAGE_FOCUS_VALIDATOR";

    private static final Pattern FAILED = Pattern.compile("(?m)^\\S+ (\\S+): FAIL");

    /** One wants InvoiceId to be null in every row, the other not to be null in any: the package has dropped their conditions. */
    private static final Set<String> CONTRADICTORY = Set.of("InvoiceId-C-004-C", "InvoiceId-C-005-C");

    private FocusValidator() {}

    /** Skips the test where there is no validator. */
    static void check(Path csv) throws IOException, InterruptedException {
        Path program = program()
                .orElseGet(() -> Assumptions.abort(
                        "needs focus-validator: pip install focus-validator==2.1.0, or name it in " + OVERRIDE));
        String report = run(program, csv);
        assertThat(report).containsPattern("Total: \\d{3} \\| Pass: \\d{3}");
        List<String> failed = FAILED.matcher(report)
                .results()
                .map(match -> match.group(1))
                .filter(rule -> !CONTRADICTORY.contains(rule))
                .toList();
        assertThat(failed).as(report).isEmpty();
    }

    private static Optional<Path> program() {
        String named = System.getenv(OVERRIDE);
        Stream<Path> places = named != null
                ? Stream.of(Path.of(named))
                : Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                        .map(directory -> Path.of(directory, "focus-validator"));
        return places.filter(Files::isExecutable).findFirst();
    }

    /** It looks for its list of currencies in the working directory, where its package is to be. */
    private static String run(Path program, Path csv) throws IOException, InterruptedException {
        Path log = csv.resolveSibling("focus-validator.log");
        Path python = program.resolveSibling("python");
        List<String> where = List.of(
                python.toString(),
                "-c",
                "import focus_validator, os; print(os.path.dirname(os.path.dirname(focus_validator.__file__)))");
        Path packages = Path.of(finished(where, csv.getParent(), log).strip());
        return finished(
                List.of(
                        program.toString(),
                        "--data-file",
                        csv.toString(),
                        "--validate-version",
                        "1.2",
                        "--block-download",
                        "--show-violations"),
                packages,
                log);
    }

    private static String finished(List<String> command, Path directory, Path log)
            throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        assertThat(process.waitFor(5, TimeUnit.MINUTES)).as("%s ends", command).isTrue();
        return Files.readString(log);
    }
}
