package io.ullage.job.sketch;

import io.ullage.job.row.FingerprintRow;
import io.ullage.job.row.SketchRow;
import io.ullage.schema.codec.DeadLetter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * Assembles the parts of a volume's epochs, and when the newest is complete says what it changes: to the shards, to the domain, and to the
 * store. Keyed by volume: a volume lies in one domain, that of its newest epoch. All of it leaves in one go, so that no checkpoint
 * parts it.
 */
final class AssembleFunction extends KeyedProcessFunction<String, SketchPart, ShardChange> {
    static final OutputTag<DeadLetter> REFUSED = new OutputTag<>("refused", TypeInformation.of(DeadLetter.class));
    static final OutputTag<VolumeChange> VOLUMES = new OutputTag<>("volumes", TypeInformation.of(VolumeChange.class));
    static final OutputTag<SketchRow> SKETCHES = new OutputTag<>("sketches", TypeInformation.of(SketchRow.class));
    static final OutputTag<FingerprintRow> FINGERPRINTS =
            new OutputTag<>("fingerprints", TypeInformation.of(FingerprintRow.class));

    /** Epochs of one volume that may be incomplete at once; agents send one after the other. */
    static final int MAX_PENDING = 4;

    /** Revisions of a sketch's row. */
    private static final long HEARD = 1;

    private static final long FORGOTTEN = 2;

    private static final long serialVersionUID = 1L;

    private final DedupSettings settings;
    private transient ValueState<VolumeHead> head;
    private transient MapState<Integer, Fingerprints> groups;
    private transient MapState<Long, PendingEpoch> pending;
    private transient MapState<PendingBlock, Fingerprints> blocks;
    private transient ValueState<Long> heardMillis;
    private transient Counter emitted;
    private transient Counter late;
    private transient Counter duplicate;
    private transient Counter malformed;
    private transient Counter replaced;
    private transient Counter abandoned;
    private transient Counter forgotten;

    AssembleFunction(DedupSettings settings) {
        this.settings = settings;
    }

    @Override
    public void open(OpenContext context) {
        TypeInformation<Fingerprints> packed = TypeInformation.of(Fingerprints.class);
        head = getRuntimeContext().getState(new ValueStateDescriptor<>("head", TypeInformation.of(VolumeHead.class)));
        groups = getRuntimeContext().getMapState(new MapStateDescriptor<>("groups", Types.INT, packed));
        pending = getRuntimeContext()
                .getMapState(new MapStateDescriptor<>("pending", Types.LONG, TypeInformation.of(PendingEpoch.class)));
        blocks = getRuntimeContext()
                .getMapState(
                        new MapStateDescriptor<>("pending-blocks", TypeInformation.of(PendingBlock.class), packed));
        heardMillis = getRuntimeContext().getState(new ValueStateDescriptor<>("heard", Types.LONG));
        MetricGroup messages = getRuntimeContext().getMetricGroup().addGroup("sketches");
        emitted = messages.counter("emitted");
        late = messages.counter("late");
        duplicate = messages.counter("duplicate");
        malformed = messages.counter("malformed");
        MetricGroup epochs = getRuntimeContext().getMetricGroup().addGroup("epochs");
        replaced = epochs.counter("replaced");
        abandoned = epochs.counter("abandoned");
        forgotten = epochs.counter("forgotten");
    }

