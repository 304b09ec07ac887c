package io.ullage.agent.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ullage.agent.kafka.Transport.Delivery;
import io.ullage.agent.spool.Spool;
import io.ullage.agent.spool.SpoolRecord;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class KafkaTransportTest {
    @Test
    void guaranteesCannotBeSwitchedOffByTheFile(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("kafka.properties");
        Files.writeString(file, "acks=0\nenable.idempotence=false\nsecurity.protocol=SSL\nlinger.ms=7\n");
        Properties settings = KafkaTransport.settings(List.of("a:1", "b:2"), "zstd", file, "id");
        assertThat(settings)
                .containsEntry("acks", "all")
                .containsEntry("enable.idempotence", "true")
                .containsEntry("security.protocol", "SSL")
                .containsEntry("linger.ms", "7")
                .containsEntry("bootstrap.servers", "a:1,b:2")
                .containsEntry("compression.type", "zstd");
    }

    @Test
    void aMissingFileIsSaidAtTheStart() {
        assertThatThrownBy(() -> KafkaTransport.settings(List.of("a:1"), "zstd", Path.of("/no/such/file"), "id"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("/no/such/file");
    }

    @Test
    void anAbsentBrokerIsAProblemAndNotAnEnd(@TempDir Path directory) throws Exception {
        int closedPort;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closedPort = socket.getLocalPort();
        }
        Path file = directory.resolve("kafka.properties");
        Files.writeString(file, "max.block.ms=200\n");
        try (Spool spool = Spool.open(directory.resolve("spool"), 1 << 20, Duration.ofDays(1), Clock.systemUTC());
                KafkaTransport transport = new KafkaTransport(
                        List.of("127.0.0.1:" + closedPort), "ullage.reports", "zstd", file, "test")) {
            spool.append("a", new byte[] {1});
            List<SpoolRecord> records = spool.peek(1, 1);
            for (int i = 0; i < 2; i++) {
                Delivery delivery = transport.deliver(records);
                assertThat(delivery.done()).isZero();
                assertThat(delivery.problem()).contains("TimeoutException");
            }
        }
    }

    @Test
    void aNameThatDoesNotResolveIsAProblemAndNotAnEnd(@TempDir Path directory) throws Exception {
        try (Spool spool = Spool.open(directory.resolve("spool"), 1 << 20, Duration.ofDays(1), Clock.systemUTC());
                KafkaTransport transport = new KafkaTransport(
                        List.of("no-such-host.invalid:9092"), "ullage.reports", "zstd", null, "test")) {
            spool.append("a", new byte[] {1});
            Delivery delivery = transport.deliver(spool.peek(1, 1));
            assertThat(delivery.done()).isZero();
            assertThat(delivery.problem()).contains("bootstrap");
        }
    }
}
