package io.ullage.service.cluster;

import io.ullage.service.process.Eventually;
import io.ullage.service.process.LoopbackPort;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.metadata.storage.Formatter;

/**
 * Three brokers, each also a controller, each a process. Two listeners: one that asks nobody, and one where clients log in as
 * {@link #USER}.
 */
final class KafkaCluster implements AutoCloseable {
    static final short REPLICATION = 3;
    static final String USER = "jobs";
    static final String PASSWORD = "not-in-the-graph";

    private static final Duration READY = Duration.ofSeconds(180);
    private static final List<String> JVM = List.of("-Xms48m", "-Xmx160m", "-XX:TieredStopAtLevel=1");
    private static final int BROKERS = 3;

    private final List<ServerProcess> brokers = new ArrayList<>();
    private final List<Integer> ports = new ArrayList<>();
    private final List<Integer> loginPorts = new ArrayList<>();

    private KafkaCluster() {}

    static KafkaCluster start(Path directory) throws Exception {
        KafkaCluster cluster = new KafkaCluster();
        List<Integer> controllers = new ArrayList<>();
        for (int broker = 0; broker < BROKERS; broker++) {
            cluster.ports.add(LoopbackPort.orFree(0));
            cluster.loginPorts.add(LoopbackPort.orFree(0));
            controllers.add(LoopbackPort.orFree(0));
        }
        String clusterId = Uuid.randomUuid().toString();
        for (int broker = 0; broker < BROKERS; broker++) {
            Path home = Files.createDirectories(directory.resolve("kafka-" + broker));
            format(home, broker, clusterId);
            Path settings = cluster.settings(home, broker, controllers);
            cluster.brokers.add(ServerProcess.start(
                    "kafka-" + broker,
                    directory,
                    System.getProperty("java.class.path"),
                    JVM,
                    "kafka.Kafka",
                    List.of(settings.toString())));
        }
        cluster.awaitBrokers();
        return cluster;
    }

    private static void format(Path home, int broker, String clusterId) throws Exception {
        new Formatter()
                .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                .setNodeId(broker)
                .setClusterId(clusterId)
                .setControllerListenerName("CONTROLLER")
                .setMetadataLogDirectory(home.toString())
                .addDirectory(home.toString())
                .run();
    }

    private Path settings(Path home, int broker, List<Integer> controllers) throws IOException {
        String plain = "PLAIN://127.0.0.1:" + ports.get(broker);
        String login = "LOGIN://127.0.0.1:" + loginPorts.get(broker);
        Properties settings = new Properties();
        settings.putAll(Map.of(
                "process.roles",
                "broker,controller",
                "node.id",
                Integer.toString(broker),
                "log.dirs",
                home.toString(),
                "listeners",
                plain + "," + login + ",CONTROLLER://127.0.0.1:" + controllers.get(broker),
                "advertised.listeners",
                plain + "," + login,
                "listener.security.protocol.map",
                "PLAIN:PLAINTEXT,LOGIN:SASL_PLAINTEXT,CONTROLLER:PLAINTEXT",
                "inter.broker.listener.name",
                "PLAIN",
                "controller.listener.names",
                "CONTROLLER",
                "controller.quorum.voters",
                IntStream.range(0, BROKERS)
                        .mapToObj(each -> each + "@127.0.0.1:" + controllers.get(each))
                        .collect(Collectors.joining(","))));
        settings.putAll(Map.of(
                "listener.name.login.sasl.enabled.mechanisms",
                "PLAIN",
                "listener.name.login.plain.sasl.jaas.config",
                "org.apache.kafka.common.security.plain.PlainLoginModule required user_" + USER + "=\"" + PASSWORD
                        + "\";"));
        settings.putAll(Map.of(
                "auto.create.topics.enable", "false",
                "min.insync.replicas", "2",
                "offsets.topic.replication.factor", "3",
                "offsets.topic.num.partitions", "3",
                "transaction.state.log.num.partitions", "1",
                "broker.session.timeout.ms", "6000",
                "log.index.size.max.bytes", "524288",
                "log.segment.bytes", "33554432",
                "log.cleaner.dedupe.buffer.size", "8388608"));
        settings.putAll(Map.of("num.network.threads", "2", "num.io.threads", "2", "log.cleaner.threads", "1"));
        Path file = home.resolveSibling("kafka-" + broker + ".properties");
        try (Writer writer = Files.newBufferedWriter(file)) {
            settings.store(writer, null);
        }
        return file;
    }

    /** For clients that do not log in. */
    String bootstrapServers() {
        return servers(ports);
    }

    /** For clients that do. */
    String loginServers() {
        return servers(loginPorts);
    }

    /** What such a client must know; holds the password. */
    static String clientProperties() {
        return """
                security.protocol=SASL_PLAINTEXT
                sasl.mechanism=PLAIN
                sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required \
                username="%s" password="%s";
                """.formatted(USER, PASSWORD);
    }

    private static String servers(List<Integer> ports) {
        return ports.stream().map(port -> "127.0.0.1:" + port).collect(Collectors.joining(","));
    }

    /** The broker that leads a partition of the topic. */
    ServerProcess leaderOf(String topic, int partition) throws ExecutionException, InterruptedException {
        try (Admin admin = admin()) {
            int leader = admin.describeTopics(List.of(topic))
                    .allTopicNames()
                    .get()
                    .get(topic)
                    .partitions()
                    .get(partition)
                    .leader()
                    .id();
            return brokers.get(leader);
        }
    }

    void awaitBrokers() throws Exception {
        try (Admin admin = admin()) {
            Eventually.await(BROKERS + " brokers", READY, () -> {
                requireAlive();
                try {
                    return admin.describeCluster().nodes().get().size() == BROKERS;
                } catch (ExecutionException notYet) {
                    return false;
                }
            });
        }
    }

    private void requireAlive() throws IOException {
        for (ServerProcess broker : brokers) {
            broker.requireAlive();
        }
    }

    private Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", bootstrapServers()));
    }

    @Override
    public void close() {
        brokers.forEach(ServerProcess::close);
    }
}
