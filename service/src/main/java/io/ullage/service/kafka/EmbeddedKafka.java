package io.ullage.service.kafka;

import io.ullage.service.process.ChildSpec;
import io.ullage.service.process.LoopbackPort;
import io.ullage.service.process.Supervisor;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A Kafka broker in a supervised child JVM, on the loopback. */
public final class EmbeddedKafka implements AutoCloseable {
    /** Largest message that the broker takes: a report part is far below, garbage is refused at the door or dead-lettered. */
    public static final int MAX_MESSAGE_BYTES = 16 * 1024 * 1024;

    private static final Duration READY_WITHIN = Duration.ofSeconds(90);
    private static final Duration STOP_WITHIN = Duration.ofSeconds(20);
    private static final String HOST = "127.0.0.1";

    private final Supervisor supervisor;
    private final int port;

    private EmbeddedKafka(Supervisor supervisor, int port) {
        this.supervisor = supervisor;
        this.port = port;
    }

    /**
     * Starts the broker and waits until it serves.
     *
     * @param dataDirectory of the node; the records lie in its {@code kafka/}
     * @param port to listen on; 0 takes a free one. It stays the same over supervised restarts
     */
    public static EmbeddedKafka start(Path dataDirectory, int port) throws IOException, InterruptedException {
        int brokerPort = LoopbackPort.orFree(port);
        ChildSpec spec = new ChildSpec(
                "kafka",
                KafkaChild.class.getName(),
                List.of("-Xms64m", "-Xmx256m", "-XX:TieredStopAtLevel=1", "-XX:MaxDirectMemorySize=96m"),
                dataDirectory,
                Map.of(
                        KafkaChild.DIRECTORY,
                        dataDirectory.toAbsolutePath().resolve("kafka").toString(),
                        KafkaChild.HOST,
                        HOST,
                        KafkaChild.PORT,
                        Integer.toString(brokerPort),
                        KafkaChild.CONTROLLER_PORT,
                        Integer.toString(LoopbackPort.orFree(0))));
        Supervisor supervisor = new Supervisor(spec, READY_WITHIN, STOP_WITHIN);
        supervisor.start();
        return new EmbeddedKafka(supervisor, brokerPort);
    }

    public String bootstrapServers() {
        return HOST + ":" + port;
    }

    public int port() {
        return port;
    }

    public Supervisor supervisor() {
        return supervisor;
    }

    /** Stops the broker in order. */
    @Override
    public void close() {
        supervisor.close();
    }
}
