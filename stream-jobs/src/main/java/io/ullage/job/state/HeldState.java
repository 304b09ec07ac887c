package io.ullage.job.state;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One state on the heap: what it holds of each key. Where there is too much, a quarter of the keys goes, whichever were asked for last: agents
 * report in turns, so that in a fleet that does not fit the one that was silent for longest is the one that speaks next.
 */
abstract class HeldState<K> {
    private static final int QUARTERS = 4;

    private final Map<K, Held<K>> keys = new HashMap<>(1024);
    private final WriteBehindKeyedStateBackend<K> backend;
    private final int entries;
    private final boolean expires;
    private final List<Held<K>> changed = new ArrayList<>();
    private long count;
    private int turn;

    /** What was asked for last: it is mostly written next, and in a large fleet each look for it is a walk through cold memory. */
    private @Nullable K lastKey;

    private @Nullable Held<K> last;

    /** What is held of one key. */
    abstract static class Held<K> {
        private final K key;
        private final int quarter;
        private boolean changed;

        Held(K key) {
            this.key = key;
            // By the golden ratio, so that keys which count up are spread as well.
            quarter = Math.floorMod(key.hashCode() * 0x9E3779B9 >>> 16, QUARTERS);
        }

        /** Values, absent ones with them. */
        abstract int size();

        /** The state behind speaks of the key. */
        abstract void write() throws Exception;

        /** It is not held any more, and may still stand among what was changed. */
        abstract void drop();
    }

    HeldState(WriteBehindKeyedStateBackend<K> backend, int entries, boolean expires) {
        this.backend = backend;
        this.entries = entries;
        this.expires = expires;
    }

    /** Of the current key; absent where nothing is held. */
    final @Nullable Held<K> held() {
        K key = key();
        if (key != lastKey) {
            last = keys.get(key);
            lastKey = key;
        }
        return last;
    }

    final void hold(Held<K> held) {
        keys.put(held.key, held);
        lastKey = held.key;
        last = held;
    }

    /** What is held differs from what lies behind. */
    final void changed(Held<K> held) {
        if (!held.changed) {
            held.changed = true;
            changed.add(held);
        }
    }

    /** After what is held grew. */
    final void grew(int by) throws Exception {
        count += by;
        for (int i = 0; i < QUARTERS && count > entries && keys.size() > 1; i++) {
            dropQuarter();
            turn = (turn + 1) % QUARTERS;
        }
    }

    private void dropQuarter() throws Exception {
        K current = key();
        Iterator<Held<K>> all = keys.values().iterator();
        while (all.hasNext()) {
            Held<K> each = all.next();
            if (each.quarter == turn && !each.key.equals(current)) {
                write(each);
                count -= each.size();
                all.remove();
                each.drop();
            }
        }
    }

    final void shrank(int by) {
        count -= by;
    }

    final void writeBehind() throws Exception {
        for (Held<K> each : changed) {
            write(each);
        }
        changed.clear();
    }

    private void write(Held<K> held) throws Exception {
        if (held.changed) {
            backend.keyBehind(held.key);
            held.write();
            held.changed = false;
        }
    }

    /** After all was written. */
    final void dropWhatExpires() {
        if (expires) {
            keys.clear();
            count = 0;
            lastKey = null;
            last = null;
        }
    }

    /** From now on the state behind speaks of the current key. */
    final void keyBehind() {
        backend.keyBehind();
    }

    final K key() {
        K key = backend.getCurrentKey();
        if (key == null) {
            throw new IllegalStateException("keyed state was asked for without a key");
        }
        return key;
    }
}
