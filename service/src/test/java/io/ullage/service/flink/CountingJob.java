package io.ullage.service.flink;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.api.common.state.CheckpointListener;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;

/**
 * Counts 0, 1, 2 … and fails for good when a number is missing or comes twice. Writes {@code restored <count>} when it begins and {@code
 * completed <count>} for every checkpoint to the file of its argument.
 */
public final class CountingJob {
    private CountingJob() {}

    public static void main(String[] args) throws Exception {
        StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment();
        environment
                .fromSequence(0, Long.MAX_VALUE)
                .setParallelism(1)
                .map(new Counter(args[0]))
                .uid("counter")
                .setParallelism(1)
                .sinkTo(new DiscardingSink<>());
        environment.execute("ignored: the node names it");
    }

    private static final class Counter extends RichMapFunction<Long, Long>
            implements CheckpointedFunction, CheckpointListener {
        private static final long serialVersionUID = 1L;

        private final String file;
        private long count;
        private long snapshot;
        private transient ListState<Long> state;

        Counter(String file) {
            this.file = file;
        }

        @Override
        public Long map(Long value) throws InterruptedException {
            if (value != count) {
                say("broken " + count + " got " + value);
            }
            count++;
            if (count % 100 == 0) {
                TimeUnit.MILLISECONDS.sleep(1);
            }
            return value;
        }

        @Override
        public void initializeState(FunctionInitializationContext context) throws Exception {
            state = context.getOperatorStateStore().getListState(new ListStateDescriptor<>("count", Long.class));
            for (long restored : state.get()) {
                count = restored;
            }
            say("restored " + count);
        }

        @Override
        public void snapshotState(FunctionSnapshotContext context) throws Exception {
            state.update(List.of(count));
            snapshot = count;
        }

        @Override
        public void notifyCheckpointComplete(long checkpointId) {
            say("completed " + snapshot);
        }

        private void say(String line) {
            try {
                Files.writeString(Path.of(file), line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }
    }
}
