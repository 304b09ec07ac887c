package io.ullage.job.utilisation;

import static io.ullage.job.Readings.GIB;
import static io.ullage.job.Readings.MACHINE;
import static io.ullage.job.Readings.T0;
import static io.ullage.job.Readings.guestAgent;
import static io.ullage.job.Readings.guestDisk;
import static io.ullage.job.Readings.hostAgent;
import static io.ullage.job.Readings.pool;
import static io.ullage.job.Readings.report;
import static io.ullage.job.Readings.volume;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.ullage.job.ingest.RawMessage;
import io.ullage.job.match.MatchRule;
import io.ullage.job.match.UnmatchedReason;
import io.ullage.job.row.IngestOutcome;
import io.ullage.job.row.LedgerRow;
import io.ullage.job.row.PoolRow;
import io.ullage.job.row.UnmatchedRow;
import io.ullage.schema.codec.DeadLetter;
import io.ullage.schema.codec.TelemetryCodec;
import io.ullage.schema.telemetry.AgentIdentity;
import io.ullage.schema.telemetry.Report;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The whole job on a real, in-process Flink cluster, from bytes to rows. */
@Tag("flink")
class UtilisationPipelineIT {
    @RegisterExtension
    static final MiniClusterExtension FLINK = new MiniClusterExtension(new MiniClusterResourceConfiguration.Builder()
            .setNumberTaskManagers(1)
            .setNumberSlotsPerTaskManager(2)
            .build());

    private static final AgentIdentity HOST = hostAgent("hypervisor");
    private static final AgentIdentity GUEST = guestAgent("web-1", MACHINE);

    private final TelemetryCodec codec = new TelemetryCodec();
    private final List<byte[]> topic = new ArrayList<>();
    private final CollectingSinks out = new CollectingSinks();

    @Test
    void joinsBothSidesIntoALedgerAndSumsThePool() throws Exception {
        send(report(
                HOST,
                T0,
                volume("vol-1")
                        .attached(MACHINE, "S-1")
                        .written(8 * GIB)
                        .unit(4096L)
                        .allocated(8 * GIB)
                        .reading(),
                volume("vol-2").allocated(GIB).written(GIB).reading(),
                pool("pool-1", 100 * GIB, 40 * GIB)));
        send(report(GUEST, T0.plusSeconds(7), guestDisk("sda", "S-1", 32 * GIB, 5 * GIB)));

        run();

        LedgerRow row = out.standingLedgers().get("vol-1@" + T0);
        assertThat(row.guest()).isEqualTo(new LedgerRow.GuestMatch(MACHINE, "sda", MatchRule.SERIAL, -7, null));
        assertThat(row.guestLiveBytes()).isEqualTo(5 * GIB);
        assertThat(row.ledger().dead().bestBytes()).isEqualTo(3 * GIB);
        assertThat(row.ledger().ullage().bestBytes()).isEqualTo(24 * GIB);
        PoolRow pool = out.standingPools().get("pool-1@" + T0);
        assertThat(pool.pool()).isEqualTo(pool("pool-1", 100 * GIB, 40 * GIB));
        assertThat(pool.disks().volumes()).isEqualTo(2);
        assertThat(pool.disks().provisionedBytes()).isEqualTo(64 * GIB);
        assertThat(pool.disks().allocatedBytes()).isEqualTo(9 * GIB);
        assertThat(pool.disks().guestLiveBytes()).isEqualTo(5 * GIB);
        assertThat(pool.disks().withoutGuestLive()).isEqualTo(1);
        assertThat(out.standingUnmatched()).isEmpty();
    }

    @Test
    void countsWhatComesTwiceOnce() throws Exception {
        Report host = report(HOST, T0, volume("vol-1").allocated(GIB).reading());
        send(host);
        send(host);
        send(host);

        run();

        assertThat(out.outcomes()).isEqualTo(Map.of(IngestOutcome.EMITTED, 1L, IngestOutcome.DUPLICATE, 2L));
        assertThat(out.standingPools().get("pool-1@" + T0).disks().allocatedBytes())
                .isEqualTo(GIB);
    }

