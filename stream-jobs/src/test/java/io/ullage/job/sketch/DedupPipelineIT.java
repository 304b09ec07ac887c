package io.ullage.job.sketch;

import static io.ullage.job.Readings.T0;
import static org.assertj.core.api.Assertions.assertThat;

import io.ullage.job.dedup.DomainDedup;
import io.ullage.job.dedup.VolumeDedup;
import io.ullage.job.ingest.RawMessage;
import io.ullage.job.row.DedupDomainRow;
import io.ullage.job.row.DedupVolumeRow;
import io.ullage.job.row.FingerprintRow;
import io.ullage.job.row.Row;
import io.ullage.job.row.SketchRow;
import io.ullage.job.utilisation.CollectingSink;
import io.ullage.schema.codec.DeadLetter;
import io.ullage.schema.codec.TelemetryCodec;
import io.ullage.schema.telemetry.ContentSketch;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The whole job on a real, in-process Flink cluster, from bytes to rows. */
@Tag("flink")
class DedupPipelineIT {
    @RegisterExtension
    static final MiniClusterExtension FLINK = new MiniClusterExtension(new MiniClusterResourceConfiguration.Builder()
            .setNumberTaskManagers(1)
            .setNumberSlotsPerTaskManager(4)
            .build());

    private final TelemetryCodec codec = new TelemetryCodec();
    private final List<byte[]> topic = new ArrayList<>();
    private Collected out = new Collected();

    /** Where the rows go. */
    private record Collected(
            CollectingSink<DedupDomainRow> domains,
            CollectingSink<DedupVolumeRow> volumes,
            CollectingSink<SketchRow> sketches,
            CollectingSink<FingerprintRow> fingerprints,
            CollectingSink<DeadLetter> deadLetters) {
        Collected() {
            this(
                    new CollectingSink<>(),
                    new CollectingSink<>(),
                    new CollectingSink<>(),
                    new CollectingSink<>(),
                    new CollectingSink<>());
        }

        DedupSinks sinks() {
            return new DedupSinks(domains, volumes, sketches, fingerprints, deadLetters);
        }
    }

    /** Epochs late, double, in parts and out of order: what stands in the end is what the estimator makes of the newest of each volume. */
    @ParameterizedTest
    @CsvSource({
        "0, false, hashmap",
        "0, true, rocksdb",
        "2, false, io.ullage.job.state.WriteBehindStateBackendFactory",
        "3, true, hashmap"
    })
    void inTheEndTheNewestEpochsStandAtAnyParallelism(int k, boolean sized, String stateBackend) throws Exception {
        Random random = new Random(k);
        Disks disks = new Disks(sized);
        for (int volume = 0; volume < 20; volume++) {
            for (int epoch = 0; epoch <= volume % 4; epoch++) {
                disks.put("v" + volume, Disks.random(random, 50 + random.nextInt(400)));
                send(disks.sketches("d", "v" + volume, T0.minusSeconds(60L * (10 - epoch)), k, 1 + random.nextInt(3)));
            }
        }
        topic.addAll(new ArrayList<>(topic.subList(0, topic.size() / 2)));
        Collections.shuffle(topic, random);

        run(1, stateBackend);
        holds(disks, k);
        Map<String, DedupVolumeRow> alone = standing(out.volumes().rows(), DedupVolumeRow::volumeId);
        out = new Collected();
        run(4, stateBackend);

        holds(disks, k);
        assertThat(standing(out.volumes().rows(), DedupVolumeRow::volumeId)).isEqualTo(alone);
        assertThat(out.deadLetters().rows()).isEmpty();
    }

    private void holds(Disks disks, int k) {
        DomainDedup truth = disks.estimate(k);
        DedupDomainRow domain =
                standing(out.domains().rows(), DedupDomainRow::domainId).get("d");
        assertThat(domain.volumes()).isEqualTo(disks.names().size());
        assertThat(domain.totals()).isEqualTo(truth.totals());
        assertThat(domain.stored()).isEqualTo(truth.stored());
        assertThat(domain.ratio()).isEqualTo(truth.ratio());
        Map<String, DedupVolumeRow> volumes = standing(out.volumes().rows(), DedupVolumeRow::volumeId);
        for (String volumeId : disks.names()) {
            VolumeDedup volume = truth.volumes().get(volumeId);
            DedupVolumeRow row = volumes.get(volumeId);
            assertThat(row.unique()).as(volumeId).isEqualTo(volume.unique());
            assertThat(row.attributed()).as(volumeId).isEqualTo(volume.attributed());
            assertThat(row.shared()).as(volumeId).isEqualTo(volume.shared());
            if (k == 0) {
                assertThat(row.unique().logical().bestBytes())
                        .as("to the byte")
                        .isEqualTo(disks.reclaimableBytes(Set.of(volumeId)));
            }
        }
        if (k == 0) {
            assertThat(domain.stored().logical().bestBytes()).isEqualTo(disks.reclaimableBytes(disks.names()));
        }
    }

