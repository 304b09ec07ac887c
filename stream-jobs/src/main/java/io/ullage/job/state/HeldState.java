package io.ullage.job.state;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One state on the heap: what it holds of each key, the key that was asked for last at the end. */
abstract class HeldState<K> {
    private final LinkedHashMap<K, Held> keys = new LinkedHashMap<>(1024, 0.75f, true);
    private final WriteBehindKeyedStateBackend<K> backend;
    private final int entries;
    private final boolean expires;
    private final List<K> changed = new ArrayList<>();
    private long count;

    /** What is held of one key. */
    abstract static class Held {
        private boolean changed;

        /** Values, absent ones with them. */
        abstract int size();

        /** The state behind speaks of the key. */
        abstract void write() throws Exception;
    }

    HeldState(WriteBehindKeyedStateBackend<K> backend, int entries, boolean expires) {
        this.backend = backend;
        this.entries = entries;
        this.expires = expires;
    }

    /** Of the current key; absent where nothing is held. */
    final @Nullable Held held() {
        return keys.get(key());
    }

    final void hold(Held held) {
        keys.put(key(), held);
    }

    /** What is held of the current key differs from what lies behind. */
    final void changed(Held held) {
        if (!held.changed) {
            held.changed = true;
            changed.add(key());
        }
    }

    /** After what is held grew: what nobody asked for in the longest time goes. */
    final void grew(int by) throws Exception {
        count += by;
        if (count <= entries) {
            return;
        }
        // A quarter at once, so that not every reading writes something else.
        K current = key();
        Iterator<Map.Entry<K, Held>> oldest = keys.entrySet().iterator();
        while (count > entries - entries / 4L && oldest.hasNext()) {
            Map.Entry<K, Held> each = oldest.next();
            if (each.getKey().equals(current)) {
                continue;
            }
            write(each.getKey(), each.getValue());
            count -= each.getValue().size();
            oldest.remove();
        }
    }

    final void shrank(int by) {
        count -= by;
    }

    final void writeBehind() throws Exception {
        for (K each : changed) {
            Held held = keys.get(each);
            if (held != null) {
                write(each, held);
            }
        }
        changed.clear();
    }

    private void write(K key, Held held) throws Exception {
        if (held.changed) {
            backend.keyBehind(key);
            held.write();
            held.changed = false;
        }
    }

    /** After all was written. */
    final void dropWhatExpires() {
        if (expires) {
            keys.clear();
            count = 0;
        }
    }

    /** From now on the state behind speaks of the current key. */
    final void keyBehind() {
        backend.keyBehind();
    }

    private K key() {
        K key = backend.getCurrentKey();
        if (key == null) {
            throw new IllegalStateException("keyed state was asked for without a key");
        }
        return key;
    }
}
