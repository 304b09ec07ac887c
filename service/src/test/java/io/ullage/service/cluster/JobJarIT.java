package io.ullage.service.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.ullage.service.output.CommandException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is in the jar that a cluster is given, and what is not. */
class JobJarIT {
    /** Of Flink's own packages, those that connectors live in. */
    private static final List<String> CONNECTORS = List.of(
            "org/apache/flink/connector/",
            "org/apache/flink/streaming/connectors/",
            "org/apache/flink/streaming/util/");

    private static final long LARGEST_BYTES = 60L << 20;

    private static Path file;

    @BeforeAll
    static void locate() {
        try {
            file = JobJar.locate(null);
        } catch (CommandException e) {
            Assumptions.abort("needs the jar that 'mvn package' makes: " + e.getMessage());
        }
    }

    @Test
    void holdsTheJobsAndWhatTheyNeedAndNothingOfFlinks() throws IOException {
        try (JarFile jar = new JarFile(file.toFile())) {
            List<String> names = jar.stream().map(ZipEntry::getName).toList();
            for (ClusterJob job : ClusterJob.values()) {
                assertThat(names).contains(job.mainClass().replace('.', '/') + ".class");
            }
            assertThat(names)
                    .contains(
                            "org/apache/flink/connector/kafka/source/KafkaSource.class",
                            "org/apache/kafka/clients/consumer/KafkaConsumer.class",
                            "com/clickhouse/client/api/Client.class");
            assertThat(names)
                    .filteredOn(name -> name.startsWith("org/apache/flink/") && name.endsWith(".class"))
                    .allMatch(name -> CONNECTORS.stream().anyMatch(name::startsWith));
            assertThat(names)
                    .noneMatch(name -> name.startsWith("org/slf4j/")
                            || name.startsWith("org/apache/logging/")
                            || name.startsWith("org/rocksdb/"));
            assertThat(names).noneMatch(name -> name.matches("META-INF/.*\\.(SF|RSA|DSA)"));
        }
        assertThat(Files.size(file)).isLessThan(LARGEST_BYTES);
    }

    @Test
    void carriesLicencesAndMergedServices() throws IOException {
        try (JarFile jar = new JarFile(file.toFile())) {
            assertThat(text(jar, "META-INF/LICENSE")).isEqualTo(Files.readString(Path.of("../LICENSE")));
            assertThat(text(jar, "META-INF/NOTICE"))
                    .contains("the authors of Ullage", "Apache Flink", "Jackson", "Apache HttpClient");
            assertThat(text(jar, "META-INF/services/com.fasterxml.jackson.databind.Module"))
                    .contains("jsr310.JavaTimeModule", "jdk8.Jdk8Module");
        }
    }

    private static String text(JarFile jar, String name) throws IOException {
        try (var in = jar.getInputStream(jar.getEntry(name))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