    /**
     * Each epoch of a volume has as many chunks as the one before, and not one of them. Whoever saw half of a replacement would see other
     * sums; 37 messages at a time leave epochs open at most cuts.
     */
    @Test
    void noRowShowsHalfOfAReplacement() throws Exception {
        int chunks = 300;
        Disks disks = new Disks(false);
        for (int epoch = 0; epoch < 150; epoch++) {
            for (int volume = 0; volume < 4; volume++) {
                long first = 1 + (epoch * 4L + volume) * chunks;
                disks.put("v" + volume, LongStream.range(first, first + chunks).toArray());
                send(disks.sketches("d", "v" + volume, T0.minusSeconds(1000 - epoch), 0, 2));
            }
        }

        run(4, "hashmap", RateLimiterStrategy.perCheckpoint(37), Duration.ofMillis(20));

        assertThat(out.domains().rows()).hasSizeGreaterThan(10).allSatisfy(row -> assertThat(
                        row.stored().logical().bestBytes())
                .isEqualTo(row.volumes() * chunks * Disks.CHUNK_BYTES)
                .isEqualTo(row.totals().dataBytes()));
        assertThat(out.domains().rows().stream().map(DedupDomainRow::revision).distinct())
                .hasSizeGreaterThan(10);
    }

    @Test
    void goesOnAfterGarbage() throws Exception {
        Disks disks = new Disks(false);
        disks.put("v", 1, 2, 3, 3, 0);
        byte[] good = codec.encode(disks.sketches("d", "v", T0, 0, 1).get(0));
        topic.add(Arrays.copyOf(good, good.length / 2));
        topic.add("not a sketch".getBytes(StandardCharsets.UTF_8));
        topic.add(new byte[0]);
        topic.add(new byte[10 << 20]);
        topic.add(good);

        run(2, "hashmap");

        assertThat(out.deadLetters().rows()).hasSize(3);
        holds(disks, 0);
    }

    private void send(List<ContentSketch> sketches) {
        sketches.forEach(sketch -> topic.add(codec.encode(sketch)));
    }

    private static <R extends Row> Map<String, R> standing(List<R> rows, Function<R, String> key) {
        Map<String, R> standing = new TreeMap<>();
        for (R row : rows) {
            standing.merge(key.apply(row), row, (a, b) -> b.revision() >= a.revision() ? b : a);
        }
        return standing;
    }

    private void run(int parallelism, String stateBackend) throws Exception {
        run(parallelism, stateBackend, RateLimiterStrategy.noOp(), Duration.ofMillis(50));
    }

    private void run(int parallelism, String stateBackend, RateLimiterStrategy<?> rate, Duration checkpoints)
            throws Exception {
        Configuration flink = new Configuration();
        flink.set(PipelineOptions.GENERIC_TYPES, false);
        flink.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, checkpoints);
        flink.set(StateBackendOptions.STATE_BACKEND, stateBackend);
        StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment(flink);
        environment.setParallelism(parallelism);
        List<byte[]> messages = List.copyOf(topic);
        DataGeneratorSource<RawMessage> source = new DataGeneratorSource<>(
                index -> message(messages.get(index.intValue()), index),
                messages.size(),
                rate,
                TypeInformation.of(RawMessage.class));
        DedupSettings settings =
                new DedupSettings(Duration.ofHours(1), Duration.ofMillis(1), Duration.ofDays(14), Duration.ofDays(35));
        new DedupJob(source, out.sinks(), settings).lay(environment);
        environment.execute();
    }

    private static RawMessage message(byte[] payload, long offset) {
        boolean whole = payload.length <= TelemetryCodec.MAX_MESSAGE_BYTES;
        byte[] kept = whole ? payload : Arrays.copyOf(payload, DeadLetter.MAX_PAYLOAD_BYTES);
        Instant arrived = T0.plusSeconds(10);
        return new RawMessage(kept, payload.length, "ullage.sketches", 0, offset, arrived);
    }
}
