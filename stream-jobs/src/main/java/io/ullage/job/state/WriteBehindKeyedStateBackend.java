package io.ullage.job.state;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RunnableFuture;
import java.util.stream.Stream;
import org.apache.flink.api.common.state.CheckpointListener;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.State;
import org.apache.flink.api.common.state.StateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.runtime.checkpoint.CheckpointOptions;
import org.apache.flink.runtime.state.CheckpointStreamFactory;
import org.apache.flink.runtime.state.CheckpointableKeyedStateBackend;
import org.apache.flink.runtime.state.KeyGroupRange;
import org.apache.flink.runtime.state.KeyGroupedInternalPriorityQueue;
import org.apache.flink.runtime.state.Keyed;
import org.apache.flink.runtime.state.KeyedStateFunction;
import org.apache.flink.runtime.state.KeyedStateHandle;
import org.apache.flink.runtime.state.PriorityComparable;
import org.apache.flink.runtime.state.SavepointResources;
import org.apache.flink.runtime.state.SnapshotResult;
import org.apache.flink.runtime.state.StateSnapshotTransformer.StateSnapshotTransformFactory;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.heap.HeapPriorityQueueElement;
import org.apache.flink.runtime.state.ttl.TtlTimeProvider;
import org.jspecify.annotations.Nullable;

/**
 * Value and map states of one operator, kept on the heap and written behind. All else goes straight to the backend behind, and so do
 * timers.
 *
 * <p>The backend behind is told the current key only when it is asked: its key is serialized then.
 */
final class WriteBehindKeyedStateBackend<K> implements CheckpointableKeyedStateBackend<K>, CheckpointListener {
    /** A state that expires is read anew after this time, so that it does not outlive itself here. */
    private static final long EXPIRING_KEPT_MILLIS = Duration.ofMinutes(1).toMillis();

    private final CheckpointableKeyedStateBackend<K> behind;
    private final TtlTimeProvider clock;
    private final int entries;
    private final Map<String, HeldState<K>> held = new HashMap<>();
    private final List<KeySelectionListener<K>> listeners = new ArrayList<>(1);
    private @Nullable K key;
    private boolean keyIsBehind;
    private boolean othersAsk;
    private long droppedMillis;

    WriteBehindKeyedStateBackend(CheckpointableKeyedStateBackend<K> behind, TtlTimeProvider clock, int entries) {
        this.behind = behind;
        this.clock = clock;
        this.entries = entries;
        droppedMillis = clock.currentTimestamp();
    }

    @Override
    public void setCurrentKey(K newKey) {
        listeners.forEach(listener -> listener.keySelected(newKey));
        key = newKey;
        keyIsBehind = false;
        if (othersAsk) {
            keyBehind();
        }
    }

    @Override
    public void setCurrentKeyAndKeyGroup(K newKey, int newKeyGroupIndex) {
        setCurrentKey(newKey);
    }

    @Override
    public @Nullable K getCurrentKey() {
        return key;
    }

    /** From now on the state behind speaks of the current key. */
    void keyBehind() {
        if (!keyIsBehind && key != null) {
            behind.setCurrentKey(key);
            keyIsBehind = true;
        }
    }

    /** For once the state behind speaks of another key. */
    void keyBehind(K other) {
        behind.setCurrentKey(other);
        keyIsBehind = false;
    }

    @Override
    @SuppressWarnings("unchecked")
    public <N, S extends State> S getPartitionedState(
            N namespace, TypeSerializer<N> namespaceSerializer, StateDescriptor<S, ?> descriptor) throws Exception {
        if (namespace != VoidNamespace.INSTANCE) {
            return straight(behind.getPartitionedState(namespace, namespaceSerializer, descriptor));
        }
        HeldState<K> known = held.get(descriptor.getName());
        if (known != null) {
            return (S) known;
        }
        S state = behind.getPartitionedState(namespace, namespaceSerializer, descriptor);
        boolean expires = descriptor.getTtlConfig().isEnabled();
        HeldState<K> before;
        if (state instanceof ValueState) {
            before = new HeldValueState<>(this, (ValueState<Object>) state, entries, expires);
        } else if (state instanceof MapState) {
            before = new HeldMapState<>(this, (MapState<Object, Object>) state, entries, expires);
        } else {
            return straight(state);
        }
        held.put(descriptor.getName(), before);
        return (S) before;
    }

    private <S> S straight(S state) {
        othersAsk = true;
        keyBehind();
        return state;
    }

    @Override
    public <N, S extends State, T> S getOrCreateKeyedState(
            TypeSerializer<N> namespaceSerializer, StateDescriptor<S, T> descriptor) throws Exception {
        return straight(behind.getOrCreateKeyedState(namespaceSerializer, descriptor));
    }

