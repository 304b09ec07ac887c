package io.ullage.job.inventory;

import io.ullage.job.ingest.RawMessage;
import io.ullage.job.row.InventoryRow;
import io.ullage.schema.codec.DeadLetter;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** From inventory messages to rows that say whose a machine is. It keeps no state but its place in the topic. */
public final class InventoryJob {
    /** Machines change hands seldom: one reader is enough at any scale. */
    private static final int PARALLELISM = 1;

    private final Source<RawMessage, ?, ?> messages;
    private final Sink<InventoryRow> rows;
    private final Sink<DeadLetter> deadLetters;

    public InventoryJob(Source<RawMessage, ?, ?> messages, Sink<InventoryRow> rows, Sink<DeadLetter> deadLetters) {
        this.messages = messages;
        this.rows = rows;
        this.deadLetters = deadLetters;
    }

    /** Every operator has a uid: its place in the topic is found again by it, so it never changes. */
    public void lay(StreamExecutionEnvironment environment) {
        SingleOutputStreamOperator<InventoryRow> decoded = environment
                .fromSource(
                        messages, WatermarkStrategy.noWatermarks(), "inventory", TypeInformation.of(RawMessage.class))
                .uid("inventory")
                .setParallelism(PARALLELISM)
                .process(new DecodeInventoryFunction(), TypeInformation.of(InventoryRow.class))
                .name("decode-inventory")
                .uid("decode-inventory")
                .setParallelism(PARALLELISM);
        decoded.sinkTo(rows).name("sink-inventory").uid("sink-inventory").setParallelism(PARALLELISM);
        decoded.getSideOutput(DecodeInventoryFunction.REFUSED)
                .sinkTo(deadLetters)
                .name("sink-inventory-dead-letter")
                .uid("sink-inventory-dead-letter")
                .setParallelism(PARALLELISM);
    }
}
