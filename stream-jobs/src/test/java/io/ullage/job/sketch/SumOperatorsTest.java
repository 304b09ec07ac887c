package io.ullage.job.sketch;

import static io.ullage.job.Readings.T0;
import static org.assertj.core.api.Assertions.assertThat;

import io.ullage.job.row.DedupDomainRow;
import io.ullage.schema.telemetry.ContentSketch.Fingerprint;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two tasks of shards and the domain behind them, barrier by barrier. */
class SumOperatorsTest {
    private static final Domain DOMAIN = new Domain("d", 512, 0);

    private KeyedOneInputStreamOperatorTestHarness<String, ShardChange, SumsChange> shards;
    private KeyedOneInputStreamOperatorTestHarness<String, ShardChange, SumsChange> otherShards;
    private KeyedTwoInputStreamOperatorTestHarness<String, SumsChange, VolumeChange, DedupDomainRow> domains;
    private int saidByShards;
    private int saidByOthers;

    @BeforeEach
    void open() throws Exception {
        shards = shards();
        otherShards = shards();
        domains = new KeyedTwoInputStreamOperatorTestHarness<>(
                new DomainOperator(DedupSettings.DEFAULTS),
                change -> change.domain().key(),
                change -> change.domain().key(),
                Types.STRING);
        domains.open();
    }

    @AfterEach
    void close() throws Exception {
        shards.close();
        otherShards.close();
        domains.close();
    }

    @Test
    void nothingIsSaidBetweenBarriersAndAllOfItAtOne() throws Exception {
        replace("v", 1, 2);
        assertThat(shards.extractOutputValues()).isEmpty();
        shards.prepareSnapshotPreBarrier(1);
        passOn();
        assertThat(domains.extractOutputValues())
                .as("one task of shards has not spoken yet")
                .isEmpty();
        otherShards.prepareSnapshotPreBarrier(1);
        passOn();
        assertThat(domains.extractOutputValues()).isEmpty();

        domains.prepareSnapshotPreBarrier(1);

        assertThat(domains.extractOutputValues()).singleElement().satisfies(row -> {
            assertThat(row.volumes()).isEqualTo(1);
            assertThat(row.stored().logical().bestBytes()).isEqualTo(2 * 512);
        });
    }

    @Test
    void manyChangesBetweenTwoBarriersMakeOneRow() throws Exception {
        for (int i = 0; i < 10; i++) {
            replace("v" + i, 10 + i, 200);
        }
        barrier(1);

        assertThat(shards.extractOutputValues()).hasSize(1);
        assertThat(domains.extractOutputValues())
                .singleElement()
                .satisfies(row -> assertThat(row.stored().logical().bestBytes()).isEqualTo(11 * 512));
    }

    @Test
    void aDomainIsWrittenNoMoreOftenThanAskedForAndNeverForgotten() throws Exception {
        replace("a", 1, 2);
        barrier(1);
        replace("b", 3, 4);
        barrier(2);
        assertThat(domains.extractOutputValues()).hasSize(1);
        domains.setProcessingTime(DedupSettings.DEFAULTS.publishEvery().toMillis());
        barrier(3);
        assertThat(domains.extractOutputValues()).hasSize(2).last().satisfies(row -> assertThat(row.volumes())
                .isEqualTo(2));
        domains.setProcessingTime(10 * DedupSettings.DEFAULTS.publishEvery().toMillis());
        barrier(4);
        assertThat(domains.extractOutputValues()).as("nothing has changed").hasSize(2);
    }

    @Test
    void whatIsTakenOutLeavesNoState() throws Exception {
        replace("v", 1, 2);
        barrier(1);
        long first = domains.extractOutputValues().get(0).revision();
        Fingerprints none = Fingerprints.NONE.changesSince(fingerprints(1));
        shards.processElement(new StreamRecord<>(new ShardChange(DOMAIN, 1, VolumeKey.of("v"), none)));
        none = Fingerprints.NONE.changesSince(fingerprints(2));
        otherShards.processElement(new StreamRecord<>(new ShardChange(DOMAIN, 2, VolumeKey.of("v"), none)));
        domains.processElement2(new StreamRecord<>(new VolumeChange(DOMAIN, "v", T0.toEpochMilli() + 1, false, 0, 0)));
        domains.setProcessingTime(DedupSettings.DEFAULTS.publishEvery().toMillis());
        barrier(2);

        assertThat(domains.extractOutputValues()).last().satisfies(row -> {
            assertThat(row.volumes()).isZero();
            assertThat(row.stored().logical().bestBytes()).isZero();
            assertThat(row.revision()).isGreaterThan(first);
        });
        assertThat(shards.numKeyedStateEntries() + otherShards.numKeyedStateEntries())
                .isZero();
        assertThat(domains.numKeyedStateEntries())
                .as("the domain itself, and no volume")
                .isEqualTo(1);
    }

    @Test
    void aRestoredDomainSaysItsFiguresAgain() throws Exception {
        replace("v", 1, 2);
        shards.prepareSnapshotPreBarrier(1);
        otherShards.prepareSnapshotPreBarrier(1);
        passOn();
        var snapshot = domains.snapshot(1, 1);
        domains.close();
        domains = new KeyedTwoInputStreamOperatorTestHarness<>(
                new DomainOperator(DedupSettings.DEFAULTS),
                change -> change.domain().key(),
                change -> change.domain().key(),
                Types.STRING);
        domains.initializeState(snapshot);
        domains.open();

        domains.prepareSnapshotPreBarrier(2);

        assertThat(domains.extractOutputValues()).singleElement().satisfies(row -> assertThat(row.volumes())
                .isEqualTo(1));
    }

    /** One chunk in a shard of the first task, one in a shard of the other. */
    private void replace(String volumeId, int shard, int otherShard) throws Exception {
        long key = VolumeKey.of(volumeId);
        shards.processElement(new StreamRecord<>(new ShardChange(DOMAIN, shard, key, fingerprints(shard))));
        otherShards.processElement(
                new StreamRecord<>(new ShardChange(DOMAIN, otherShard, key, fingerprints(otherShard))));
        domains.processElement2(
                new StreamRecord<>(new VolumeChange(DOMAIN, volumeId, T0.toEpochMilli(), true, 2 * 512, 0)));
    }

    private static Fingerprints fingerprints(int shard) {
        return Fingerprints.of(List.of(new Fingerprint((long) shard << 56, 1, null)));
    }

    private void barrier(long checkpoint) throws Exception {
        shards.prepareSnapshotPreBarrier(checkpoint);
        otherShards.prepareSnapshotPreBarrier(checkpoint);
        passOn();
        domains.prepareSnapshotPreBarrier(checkpoint);
    }

    private void passOn() throws Exception {
        List<SumsChange> said = shards.extractOutputValues();
        for (; saidByShards < said.size(); saidByShards++) {
            domains.processElement1(new StreamRecord<>(said.get(saidByShards)));
        }
        said = otherShards.extractOutputValues();
        for (; saidByOthers < said.size(); saidByOthers++) {
            domains.processElement1(new StreamRecord<>(said.get(saidByOthers)));
        }
    }

    private static KeyedOneInputStreamOperatorTestHarness<String, ShardChange, SumsChange> shards() throws Exception {
        var harness = new KeyedOneInputStreamOperatorTestHarness<>(new ShardOperator(), ShardChange::key, Types.STRING);
        harness.open();
        return harness;
    }
}