    @Test
    void keepsHistoryBesideLiveReadings() throws Exception {
        Instant longAgo = T0.minus(Duration.ofDays(90));
        send(report(
                HOST,
                T0,
                volume("vol-1").attached(MACHINE, "S-1").written(8 * GIB).reading()));
        send(report(GUEST, longAgo, guestDisk("sda", "S-1", 32 * GIB, 2 * GIB)));
        send(report(
                hostAgent("simulated"),
                longAgo,
                volume("vol-1").attached(MACHINE, "S-1").written(4 * GIB).reading()));
        send(report(GUEST, T0, guestDisk("sda", "S-1", 32 * GIB, 5 * GIB)));
        send(report(HOST, longAgo.plusSeconds(60), volume("vol-9").written(GIB).reading()));

        // One reader keeps the order of an agent's messages, as a partition does.
        run(1);

        assertThat(out.standingLedgers())
                .containsOnlyKeys("vol-1@" + longAgo, "vol-1@" + T0, "vol-9@" + longAgo.plusSeconds(60));
        assertThat(out.standingLedgers().get("vol-1@" + longAgo).guestLiveBytes())
                .isEqualTo(2 * GIB);
        assertThat(out.standingLedgers().get("vol-1@" + T0).guestLiveBytes()).isEqualTo(5 * GIB);
        assertThat(out.outcomes()).isEqualTo(Map.of(IngestOutcome.EMITTED, 4L, IngestOutcome.LATE, 1L));
    }

    @Test
    void listsWhatHasOneSideOnly() throws Exception {
        send(report(
                HOST,
                T0,
                volume("vol-1").attached(MACHINE, "S-1").written(8 * GIB).reading()));
        send(report(guestAgent("lonely", "no-host-knows-me"), T0, guestDisk("sda", "X", GIB, GIB / 2)));

        run();

        assertThat(out.standingUnmatched().values())
                .extracting(UnmatchedRow::entityId, UnmatchedRow::reason)
                .containsExactlyInAnyOrder(
                        tuple("vol-1", UnmatchedReason.NO_GUEST_VIEW), tuple("sda", UnmatchedReason.NO_HOST_VIEW));
        LedgerRow unseen = out.standingLedgers().get("vol-1@" + T0);
        assertThat(unseen.guestLiveBytes()).isNull();
        assertThat(unseen.ledger().unseen().bestBytes()).isEqualTo(8 * GIB);
        assertThat(out.standingLedgers()).hasSize(1);
    }

    @Test
    void goesOnAfterGarbage() throws Exception {
        byte[] good =
                codec.encode(report(HOST, T0, volume("vol-1").allocated(GIB).reading()));
        topic.add(Arrays.copyOf(good, good.length / 2));
        topic.add("not a report".getBytes(StandardCharsets.UTF_8));
        topic.add("{\"version\":99}".getBytes(StandardCharsets.UTF_8));
        topic.add("{\"version\":1,\"agent\":[]}".getBytes(StandardCharsets.UTF_8));
        topic.add(new byte[10 << 20]);
        topic.add(new byte[0]);
        topic.add(good);

        run();

        assertThat(out.outcomes()).isEqualTo(Map.of(IngestOutcome.MALFORMED, 6L, IngestOutcome.EMITTED, 1L));
        assertThat(out.deadLetters.rows()).hasSize(6).allSatisfy(letter -> assertThat(letter.rule())
                .isNotBlank());
        assertThat(out.deadLetters.rows())
                .extracting(DeadLetter::payloadBytes)
                .contains(10L << 20)
                .allMatch(bytes -> bytes >= 0);
        assertThat(out.standingLedgers()).containsOnlyKeys("vol-1@" + T0);
    }

    private void send(Report report) {
        topic.add(codec.encode(report));
    }

    private void run() throws Exception {
        run(2);
    }

    private void run(int parallelism) throws Exception {
        Configuration noKryo = new Configuration();
        noKryo.set(PipelineOptions.GENERIC_TYPES, false);
        StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment(noKryo);
        environment.setParallelism(parallelism);
        List<byte[]> messages = List.copyOf(topic);
        DataGeneratorSource<RawMessage> source = new DataGeneratorSource<>(
                index -> message(messages.get(index.intValue()), index),
                messages.size(),
                TypeInformation.of(RawMessage.class));
        new UtilisationJob(source, out.sinks(), UtilisationSettings.DEFAULTS).lay(environment);
        environment.execute();
    }

    private static RawMessage message(byte[] payload, long offset) {
        byte[] kept = payload.length > TelemetryCodec.MAX_MESSAGE_BYTES
                ? Arrays.copyOf(payload, DeadLetter.MAX_PAYLOAD_BYTES)
                : payload;
        return new RawMessage(kept, payload.length, "ullage.reports", 0, offset, T0.plusSeconds(10));
    }
}
