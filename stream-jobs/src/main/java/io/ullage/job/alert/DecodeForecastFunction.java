package io.ullage.job.alert;

import io.ullage.job.ingest.RawMessage;
import io.ullage.job.rule.Sample;
import io.ullage.schema.codec.DeadLetter;
import io.ullage.schema.codec.MalformedMessageException;
import io.ullage.schema.codec.TelemetryCodec;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/** Reads forecasts. What is wrong leaves by {@link #REFUSED}; nothing is thrown. */
final class DecodeForecastFunction extends ProcessFunction<RawMessage, Sample> {
    static final OutputTag<DeadLetter> REFUSED =
            new OutputTag<>("refused-forecasts", TypeInformation.of(DeadLetter.class));

    private static final long serialVersionUID = 1L;

    private transient TelemetryCodec codec;
    private transient Counter accepted;
    private transient Counter malformed;

    @Override
    public void open(OpenContext context) {
        codec = new TelemetryCodec();
        MetricGroup group = getRuntimeContext().getMetricGroup().addGroup("forecasts");
        accepted = group.counter("accepted");
        malformed = group.counter("malformed");
    }

    @Override
    public void processElement(RawMessage message, Context context, Collector<Sample> out) {
        accepted.inc();
        if (!message.whole()) {
            String rule = "must have at most " + TelemetryCodec.MAX_MESSAGE_BYTES + " bytes";
            refuse(message.refused(null, rule, message.payloadBytes() + " bytes"), context);
            return;
        }
        try {
            out.collect(Samples.of(codec.decodeForecast(message.payload())));
        } catch (MalformedMessageException refused) {
            refuse(message.refused(refused), context);
        }
    }

    private void refuse(DeadLetter letter, Context context) {
        malformed.inc();
        context.output(REFUSED, letter);
    }
}
