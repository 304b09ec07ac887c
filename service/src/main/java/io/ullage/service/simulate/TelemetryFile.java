package io.ullage.service.simulate;

import io.ullage.schema.codec.TelemetryCodec;
import io.ullage.schema.codec.WireFormat;
import io.ullage.schema.telemetry.Inventory;
import io.ullage.schema.telemetry.Report;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reports into a file, one JSON object a line: to try alert rules against. Whose the machines are is left out. */
final class TelemetryFile implements Telemetry, Closeable {
    private final TelemetryCodec codec = new TelemetryCodec();
    private final OutputStream out;
    private long reports;

    TelemetryFile(Path file) throws IOException {
        out = new BufferedOutputStream(Files.newOutputStream(file));
    }

    @Override
    public void report(Report report) {
        try {
            out.write(codec.encode(report, WireFormat.JSON));
            out.write('\n');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        reports++;
    }

    @Override
    public void inventory(Inventory inventory) {}

    @Override
    public void truth(Truth truth) {}

    long reports() {
        return reports;
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
