package io.ullage.service.dedup;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ullage.job.dedup.DedupEstimator;
import io.ullage.job.dedup.DedupSums;
import io.ullage.job.dedup.Sampling;
import io.ullage.job.dedup.SetDedup;
import io.ullage.job.dedup.SetSums;
import io.ullage.job.dedup.VolumeTotals;
import io.ullage.schema.telemetry.ContentSketch;
import io.ullage.schema.telemetry.ContentSketch.Fingerprint;
import io.ullage.service.cli.CommandRun;
import io.ullage.service.clickhouse.ClickHouseExtension;
import io.ullage.service.output.ExitCode;
import io.ullage.service.store.SqlRows;
import io.ullage.service.store.StoreConnection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code ullage dedup} against a real ClickHouse with rows as the jobs write them. */
@Tag("clickhouse")
class DedupCommandIT {
    private static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.MINUTES);

    @RegisterExtension
    final ClickHouseExtension clickHouse = ClickHouseExtension.withTables();

    private final SketchedDisks disks = new SketchedDisks();
    private final List<ContentSketch> sketches = new ArrayList<>();

    @Test
    void anEmptyStoreSaysWhatToDo() {
        CommandRun run = run("dedup");
        assertThat(run.exitCode()).isEqualTo(ExitCode.PARTIAL);
        assertThat(run.err()).contains("no sketches yet").contains("docs/content-scan.md");
    }

    /** The set is answered as the estimator answers it from all sketches, which needs no store. */
    @Test
    void aSampledSetIsAnsweredByTheEstimator() throws Exception {
        int k = 2;
        Random random = new Random(3);
        for (int i = 0; i < 12; i++) {
            disks.put("v" + i, SketchedDisks.random(random, 200 + random.nextInt(2000)));
            write("v" + i, NOW.minusSeconds(600 - i), k);
        }
        for (Set<String> set : List.of(Set.of("v1"), Set.of("v1", "v2", "v3", "v7"), disks.volumeIds())) {
            SetDedup expected = estimate(set, k);
            JsonNode answer = json(set.stream()
                    .flatMap(id -> List.of("--set", "volume=" + id).stream())
                    .toArray(String[]::new));
            assertThat(answer.get("reclaimableBytes").asLong())
                    .isEqualTo(expected.reclaimable().logical().bestBytes());
            assertThat(answer.get("reclaimableLowBytes").asLong())
                    .isEqualTo(expected.reclaimable().logical().lowBytes());
            assertThat(answer.get("reclaimableHighBytes").asLong())
                    .isEqualTo(expected.reclaimable().logical().highBytes());
            assertThat(answer.get("storedBytes").asLong())
                    .isEqualTo(expected.stored().logical().bestBytes());
            assertThat(answer.get("method").asText()).isEqualTo("SAMPLED");
        }
    }

    @Test
    void anEpochOfWhichOnlyFingerprintsAreThereIsNotUsed() throws Exception {
        disks.put("a", LongStream.range(1, 101).toArray());
        disks.put("b", LongStream.range(51, 151).toArray());
        write("a", NOW.minusSeconds(600), 0);
        write("b", NOW.minusSeconds(600), 0);
        JsonNode before = json("--set", "volume=a");
        assertThat(before.get("reclaimableBytes").asLong()).isEqualTo(50 * 512);

        // The next epoch of b has let go of half of what it shares, and its head is not written yet.
        fingerprints("b", NOW.minusSeconds(300), LongStream.range(51, 76), 0);
        assertThat(json("--set", "volume=a")).isEqualTo(before);
        head("b", NOW.minusSeconds(300), NOW.minusSeconds(600), 0, 75 * 512, 0, 75, false);
        assertThat(json("--set", "volume=a").get("reclaimableBytes").asLong()).isEqualTo(75 * 512);
        // Gone altogether: a has its content alone.
        head("b", NOW, NOW, 0, 0, 0, 0, true);
        assertThat(json("--set", "volume=a").get("reclaimableBytes").asLong()).isEqualTo(100 * 512);
    }

    @Test
    void setsAreNamedByMachineTenantPoolTemplateAndIdleness() throws Exception {
        disks.put("template", LongStream.range(1, 101).toArray());
        disks.put("clone-1", LongStream.range(1, 111).toArray());
        disks.put("clone-2", LongStream.range(1, 121).toArray());
        disks.put("clone-of-clone", LongStream.range(1, 101).toArray());
        for (String volumeId : disks.volumeIds()) {
            write(volumeId, NOW.minusSeconds(60), 0);
        }
        volume("template", null, null, "pool-1", 0.9);
        volume("clone-1", "template", "m1", "pool-1", 0.02);
        volume("clone-2", "template", "m2", "pool-2", 0.5);
        volume("clone-of-clone", "clone-1", "m3", "pool-2", null);
        volume("never-read", null, "m3", "pool-2", 0.7);
        machine("m1", "web-1", "acme", true);
        machine("m2", "web-2", "acme", false);
        machine("m3", "db-1", "other", true);

        assertThat(volumes("clones-of=template")).isEqualTo(3);
        assertThat(volumes("machine=web-1")).isEqualTo(1);
        assertThat(volumes("machine=M1")).isEqualTo(1);
        assertThat(volumes("tenant=acme")).isEqualTo(2);
        assertThat(volumes("tenant=acme,off")).isEqualTo(1);
        assertThat(volumes("idle")).as("little used, and powered off").isEqualTo(2);
        assertThat(volumes("idle=60,pool=pool-2")).isEqualTo(1);
        assertThat(volumes("pool=pool-2")).isEqualTo(3);
        assertThat(json("--set", "clones-of=template").get("reclaimableBytes").asLong())
                .as("the template keeps what they share with it")
                .isEqualTo(20 * 512);
        JsonNode all = json("--set", "clones-of=template", "--set", "volume=template");
        assertThat(all.get("reclaimableBytes").asLong()).isEqualTo(120 * 512);
        assertThat(all.get("uniqueSumBytes").asLong()).isEqualTo(10 * 512);

        CommandRun unknown = run("dedup", "--set", "pool=pool-2");
        assertThat(unknown.exitCode()).isEqualTo(ExitCode.PARTIAL);
        assertThat(unknown.out())
                .contains("3 volumes, 2 with a sketch (66.7 % of what they occupy)")
                .contains("Without a sketch, and therefore unknown:\n  never-read\n");
        assertThat(run("dedup", "--set", "tenant=nobody").exitCode()).isEqualTo(ExitCode.PARTIAL);
    }

    @Test
    void aDomainStandsBesideWhatItsPoolSaysAndWhatHasNoSketch() throws Exception {
        disks.put("a", 1, 2, 3);
        write("a", NOW.minusSeconds(60), 0);
        volume("a", null, null, "tank", 0.5);
        volume("b", null, null, "tank", 0.5);
        sql(
                "INSERT INTO pool (interval_start, revision, pool_id, reported_dedup_ratio) VALUES (now(), 1, 'tank', 1.75)");
        sql(
                "INSERT INTO dedup_domain (interval_start, revision, time, domain_id, chunk_bytes, k, method, volumes, scanned_bytes,"
                        + " zero_bytes, stored_bytes, stored_below_bytes, stored_above_bytes, dedup_ratio) VALUES"
                        + " (now(), 1, now(), 'd', 512, 0, 'EXACT', 1, 4000, 1000, 1500, 100, 200, 2)");

        JsonNode domain = new ObjectMapper()
                .readTree(run("dedup", "--format", "json").out())
                .get(0);

        assertThat(domain.get("dataBytes").asLong()).isEqualTo(3000);
        assertThat(domain.get("storedLowBytes").asLong()).isEqualTo(1400);
        assertThat(domain.get("storedHighBytes").asLong()).isEqualTo(1700);
        assertThat(domain.has("storedCompressedBytes")).as("absent is absent").isFalse();
        assertThat(domain.get("volumesWithoutSketch").asLong()).isEqualTo(1);
        assertThat(domain.get("sketchedRatio").asDouble()).isEqualTo(0.5);
        assertThat(domain.get("reportedDedupRatio").asDouble()).isEqualTo(1.75);
        assertThat(domain.get("dedupDifferenceRatio").asDouble()).isEqualTo(0.25);
        assertThat(run("dedup").out()).contains("POOL SAYS").contains("1.75");
    }

    private long volumes(String terms) throws Exception {
        return json("--set", terms).get("volumes").asLong();
    }

    private SetDedup estimate(Set<String> set, int k) {
        DedupSums all = new DedupSums();
        SetSums sums = new SetSums(set);
        Map<Long, Map<String, Integer>> holders = new HashMap<>();
        Map<String, VolumeTotals> totals = new HashMap<>();
        for (ContentSketch sketch : sketches) {
            totals.put(sketch.volumeId(), new VolumeTotals(sketch.scannedBytes(), sketch.zeroBytes()));
            for (Fingerprint one : sketch.fingerprints()) {
                holders.computeIfAbsent(one.hash(), hash -> new HashMap<>()).put(sketch.volumeId(), one.references());
            }
        }
        holders.values().forEach(references -> {
            all.add(references, null);
            sums.add(references, null);
        });
        return new DedupEstimator(new Sampling(SketchedDisks.CHUNK_BYTES, k)).estimate(sums, totals, all.domain());
    }

    /** A complete epoch, as the job writes it. */
    private void write(String volumeId, Instant epoch, int k) throws SQLException {
        ContentSketch sketch = disks.sketches("d", volumeId, epoch, k, 1).get(0);
        sketches.add(sketch);
        if (!sketch.fingerprints().isEmpty()) {
            sql("INSERT INTO fingerprint (domain_id, hash, volume_id, epoch, references) VALUES "
                    + sketch.fingerprints().stream()
                            .map(one -> "('d', %d, '%s', fromUnixTimestamp64Milli(%d), %d)"
                                    .formatted(one.hash(), volumeId, epoch.toEpochMilli(), one.references()))
                            .collect(Collectors.joining(", ")));
        }
        long fingerprints = sketch.fingerprints().size();
        head(volumeId, epoch, epoch, k, sketch.scannedBytes(), sketch.zeroBytes(), fingerprints, false);
    }

    /** These chunks are held no more, or as often as told, from an epoch on. */
    private void fingerprints(String volumeId, Instant epoch, LongStream chunks, int references) throws SQLException {
        SketchedDisks those = new SketchedDisks();
        those.put(volumeId, chunks.toArray());
        sql("INSERT INTO fingerprint (domain_id, hash, volume_id, epoch, references) VALUES "
                + those.sketches("d", volumeId, epoch, 0, 1).get(0).fingerprints().stream()
                        .map(one -> "('d', %d, '%s', fromUnixTimestamp64Milli(%d), %d)"
                                .formatted(one.hash(), volumeId, epoch.toEpochMilli(), references))
                        .collect(Collectors.joining(", ")));
    }

    private void head(
            String volumeId,
            Instant epoch,
            Instant base,
            int k,
            long scannedBytes,
            long zeroBytes,
            long fingerprints,
            boolean gone)
            throws SQLException {
        sql(
                "INSERT INTO sketch (epoch, revision, domain_id, chunk_bytes, k, volume_id, base, scanned_bytes, zero_bytes, fingerprints, gone)"
                        + " VALUES (fromUnixTimestamp64Milli(%d), 1, 'd', 512, %d, '%s', fromUnixTimestamp64Milli(%d), %d, %d, %d, %b)"
                                .formatted(
                                        epoch.toEpochMilli(),
                                        k,
                                        volumeId,
                                        base.toEpochMilli(),
                                        scannedBytes,
                                        zeroBytes,
                                        fingerprints,
                                        gone));
    }

    private void volume(
            String volumeId,
            @Nullable String parent,
            @Nullable String machineId,
            String poolId,
            @Nullable Double utilisation)
            throws SQLException {
        sql(
                "INSERT INTO ledger (interval_start, revision, time, volume_id, name, pool_id, host_id, machine_id, parent_volume_id,"
                        + " source, provisioned_bytes, allocated_bytes, guest_live_bytes, ullage_bytes) VALUES"
                        + " (toStartOfMinute(now()), 1, now(), '%s', '%s', '%s', 'host', %s, %s, 'test', 1000, 500, %s, 1000)"
                                .formatted(
                                        volumeId,
                                        volumeId,
                                        poolId,
                                        quoted(machineId),
                                        quoted(parent),
                                        utilisation == null ? "NULL" : Long.toString(Math.round(utilisation * 1000))));
    }

    private static String quoted(@Nullable String text) {
        return text == null ? "NULL" : "'" + text + "'";
    }

    private void machine(String machineId, String name, String tenant, boolean poweredOn) throws SQLException {
        sql(
                "INSERT INTO inventory (machine_id, since, received, revision, source, machine_name, tenant, powered_on) VALUES"
                        + " ('%s', now64(3), now64(3), 1, 'test', '%s', '%s', %b)"
                                .formatted(machineId, name, tenant, poweredOn));
    }

    private void sql(String statement) throws SQLException {
        SqlRows.of(clickHouse.connection(), statement);
    }

    private JsonNode json(String... arguments) throws Exception {
        List<String> all = new ArrayList<>(List.of("dedup", "--format", "json"));
        all.addAll(List.of(arguments));
        CommandRun run = run(all.toArray(String[]::new));
        assertThat(run.err()).isEmpty();
        return new ObjectMapper().readTree(run.out()).get(0);
    }

    private CommandRun run(String... arguments) {
        StoreConnection store = clickHouse.connection();
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--clickhouse", store.url(), "--user", store.user()));
        if (store.passwordFile() != null) {
            all.addAll(List.of("--password-file", store.passwordFile().toString()));
        }
        return CommandRun.of(all.toArray(String[]::new));
    }
}
