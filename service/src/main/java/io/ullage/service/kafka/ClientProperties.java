package io.ullage.service.kafka;

import io.ullage.service.output.CommandException;
import io.ullage.service.process.OwnerOnlyFile;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What every Kafka client of a command is given: the brokers, and how it proves who it is. */
public final class ClientProperties {
    public static final String BOOTSTRAP = "bootstrap.servers";

    private static final List<String> ALLOWED = List.of("security.", "sasl.", "ssl.");

    private ClientProperties() {}

    /**
     * @param file holds {@code security.}, {@code sasl.} and {@code ssl.} settings; absent for brokers that ask nobody
     * @throws CommandException if the file cannot be read, others than its owner may read it, or it holds what is none of its business
     */
    public static Map<String, String> of(String bootstrapServers, @Nullable Path file) {
        Map<String, String> settings = new TreeMap<>();
        if (file != null) {
            Properties written = read(file);
            for (String key : written.stringPropertyNames()) {
                if (ALLOWED.stream().noneMatch(key::startsWith)) {
                    throw CommandException.usage(
                            "--kafka-properties: " + file + " may hold keys that begin with " + ALLOWED + ", has "
                                    + key,
                            "Brokers are named with --bootstrap.");
                }
                settings.put(key, written.getProperty(key));
            }
        }
        settings.put(BOOTSTRAP, bootstrapServers);
        return settings;
    }

    private static Properties read(Path file) {
        Properties written = new Properties();
        try {
            OwnerOnlyFile.require(file);
            try (Reader reader = Files.newBufferedReader(file)) {
                written.load(reader);
            }
        } catch (IOException | IllegalArgumentException e) {
            throw CommandException.usage("--kafka-properties: " + e.getMessage(), null);
        }
        return written;
    }
}
