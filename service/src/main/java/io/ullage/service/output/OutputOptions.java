package io.ullage.service.output;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.List;
import picocli.CommandLine.Option;

/** The options that every listing takes. A picocli mixin. */
public final class OutputOptions {
    private static final JsonFactory JSON =
            JsonFactory.builder().disable(StreamWriteFeature.AUTO_CLOSE_TARGET).build();

    private final Terminal terminal;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "table",
            description = "How to print: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private OutputFormat format = OutputFormat.TABLE;

    @Option(names = "--bytes", description = "Exact bytes in tables instead of binary units.")
    private boolean exactBytes;

    public OutputOptions(Terminal terminal) {
        this.terminal = terminal;
    }

    public OutputFormat format() {
        return format;
    }

    public boolean exactBytes() {
        return exactBytes;
    }

    public Terminal terminal() {
        return terminal;
    }

    /** Prints in the format that the user chose. */
    public <T> void print(Listing<T> listing, List<? extends T> rows, PrintWriter out) {
        try {
            switch (format) {
                case TABLE -> listing.writeTable(out, rows, terminal.columns(), exactBytes);
                case CSV -> listing.writeCsv(out, rows);
                case JSON -> {
                    try (JsonGenerator json = json(out)) {
                        listing.writeJson(json, rows);
                    }
                    out.append('\n');
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        out.flush();
    }

    /** Indented JSON onto {@code out}, which stays open. */
    public static JsonGenerator json(PrintWriter out) throws IOException {
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
        printer.indentArraysWith(DefaultIndenter.SYSTEM_LINEFEED_INSTANCE);
        JsonGenerator json = JSON.createGenerator(out);
        json.setPrettyPrinter(printer);
        return json;
    }
}
