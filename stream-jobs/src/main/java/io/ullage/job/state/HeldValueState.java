package io.ullage.job.state;

import java.io.IOException;
import org.apache.flink.api.common.state.ValueState;
import org.jspecify.annotations.Nullable;

/** A value per key, on the heap. */
final class HeldValueState<K, V> extends HeldState<K> implements ValueState<V> {
    private final ValueState<V> behind;

    HeldValueState(WriteBehindKeyedStateBackend<K> backend, ValueState<V> behind, int entries, boolean expires) {
        super(backend, entries, expires);
        this.behind = behind;
    }

    private final class Value extends Held<K> {
        private @Nullable V value;

        Value(K key) {
            super(key);
        }

        @Override
        int size() {
            return 1;
        }

        @Override
        void write() throws IOException {
            if (value == null) {
                behind.clear();
            } else {
                behind.update(value);
            }
        }

        @Override
        void drop() {
            value = null;
        }
    }

    @Override
    public @Nullable V value() throws IOException {
        Value known = known();
        if (known != null) {
            return known.value;
        }
        keyBehind();
        Value read = new Value(key());
        read.value = behind.value();
        hold(read);
        grewByOne();
        return read.value;
    }

    @Override
    public void update(@Nullable V value) throws IOException {
        Value known = known();
        if (known == null) {
            known = new Value(key());
            hold(known);
            grewByOne();
        } else if (value == null && known.value == null) {
            // Nothing is there, or it is to be deleted already.
            return;
        }
        known.value = value;
        changed(known);
    }

    @Override
    public void clear() {
        try {
            update(null);
        } catch (IOException failed) {
            throw new IllegalStateException("state could not be written", failed);
        }
    }

    @SuppressWarnings("unchecked")
    private @Nullable Value known() {
        return (Value) held();
    }

    private void grewByOne() throws IOException {
        try {
            grew(1);
        } catch (IOException failed) {
            throw failed;
        } catch (Exception failed) {
            throw new IOException("state could not be written", failed);
        }
    }
}
