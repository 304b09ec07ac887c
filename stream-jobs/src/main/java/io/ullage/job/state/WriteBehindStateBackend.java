package io.ullage.job.state;

import java.io.IOException;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.execution.Environment;
import org.apache.flink.runtime.state.CheckpointableKeyedStateBackend;
import org.apache.flink.runtime.state.OperatorStateBackend;
import org.apache.flink.runtime.state.StateBackend;
import org.apache.flink.runtime.state.delegate.DelegatingStateBackend;
import org.jspecify.annotations.Nullable;

/** Gives every subtask a {@link WriteBehindKeyedStateBackend} before the one that it would have. */
public final class WriteBehindStateBackend implements DelegatingStateBackend {
    private static final long serialVersionUID = 1L;

    /** What a process needs anyway, and values of every state that fit beside it. */
    private static final long LEAST_HEAP_BYTES = 512L << 20;

    private static final int LEAST_ENTRIES = 8_192;

    /**
     * Heap for one value of each state: some 2 KiB of a join's interval, 1 KiB of what is known of an entity, and smaller ones; and half of
     * it stays free.
     */
    private static final long BYTES_PER_ENTRY = 16L << 10;

    private final StateBackend behind;
    private final @Nullable Integer entries;

    /** @param entries of each state of each subtask; absent for as many as the heap has room for */
    WriteBehindStateBackend(StateBackend behind, @Nullable Integer entries) {
        this.behind = behind;
        this.entries = entries;
    }

    /** @param slots among which the heap is divided */
    static int entriesFor(long heapBytes, int slots) {
        long more = Math.max(0, heapBytes - LEAST_HEAP_BYTES) / BYTES_PER_ENTRY / slots;
        return (int) Math.min(Integer.MAX_VALUE / 2, LEAST_ENTRIES + more);
    }

    private int entries(Environment environment) {
        if (entries != null) {
            return entries;
        }
        int slots = environment.getTaskManagerInfo().getConfiguration().get(TaskManagerOptions.NUM_TASK_SLOTS);
        return entriesFor(Runtime.getRuntime().maxMemory(), slots);
    }

    @Override
    public <K> CheckpointableKeyedStateBackend<K> createKeyedStateBackend(KeyedStateBackendParameters<K> parameters)
            throws IOException {
        try {
            return new WriteBehindKeyedStateBackend<>(
                    behind.createKeyedStateBackend(parameters),
                    parameters.getTtlTimeProvider(),
                    entries(parameters.getEnv()));
        } catch (IOException failed) {
            throw failed;
        } catch (Exception failed) {
            throw new IOException(
                    "the state of " + parameters.getOperatorIdentifier() + " could not be opened", failed);
        }
    }

    @Override
    public OperatorStateBackend createOperatorStateBackend(OperatorStateBackendParameters parameters) throws Exception {
        return behind.createOperatorStateBackend(parameters);
    }

    @Override
    public StateBackend getDelegatedStateBackend() {
        return behind;
    }

    @Override
    public boolean useManagedMemory() {
        return behind.useManagedMemory();
    }

    @Override
    public boolean supportsNoClaimRestoreMode() {
        return behind.supportsNoClaimRestoreMode();
    }

    @Override
    public boolean supportsSavepointFormat(SavepointFormatType format) {
        return behind.supportsSavepointFormat(format);
    }
}
