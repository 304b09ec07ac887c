package io.ullage.job.state;

import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.flink.api.common.state.MapState;
import org.jspecify.annotations.Nullable;

/**
 * A map per key, on the heap: the entries that were asked for, and all of them once somebody asked for all.
 *
 * <p>An iteration goes over what is there when it begins: meanwhile the map may be changed.
 */
final class HeldMapState<K, U, V> extends HeldState<K> implements MapState<U, V> {
    private final MapState<U, V> behind;

    HeldMapState(WriteBehindKeyedStateBackend<K> backend, MapState<U, V> behind, int entries, boolean expires) {
        super(backend, entries, expires);
        this.behind = behind;
    }

    private static final class Slot<V> {
        private @Nullable V value;
        private boolean changed;
    }

    /** Starts of intervals are multiples of many powers of two: as they are they would meet in a few of a hash map's bins. */
    private record Spread<U>(U key) {
        @Override
        public int hashCode() {
            int spread = key.hashCode() * 0x9E3779B9;
            return spread ^ (spread >>> 15);
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Spread<?> spread && key.equals(spread.key);
        }
    }

    private final class Entries extends Held<K> {
        private final Map<Spread<U>, Slot<V>> slots = new HashMap<>();
        private boolean cleared;
        private boolean complete;

        Entries(K key) {
            super(key);
        }

        @Override
        int size() {
            return 1 + slots.size();
        }

        @Override
        void write() throws Exception {
            if (cleared) {
                behind.clear();
                cleared = false;
            }
            for (Map.Entry<Spread<U>, Slot<V>> each : slots.entrySet()) {
                Slot<V> slot = each.getValue();
                if (slot.changed) {
                    if (slot.value == null) {
                        behind.remove(each.getKey().key());
                    } else {
                        behind.put(each.getKey().key(), slot.value);
                    }
                    slot.changed = false;
                }
            }
            if (complete) {
                int before = slots.size();
                slots.values().removeIf(slot -> slot.value == null);
                shrank(before - slots.size());
            }
        }

        @Override
        void drop() {
            slots.clear();
        }
    }

    @Override
    public @Nullable V get(U key) throws Exception {
        Entries entries = ofKey();
        Spread<U> spread = new Spread<>(key);
        Slot<V> slot = entries.slots.get(spread);
        if (slot != null) {
            return slot.value;
        }
        if (entries.complete) {
            return null;
        }
        keyBehind();
        Slot<V> read = new Slot<>();
        read.value = behind.get(key);
        entries.slots.put(spread, read);
        grew(1);
        return read.value;
    }

    @Override
    public void put(U key, @Nullable V value) throws Exception {
        Entries entries = ofKey();
        Spread<U> spread = new Spread<>(key);
        Slot<V> slot = entries.slots.get(spread);
        if (slot == null) {
            slot = new Slot<>();
            entries.slots.put(spread, slot);
            grew(1);
        } else if (value == null && slot.value == null) {
            // Nothing is there, or it is to be deleted already.
            return;
        }
        slot.value = value;
        slot.changed = true;
        changed(entries);
    }

    @Override
    public void putAll(Map<U, V> values) throws Exception {
        for (Map.Entry<U, V> each : values.entrySet()) {
            put(each.getKey(), each.getValue());
        }
    }

    @Override
    public void remove(U key) throws Exception {
        put(key, null);
    }

    @Override
    public boolean contains(U key) throws Exception {
        return get(key) != null;
    }

    @Override
    public Iterable<Map.Entry<U, V>> entries() throws Exception {
        List<Map.Entry<U, V>> there = there();
        return () -> removing(there, entry -> entry);
    }

    @Override
    public Iterable<U> keys() throws Exception {
        List<Map.Entry<U, V>> there = there();
        return () -> removing(there, Map.Entry::getKey);
    }

    @Override
    public Iterable<V> values() throws Exception {
        List<Map.Entry<U, V>> there = there();
        return () -> removing(there, Map.Entry::getValue);
    }

    @Override
    public Iterator<Map.Entry<U, V>> iterator() throws Exception {
        return entries().iterator();
    }

    private List<Map.Entry<U, V>> there() throws Exception {
        List<Map.Entry<U, V>> there = new ArrayList<>();
        for (Map.Entry<Spread<U>, Slot<V>> each : all().entrySet()) {
            V value = each.getValue().value;
            if (value != null) {
                there.add(new AbstractMap.SimpleImmutableEntry<>(each.getKey().key(), value));
            }
        }
        return there;
    }

    /** What is removed from the iterator is removed from the state. */
    private <T> Iterator<T> removing(List<Map.Entry<U, V>> there, Function<Map.Entry<U, V>, T> what) {
        Iterator<Map.Entry<U, V>> entries = there.iterator();
        return new Iterator<>() {
            private @Nullable U last;

            @Override
            public boolean hasNext() {
                return entries.hasNext();
            }

            @Override
            public T next() {
                Map.Entry<U, V> next = entries.next();
                last = next.getKey();
                return what.apply(next);
            }

            @Override
            public void remove() {
                if (last == null) {
                    throw new IllegalStateException("next() comes before remove()");
                }
                try {
                    HeldMapState.this.remove(last);
                } catch (Exception failed) {
                    throw new IllegalStateException("state could not be written", failed);
                }
                last = null;
            }
        };
    }

    @Override
    public boolean isEmpty() throws Exception {
        return there().isEmpty();
    }

    @Override
    public void clear() {
        Entries entries;
        try {
            entries = ofKey();
        } catch (Exception failed) {
            throw new IllegalStateException("state could not be written", failed);
        }
        shrank(entries.slots.size());
        entries.slots.clear();
        entries.cleared = true;
        entries.complete = true;
        changed(entries);
    }

    private Map<Spread<U>, Slot<V>> all() throws Exception {
        Entries entries = ofKey();
        if (!entries.complete) {
            keyBehind();
            int before = entries.size();
            for (Map.Entry<U, V> each : behind.entries()) {
                Slot<V> slot = new Slot<>();
                slot.value = each.getValue();
                entries.slots.putIfAbsent(new Spread<>(each.getKey()), slot);
            }
            entries.complete = true;
            grew(entries.size() - before);
        }
        return entries.slots;
    }

    @SuppressWarnings("unchecked")
    private Entries ofKey() throws Exception {
        Entries known = (Entries) held();
        if (known == null) {
            known = new Entries(key());
            hold(known);
            grew(1);
        }
        return known;
    }
}