    @Override
    public <N, SV, SEV, S extends State, IS extends S> IS createOrUpdateInternalState(
            TypeSerializer<N> namespaceSerializer,
            StateDescriptor<S, SV> descriptor,
            StateSnapshotTransformFactory<SEV> snapshotTransformFactory)
            throws Exception {
        return straight(behind.createOrUpdateInternalState(namespaceSerializer, descriptor, snapshotTransformFactory));
    }

    @Override
    public <N, S extends State, T> void applyToAllKeys(
            N namespace,
            TypeSerializer<N> namespaceSerializer,
            StateDescriptor<S, T> descriptor,
            KeyedStateFunction<K, S> function)
            throws Exception {
        S state = getPartitionedState(namespace, namespaceSerializer, descriptor);
        List<K> all;
        try (Stream<K> keys = getKeys(descriptor.getName(), namespace)) {
            all = keys.toList();
        }
        for (K each : all) {
            setCurrentKey(each);
            function.process(each, state);
        }
    }

    @Override
    public <N> Stream<K> getKeys(String state, N namespace) {
        writeAllBehind();
        return behind.getKeys(state, namespace);
    }

    @Override
    public <N> Stream<K> getKeys(List<String> states, N namespace) {
        writeAllBehind();
        return behind.getKeys(states, namespace);
    }

    @Override
    public <N> Stream<Tuple2<K, N>> getKeysAndNamespaces(String state) {
        writeAllBehind();
        return behind.getKeysAndNamespaces(state);
    }

    @Override
    public RunnableFuture<SnapshotResult<KeyedStateHandle>> snapshot(
            long checkpointId, long timestamp, CheckpointStreamFactory streams, CheckpointOptions options)
            throws Exception {
        writeBehind();
        return behind.snapshot(checkpointId, timestamp, streams, options);
    }

    @Override
    public SavepointResources<K> savepoint() throws Exception {
        writeBehind();
        return behind.savepoint();
    }

    private void writeAllBehind() {
        try {
            writeBehind();
        } catch (Exception failed) {
            throw new IllegalStateException("state could not be written", failed);
        }
    }

    private void writeBehind() throws Exception {
        boolean old = clock.currentTimestamp() - droppedMillis >= EXPIRING_KEPT_MILLIS;
        for (HeldState<K> state : held.values()) {
            state.writeBehind();
            if (old) {
                state.dropWhatExpires();
            }
        }
        if (old) {
            droppedMillis = clock.currentTimestamp();
        }
        if (othersAsk) {
            keyBehind();
        }
    }

    @Override
    public void notifyCheckpointComplete(long checkpointId) throws Exception {
        if (behind instanceof CheckpointListener listener) {
            listener.notifyCheckpointComplete(checkpointId);
        }
    }

    @Override
    public void notifyCheckpointAborted(long checkpointId) throws Exception {
        if (behind instanceof CheckpointListener listener) {
            listener.notifyCheckpointAborted(checkpointId);
        }
    }

    @Override
    public <T extends HeapPriorityQueueElement & PriorityComparable<? super T> & Keyed<?>>
            KeyGroupedInternalPriorityQueue<T> create(String stateName, TypeSerializer<T> elementSerializer) {
        return behind.create(stateName, elementSerializer);
    }

    @Override
    public <T extends HeapPriorityQueueElement & PriorityComparable<? super T> & Keyed<?>>
            KeyGroupedInternalPriorityQueue<T> create(
                    String stateName, TypeSerializer<T> elementSerializer, boolean allowFutureMetadataUpdates) {
        return behind.create(stateName, elementSerializer, allowFutureMetadataUpdates);
    }

    @Override
    public TypeSerializer<K> getKeySerializer() {
        return behind.getKeySerializer();
    }

    @Override
    public KeyGroupRange getKeyGroupRange() {
        return behind.getKeyGroupRange();
    }

    @Override
    public void registerKeySelectionListener(KeySelectionListener<K> listener) {
        listeners.add(listener);
    }

    @Override
    public boolean deregisterKeySelectionListener(KeySelectionListener<K> listener) {
        return listeners.remove(listener);
    }

    @Override
    public boolean isSafeToReuseKVState() {
        return behind.isSafeToReuseKVState();
    }

    @Override
    public String getBackendTypeIdentifier() {
        return behind.getBackendTypeIdentifier();
    }

    @Override
    public void dispose() {
        behind.dispose();
    }

    @Override
    public void close() throws IOException {
        behind.close();
    }
}
