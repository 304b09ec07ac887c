package io.ullage.bench.dedup;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.zip.Deflater;

/**
 * Domains made of real images. Every chunk is hashed once with SHA-256, of which 64 bits stand for it, and compressed with zlib's fastest
 * level, rounded up to sectors, as an array might.
 */
final class ImagePopulations {
    private static final int CLONES = 8;
    private static final int SECTOR = 512;

    private final Map<Long, Integer> storedBytes = new HashMap<>();
    private final SplittableRandom random = new SplittableRandom(11);

    /** @param ids one for each chunk that is not all zeros */
    private record Image(long[] ids, long zeroBytes) {}

    private ImagePopulations() {}

    /**
     * @param template a root file system
     * @param later another one with many of the same files
     * @param sparse one that is nearly empty
     */
    static List<Population> of(Path template, Path later, Path sparse) throws IOException {
        ImagePopulations made = new ImagePopulations();
        Image first = made.read(template);
        Image second = made.read(later);
        Image empty = made.read(sparse);
        return List.of(
                made.clones("clones", first, 0),
                made.clones("cloned, diverged", first, 0.05),
                made.domain("two releases", Map.of("a1", first, "a2", first, "b1", second, "b2", second)),
                made.domain("zero-rich", Map.of("a", empty, "b", empty, "c", made.diverged(empty, 0.2))),
                made.encrypted(first),
                made.mixed(first, second, empty));
    }

    /** @param step what the first clone has written anew, and each of the others more than the one before it */
    private Population clones(String name, Image template, double step) {
        Map<String, Image> volumes = new TreeMap<>();
        for (int i = 0; i < CLONES; i++) {
            volumes.put("clone" + i, diverged(template, step * (i + 1)));
        }
        return domain(name, volumes);
    }

    private Population encrypted(Image like) {
        return domain("encrypted", Map.of("a", diverged(like, 1), "b", diverged(like, 1)));
    }

    private Population mixed(Image template, Image later, Image sparse) {
        return domain(
                "mixed",
                Map.of(
                        "clone1", template,
                        "clone2", diverged(template, 0.3),
                        "clone3", diverged(template, 0.6),
                        "later1", later,
                        "later2", diverged(later, 0.1),
                        "encrypted", diverged(template, 1),
                        "sparse", sparse));
    }

    /** Some of the chunks overwritten by data that occurs nowhere else and does not compress. */
    private Image diverged(Image image, double ratio) {
        long[] ids = image.ids().clone();
        for (int i = 0; i < ids.length; i++) {
            if (random.nextDouble() < ratio) {
                ids[i] = random.nextLong();
                storedBytes.put(ids[i], Population.CHUNK_BYTES);
            }
        }
        return new Image(ids, image.zeroBytes());
    }

    private Population domain(String name, Map<String, Image> images) {
        Map<String, long[]> ids = new TreeMap<>();
        Map<String, Long> zero = new TreeMap<>();
        images.forEach((volume, image) -> {
            ids.put(volume, image.ids());
            zero.put(volume, image.zeroBytes());
        });
        return Population.ofChunks(name, ids, zero, storedBytes);
    }

    private Image read(Path path) throws IOException {
        MessageDigest digest = sha256();
        Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
        byte[] compressed = new byte[2 * Population.CHUNK_BYTES];
        byte[] zeros = new byte[Population.CHUNK_BYTES];
        byte[] chunk = new byte[Population.CHUNK_BYTES];
        try (FileChannel file = FileChannel.open(path)) {
            int chunks = Math.toIntExact(file.size() / Population.CHUNK_BYTES);
            long[] ids = new long[chunks];
            int kept = 0;
            for (int i = 0; i < chunks; i++) {
                readFully(file, ByteBuffer.wrap(chunk), (long) i * Population.CHUNK_BYTES);
                if (Arrays.equals(chunk, zeros)) {
                    continue;
                }
                long id = ByteBuffer.wrap(digest.digest(chunk)).getLong();
                ids[kept++] = id;
                storedBytes.computeIfAbsent(id, unused -> compressedSize(deflater, chunk, compressed));
            }
            return new Image(Arrays.copyOf(ids, kept), (long) (chunks - kept) * Population.CHUNK_BYTES);
        } finally {
            deflater.end();
        }
    }

    private static void readFully(FileChannel file, ByteBuffer into, long at) throws IOException {
        while (into.hasRemaining()) {
            if (file.read(into, at + into.position()) < 0) {
                throw new IOException("shorter than it said it was");
            }
        }
    }

    private static int compressedSize(Deflater deflater, byte[] chunk, byte[] into) {
        deflater.reset();
        deflater.setInput(chunk);
        deflater.finish();
        int bytes = deflater.deflate(into);
        return Math.min(chunk.length, (bytes + SECTOR - 1) / SECTOR * SECTOR);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
