package io.ullage.job.ingest;

import io.ullage.job.row.IngestOutcome;
import io.ullage.job.row.IngestRow;
import io.ullage.schema.codec.DeadLetter;
import io.ullage.schema.codec.Decoded;
import io.ullage.schema.codec.MalformedMessageException;
import io.ullage.schema.codec.Rejection;
import io.ullage.schema.codec.TelemetryCodec;
import java.time.Duration;
import java.time.Instant;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/** Reads messages. What cannot be read leaves by {@link #REFUSED}, with its outcome in {@link #OUTCOMES}; nothing is thrown. */
public final class DecodeFunction extends ProcessFunction<RawMessage, DecodedReport> {
    public static final OutputTag<DeadLetter> REFUSED =
            new OutputTag<>("refused", TypeInformation.of(DeadLetter.class));
    public static final OutputTag<IngestRow> OUTCOMES =
            new OutputTag<>("outcomes", TypeInformation.of(IngestRow.class));

    /** How far an agent's clock may be ahead of the broker's before its report is refused: a row of next year would outlive every TTL. */
    public static final Duration MAX_CLOCK_AHEAD = Duration.ofDays(1);

    private static final long serialVersionUID = 1L;

    private final Duration interval;
    private transient TelemetryCodec codec;
    private transient Counter accepted;
    private transient Counter malformed;
    private transient Counter rejectedReadings;

    public DecodeFunction(Duration interval) {
        this.interval = interval;
    }

    @Override
    public void open(OpenContext context) {
        codec = new TelemetryCodec();
        MetricGroup group = getRuntimeContext().getMetricGroup().addGroup("messages");
        accepted = group.counter("accepted");
        malformed = group.counter("malformed");
        rejectedReadings = group.counter("rejectedReadings");
    }

    @Override
    public void processElement(RawMessage message, Context context, Collector<DecodedReport> out) {
        accepted.inc();
        if (!message.whole()) {
            String rule = "must have at most " + TelemetryCodec.MAX_MESSAGE_BYTES + " bytes";
            refuse(message, message.refused(null, rule, message.payloadBytes() + " bytes"), context);
            return;
        }
        try {
            Decoded decoded = codec.decodeReport(message.payload());
            Instant time = decoded.report().time();
            if (time.isAfter(message.time().plus(MAX_CLOCK_AHEAD))) {
                String rule = "must not be later than " + MAX_CLOCK_AHEAD.toDays() + " day after its arrival at "
                        + message.time();
                refuse(message, message.refused("time", rule, time.toString()), context);
                return;
            }
            for (Rejection rejection : decoded.rejections()) {
                DeadLetter letter = DeadLetter.of(
                        message.topic(), message.partition(), message.offset(), message.time(), rejection);
                context.output(REFUSED, letter);
            }
            rejectedReadings.inc(decoded.rejected());
            out.collect(DecodedReport.of(message, decoded));
        } catch (MalformedMessageException refused) {
            refuse(message, message.refused(refused), context);
        }
    }

    private void refuse(RawMessage message, DeadLetter letter, Context context) {
        malformed.inc();
        context.output(REFUSED, letter);
        context.output(
                OUTCOMES,
                new IngestRow(
                        Interval.startOf(message.time(), interval),
                        message.partition(),
                        message.offset(),
                        message.time(),
                        IngestOutcome.MALFORMED,
                        null,
                        null,
                        null,
                        message.payloadBytes(),
                        0,
                        0,
                        letter.reason()));
    }
}
