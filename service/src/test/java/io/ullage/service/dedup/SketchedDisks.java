package io.ullage.service.dedup;

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

/** Volumes as the chunks that they consist of, sketches of these chunks' bytes, and the truth counted from the chunks. Chunk 0 is all zeros. */
public final class SketchedDisks {
    public static final int CHUNK_BYTES = 512;

    private final Map<Long, Long> hashes = new HashMap<>();
    private final Map<String, long[]> disks = new TreeMap<>();

    public void put(String volumeId, long... chunks) {
        disks.put(volumeId, chunks);
    }

    public void remove(String volumeId) {
        disks.remove(volumeId);
    }

    public Set<String> volumeIds() {
        return Set.copyOf(disks.keySet());
    }

    /** What the volume holds. */
    public byte[] content(String volumeId) {
        long[] chunks = disks.get(volumeId);
        ByteBuffer content = ByteBuffer.allocate(chunks.length * CHUNK_BYTES);
        for (long chunk : chunks) {
            content.put(bytes(chunk));
        }
        return content.array();
    }

    /** Half of it is common to most volumes, some of it is zero. */
    public static long[] random(Random random, int chunks) {
        return random.longs(chunks, 0, 1_000_000)
                .map(drawn -> drawn % 10 == 0 ? 0 : drawn % 2 == 0 ? drawn % 300 + 1 : drawn + 1_000)
                .toArray();
    }

    /** The volume as it is now, each fingerprint in one of the parts. */
    public List<ContentSketch> sketches(String domainId, String volumeId, Instant epoch, int k, int parts) {
        List<List<Fingerprint>> fingerprints = new ArrayList<>();
        for (int part = 0; part < parts; part++) {
            fingerprints.add(new ArrayList<>());
        }
        Map<Long, Integer> references = new TreeMap<>();
        long[] chunks = disks.get(volumeId);
        Arrays.stream(chunks)
                .filter(chunk -> chunk != 0)
                .forEach(chunk -> references.merge(hash(chunk), 1, Integer::sum));
        references.forEach((hash, count) -> {
            if ((hash & ((1L << k) - 1)) == 0) {
                fingerprints
                        .get((int) Math.floorMod(hash >>> 40, (long) parts))
                        .add(new Fingerprint(hash, count, null));
            }
        });
        long scanned = chunks.length * (long) CHUNK_BYTES;
        long zero = Arrays.stream(chunks).filter(chunk -> chunk == 0).count() * CHUNK_BYTES;
        List<ContentSketch> sketches = new ArrayList<>();
        for (int part = 0; part < parts; part++) {
            sketches.add(new ContentSketch(
                    ContentSketch.VERSION,
                    domainId,
                    volumeId,
                    epoch,
                    part,
                    parts,
                    CHUNK_BYTES,
                    k,
                    part == 0 ? scanned : 0,
                    part == 0 ? zero : 0,
                    fingerprints.get(part)));
        }
        return sketches;
    }

    /** What tells that the volume is gone. */
    public static ContentSketch gone(String domainId, String volumeId, Instant epoch, int k) {
        return new ContentSketch(
                ContentSketch.VERSION, domainId, volumeId, epoch, 0, 1, CHUNK_BYTES, k, 0, 0, List.of());
    }

    /** Bytes that really come back if these volumes go. */
    public long reclaimableBytes(Set<String> set) {
        Set<Long> inside = new HashSet<>();
        Set<Long> outside = new HashSet<>();
        disks.forEach((volumeId, chunks) -> Arrays.stream(chunks)
                .filter(chunk -> chunk != 0)
                .forEach(chunk -> (set.contains(volumeId) ? inside : outside).add(chunk)));
        inside.removeAll(outside);
        return inside.size() * (long) CHUNK_BYTES;
    }

    /** Bytes of chunks that are not zero. */
    public long dataBytes(Set<String> set) {
        return set.stream()
                        .mapToLong(volumeId -> Arrays.stream(disks.get(volumeId))
                                .filter(chunk -> chunk != 0)
                                .count())
                        .sum()
                * CHUNK_BYTES;
    }

    private long hash(long chunk) {
        return hashes.computeIfAbsent(chunk, SketchedDisks::hashed);
    }

    private static byte[] bytes(long chunk) {
        byte[] bytes = new byte[CHUNK_BYTES];
        if (chunk != 0) {
            new Random(chunk).nextBytes(bytes);
        }
        return bytes;
    }

    private static long hashed(long chunk) {
        try {
            return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(bytes(chunk)))
                    .getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
