package io.ullage.service.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchException;

import io.ullage.service.job.SavepointFixture;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.util.Collector;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What one is told when the type of a state was changed so that a savepoint cannot be read any more. */
@Tag("flink")
class IncompatibleStateIT {
    @Test
    void isRefusedByNameAndTheAnswerSaysWhatToDo(@TempDir Path directory) throws Exception {
        Configuration flink = new Configuration();
        flink.set(StateBackendOptions.STATE_BACKEND, "rocksdb");
        flink.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
        flink.set(StateRecoveryOptions.SAVEPOINT_PATH, SavepointFixture.unpacked("f51bfa4", directory));
        flink.set(StateRecoveryOptions.SAVEPOINT_IGNORE_UNCLAIMED_STATE, true);
        StreamExecutionEnvironment environment = StreamExecutionEnvironment.createLocalEnvironment(1, flink);
        environment
                .fromData("machine:1")
                .keyBy(key -> key, Types.STRING)
                .process(new ChangedJoin())
                .uid("join-disks")
                .sinkTo(new DiscardingSink<>());

        Exception refused = catchException(environment::execute);

        assertThat(refused).isNotNull();
        StringWriter trace = new StringWriter();
        refused.printStackTrace(new PrintWriter(trace));
        RootCause cause = RootCause.of(trace.toString());
        assertThat(cause.message()).contains("StateMigrationException");
        assertThat(cause.forGood()).isTrue();
        assertThat(cause.next())
                .contains("Go on with the build that wrote it, or begin without state")
                .contains("nothing is counted twice");
    }

    /** As if {@code intervals} of the utilisation job held text from now on. */
    private static final class ChangedJoin extends KeyedProcessFunction<String, String, String> {
        private static final long serialVersionUID = 1L;

        @Override
        public void open(OpenContext context) {
            getRuntimeContext().getMapState(new MapStateDescriptor<>("intervals", Types.LONG, Types.STRING));
        }

        @Override
        public void processElement(String value, Context context, Collector<String> out) {
            out.collect(value);
        }
    }
}
