package io.ullage.job.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaAccessTest {
    private static final String LOGIN =
            "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"ullage\" password=\"s3cret\";";

    @TempDir
    Path directory;

    @Test
    void valuesStayInTheFileUntilAClientAsks() throws IOException {
        Path file = written("security.protocol=SASL_SSL\nsasl.mechanism=PLAIN\nsasl.jaas.config=" + LOGIN + "\n");

        Properties properties = new KafkaAccess(file.toString()).properties();

        assertThat(properties.toString()).doesNotContain("s3cret", "SASL_SSL");
        properties.setProperty("bootstrap.servers", "127.0.0.1:9092");
        properties.setProperty("key.serializer", ByteArraySerializer.class.getName());
        properties.setProperty("value.serializer", ByteArraySerializer.class.getName());
        ProducerConfig client = new ProducerConfig(properties);
        assertThat(client.getString("security.protocol")).isEqualTo("SASL_SSL");
        assertThat(client.getString("sasl.mechanism")).isEqualTo("PLAIN");
        assertThat(client.getPassword("sasl.jaas.config").value()).isEqualTo(LOGIN);
    }

    @Test
    void withoutAFileNothingIsSaid() {
        assertThat(new KafkaAccess(null).properties()).isEmpty();
    }

    @Test
    void keysThatAreTheJobsOwnAreRefused() throws IOException {
        Path file = written("security.protocol=SSL\ngroup.id=mine\n");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new KafkaAccess(file.toString()).properties())
                .withMessageContaining("--kafka-properties")
                .withMessageContaining("has group.id");
    }

    @Test
    void aFileThatIsNotThereIsNamedWithWhereItMustBe() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new KafkaAccess("/nowhere/kafka.properties").properties())
                .withMessageContaining("/nowhere/kafka.properties")
                .withMessageContaining("every JobManager and TaskManager");
    }

    private Path written(String text) throws IOException {
        return Files.writeString(directory.resolve("kafka.properties"), text);
    }
}
