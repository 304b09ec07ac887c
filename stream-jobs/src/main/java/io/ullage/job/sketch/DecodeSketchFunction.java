package io.ullage.job.sketch;

import io.ullage.job.ingest.DecodeFunction;
import io.ullage.job.ingest.RawMessage;
import io.ullage.schema.codec.DeadLetter;
import io.ullage.schema.codec.MalformedMessageException;
import io.ullage.schema.codec.TelemetryCodec;
import io.ullage.schema.telemetry.ContentSketch;
import io.ullage.schema.telemetry.ContentSketch.Fingerprint;
import java.time.Instant;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/** Reads sketches. What cannot be accepted leaves by {@link #REFUSED}; nothing is thrown. */
final class DecodeSketchFunction extends ProcessFunction<RawMessage, SketchPart> {
    static final OutputTag<DeadLetter> REFUSED = new OutputTag<>("refused", TypeInformation.of(DeadLetter.class));

    /** More than any volume has: sums of so many stay far from what 64 bits hold. */
    static final long MAX_SCANNED_BYTES = 1L << 50;

    private static final long serialVersionUID = 1L;

    private transient TelemetryCodec codec;
    private transient Counter accepted;
    private transient Counter malformed;
    private transient Counter deleted;

    @Override
    public void open(OpenContext context) {
        codec = new TelemetryCodec();
        MetricGroup group = getRuntimeContext().getMetricGroup().addGroup("sketches");
        accepted = group.counter("accepted");
        malformed = group.counter("malformed");
        deleted = group.counter("deleted");
    }

    @Override
    public void processElement(RawMessage message, Context context, Collector<SketchPart> out) {
        accepted.inc();
        if (message.payloadBytes() == 0) {
            // The topic is not compacted: an empty value says nothing of a volume.
            deleted.inc();
            return;
        }
        if (!message.whole()) {
            String rule = "must have at most " + TelemetryCodec.MAX_MESSAGE_BYTES + " bytes";
            refuse(message.refused(null, rule, message.payloadBytes() + " bytes"), context);
            return;
        }
        try {
            ContentSketch sketch = codec.decodeSketch(message.payload());
            Fingerprints fingerprints = Fingerprints.of(sketch.fingerprints());
            DeadLetter complaint = complaint(sketch, fingerprints, message);
            if (complaint == null) {
                out.collect(SketchPart.of(sketch, fingerprints, message));
            } else {
                refuse(complaint, context);
            }
        } catch (MalformedMessageException refused) {
            refuse(message.refused(refused), context);
        }
    }

    /** What the record cannot see, or what would spoil the sums. */
    private static @Nullable DeadLetter complaint(ContentSketch sketch, Fingerprints fingerprints, RawMessage message) {
        Instant latest = message.time().plus(DecodeFunction.MAX_CLOCK_AHEAD);
        if (sketch.epoch().isAfter(latest)) {
            // One of next year would hide every true one until then.
            String rule = "must not be later than " + DecodeFunction.MAX_CLOCK_AHEAD.toDays()
                    + " day after its arrival at " + message.time();
            return message.refused("epoch", rule, sketch.epoch().toString());
        }
        if (sketch.scannedBytes() > MAX_SCANNED_BYTES) {
            return message.refused(
                    "scannedBytes", "must be at most " + MAX_SCANNED_BYTES, Long.toString(sketch.scannedBytes()));
        }
        if (sketch.zeroBytes() > sketch.scannedBytes()) {
            return message.refused(
                    "zeroBytes",
                    "must not exceed scannedBytes " + sketch.scannedBytes(),
                    Long.toString(sketch.zeroBytes()));
        }
        Domain domain = Domain.of(sketch);
        for (Fingerprint fingerprint : sketch.fingerprints()) {
            if (!domain.sampling().keeps(fingerprint.hash())) {
                return message.refused(
                        "fingerprints.hash",
                        "must end in k = " + sketch.k() + " zero bits",
                        Long.toString(fingerprint.hash()));
            }
            if (fingerprint.storedBytes() != null && fingerprint.storedBytes() > sketch.chunkBytes()) {
                return message.refused(
                        "fingerprints.storedBytes",
                        "must not exceed chunkBytes " + sketch.chunkBytes(),
                        fingerprint.storedBytes().toString());
            }
        }
        Long repeated = fingerprints.repeated();
        return repeated == null
                ? null
                : message.refused("fingerprints.hash", "must stand in a sketch once", repeated.toString());
    }

    private void refuse(DeadLetter letter, Context context) {
        malformed.inc();
        context.output(REFUSED, letter);
    }
}
