package io.ullage.agent.content;

import io.ullage.schema.topic.Topic;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether and how the content of images is sampled.
 *
 * @param every from one scan of a volume to the next
 * @param bytesPerSecond most that is read, over all volumes
 * @param topic that sketches go to
 * @param keyFile secret that the keys of all domains are derived from, see {@link DomainKey}; absent only if every domain has its own
 * @param chunkBytes length of a chunk, a power of two
 * @param k one in 2^k chunks is kept
 * @param domains where the domain is not just the pool that an image lies in
 */
public record Dedup(
        Duration every,
        long bytesPerSecond,
        String topic,
        @Nullable Path keyFile,
        int chunkBytes,
        int k,
        List<Domain> domains) {
    public static final Duration EVERY = Duration.ofHours(24);
    public static final long BYTES_PER_SECOND = 20L << 20;
    public static final int CHUNK_BYTES = 8 << 10;
    public static final int K = 13;

    public static final int MIN_CHUNK_BYTES = 512;
    public static final int MAX_CHUNK_BYTES = 1 << 20;
    public static final int MAX_K = 32;

    public Dedup {
        domains = List.copyOf(domains);
    }

    /**
     * Pools inside which equal blocks are stored once. All agents of a domain need the same id, key, chunk length and k.
     *
     * @param id as it appears in sketches and answers
     * @param paths images below these directories belong to it, or these images; the longest that fits decides
     * @param keyFile absent: that of all domains
     * @param chunkBytes absent: that of all domains
     * @param k absent: that of all domains
     */
    public record Domain(
            String id,
            List<Path> paths,
            @Nullable Path keyFile,
            @Nullable Integer chunkBytes,
            @Nullable Integer k) {
        public Domain {
            paths = List.copyOf(paths);
        }
    }

    /** One domain per pool, with the usual schedule and rate. */
    public static Dedup standard(Path keyFile) {
        return new Dedup(EVERY, BYTES_PER_SECOND, Topic.SKETCHES.topicName(), keyFile, CHUNK_BYTES, K, List.of());
    }

    public Dedup withTimes(Duration newEvery, long newBytesPerSecond) {
        return new Dedup(newEvery, newBytesPerSecond, topic, keyFile, chunkBytes, k, domains);
    }

    /**
     * Reads all keys, so that an agent that has none does not start.
     *
     * @throws IOException with what to do
     */
    public void checkKeys() throws IOException {
        if (keyFile != null) {
            DomainKey.read(keyFile, "");
        }
        for (Domain domain : domains) {
            if (domain.keyFile() != null) {
                DomainKey.read(domain.keyFile(), domain.id());
            }
        }
    }

    /** The domain that the longest fitting path names, with what it leaves open filled in; else the pool. */
    Domain domainOf(Path image, String poolId) {
        Domain best = null;
        int longest = -1;
        for (Domain domain : domains) {
            for (Path path : domain.paths()) {
                if (image.startsWith(path) && path.getNameCount() > longest) {
                    best = domain;
                    longest = path.getNameCount();
                }
            }
        }
        if (best == null) {
            return new Domain(poolId, List.of(), keyFile, chunkBytes, k);
        }
        return new Domain(
                best.id(),
                best.paths(),
                best.keyFile() == null ? keyFile : best.keyFile(),
                best.chunkBytes() == null ? (Integer) chunkBytes : best.chunkBytes(),
                best.k() == null ? (Integer) k : best.k());
    }
}
