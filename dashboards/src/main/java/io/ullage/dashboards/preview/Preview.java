package io.ullage.dashboards.preview;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.ullage.dashboards.preview.DashboardPage.Drawn;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Draws dashboards from a store, without Grafana. */
@Command(
        name = "preview",
        mixinStandardHelpOptions = true,
        description = "Draws dashboards from a store, without Grafana: one page each, that needs nothing else.")
public final class Preview implements Callable<Integer> {
    private static final int NOT_ALL = 1;
    private static final int FAILED = 2;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(
            arity = "1..*",
            paramLabel = "FILE",
            description = "dashboards as JSON: dashboards/grafana/dashboards/*.json")
    private List<Path> files = List.of();

    @Option(names = "--out", required = true, paramLabel = "DIRECTORY", description = "where the pages go: NAME.html")
    private Path out = Path.of(".");

    @Option(
            names = "--clickhouse",
            defaultValue = "http://127.0.0.1:8123",
            paramLabel = "URL",
            description = "the store over HTTP (default: ${DEFAULT-VALUE})")
    private String clickHouse = "";

    @Option(
            names = "--database",
            defaultValue = "ullage",
            paramLabel = "NAME",
            description = "default: ${DEFAULT-VALUE}")
    private String database = "";

    @Option(
            names = "--user",
            defaultValue = "ullage_reader",
            paramLabel = "NAME",
            description = "who only reads (default: ${DEFAULT-VALUE})")
    private String user = "";

    @Option(
            names = "--password-file",
            required = true,
            paramLabel = "FILE",
            description = "holds the user's password; only its owner may read it")
    private Path passwordFile = Path.of(".");

    @Option(
            names = "--theme",
            defaultValue = "dark",
            description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})")
    private Theme theme = Theme.DARK;

    @Option(names = "--choose", paramLabel = "VARIABLE=VALUE", description = "instead of all, or the first")
    private Map<String, String> chosen = new LinkedHashMap<>();

    public static void main(String... args) {
        System.exit(commandLine().execute(args));
    }

    /** As {@link #main} runs it. */
    public static CommandLine commandLine() {
        return new CommandLine(new Preview())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((e, command, result) -> {
                    command.getErr().println(e instanceof PreviewException ? e.getMessage() : e.toString());
                    return FAILED;
                });
    }

    /** 0 if all panels have an answer, 1 if one failed or is empty. */
    @Override
    public Integer call() throws IOException {
        PrintWriter said = spec.commandLine().getOut();
        StoreReader store = new StoreReader(clickHouse, database, user, passwordFile);
        Files.createDirectories(out);
        Instant now = Instant.now();
        int missing = 0;
        for (Path file : files) {
            Opened opened = Opened.of(new JsonMapper().readTree(file.toFile()), store, now, chosen);
            Drawn drawn = new DashboardPage(opened, store, theme).draw();
            Path page = out.resolve(file.getFileName().toString().replaceFirst("\\.json$", "") + ".html");
            Files.writeString(page, drawn.html());
            said.printf(
                    Locale.ROOT,
                    "%s: %d panels, %d without an answer%n",
                    page,
                    drawn.panels(),
                    drawn.unanswered().size());
            drawn.unanswered().forEach(one -> said.println("  " + one));
            missing += drawn.unanswered().size();
        }
        said.flush();
        return missing == 0 ? 0 : NOT_ALL;
    }
}
