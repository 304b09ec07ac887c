package io.ullage.job.inventory;

import io.ullage.job.ingest.DecodeFunction;
import io.ullage.job.ingest.RawMessage;
import io.ullage.job.row.InventoryRow;
import io.ullage.schema.codec.DeadLetter;
import io.ullage.schema.codec.MalformedMessageException;
import io.ullage.schema.codec.TelemetryCodec;
import io.ullage.schema.telemetry.Inventory;
import java.time.Instant;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/** Reads inventory messages. What cannot be accepted leaves by {@link #REFUSED}; nothing is thrown. */
public final class DecodeInventoryFunction extends ProcessFunction<RawMessage, InventoryRow> {
    public static final OutputTag<DeadLetter> REFUSED =
            new OutputTag<>("refused", TypeInformation.of(DeadLetter.class));

    private static final long serialVersionUID = 1L;

    private transient TelemetryCodec codec;
    private transient Counter accepted;
    private transient Counter emitted;
    private transient Counter malformed;
    private transient Counter deleted;

    @Override
    public void open(OpenContext context) {
        codec = new TelemetryCodec();
        MetricGroup group = getRuntimeContext().getMetricGroup().addGroup("inventory");
        accepted = group.counter("accepted");
        emitted = group.counter("emitted");
        malformed = group.counter("malformed");
        deleted = group.counter("deleted");
    }

    @Override
    public void processElement(RawMessage message, Context context, Collector<InventoryRow> out) {
        accepted.inc();
        if (message.payloadBytes() == 0) {
            // A deletion speaks of the topic, not of the past: whose the machine was stays known.
            deleted.inc();
            return;
        }
        if (!message.whole()) {
            String rule = "must have at most " + TelemetryCodec.MAX_MESSAGE_BYTES + " bytes";
            refuse(message.refused(null, rule, message.payloadBytes() + " bytes"), context);
            return;
        }
        try {
            Inventory inventory = codec.decodeInventory(message.payload());
            Instant since = inventory.since();
            Instant latest = message.time().plus(DecodeFunction.MAX_CLOCK_AHEAD);
            if (since.isAfter(latest)) {
                // One of next year would hide every true one until then.
                String rule = "must not be later than " + DecodeFunction.MAX_CLOCK_AHEAD.toDays()
                        + " day after its arrival at " + message.time();
                refuse(message.refused("since", rule, since.toString()), context);
                return;
            }
            emitted.inc();
            out.collect(new InventoryRow(message.time(), message.offset(), inventory));
        } catch (MalformedMessageException refused) {
            refuse(message.refused(refused), context);
        }
    }

    private void refuse(DeadLetter letter, Context context) {
        malformed.inc();
        context.output(REFUSED, letter);
    }
}
