package io.ullage.service.job;

import io.ullage.agent.content.DomainKey;
import io.ullage.schema.topic.Topic;
import io.ullage.service.clickhouse.ClickHouseExtension;
import io.ullage.service.dedup.SketchedDisks;
import io.ullage.service.kafka.EmbeddedKafka;
import io.ullage.service.kafka.KafkaExtension;
import io.ullage.service.kafka.ScanningAgent;
import io.ullage.service.kafka.Topics;
import io.ullage.service.process.Eventually;
import io.ullage.service.store.SqlRows;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** From images on disk through the agent, the broker and the job to the store: held to the chunks that the images were made of. */
@Tag("kafka")
@Tag("flink")
@Tag("clickhouse")
@ExtendWith(KafkaExtension.class)
class ScanToDedupIT {
    private static final Duration WAIT = Duration.ofSeconds(120);

    @RegisterExtension
    final ClickHouseExtension clickHouse = ClickHouseExtension.withTables();

    @TempDir
    Path directory;

    private final SketchedDisks disks = new SketchedDisks();
    private final Random random = new Random(11);

    @Test
    void theStoreHoldsWhatTheImagesHold(EmbeddedKafka kafka) throws Exception {
        Path images = Files.createDirectory(directory.resolve("images")).toRealPath();
        long[] template = SketchedDisks.random(random, 2000);
        image(images, "template.raw", template);
        for (int clone = 1; clone <= 3; clone++) {
            long[] diverged = template.clone();
            for (int change = 0; change < 40 * clone; change++) {
                diverged[random.nextInt(diverged.length)] = 5_000_000L + random.nextInt(60);
            }
            image(images, "clone-" + clone + ".raw", diverged);
        }
        image(images, "empty.raw", new long[300]);
        DomainKey.create(ScanningAgent.keyFile(directory));
        Topics.create(kafka.bootstrapServers(), (short) 1);

        try (RunningJob job = RunningJob.startDedup(
                kafka,
                Topic.SKETCHES.topicName(),
                clickHouse.server().endpoint(),
                clickHouse.connection(),
                directory.resolve("checkpoints"),
                null,
                2)) {
            Process agent = ScanningAgent.start(
                    directory,
                    images,
                    kafka.bootstrapServers(),
                    "every: 2s, rate: 1GiB, k: 0, chunkBytes: " + SketchedDisks.CHUNK_BYTES);
            try {
                awaitTruth(images);
                // And again when an image has changed.
                image(images, "clone-1.raw", SketchedDisks.random(random, 2100));
                awaitTruth(images);
            } finally {
                agent.destroyForcibly().waitFor();
            }
        }
    }

    private void image(Path images, String name, long[] chunks) throws Exception {
        disks.put(name, chunks);
        Files.write(images.resolve(name), disks.content(name));
    }

    private void awaitTruth(Path images) throws Exception {
        Set<String> all = disks.volumeIds();
        List<String> domain = List.of(
                Integer.toString(all.size()),
                Long.toString(disks.dataBytes(all)),
                Long.toString(disks.reclaimableBytes(all)));
        Eventually.await(
                "the domain's figures",
                WAIT,
                () -> rows("SELECT volumes, data_bytes, stored_bytes FROM dedup_domain_latest")
                        .equals(List.of(domain)));
        List<List<String>> volumes = new ArrayList<>();
        for (String name : new TreeSet<>(all)) {
            volumes.add(List.of(name, Long.toString(disks.reclaimableBytes(Set.of(name)))));
        }
        String prefix = images + "/";
        Eventually.await(
                "the volumes' figures",
                WAIT,
                () -> rows("SELECT splitByChar('/', volume_id)[-1] AS name, unique_bytes FROM dedup_volume_latest"
                                + " WHERE position(volume_id, '" + prefix + "') > 0 ORDER BY name")
                        .equals(volumes));
    }

    private List<List<String>> rows(String sql) throws SQLException {
        return SqlRows.of(clickHouse.connection(), sql);
    }
}
