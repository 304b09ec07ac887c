package io.ullage.agent;

import io.ullage.schema.codec.TelemetryCodec;
import io.ullage.schema.telemetry.AgentIdentity;
import io.ullage.schema.telemetry.Reading;
import io.ullage.schema.telemetry.Report;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Cuts the readings of a cycle into reports that each fit into a message. */
final class ReportParts {
    /** Below Kafka's own default for a message, with room for its overhead. */
    static final int MAX_BYTES = 900_000;

    private ReportParts() {}

    /** The messages of one cycle in order; a cycle without readings is one empty part, which says that the agent lives. */
    static List<byte[]> of(
            TelemetryCodec codec,
            AgentIdentity agent,
            long sequence,
            Instant time,
            List<Reading> readings,
            int maxBytes) {
        List<List<Reading>> chunks = new ArrayList<>();
        cut(codec, agent, sequence, time, readings, maxBytes, chunks);
        List<byte[]> parts = new ArrayList<>();
        for (int part = 0; part < chunks.size(); part++) {
            Report report = new Report(Report.VERSION, agent, sequence, part, chunks.size(), time, chunks.get(part));
            parts.add(codec.encode(report));
        }
        return parts;
    }

    /** Halves until each piece fits; one reading that is too large by itself is left as it is, the codec bounds its fields. */
    private static void cut(
            TelemetryCodec codec,
            AgentIdentity agent,
            long sequence,
            Instant time,
            List<Reading> readings,
            int maxBytes,
            List<List<Reading>> chunks) {
        if (readings.size() <= 1 || fits(codec, Report.whole(agent, sequence, time, readings), maxBytes)) {
            chunks.add(readings);
            return;
        }
        int middle = readings.size() / 2;
        cut(codec, agent, sequence, time, readings.subList(0, middle), maxBytes, chunks);
        cut(codec, agent, sequence, time, readings.subList(middle, readings.size()), maxBytes, chunks);
    }

    private static boolean fits(TelemetryCodec codec, Report report, int maxBytes) {
        // a reading takes at least this much, so that a huge cycle is not encoded once per halving
        return report.readings().size() <= maxBytes / 100 && codec.encode(report).length <= maxBytes;
    }
}
