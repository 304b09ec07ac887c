package io.ullage.job.sketch;

import io.ullage.job.dedup.DedupEstimator;
import io.ullage.job.dedup.DedupSums;
import io.ullage.job.dedup.DomainDedup;
import io.ullage.job.dedup.Sampling;
import io.ullage.job.dedup.VolumeTotals;
import io.ullage.schema.telemetry.ContentSketch;
import io.ullage.schema.telemetry.ContentSketch.Fingerprint;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Volumes as the chunks that they consist of, their sketches, and the truth counted from the chunks. Content 0 is a chunk of zeros. */
final class Disks {
    static final int CHUNK_BYTES = 512;

    private final Map<Long, Long> hashes = new HashMap<>();
    private final Map<String, long[]> disks = new TreeMap<>();
    private final boolean sized;

    /** @param sized what a chunk takes after compression is known */
    Disks(boolean sized) {
        this.sized = sized;
    }

    void put(String volumeId, long... contents) {
        disks.put(volumeId, contents);
    }

    void remove(String volumeId) {
        disks.remove(volumeId);
    }

    Set<String> names() {
        return new TreeSet<>(disks.keySet());
    }

    long[] contents(String volumeId) {
        return disks.get(volumeId);
    }

    /** Content of which half is common to most volumes and some is zero. */
    static long[] random(Random random, int chunks) {
        return random.longs(chunks, 0, 1_000_000)
                .map(drawn -> drawn % 10 == 0 ? 0 : drawn % 2 == 0 ? drawn % 300 + 1 : drawn + 1_000)
                .toArray();
    }

    /** The volume as it is now. Each hash is in one part; what was scanned is split likewise. */
    List<ContentSketch> sketches(String domainId, String volumeId, Instant epoch, int k, int parts) {
        List<List<Fingerprint>> fingerprints = new ArrayList<>();
        for (int part = 0; part < parts; part++) {
            fingerprints.add(new ArrayList<>());
        }
        Map<Long, Integer> references = references(volumeId, new Sampling(CHUNK_BYTES, k));
        references.forEach((content, count) -> {
            long hash = hash(content);
            fingerprints
                    .get((int) Math.floorMod(hash >>> 40, (long) parts))
                    .add(new Fingerprint(hash, count, size(content)));
        });
        VolumeTotals totals = totals(volumeId);
        List<ContentSketch> sketches = new ArrayList<>();
        for (int part = 0; part < parts; part++) {
            boolean first = part == 0;
            sketches.add(new ContentSketch(
                    ContentSketch.VERSION,
                    domainId,
                    volumeId,
                    epoch,
                    part,
                    parts,
                    CHUNK_BYTES,
                    k,
                    first ? totals.scannedBytes() : 0,
                    first ? totals.zeroBytes() : 0,
                    fingerprints.get(part)));
        }
        return sketches;
    }

    /** What the estimator says of all sketches at once. */
    DomainDedup estimate(int k) {
        Sampling sampling = new Sampling(CHUNK_BYTES, k);
        Map<Long, Map<String, Integer>> holders = new HashMap<>();
        Map<String, VolumeTotals> totals = new HashMap<>();
        for (String volumeId : disks.keySet()) {
            totals.put(volumeId, totals(volumeId));
            references(volumeId, sampling)
                    .forEach((content, count) -> holders.computeIfAbsent(content, any -> new HashMap<>())
                            .put(volumeId, count));
        }
        DedupSums sums = new DedupSums();
        holders.forEach((content, references) -> sums.add(references, size(content)));
        return new DedupEstimator(sampling).estimate(sums, totals);
    }

    VolumeTotals totals(String volumeId) {
        long[] contents = disks.get(volumeId);
        long zeros = Arrays.stream(contents).filter(content -> content == 0).count();
        return new VolumeTotals(contents.length * (long) CHUNK_BYTES, zeros * CHUNK_BYTES);
    }

    /** Bytes that really come back if these volumes go. */
    long reclaimableBytes(Set<String> set) {
        Set<Long> inside = new HashSet<>();
        Set<Long> outside = new HashSet<>();
        disks.forEach((volumeId, contents) -> Arrays.stream(contents)
                .filter(content -> content != 0)
                .forEach(content -> (set.contains(volumeId) ? inside : outside).add(content)));
        inside.removeAll(outside);
        return inside.size() * (long) CHUNK_BYTES;
    }

    private Map<Long, Integer> references(String volumeId, Sampling sampling) {
        Map<Long, Integer> references = new TreeMap<>();
        for (long content : disks.get(volumeId)) {
            if (content != 0 && sampling.keeps(hash(content))) {
                references.merge(content, 1, Integer::sum);
            }
        }
        return references;
    }

    private Integer size(long content) {
        return sized ? Integer.valueOf((int) (content % CHUNK_BYTES)) : null;
    }

    private long hash(long content) {
        return hashes.computeIfAbsent(content, Disks::hashed);
    }

    private static long hashed(long content) {
        byte[] chunk = new byte[CHUNK_BYTES];
        new Random(content).nextBytes(chunk);
        try {
            return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(chunk))
                    .getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
