package io.ullage.job.alert;

import io.ullage.job.document.InvalidDocumentException;
import io.ullage.job.ingest.RawMessage;
import io.ullage.job.rule.RuleReader;
import io.ullage.schema.codec.DeadLetter;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/** Reads documents of rules. What is wrong leaves by {@link #REFUSED}; nothing is thrown. */
final class DecodeRulesFunction extends ProcessFunction<RuleMessage, RuleDocument> {
    static final OutputTag<DeadLetter> REFUSED = new OutputTag<>("refused-rules", TypeInformation.of(DeadLetter.class));

    private static final long serialVersionUID = 1L;

    private transient Counter accepted;
    private transient Counter malformed;

    @Override
    public void open(OpenContext context) {
        MetricGroup group = getRuntimeContext().getMetricGroup().addGroup("rules");
        accepted = group.counter("accepted");
        malformed = group.counter("malformed");
    }

    @Override
    public void processElement(RuleMessage message, Context context, Collector<RuleDocument> out) {
        accepted.inc();
        RawMessage raw = message.message();
        try {
            if (message.document().isBlank()) {
                refuse(raw.refused("key", "must be the name of the document", "absent"), context);
                return;
            }
            String yaml = text(raw);
            if (!yaml.isEmpty()) {
                RuleReader.read(message.document(), yaml);
            }
            out.collect(new RuleDocument(message.document(), yaml));
        } catch (InvalidDocumentException refused) {
            InvalidDocumentException.Problem first = refused.problems().get(0);
            refuse(raw.refused(first.field(), first.rule(), first.value()), context);
        } catch (CharacterCodingException refused) {
            refuse(raw.refused(null, "must be UTF-8", raw.payloadBytes() + " bytes"), context);
        }
    }

    private static String text(RawMessage raw) throws CharacterCodingException {
        if (!raw.whole()) {
            throw new CharacterCodingException();
        }
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(raw.payload()))
                .toString();
    }

    private void refuse(DeadLetter letter, Context context) {
        malformed.inc();
        context.output(REFUSED, letter);
    }
}
