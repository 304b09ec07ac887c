package io.ullage.service.simulate;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.ullage.schema.ledger.LedgerClass;
import io.ullage.schema.telemetry.ContentSketch;
import io.ullage.schema.telemetry.Inventory;
import io.ullage.schema.telemetry.Report;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** What is really so, one JSON object a line and one line per volume and step; passes the rest on. */
final class TruthFile implements Telemetry, Closeable {
    private static final JsonFactory JSON = new JsonFactory();

    private final Telemetry next;
    private final Writer out;
    private final JsonGenerator json;

    TruthFile(Path file, Telemetry next) throws IOException {
        this.next = next;
        out = Files.newBufferedWriter(file);
        json = JSON.createGenerator(out);
        json.setRootValueSeparator(null);
    }

    @Override
    public void report(Report report) {
        next.report(report);
    }

    @Override
    public void inventory(Inventory inventory) {
        next.inventory(inventory);
    }

    @Override
    public void sketch(ContentSketch sketch) {
        next.sketch(sketch);
    }

    @Override
    public void truth(Truth truth) {
        try {
            write(truth);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        next.truth(truth);
    }

    private void write(Truth truth) throws IOException {
        json.writeStartObject();
        json.writeStringField("time", truth.time().toString());
        json.writeStringField("volumeId", truth.volumeId());
        json.writeStringField("poolId", truth.poolId());
        if (truth.machineId() != null) {
            json.writeStringField("machineId", truth.machineId());
        }
        json.writeStringField("matchedBy", truth.matchedBy().name());
        json.writeBooleanField("guestSpeaks", truth.guestSpeaks());
        json.writeBooleanField("thin", truth.thin());
        json.writeNumberField("provisionedBytes", truth.provisionedBytes());
        json.writeNumberField("allocatedBytes", truth.allocatedBytes());
        json.writeNumberField("snapshotBytes", truth.snapshotBytes());
        for (LedgerClass ledgerClass : LedgerClass.values()) {
            String name = ledgerClass.name().toLowerCase(Locale.ROOT);
            json.writeNumberField(name + "Bytes", truth.ledger().of(ledgerClass));
        }
        json.writeEndObject();
        json.writeRaw('\n');
    }

    @Override
    public void close() throws IOException {
        json.close();
        out.close();
    }
}
