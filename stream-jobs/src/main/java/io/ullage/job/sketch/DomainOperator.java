package io.ullage.job.sketch;

import io.ullage.job.dedup.DedupEstimator;
import io.ullage.job.dedup.DedupSums;
import io.ullage.job.dedup.DomainDedup;
import io.ullage.job.dedup.VolumeDedup;
import io.ullage.job.dedup.VolumeSums;
import io.ullage.job.dedup.VolumeTotals;
import io.ullage.job.ingest.Interval;
import io.ullage.job.row.DedupDomainRow;
import io.ullage.job.row.DedupVolumeRow;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.OutputTag;

/**
 * Adds up a domain: sums that the shards say have changed, and volumes as their newest epochs describe them. Keyed by domain.
 *
 * <p>Figures leave only when a checkpoint's barrier has come from every shard and from every assembler: then all that was replaced before
 * it is in the sums of all shards, and nothing of what was replaced after. So none of them shows half of a replacement.
 */
final class DomainOperator extends AbstractStreamOperator<DedupDomainRow>
        implements TwoInputStreamOperator<SumsChange, VolumeChange, DedupDomainRow> {
    static final OutputTag<DedupVolumeRow> VOLUMES =
            new OutputTag<>("volumes", TypeInformation.of(DedupVolumeRow.class));

    private static final String TOTAL = "total";
    private static final double MOST_BYTES = 1L << 62;

    private static final long serialVersionUID = 1L;

    private final DedupSettings settings;
    private transient ValueState<DomainTotal> total;
    private transient MapState<Long, VolumeTotal> volumes;
    private transient Set<String> changed;
    private transient long nextMillis;

    DomainOperator(DedupSettings settings) {
        this.settings = settings;
    }

    @Override
    public void open() throws Exception {
        super.open();
        total = getPartitionedState(
                VoidNamespace.INSTANCE,
                VoidNamespaceSerializer.INSTANCE,
                new ValueStateDescriptor<>(TOTAL, TypeInformation.of(DomainTotal.class)));
        volumes = getPartitionedState(
                VoidNamespace.INSTANCE,
                VoidNamespaceSerializer.INSTANCE,
                new MapStateDescriptor<>("volumes", Types.LONG, TypeInformation.of(VolumeTotal.class)));
        changed = new LinkedHashSet<>();
        // What had changed when the checkpoint was taken may not have left yet: all of it leaves again, as it was.
        try (Stream<String> keys = this.<String>getKeyedStateBackend().getKeys(TOTAL, VoidNamespace.INSTANCE)) {
            keys.forEach(changed::add);
        }
    }

    @Override
    public void processElement1(StreamRecord<SumsChange> element) throws Exception {
        SumsChange change = element.getValue();
        total.update(known(change.domain()).with(change));
        for (SumsChange.OfVolume ofVolume : change.volumes()) {
            put(ofVolume.volumeKey(), volume(ofVolume.volumeKey()).with(ofVolume.sums()));
        }
        changed.add(change.domain().key());
    }

    @Override
    public void processElement2(StreamRecord<VolumeChange> element) throws Exception {
        VolumeChange change = element.getValue();
        long volumeKey = VolumeKey.of(change.volumeId());
        VolumeTotal before = volume(volumeKey);
        total.update(known(change.domain()).with(change, before.epochMillis()));
        put(volumeKey, before.with(change));
        changed.add(change.domain().key());
    }

    @Override
    public void prepareSnapshotPreBarrier(long checkpointId) throws Exception {
        long now = getProcessingTimeService().getCurrentProcessingTime();
        if (now >= nextMillis && !changed.isEmpty()) {
            nextMillis = now + settings.publishEvery().toMillis();
            publish();
        }
    }

    @Override
    public void finish() throws Exception {
        publish();
        super.finish();
    }

    private void publish() throws Exception {
        for (String domain : changed) {
            setCurrentKey(domain);
            DomainTotal known = total.value();
            if (known != null) {
                publish(known);
            }
        }
        changed.clear();
    }

    private void publish(DomainTotal known) throws Exception {
        Map<String, VolumeSums> sums = new HashMap<>();
        Map<String, VolumeTotals> totals = new TreeMap<>();
        Map<String, Long> epochs = new HashMap<>();
        for (VolumeTotal volume : volumes.values()) {
            String volumeId = volume.volumeId();
            if (volumeId != null) {
                totals.put(volumeId, new VolumeTotals(volume.scannedBytes(), volume.zeroBytes()));
                epochs.put(volumeId, volume.epochMillis());
                if (volume.sums().fingerprints() > 0) {
                    sums.put(volumeId, volume.sums());
                }
            }
        }
        Domain domain = known.domain();
        if (totals.values().stream().mapToDouble(VolumeTotals::scannedBytes).sum() > MOST_BYTES) {
            // More than 64 bits hold is a lie of somebody's: the figures of before stand.
            LOG.error("Domain {} has volumes of more than {} bytes; its figures are not written", domain, MOST_BYTES);
            return;
        }
        DomainDedup dedup = new DedupEstimator(domain.sampling()).estimate(new DedupSums(known.sums(), sums), totals);
        Instant time = Instant.ofEpochMilli(known.newestMillis());
        Instant interval = Interval.startOf(time, settings.interval());
        for (String volumeId : totals.keySet()) {
            VolumeDedup volume = dedup.volumes().get(volumeId);
            output.collect(
                    VOLUMES,
                    new StreamRecord<>(new DedupVolumeRow(
                            interval,
                            known.knowledge(),
                            time,
                            domain.domainId(),
                            domain.chunkBytes(),
                            domain.k(),
                            volumeId,
                            Instant.ofEpochMilli(epochs.getOrDefault(volumeId, 0L)),
                            volume.totals(),
                            volume.unique(),
                            volume.attributed(),
                            volume.shared())));
        }
        output.collect(new StreamRecord<>(new DedupDomainRow(
                interval,
                known.knowledge(),
                time,
                domain.domainId(),
                domain.chunkBytes(),
                domain.k(),
                totals.size(),
                dedup.totals(),
                dedup.stored(),
                dedup.ratio())));
    }

    private DomainTotal known(Domain domain) throws Exception {
        DomainTotal known = total.value();
        return known == null ? DomainTotal.of(domain) : known;
    }

    private VolumeTotal volume(long volumeKey) throws Exception {
        VolumeTotal volume = volumes.get(volumeKey);
        return volume == null ? VolumeTotal.UNKNOWN : volume;
    }

    private void put(long volumeKey, VolumeTotal volume) throws Exception {
        if (volume.nothing()) {
            volumes.remove(volumeKey);
        } else {
            volumes.put(volumeKey, volume);
        }
    }
}