    @Override
    public void processElement(SketchPart part, Context context, Collector<ShardChange> out) throws Exception {
        VolumeHead newest = head.value();
        if (newest != null && part.epochMillis() <= newest.epochMillis()) {
            (part.epochMillis() == newest.epochMillis() ? duplicate : late).inc();
            return;
        }
        PendingEpoch known = pending.get(part.epochMillis());
        PendingEpoch before = known == null ? PendingEpoch.of(part) : known;
        if (before.has(part.part())) {
            duplicate.inc();
            return;
        }
        DeadLetter complaint = before.complaint(part);
        if (complaint != null) {
            refuse(complaint, context);
            return;
        }
        if (known == null && !roomFor(part)) {
            late.inc();
            return;
        }
        heard(context);
        PendingEpoch after = before.with(part);
        keep(part);
        if (!after.complete()) {
            pending.put(part.epochMillis(), after);
            emitted.inc();
            return;
        }
        Long shared = hashInTwoParts(after);
        if (shared != null) {
            drop(after);
            String rule = "must be in one part of its epoch; the epoch is dropped";
            refuse(part.origin().refused("fingerprints.hash", rule, shared.toString()), context);
            return;
        }
        emitted.inc();
        replaced.inc();
        replace(newest, after, part, context, out);
        drop(after);
        abandonUpTo(after.epochMillis());
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<ShardChange> out) throws Exception {
        Long heard = heardMillis.value();
        if (heard == null) {
            return;
        }
        long end = heard + settings.forgetAfter().toMillis();
        if (end > timestamp) {
            context.timerService().registerProcessingTimeTimer(end);
            return;
        }
        VolumeHead newest = head.value();
        if (newest != null && !newest.gone()) {
            forgotten.inc();
            leave(newest, newest.epochMillis() + 1, context, out);
            context.output(SKETCHES, row(newest.left(), context.getCurrentKey(), FORGOTTEN));
        }
        head.clear();
        groups.clear();
        pending.clear();
        blocks.clear();
        heardMillis.clear();
    }

    private void heard(Context context) throws Exception {
        long now = context.timerService().currentProcessingTime();
        if (heardMillis.value() == null) {
            context.timerService()
                    .registerProcessingTimeTimer(now + settings.forgetAfter().toMillis());
        }
        heardMillis.update(now);
    }

    /** An epoch more than may be incomplete drives out the oldest, or is it itself. */
    private boolean roomFor(SketchPart part) throws Exception {
        PendingEpoch oldest = null;
        int count = 0;
        for (PendingEpoch each : pending.values()) {
            oldest = oldest == null || each.epochMillis() < oldest.epochMillis() ? each : oldest;
            count++;
        }
        if (oldest == null || count < MAX_PENDING) {
            return true;
        }
        abandoned.inc();
        if (oldest.epochMillis() > part.epochMillis()) {
            return false;
        }
        drop(oldest);
        return true;
    }

    private void keep(SketchPart part) throws Exception {
        Fingerprints all = part.fingerprints();
        for (int from = 0; from < all.count(); ) {
            int to = all.end(from, Shard.GROUP_BITS);
            PendingBlock block = new PendingBlock(part.epochMillis(), part.part(), Shard.group(all.hashes()[from]));
            blocks.put(block, all.range(from, to));
            from = to;
        }
    }

    private @Nullable Long hashInTwoParts(PendingEpoch epoch) throws Exception {
        for (int group = 0; group < Shard.GROUPS && epoch.parts() > 1; group++) {
            Long repeated = kept(epoch, group).repeated();
            if (repeated != null) {
                return repeated;
            }
        }
        return null;
    }

    /** One group of all parts. */
    private Fingerprints kept(PendingEpoch epoch, int group) throws Exception {
        List<Fingerprints> found = new ArrayList<>();
        for (int part = 0; part < epoch.parts(); part++) {
            Fingerprints block = blocks.get(new PendingBlock(epoch.epochMillis(), part, group));
            if (block != null) {
                found.add(block);
            }
        }
        return Fingerprints.merged(found);
    }

    private void abandonUpTo(long epochMillis) throws Exception {
        List<PendingEpoch> over = new ArrayList<>();
        for (PendingEpoch each : pending.values()) {
            if (each.epochMillis() < epochMillis) {
                over.add(each);
            }
        }
        for (PendingEpoch each : over) {
            abandoned.inc();
            drop(each);
        }
    }

    private void drop(PendingEpoch epoch) throws Exception {
        pending.remove(epoch.epochMillis());
        BitSet received = BitSet.valueOf(epoch.received());
        for (int part = received.nextSetBit(0); part >= 0; part = received.nextSetBit(part + 1)) {
            for (int group = 0; group < Shard.GROUPS; group++) {
                blocks.remove(new PendingBlock(epoch.epochMillis(), part, group));
            }
        }
    }

