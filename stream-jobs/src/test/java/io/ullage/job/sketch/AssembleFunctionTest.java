package io.ullage.job.sketch;

import static io.ullage.job.Readings.T0;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.ullage.job.ingest.RawMessage;
import io.ullage.job.row.FingerprintRow;
import io.ullage.job.row.SketchRow;
import io.ullage.schema.codec.DeadLetter;
import io.ullage.schema.telemetry.ContentSketch;
import io.ullage.schema.telemetry.ContentSketch.Fingerprint;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.jobgraph.OperatorID;
import org.apache.flink.runtime.metrics.groups.InternalOperatorMetricGroup;
import org.apache.flink.runtime.metrics.groups.TaskMetricGroup;
import org.apache.flink.runtime.metrics.groups.UnregisteredMetricGroups;
import org.apache.flink.runtime.metrics.util.InterceptingOperatorMetricGroup;
import org.apache.flink.runtime.operators.testutils.MockEnvironmentBuilder;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.util.OutputTag;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AssembleFunctionTest {
    private static final DedupSettings SETTINGS = DedupSettings.DEFAULTS;

    private final InterceptingOperatorMetricGroup metrics = new InterceptingOperatorMetricGroup() {
        @Override
        public MetricGroup addGroup(String name) {
            return this;
        }
    };
    private KeyedOneInputStreamOperatorTestHarness<String, SketchPart, ShardChange> harness;

    @BeforeEach
    void open() throws Exception {
        harness = new KeyedOneInputStreamOperatorTestHarness<>(
                new KeyedProcessOperator<>(new AssembleFunction(SETTINGS)),
                SketchPart::volumeId,
                Types.STRING,
                new MockEnvironmentBuilder().setMetricGroup(task()).build());
        harness.open();
        harness.setProcessingTime(T0.toEpochMilli());
    }

    @AfterEach
    void close() throws Exception {
        harness.close();
    }

    @Test
    void anEpochCountsWhenItsLastPartIsHere() throws Exception {
        send(part("v", T0, 1, 3, hash(1, 2)));
        send(part("v", T0, 2, 3));
        assertThat(changes()).isEmpty();
        assertThat(sketches()).isEmpty();

        send(part("v", T0, 0, 3, hash(200, 1)));

        assertThat(changes()).extracting(ShardChange::shard).containsExactly(1, 200);
        assertThat(changes().get(0).changes().references()).containsExactly(2);
        assertThat(sketches()).singleElement().satisfies(row -> {
            assertThat(row.scannedBytes()).isEqualTo(3 * 8192);
            assertThat(row.fingerprints()).isEqualTo(2);
            assertThat(row.base()).isEqualTo(T0);
            assertThat(row.gone()).isFalse();
        });
        assertThat(volumes()).extracting(VolumeChange::present).containsExactly(true);
    }

    @Test
    void aNewerEpochSaysOnlyWhatChanges() throws Exception {
        send(part("v", T0, 0, 1, hash(1, 2), hash(2, 1), hash(3, 1)));
        int before = changes().size();
        int stored = fingerprints().size();

        send(part("v", T0.plusSeconds(60), 0, 1, hash(1, 2), hash(2, 5), hash(4, 1)));

        assertThat(changes().subList(before, changes().size()))
                .extracting(ShardChange::shard, change -> change.changes().references()[0])
                .containsExactly(tuple(2, 5), tuple(3, 0), tuple(4, 1));
        assertThat(fingerprints().subList(stored, fingerprints().size()))
                .extracting(FingerprintRow::references)
                .containsExactly(5, 0, 1);
        assertThat(sketches().get(1).base()).isEqualTo(T0);
    }

    @Test
    void afterAWhileAllFingerprintsAreWrittenAgain() throws Exception {
        send(part("v", T0, 0, 1, hash(1, 2), hash(2, 1)));
        int stored = fingerprints().size();

        send(part("v", T0.plus(SETTINGS.rewriteAfter()), 0, 1, hash(1, 2), hash(2, 1)));

        assertThat(fingerprints().subList(stored, fingerprints().size())).hasSize(2);
        assertThat(sketches().get(1).base()).isEqualTo(T0.plus(SETTINGS.rewriteAfter()));
        assertThat(changes()).as("to the shards nothing has changed").hasSize(2);
    }

    @Test
    void epochsThatInterleaveEachCountAndTheNewestStands() throws Exception {
        Instant later = T0.plusSeconds(60);
        send(part("v", T0, 0, 2, hash(1, 1)));
        send(part("v", later, 0, 2, hash(2, 1)));
        send(part("v", T0, 1, 2, hash(3, 1)));
        send(part("v", later, 1, 2, hash(4, 1)));

        assertThat(sketches()).extracting(SketchRow::epoch).containsExactly(T0, later);
        assertThat(changes())
                .extracting(ShardChange::shard, change -> change.changes().references()[0])
                .containsExactly(tuple(1, 1), tuple(3, 1), tuple(1, 0), tuple(2, 1), tuple(3, 0), tuple(4, 1));
    }

    @Test
    void anOlderEpochIsLateAndTheSamePartIsADuplicate() throws Exception {
        send(part("v", T0, 0, 1, hash(1, 1)));
        send(part("v", T0, 0, 1, hash(1, 1)));
        send(part("v", T0.minusSeconds(1), 0, 1, hash(9, 1)));
        send(part("v", T0.plusSeconds(1), 0, 2, hash(5, 1)));
        send(part("v", T0.plusSeconds(1), 0, 2, hash(5, 1)));

        assertThat(changes()).hasSize(1);
        assertThat(counter("duplicate")).isEqualTo(2);
        assertThat(counter("late")).isEqualTo(1);
        assertThat(counter("emitted")).isEqualTo(2);
    }

    @Test
    void aCompleteEpochDropsTheUnfinishedOnesBeforeIt() throws Exception {
        send(part("v", T0, 0, 2, hash(1, 1)));
        send(part("v", T0.plusSeconds(60), 0, 1, hash(2, 1)));
        send(part("v", T0, 1, 2, hash(3, 1)));

        assertThat(sketches()).extracting(SketchRow::epoch).containsExactly(T0.plusSeconds(60));
        assertThat(counter("abandoned")).isEqualTo(1);
        assertThat(counter("late")).isEqualTo(1);
        assertThat(harness.numKeyedStateEntries())
                .as("head, one group, when it was heard of")
                .isEqualTo(3);
    }

    @Test
    void epochsThatNeverEndDoNotPileUp() throws Exception {
        for (int i = 0; i < 50; i++) {
            send(part("v", T0.plusSeconds(i), 0, 2, hash(1, 1)));
        }

        assertThat(counter("abandoned")).isEqualTo(50 - AssembleFunction.MAX_PENDING);
        assertThat(harness.numKeyedStateEntries()).isLessThanOrEqualTo(1 + 2 * AssembleFunction.MAX_PENDING);
    }

    @ParameterizedTest
    @CsvSource({
        "other, 8192, 0, 2, domainId",
        "d, 4096, 0, 2, chunkBytes",
        "d, 8192, 1, 2, k",
        "d, 8192, 0, 3, parts",
    })
    void aPartThatContradictsTheOthersIsRefusedWithFieldRuleAndValue(
            String domainId, int chunkBytes, int k, int parts, String field) throws Exception {
        send(part("v", T0, 0, 2, hash(1, 1)));
        send(part(new Domain(domainId, chunkBytes, k), "v", T0, 1, parts, hash(2, 1)));

        assertThat(letters()).singleElement().satisfies(letter -> {
            assertThat(letter.field()).isEqualTo(field);
            assertThat(letter.rule()).startsWith("must be ").endsWith("as in the epoch's other parts");
        });
        send(part("v", T0, 1, 2, hash(2, 1)));
        assertThat(sketches()).as("the epoch itself is not lost").hasSize(1);
    }

    @Test
    void partsThatShareAHashAreNoEpoch() throws Exception {
        send(part("v", T0, 0, 2, hash(1, 1)));
        send(part("v", T0, 1, 2, hash(1, 1)));

        assertThat(letters()).singleElement().satisfies(letter -> assertThat(letter.field())
                .isEqualTo("fingerprints.hash"));
        assertThat(sketches()).isEmpty();
        assertThat(changes()).isEmpty();
    }

    @Test
    void sketchesOfAnotherKStandApart() throws Exception {
        send(part(new Domain("d", 8192, 0), "v", T0, 0, 1, hash(1, 1)));
        send(part(new Domain("d", 8192, 4), "v", T0.plusSeconds(60), 0, 1, hash(1, 1)));

        assertThat(changes())
                .extracting(change -> change.domain().k(), change -> change.changes()
                        .references()[0])
                .containsExactly(tuple(0, 1), tuple(0, 0), tuple(4, 1));
    }

    @Test
    void aVolumeThatMovesToAnotherDomainLeavesTheOld() throws Exception {
        send(part(new Domain("a", 8192, 0), "v", T0, 0, 1, hash(1, 1)));
        send(part(new Domain("b", 8192, 0), "v", T0.plusSeconds(60), 0, 1, hash(1, 1)));

        assertThat(changes())
                .extracting(change -> change.domain().domainId(), change -> change.changes()
                        .references()[0])
                .containsExactly(tuple("a", 1), tuple("a", 0), tuple("b", 1));
        assertThat(volumes())
                .extracting(change -> change.domain().domainId(), VolumeChange::present)
                .containsExactly(tuple("a", true), tuple("a", false), tuple("b", true));
    }

    @Test
    void anEmptyEpochSaysThatTheVolumeIsGone() throws Exception {
        send(part("v", T0, 0, 1, hash(1, 1)));
        send(empty("v", T0.plusSeconds(60)));
        send(part("v", T0.plusSeconds(30), 0, 1, hash(5, 1)));

        assertThat(volumes()).extracting(VolumeChange::present).containsExactly(true, false);
        assertThat(sketches()).extracting(SketchRow::gone).containsExactly(false, true);
        assertThat(changes().get(1).changes().references()).containsExactly(0);
        assertThat(counter("late"))
                .as("what is older than its end does not bring it back")
                .isEqualTo(1);

        send(part("v", T0.plusSeconds(90), 0, 1, hash(6, 1)));
        assertThat(sketches().get(2).gone()).isFalse();
        assertThat(sketches().get(2).base()).isEqualTo(T0.plusSeconds(90));
    }

    @Test
    void aVolumeThatNobodySketchesAnyMoreIsForgotten() throws Exception {
        send(part("v", T0, 0, 1, hash(1, 1)));
        pass(SETTINGS.forgetAfter().minusSeconds(10));
        assertThat(sketches()).hasSize(1);
        send(part("v", T0.plus(Duration.ofDays(30)), 0, 1, hash(1, 1)));
        pass(SETTINGS.forgetAfter().minusSeconds(10));
        assertThat(sketches()).as("the newer epoch begins its time anew").hasSize(2);

        pass(Duration.ofSeconds(20));

        assertThat(sketches().get(2).gone()).isTrue();
        assertThat(sketches().get(2).revision()).isGreaterThan(sketches().get(1).revision());
        assertThat(volumes().get(volumes().size() - 1).present()).isFalse();
        assertThat(changes().get(changes().size() - 1).changes().references()).containsExactly(0);
        assertThat(harness.numKeyedStateEntries()).isZero();
        assertThat(counter("forgotten")).isEqualTo(1);
    }

    @Test
    void aRestoredJobGoesOnWhereItWas() throws Exception {
        send(part("v", T0, 0, 1, hash(1, 1)));
        send(part("v", T0.plusSeconds(60), 0, 2, hash(2, 1)));
        var snapshot = harness.snapshot(1, 1);
        harness.close();
        harness = new KeyedOneInputStreamOperatorTestHarness<>(
                new KeyedProcessOperator<>(new AssembleFunction(SETTINGS)), SketchPart::volumeId, Types.STRING);
        harness.initializeState(snapshot);
        harness.open();

        send(part("v", T0.plusSeconds(60), 1, 2, hash(3, 1)));

        assertThat(changes())
                .extracting(ShardChange::shard, change -> change.changes().references()[0])
                .containsExactly(tuple(1, 0), tuple(2, 1), tuple(3, 1));
    }

    /** Every part has one outcome: taken up, late, double or refused. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void everyPartIsCountedOnce(long seed) throws Exception {
        Random random = new Random(seed);
        int sent = 500;
        for (int i = 0; i < sent; i++) {
            int parts = 1 + random.nextInt(3);
            send(part(
                    new Domain("d", 8192, random.nextInt(10) == 0 ? 1 : 0),
                    "v" + random.nextInt(3),
                    T0.plusSeconds(random.nextInt(60)),
                    random.nextInt(parts),
                    parts,
                    hash(random.nextInt(256), 1)));
        }

        assertThat(counter("emitted") + counter("late") + counter("duplicate") + counter("malformed"))
                .isEqualTo(sent);
        assertThat(counter("malformed")).isEqualTo(letters().size());
        assertThat(List.of(counter("emitted"), counter("late"), counter("duplicate"), counter("malformed")))
                .allMatch(count -> count > 0);
    }

    private static Fingerprint hash(int shard, int references) {
        return new Fingerprint((long) shard << 56, references, null);
    }

    private static SketchPart part(String volumeId, Instant epoch, int part, int parts, Fingerprint... fingerprints) {
        return part(new Domain("d", 8192, 0), volumeId, epoch, part, parts, fingerprints);
    }

    private static SketchPart empty(String volumeId, Instant epoch) {
        return of(new ContentSketch(1, "d", volumeId, epoch, 0, 1, 8192, 0, 0, 0, List.of()));
    }

    private static SketchPart part(
            Domain domain, String volumeId, Instant epoch, int part, int parts, Fingerprint... fingerprints) {
        return of(new ContentSketch(
                1,
                domain.domainId(),
                volumeId,
                epoch,
                part,
                parts,
                domain.chunkBytes(),
                domain.k(),
                8192,
                0,
                List.of(fingerprints)));
    }

    private static SketchPart of(ContentSketch sketch) {
        RawMessage message = new RawMessage(new byte[10], 10, "ullage.sketches", 0, 1, T0);
        return SketchPart.of(sketch, Fingerprints.of(sketch.fingerprints()), message);
    }

    private void send(SketchPart part) throws Exception {
        harness.processElement(new StreamRecord<>(part));
    }

    private void pass(Duration time) throws Exception {
        harness.setProcessingTime(harness.getProcessingTime() + time.toMillis());
    }

    private List<ShardChange> changes() {
        return harness.extractOutputValues();
    }

    private List<VolumeChange> volumes() {
        return side(AssembleFunction.VOLUMES);
    }

    private List<SketchRow> sketches() {
        return side(AssembleFunction.SKETCHES);
    }

    private List<FingerprintRow> fingerprints() {
        return side(AssembleFunction.FINGERPRINTS);
    }

    private List<DeadLetter> letters() {
        return side(AssembleFunction.REFUSED);
    }

    private <T> List<T> side(OutputTag<T> tag) {
        Collection<StreamRecord<T>> records = harness.getSideOutput(tag);
        return records == null
                ? new ArrayList<>()
                : records.stream().map(StreamRecord::getValue).toList();
    }

    private TaskMetricGroup task() {
        return new UnregisteredMetricGroups.UnregisteredTaskMetricGroup() {
            @Override
            public InternalOperatorMetricGroup getOrAddOperator(
                    OperatorID id, String name, Map<String, String> variables) {
                return metrics;
            }
        };
    }

    private long counter(String name) {
        return ((Counter) metrics.get(name)).getCount();
    }
}
