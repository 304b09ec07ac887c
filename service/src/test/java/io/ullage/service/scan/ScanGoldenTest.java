package io.ullage.service.scan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ullage.agent.Collected;
import io.ullage.agent.collect.CollectorResult;
import io.ullage.agent.collect.Outcome;
import io.ullage.schema.codec.Decoded;
import io.ullage.schema.codec.MalformedMessageException;
import io.ullage.schema.codec.TelemetryCodec;
import io.ullage.schema.telemetry.Report;
import io.ullage.service.output.Golden;
import io.ullage.service.output.OutputFormat;
import io.ullage.service.output.OutputOptions;
import io.ullage.service.output.Terminal;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** What was really read, as it is printed. Each case is a directory: {@code collected.json}, expected output, {@code origin.md}. */
class ScanGoldenTest {
    private static final Path CASES = Path.of("src/test/resources/scan");
    private static final Terminal TERMINAL = new Terminal(true, true, true, 120);

    @ParameterizedTest
    @ValueSource(strings = {"images", "mounted"})
    void isPrinted(String name) throws IOException, MalformedMessageException {
        Scan scan = ScanAssembler.assemble(collected(CASES.resolve(name).resolve("collected.json")));
        Golden.check("scan/" + name + "/expected.txt", people(scan, Terminal.NONE));
        Golden.check("scan/" + name + "/expected-terminal.txt", people(scan, TERMINAL));
        StringWriter json = new StringWriter();
        printer(scan, options(Terminal.NONE), json).printJson();
        Golden.check("scan/" + name + "/expected.json", json.toString());
        Golden.check("scan/" + name + "/expected-volumes.csv", csv(scan, ScanList.VOLUMES));
        Golden.check("scan/" + name + "/expected-actions.csv", csv(scan, ScanList.ACTIONS));
    }

    private static String people(Scan scan, Terminal terminal) {
        StringWriter out = new StringWriter();
        printer(scan, options(terminal), out).printForPeople(10);
        return out.toString();
    }

    private static String csv(Scan scan, ScanList list) {
        StringWriter out = new StringWriter();
        OutputOptions options = options(Terminal.NONE, "--format", "csv");
        assertThat(options.format()).isEqualTo(OutputFormat.CSV);
        printer(scan, options, out).print(list);
        return out.toString();
    }

    private static ScanPrinter printer(Scan scan, OutputOptions options, StringWriter out) {
        return new ScanPrinter(scan, ReclaimAdvice.of(scan), options, new PrintWriter(out));
    }

    private static OutputOptions options(Terminal terminal, String... args) {
        OutputOptions options = new OutputOptions(terminal);
        CommandLine commandLine = new CommandLine(CommandLine.Model.CommandSpec.create());
        commandLine.addMixin("output", options);
        commandLine.setCaseInsensitiveEnumValuesAllowed(true);
        commandLine.parseArgs(args);
        return options;
    }

    private static Collected collected(Path file) throws IOException, MalformedMessageException {
        JsonNode root = new ObjectMapper().readTree(file.toFile());
        TelemetryCodec codec = new TelemetryCodec();
        List<Report> reports = new ArrayList<>();
        for (JsonNode report : root.get("reports")) {
            Decoded decoded = codec.decodeReport(new ObjectMapper().writeValueAsBytes(report));
            assertThat(decoded.rejections()).isEmpty();
            reports.add(decoded.report());
        }
        List<CollectorResult> results = new ArrayList<>();
        for (JsonNode problem : root.get("problems")) {
            results.add(new CollectorResult(
                    problem.get("collector").asText(),
                    new Outcome.Readings(
                            List.of(), List.of(problem.get("problem").asText())),
                    Duration.ZERO,
                    false));
        }
        return new Collected(reports, results);
    }
}