    private void replace(
            @Nullable VolumeHead before,
            PendingEpoch epoch,
            SketchPart last,
            Context context,
            Collector<ShardChange> out)
            throws Exception {
        boolean stays = before != null && !before.gone() && before.domain().equals(epoch.domain());
        if (before != null && !before.gone() && (!stays || last.empty())) {
            leave(before, epoch.epochMillis(), context, out);
        }
        boolean anew = before == null
                || !stays
                || epoch.epochMillis() - before.baseMillis()
                        >= settings.rewriteAfter().toMillis();
        long count = 0;
        for (int group = 0; group < Shard.GROUPS; group++) {
            count += last.empty() ? 0 : replace(epoch, group, anew, context, out);
        }
        VolumeHead now = new VolumeHead(
                epoch.domain(),
                epoch.epochMillis(),
                anew ? epoch.epochMillis() : before.baseMillis(),
                epoch.scannedBytes(),
                epoch.zeroBytes(),
                count,
                last.empty());
        head.update(now);
        if (!now.gone()) {
            context.output(VOLUMES, change(now, context.getCurrentKey(), now.epochMillis(), true));
        }
        context.output(SKETCHES, row(now, context.getCurrentKey(), HEARD));
    }

    private int replace(PendingEpoch epoch, int group, boolean anew, Context context, Collector<ShardChange> out)
            throws Exception {
        Fingerprints old = groups.get(group);
        Fingerprints now = kept(epoch, group);
        Fingerprints changes = now.changesSince(old == null ? Fingerprints.NONE : old);
        send(epoch.domain(), changes, context, out);
        store(epoch, anew ? now : changes, context);
        if (now.count() == 0) {
            groups.remove(group);
        } else if (changes.count() > 0) {
            groups.put(group, now);
        }
        return now.count();
    }

    /** Takes all that a volume has out of its domain. */
    private void leave(VolumeHead before, long epochMillis, Context context, Collector<ShardChange> out)
            throws Exception {
        for (int group = 0; group < Shard.GROUPS; group++) {
            Fingerprints old = groups.get(group);
            if (old != null) {
                send(before.domain(), Fingerprints.NONE.changesSince(old), context, out);
            }
        }
        groups.clear();
        context.output(VOLUMES, change(before, context.getCurrentKey(), epochMillis, false));
    }

    /** One message per shard that is concerned. */
    private static void send(Domain domain, Fingerprints changes, Context context, Collector<ShardChange> out) {
        long volumeKey = VolumeKey.of(context.getCurrentKey());
        for (int from = 0; from < changes.count(); ) {
            int to = changes.end(from, Shard.BITS);
            int shard = Shard.of(changes.hashes()[from]);
            out.collect(new ShardChange(domain, shard, volumeKey, changes.range(from, to)));
            from = to;
        }
    }

    private static void store(PendingEpoch epoch, Fingerprints fingerprints, Context context) {
        for (int i = 0; i < fingerprints.count(); i++) {
            context.output(
                    FINGERPRINTS,
                    new FingerprintRow(
                            epoch.domain().domainId(),
                            fingerprints.hashes()[i],
                            context.getCurrentKey(),
                            Instant.ofEpochMilli(epoch.epochMillis()),
                            fingerprints.references()[i],
                            fingerprints.storedBytes(i)));
        }
    }

    private static VolumeChange change(VolumeHead head, String volumeId, long epochMillis, boolean present) {
        return new VolumeChange(head.domain(), volumeId, epochMillis, present, head.scannedBytes(), head.zeroBytes());
    }

    private static SketchRow row(VolumeHead head, String volumeId, long revision) {
        return new SketchRow(
                Instant.ofEpochMilli(head.epochMillis()),
                revision,
                head.domain().domainId(),
                head.domain().chunkBytes(),
                head.domain().k(),
                volumeId,
                Instant.ofEpochMilli(head.baseMillis()),
                head.scannedBytes(),
                head.zeroBytes(),
                head.fingerprints(),
                head.gone());
    }

    private void refuse(DeadLetter letter, Context context) {
        malformed.inc();
        context.output(REFUSED, letter);
    }
}
