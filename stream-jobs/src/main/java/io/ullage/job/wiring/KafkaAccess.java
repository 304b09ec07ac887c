package io.ullage.job.wiring;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.TreeSet;
import org.apache.kafka.common.config.provider.FileConfigProvider;
import org.jspecify.annotations.Nullable;

/**
 * How the job's Kafka clients prove who they are, and whom they trust: the {@code security.}, {@code sasl.} and {@code ssl.} settings of a
 * properties file.
 *
 * <p>The file holds secrets, so its values never enter the job's graph, which Flink stores and shows. The graph names file and keys, and
 * each client reads the value for itself, by Kafka's own {@link FileConfigProvider}. So the file lies, under the same path, where the job's
 * {@code main} runs and where its tasks do: on every JobManager and every TaskManager.
 *
 * @param file absolute; absent for brokers that ask nobody
 */
record KafkaAccess(@Nullable String file) {
    private static final List<String> ALLOWED = List.of("security.", "sasl.", "ssl.");
    private static final String PROVIDER = "ullagefile";

    /**
     * What a source's or sink's builder is given.
     *
     * @throws IllegalArgumentException if the file cannot be read here, or holds what is none of its business
     */
    Properties properties() {
        Properties properties = new Properties();
        if (file == null) {
            return properties;
        }
        for (String key : keys(Path.of(file))) {
            properties.setProperty(key, "${" + PROVIDER + ":" + file + ":" + key + "}");
        }
        properties.setProperty("config.providers", PROVIDER);
        properties.setProperty("config.providers." + PROVIDER + ".class", FileConfigProvider.class.getName());
        return properties;
    }

    private static TreeSet<String> keys(Path path) {
        Properties written = new Properties();
        try (Reader reader = Files.newBufferedReader(path)) {
            written.load(reader);
        } catch (NoSuchFileException e) {
            throw new IllegalArgumentException(
                    "--kafka-properties: " + path + " is not there; it must be on every JobManager and TaskManager", e);
        } catch (IOException e) {
            throw new IllegalArgumentException("--kafka-properties: cannot be read: " + e, e);
        }
        TreeSet<String> keys = new TreeSet<>(written.stringPropertyNames());
        for (String key : keys) {
            if (ALLOWED.stream().noneMatch(key::startsWith)) {
                throw new IllegalArgumentException(
                        "--kafka-properties: " + path + " may hold keys that begin with " + ALLOWED + ", has " + key);
            }
        }
        return keys;
    }
}
