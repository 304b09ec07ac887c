package io.ullage.job.sketch;

import io.ullage.job.row.SketchRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Holds the row of a complete epoch back until a checkpoint that came after it is complete: by then the store has acknowledged its
 * fingerprints, for a checkpoint is complete only when the sinks have emptied themselves.
 */
final class CommitOperator extends AbstractStreamOperator<SketchRow>
        implements OneInputStreamOperator<SketchRow, SketchRow> {
    private static final long serialVersionUID = 1L;

    private final List<SketchRow> open = new ArrayList<>();
    private final TreeMap<Long, List<SketchRow>> byCheckpoint = new TreeMap<>();
    private transient ListState<SketchRow> held;
    private final List<SketchRow> restored = new ArrayList<>();

    @Override
    public void initializeState(StateInitializationContext context) throws Exception {
        super.initializeState(context);
        held = context.getOperatorStateStore()
                .getListState(new ListStateDescriptor<>("held", TypeInformation.of(SketchRow.class)));
        held.get().forEach(restored::add);
    }

    @Override
    public void open() throws Exception {
        super.open();
        // The checkpoint with which they were kept is complete: this is a start from it.
        restored.forEach(row -> output.collect(new StreamRecord<>(row)));
        restored.clear();
    }

    @Override
    public void processElement(StreamRecord<SketchRow> element) {
        open.add(element.getValue());
    }

    @Override
    public void snapshotState(StateSnapshotContext context) throws Exception {
        super.snapshotState(context);
        if (!open.isEmpty()) {
            byCheckpoint.put(context.getCheckpointId(), List.copyOf(open));
            open.clear();
        }
        List<SketchRow> all = new ArrayList<>();
        byCheckpoint.values().forEach(all::addAll);
        held.update(all);
    }

    @Override
    public void notifyCheckpointComplete(long checkpointId) throws Exception {
        super.notifyCheckpointComplete(checkpointId);
        Map<Long, List<SketchRow>> stored = byCheckpoint.headMap(checkpointId, true);
        stored.values().forEach(this::release);
        stored.clear();
    }

    @Override
    public void finish() throws Exception {
        byCheckpoint.values().forEach(this::release);
        byCheckpoint.clear();
        release(open);
        open.clear();
        super.finish();
    }

    private void release(List<SketchRow> rows) {
        rows.forEach(row -> output.collect(new StreamRecord<>(row)));
    }
}
