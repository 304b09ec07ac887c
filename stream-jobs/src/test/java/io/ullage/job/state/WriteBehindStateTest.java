package io.ullage.job.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.StateBackend;
import org.apache.flink.runtime.state.StateBackendLoader;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.runtime.state.hashmap.HashMapStateBackend;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.util.Collector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Held to Flink's own backends: whatever is done, in whatever order, the same is read. */
class WriteBehindStateTest {
    private static final int STEPS = 3000;
    private static final int KEYS = 12;

    /** One thing to do to the state of one key. */
    record Step(String key, int what, int entry, int value) {
        static List<Step> random(long seed) {
            Random random = new Random(seed);
            List<Step> steps = new ArrayList<>();
            for (int i = 0; i < STEPS; i++) {
                steps.add(new Step("k" + random.nextInt(KEYS), random.nextInt(11), random.nextInt(9), i));
            }
            return steps;
        }
    }

    /** Does what it is told and says what it sees. */
    static final class Script extends KeyedProcessFunction<String, Step, String> {
        private static final long serialVersionUID = 1L;

        private transient ValueState<Integer> value;
        private transient MapState<Integer, Integer> map;
        private transient MapState<Integer, Integer> expiring;

        @Override
        public void open(OpenContext context) {
            value = getRuntimeContext().getState(new ValueStateDescriptor<>("value", Types.INT));
            map = getRuntimeContext().getMapState(new MapStateDescriptor<>("map", Types.INT, Types.INT));
            MapStateDescriptor<Integer, Integer> ttl = new MapStateDescriptor<>("expiring", Types.INT, Types.INT);
            ttl.enableTimeToLive(
                    StateTtlConfig.newBuilder(Duration.ofMinutes(10)).build());
            expiring = getRuntimeContext().getMapState(ttl);
        }

        @Override
        public void processElement(Step step, Context context, Collector<String> out) throws Exception {
            switch (step.what) {
                case 0 -> value.update(step.value);
                case 1 -> value.clear();
                case 2, 3 -> map.put(step.entry, step.value);
                case 4 -> map.remove(step.entry);
                case 5 -> map.clear();
                case 6 -> map.putAll(Map.of(step.entry, step.value, step.entry + 1, step.value));
                case 7 -> {
                    Iterator<Map.Entry<Integer, Integer>> entries =
                            map.entries().iterator();
                    while (entries.hasNext()) {
                        if (entries.next().getValue() % 2 == 0) {
                            entries.remove();
                        }
                    }
                }
                case 8 -> expiring.put(step.entry, step.value);
                case 9 -> context.timerService().registerProcessingTimeTimer(step.value);
                default -> out.collect(seen(step));
            }
            out.collect(step.key + ":" + value.value() + "/" + map.get(step.entry) + "/" + map.contains(3) + "/"
                    + expiring.get(step.entry));
        }

        private String seen(Step step) throws Exception {
            Map<Integer, Integer> entries = new TreeMap<>();
            map.entries().forEach(each -> entries.put(each.getKey(), each.getValue()));
            TreeSet<Integer> values = new TreeSet<>();
            map.values().forEach(values::add);
            return step.key + "=" + entries + values + map.isEmpty();
        }

