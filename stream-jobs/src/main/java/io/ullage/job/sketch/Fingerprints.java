package io.ullage.job.sketch;

import io.ullage.schema.telemetry.ContentSketch.Fingerprint;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Fingerprints of a volume, packed: three arrays of equal length, sorted by hash as an unsigned number, each hash once.
 *
 * @param references chunks of the volume with that content
 * @param sizes what such a chunk takes after compression, plus one; 0 where that is not known
 */
@SuppressWarnings("ArrayRecordComponent") // moved and kept, never compared
public record Fingerprints(long[] hashes, int[] references, int[] sizes) {
    static final Fingerprints NONE = new Fingerprints(new long[0], new int[0], new int[0]);

    private static final Comparator<Fingerprint> BY_HASH = (a, b) -> Long.compareUnsigned(a.hash(), b.hash());

    static Fingerprints of(List<Fingerprint> fingerprints) {
        List<Fingerprint> sorted = new ArrayList<>(fingerprints);
        sorted.sort(BY_HASH);
        int count = sorted.size();
        Fingerprints packed = new Fingerprints(new long[count], new int[count], new int[count]);
        for (int i = 0; i < count; i++) {
            Fingerprint one = sorted.get(i);
            packed.hashes[i] = one.hash();
            packed.references[i] = one.references();
            packed.sizes[i] = one.storedBytes() == null ? 0 : one.storedBytes() + 1;
        }
        return packed;
    }

    int count() {
        return hashes.length;
    }

    @Nullable
    Integer storedBytes(int index) {
        return sizes[index] == 0 ? null : Integer.valueOf(sizes[index] - 1);
    }

    /** The first hash that stands there twice in a row, if one does. */
    @Nullable
    Long repeated() {
        for (int i = 1; i < hashes.length; i++) {
            if (hashes[i] == hashes[i - 1]) {
                return hashes[i];
            }
        }
        return null;
    }

    /** Those from {@code from}, inclusive, to {@code to}. */
    Fingerprints range(int from, int to) {
        return new Fingerprints(
                Arrays.copyOfRange(hashes, from, to),
                Arrays.copyOfRange(references, from, to),
                Arrays.copyOfRange(sizes, from, to));
    }

    /** The index behind the last one that belongs to the same piece of the hash space, counted in {@code bits} top bits, as the one at {@code from}. */
    int end(int from, int bits) {
        long piece = hashes[from] >>> Long.SIZE - bits;
        int to = from + 1;
        while (to < hashes.length && hashes[to] >>> Long.SIZE - bits == piece) {
            to++;
        }
        return to;
    }

    /** All of them, sorted; a hash that is in two stands there twice. */
    static Fingerprints merged(List<Fingerprints> parts) {
        if (parts.isEmpty()) {
            return NONE;
        }
        if (parts.size() == 1) {
            return parts.get(0);
        }
        int half = parts.size() / 2;
        return merged(parts.subList(0, half)).plus(merged(parts.subList(half, parts.size())));
    }

    private Fingerprints plus(Fingerprints other) {
        int count = count() + other.count();
        Fingerprints both = new Fingerprints(new long[count], new int[count], new int[count]);
        int mine = 0;
        int its = 0;
        for (int i = 0; i < count; i++) {
            boolean fromMine = its == other.count()
                    || mine < count() && Long.compareUnsigned(hashes[mine], other.hashes[its]) <= 0;
            if (fromMine) {
                both.take(i, this, mine++);
            } else {
                both.take(i, other, its++);
            }
        }
        return both;
    }

    private void take(int at, Fingerprints from, int index) {
        hashes[at] = from.hashes[index];
        references[at] = from.references[index];
        sizes[at] = from.sizes[index];
    }

    /** What must be done to {@code before} to have these: changed and new ones as they are here, vanished ones with no references. */
    Fingerprints changesSince(Fingerprints before) {
        Fingerprints changes = new Fingerprints(
                new long[count() + before.count()],
                new int[count() + before.count()],
                new int[count() + before.count()]);
        int found = 0;
        int old = 0;
        for (int i = 0; i < count(); i++) {
            while (old < before.count() && Long.compareUnsigned(before.hashes[old], hashes[i]) < 0) {
                changes.hashes[found++] = before.hashes[old++];
            }
            boolean known = old < before.count() && before.hashes[old] == hashes[i];
            if (!known || before.references[old] != references[i] || before.sizes[old] != sizes[i]) {
                changes.take(found++, this, i);
            }
            old += known ? 1 : 0;
        }
        while (old < before.count()) {
            changes.hashes[found++] = before.hashes[old++];
        }
        return changes.range(0, found);
    }
}
