package io.ullage.job.sketch;

import io.ullage.job.dedup.DedupSums;
import io.ullage.job.dedup.DomainSums;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Who refers to each fingerprint, and by how much that changes the sums of the domain and its volumes. Keyed by domain and shard.
 *
 * <p>What changed is gathered over all shards of the task, and said before a checkpoint's barrier passes (or earlier, if it is much). The
 * barrier thus parts what belongs to the replacements before it from what belongs to those behind it, in every task alike.
 */
final class ShardOperator extends AbstractStreamOperator<SumsChange>
        implements OneInputStreamOperator<ShardChange, SumsChange> {
    /** Volumes whose changes are gathered before they are said. */
    private static final int MOST_VOLUMES = 20_000;

    private static final int VOLUMES_PER_MESSAGE = 1_000;

    private static final long serialVersionUID = 1L;

    private transient MapState<Long, Holders> fingerprints;
    private transient Map<Domain, Change> changes;

    /** Sums of the fingerprints as they were, and as they are. */
    private record Change(DedupSums before, DedupSums after) {
        int volumes() {
            return Math.max(before.volumes().size(), after.volumes().size());
        }
    }

    @Override
    public void open() throws Exception {
        super.open();
        fingerprints = getPartitionedState(
                VoidNamespace.INSTANCE,
                VoidNamespaceSerializer.INSTANCE,
                new MapStateDescriptor<>("fingerprints", Types.LONG, TypeInformation.of(Holders.class)));
        changes = new HashMap<>();
    }

    @Override
    public void processElement(StreamRecord<ShardChange> element) throws Exception {
        ShardChange change = element.getValue();
        Change sums = changes.computeIfAbsent(change.domain(), domain -> new Change(new DedupSums(), new DedupSums()));
        Fingerprints changed = change.changes();
        for (int i = 0; i < changed.count(); i++) {
            long hash = changed.hashes()[i];
            Holders known = fingerprints.get(hash);
            Holders before = known == null ? Holders.NONE : known;
            Holders after = before.with(change.volumeKey(), changed, i);
            if (!before.none()) {
                sums.before().add(before.byVolume(), before.storedBytes());
            }
            if (after.none()) {
                fingerprints.remove(hash);
            } else {
                sums.after().add(after.byVolume(), after.storedBytes());
                fingerprints.put(hash, after);
            }
        }
        if (sums.volumes() > MOST_VOLUMES) {
            say(change.domain(), sums);
            changes.remove(change.domain());
        }
    }

    @Override
    public void prepareSnapshotPreBarrier(long checkpointId) {
        sayAll();
    }

    @Override
    public void finish() throws Exception {
        sayAll();
        super.finish();
    }

    private void sayAll() {
        changes.forEach(this::say);
        changes.clear();
    }

    private void say(Domain domain, Change change) {
        TreeSet<String> volumes = new TreeSet<>(change.before().volumes().keySet());
        volumes.addAll(change.after().volumes().keySet());
        List<SumsChange.OfVolume> said = new ArrayList<>();
        for (String volume : volumes) {
            if (said.size() == VOLUMES_PER_MESSAGE) {
                output.collect(new StreamRecord<>(new SumsChange(domain, DomainSums.NOTHING, said)));
                said.clear();
            }
            said.add(new SumsChange.OfVolume(
                    Long.parseLong(volume),
                    change.after().volume(volume).minus(change.before().volume(volume))));
        }
        output.collect(new StreamRecord<>(new SumsChange(
                domain, change.after().domain().minus(change.before().domain()), said)));
    }
}
