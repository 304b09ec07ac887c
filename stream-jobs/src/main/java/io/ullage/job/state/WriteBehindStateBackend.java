package io.ullage.job.state;

import java.io.IOException;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.state.CheckpointableKeyedStateBackend;
import org.apache.flink.runtime.state.OperatorStateBackend;
import org.apache.flink.runtime.state.StateBackend;
import org.apache.flink.runtime.state.delegate.DelegatingStateBackend;

/** Gives every subtask a {@link WriteBehindKeyedStateBackend} before the one that it would have. */
public final class WriteBehindStateBackend implements DelegatingStateBackend {
    private static final long serialVersionUID = 1L;

    private final StateBackend behind;
    private final int entries;

    WriteBehindStateBackend(StateBackend behind, int entries) {
        this.behind = behind;
        this.entries = entries;
    }

    @Override
    public <K> CheckpointableKeyedStateBackend<K> createKeyedStateBackend(KeyedStateBackendParameters<K> parameters)
            throws IOException {
        try {
            return new WriteBehindKeyedStateBackend<>(
                    behind.createKeyedStateBackend(parameters), parameters.getTtlTimeProvider(), entries);
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