        @Override
        public void onTimer(long timestamp, OnTimerContext context, Collector<String> out) throws Exception {
            value.update(-1);
            out.collect(context.getCurrentKey() + " at " + timestamp + " " + map.get(1));
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 7", "3, 40", "4, 100000"})
    void readsWhatFlinksOwnBackendReads(long seed, int entries) throws Exception {
        List<Step> steps = Step.random(seed);

        assertThat(run(steps, behind(entries), behind(entries))).isEqualTo(run(steps, onHeap(), onHeap()));
    }

    @ParameterizedTest
    @CsvSource({"11, 3", "12, 100000"})
    void restoresWhatRocksDbWroteAndTheOtherWayRound(long seed, int entries) throws Exception {
        List<Step> steps = Step.random(seed);
        List<String> truth = run(steps, onHeap(), onHeap());

        assertThat(run(steps, new EmbeddedRocksDBStateBackend(), behind(entries)))
                .isEqualTo(truth);
        assertThat(run(steps, behind(entries), new EmbeddedRocksDBStateBackend()))
                .isEqualTo(truth);
    }

    @Test
    void allKeysAreVisitedWithWhatTheyHoldNow() throws Exception {
        try (KeyedOneInputStreamOperatorTestHarness<String, Step, String> harness = harness(behind(4))) {
            harness.open();
            for (int i = 0; i < KEYS; i++) {
                process(harness, new Step("k" + i, 0, 0, i));
            }
            process(harness, new Step("k3", 1, 0, 0));
            Map<String, Integer> visited = new TreeMap<>();
            ValueStateDescriptor<Integer> value = new ValueStateDescriptor<>("value", Types.INT);
            value.initializeSerializerUnlessSet(harness.getExecutionConfig());

            harness.getOperator()
                    .getKeyedStateBackend()
                    .applyToAllKeys(VoidNamespace.INSTANCE, VoidNamespaceSerializer.INSTANCE, value, (key, state) -> {
                        visited.put((String) key, state.value());
                        state.update(100);
                    });
            harness.extractOutputValues();
            process(harness, new Step("k5", 10, 0, 0));

            assertThat(visited).hasSize(KEYS - 1).doesNotContainKey("k3").containsEntry("k11", 11);
            assertThat(harness.extractOutputValues()).last().asString().startsWith("k5:100/");
        }
    }

    @Test
    void whatExpiresIsForgottenAlthoughItIsAskedForAgainAndAgain() throws Exception {
        try (KeyedOneInputStreamOperatorTestHarness<String, Step, String> harness = harness(behind(1000))) {
            harness.setStateTtlProcessingTime(0);
            harness.open();
            process(harness, new Step("k", 8, 1, 42));
            for (int minute = 1; minute <= 12; minute++) {
                harness.setStateTtlProcessingTime(minute * 60_000L);
                harness.snapshot(minute, minute);
                process(harness, new Step("k", 10, 1, 0));
            }

            List<String> seen = harness.extractOutputValues();
            assertThat(seen.get(2)).isEqualTo("k:null/null/false/42");
            assertThat(seen).last().isEqualTo("k:null/null/false/null");
        }
    }

    @ParameterizedTest
    @CsvSource({"64, 1, 8192", "512, 1, 8192", "1536, 1, 73728", "1536, 4, 24576", "4096, 2, 122880"})
    void aLargerHeapHoldsMoreAndItsSlotsShareIt(long heapMebibytes, int slots, int entries) {
        assertThat(WriteBehindStateBackend.entriesFor(heapMebibytes << 20, slots))
                .isEqualTo(entries);
    }

    /** The first half on one backend, the second on another from its savepoint; a checkpoint now and then. */
    private static List<String> run(List<Step> steps, StateBackend first, StateBackend second) throws Exception {
        int half = steps.size() / 2;
        List<String> said = new ArrayList<>();
        OperatorSubtaskState state;
        try (KeyedOneInputStreamOperatorTestHarness<String, Step, String> harness = harness(first)) {
            harness.open();
            said.addAll(play(harness, steps.subList(0, half)));
            state = harness.snapshot(9999, 9999);
        }
        try (KeyedOneInputStreamOperatorTestHarness<String, Step, String> harness = harness(second)) {
            harness.initializeState(state);
            harness.open();
            said.addAll(play(harness, steps.subList(half, steps.size())));
        }
        return said;
    }

    private static List<String> play(
            KeyedOneInputStreamOperatorTestHarness<String, Step, String> harness, List<Step> steps) throws Exception {
        for (Step step : steps) {
            process(harness, step);
            if (step.value % 250 == 0) {
                harness.snapshot(step.value, step.value);
                harness.setProcessingTime(step.value);
            }
        }
        return new ArrayList<>(harness.extractOutputValues());
    }

    private static void process(KeyedOneInputStreamOperatorTestHarness<String, Step, String> harness, Step step)
            throws Exception {
        harness.processElement(new StreamRecord<>(step));
    }

    private static KeyedOneInputStreamOperatorTestHarness<String, Step, String> harness(StateBackend backend)
            throws Exception {
        KeyedOneInputStreamOperatorTestHarness<String, Step, String> harness =
                new KeyedOneInputStreamOperatorTestHarness<>(
                        new KeyedProcessOperator<>(new Script()), Step::key, Types.STRING);
        harness.setStateBackend(backend);
        return harness;
    }

    private static StateBackend onHeap() {
        return new HashMapStateBackend();
    }

    private static StateBackend behind(int entries) throws Exception {
        Configuration configuration = new Configuration();
        configuration.set(StateBackendOptions.STATE_BACKEND, WriteBehindStateBackendFactory.class.getName());
        configuration.set(WriteBehindStateBackendFactory.ENTRIES, entries);
        return StateBackendLoader.loadStateBackendFromConfig(
                configuration, WriteBehindStateTest.class.getClassLoader(), null);
    }
}
