package io.ullage.bench.content;

import java.security.GeneralSecurityException;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.commons.codec.digest.Blake3;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Keyed hashes of one chunk of 8 KiB, as a content scan takes them. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ChunkHashBenchmark {
    private static final int CHUNK_BYTES = 8192;
    private static final int CHUNKS = 1024;

    @Param({"HmacSHA256", "HmacSHA512/256", "HmacSHA1"})
    public String algorithm;

    private final byte[] key = new byte[32];
    private final byte[] content = new byte[CHUNKS * CHUNK_BYTES];
    private final byte[] result = new byte[64];
    private Mac mac;
    private int chunk;

    @Setup(Level.Trial)
    public void prepare() throws GeneralSecurityException {
        new Random(1).nextBytes(key);
        new Random(2).nextBytes(content);
        mac = Mac.getInstance(algorithm);
        mac.init(new SecretKeySpec(key, algorithm));
    }

    @Benchmark
    public byte[] jdkMac() throws GeneralSecurityException {
        mac.update(content, nextChunk(), CHUNK_BYTES);
        mac.doFinal(result, 0);
        return result;
    }

    @Benchmark
    public byte[] commonsCodecBlake3() {
        Blake3.initKeyedHash(key).update(content, nextChunk(), CHUNK_BYTES).doFinalize(result, 0, Long.BYTES);
        return result;
    }

    private int nextChunk() {
        chunk = (chunk + 1) % CHUNKS;
        return chunk * CHUNK_BYTES;
    }
}
