package io.ullage.job.dedup;

import io.ullage.schema.InvalidFieldException;
import io.ullage.schema.Require;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The sums over a domain's fingerprints, or over a shard of them: every fingerprint in exactly one shard, with all its references. Adding
 * and merging commute; what was added can be removed. Not safe for concurrent use.
 */
public final class DedupSums {
    private final Map<String, VolumeSums> volumes = new HashMap<>();
    private DomainSums domain = DomainSums.NOTHING;

    public DedupSums() {}

    public DedupSums(DomainSums domain, Map<String, VolumeSums> volumes) {
        this.domain = domain;
        this.volumes.putAll(volumes);
    }

    /**
     * One sampled fingerprint.
     *
     * @param references chunks with that content by volume; at least one volume, each at least one
     * @param storedBytes of one such chunk after compression, where known
     */
    public void add(Map<String, Integer> references, @Nullable Integer storedBytes) {
        change(references, storedBytes, 1);
    }

    /** Undoes an {@link #add} of the same values. */
    public void remove(Map<String, Integer> references, @Nullable Integer storedBytes) {
        change(references, storedBytes, -1);
    }

    public void merge(DedupSums other) {
        change(other, 1);
    }

    /** Undoes a {@link #merge}. */
    public void subtract(DedupSums other) {
        change(other, -1);
    }

    public DomainSums domain() {
        return domain;
    }

    /** By volume; only those with a sampled fingerprint. */
    public Map<String, VolumeSums> volumes() {
        return Collections.unmodifiableMap(volumes);
    }

    public VolumeSums volume(String volumeId) {
        return volumes.getOrDefault(volumeId, VolumeSums.NOTHING);
    }

    private void change(Map<String, Integer> references, @Nullable Integer storedBytes, int sign) {
        if (references.isEmpty()) {
            throw new InvalidFieldException("references", "must not be empty", 0);
        }
        if (storedBytes != null) {
            Require.notNegative("storedBytes", storedBytes);
        }
        long inDomain = 0;
        for (Integer count : references.values()) {
            inDomain += Require.positive("references", count);
        }
        double limited = References.limited(inDomain);
        Moments compressed = storedBytes == null
                ? Moments.NOTHING
                : new Moments(storedBytes, (double) storedBytes * storedBytes, storedBytes * limited);
        domain = domain.plus(
                new DomainSums(limited * limited, new Moments(1, 1, limited), compressed, storedBytes == null ? 1 : 0),
                sign);
        for (Map.Entry<String, Integer> reference : references.entrySet()) {
            change(reference.getKey(), VolumeSums.of(reference.getValue(), inDomain, storedBytes), sign);
        }
    }

    private void change(DedupSums other, int sign) {
        domain = domain.plus(other.domain, sign);
        Map.copyOf(other.volumes).forEach((volumeId, sums) -> change(volumeId, sums, sign));
    }

    private void change(String volumeId, VolumeSums by, int sign) {
        VolumeSums changed = volume(volumeId).plus(by, sign);
        if (changed.fingerprints() == 0) {
            volumes.remove(volumeId);
        } else {
            volumes.put(volumeId, changed);
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof DedupSums sums && domain.equals(sums.domain) && volumes.equals(sums.volumes);
    }

    @Override
    public int hashCode() {
        return 31 * domain.hashCode() + volumes.hashCode();
    }

    @Override
    public String toString() {
        return domain + " " + volumes;
    }
}
