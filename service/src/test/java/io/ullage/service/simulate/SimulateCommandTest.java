package io.ullage.service.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ullage.schema.codec.MalformedMessageException;
import io.ullage.schema.codec.TelemetryCodec;
import io.ullage.service.cli.CommandRun;
import io.ullage.service.output.CommandException;
import io.ullage.service.output.ExitCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RoundRobinPartitioner;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimulateCommandTest {
    private static final ByteArraySerializer BYTES = new ByteArraySerializer();

    /** Through the codec and back: what the job reads is what the fleet said, by the keys that the topics name. */
    @Test
    void sendsWhatTheFleetTells() throws MalformedMessageException {
        SimulationPlan plan = RecordedTelemetry.plan(20, 1, 5, 6);
        MockProducer<byte[], byte[]> broker = new MockProducer<>(true, new RoundRobinPartitioner(), BYTES, BYTES);
        KafkaTelemetry sender = new KafkaTelemetry(broker, "nowhere:1");
        new Fleet(plan).tell(sender, steps -> {});
        sender.flush();

        RecordedTelemetry told = RecordedTelemetry.of(plan);
        assertThat(sender.reports()).isEqualTo(told.reports.size());
        assertThat(sender.inventories()).isEqualTo(told.inventories.size());
        TelemetryCodec codec = new TelemetryCodec();
        List<ProducerRecord<byte[], byte[]>> reports = broker.history().stream()
                .filter(sent -> sent.topic().equals("ullage.reports"))
                .toList();
        for (int i = 0; i < reports.size(); i++) {
            assertThat(codec.decodeReport(reports.get(i).value()).report()).isEqualTo(told.reports.get(i));
            assertThat(new String(reports.get(i).key(), StandardCharsets.UTF_8))
                    .isEqualTo(told.reports.get(i).agent().id());
        }
        assertThat(broker.history().stream().filter(sent -> sent.topic().equals("ullage.inventory")))
                .extracting(sent -> new String(sent.key(), StandardCharsets.UTF_8))
                .containsExactlyElementsOf(told.inventories.stream()
                        .map(message -> message.machineId())
                        .toList());
    }

    @Test
    void stopsAtTheFirstMessageThatIsNotTaken() {
        MockProducer<byte[], byte[]> broker = new MockProducer<>(false, new RoundRobinPartitioner(), BYTES, BYTES);
        KafkaTelemetry sender = new KafkaTelemetry(broker, "nowhere:1");
        RecordedTelemetry told = RecordedTelemetry.of(RecordedTelemetry.plan(2, 1, 5, 24));
        sender.report(told.reports.get(0));
        broker.errorNext(new TimeoutException("expired"));
        assertThatThrownBy(() -> sender.report(told.reports.get(0)))
                .isInstanceOf(CommandException.class)
                .hasMessage("Kafka at nowhere:1 did not take a message: expired");
    }

    @Test
    void truthFileHoldsEveryVolumeAtEveryStep(@TempDir Path directory) throws IOException {
        SimulationPlan plan = RecordedTelemetry.plan(20, 1, 5, 6);
        Path file = directory.resolve("truth.jsonl");
        RecordedTelemetry told = new RecordedTelemetry();
        try (TruthFile truth = new TruthFile(file, told)) {
            new Fleet(plan).tell(truth, steps -> {});
        }
        List<String> lines = Files.readAllLines(file);
        assertThat(lines).hasSameSizeAs(told.truths).isNotEmpty();
        for (int i = 0; i < lines.size(); i++) {
            JsonNode line = new ObjectMapper().readTree(lines.get(i));
            Truth truth = told.truths.get(i);
            assertThat(line.get("volumeId").asText()).isEqualTo(truth.volumeId());
            assertThat(line.get("deadBytes").asLong()).isEqualTo(truth.ledger().deadBytes());
            assertThat(line.get("provisionedBytes").asLong()).isEqualTo(truth.provisionedBytes());
        }
    }

    @Test
    void wrongPlanIsWrongUse() {
        CommandRun run =
                CommandRun.of("simulate", "--volumes", "0", "--days", "1", "--seed", "1", "--bootstrap", "127.0.0.1:1");
        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).startsWith("ullage: volumes: must be from 1 to 1000000, was 0");
        CommandRun step = CommandRun.of("simulate", "--volumes", "1", "--days", "1", "--seed", "1", "--step", "soon");
        assertThat(step.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(step.err()).contains("--step").contains("must be a number and s, m, h or d");
    }

    @Test
    void brokerThatIsNoAddressIsWrongUse() {
        CommandRun run =
                CommandRun.of("simulate", "--volumes", "1", "--days", "1", "--seed", "1", "--bootstrap", "nonsense");
        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).startsWith("ullage: --bootstrap: must be HOST:PORT, was nonsense");
    }
}
