package io.ullage.service.delivery;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** Delivery in a process of its own, which a test kills: settings file, brokers, topic. */
final class DeliveryProcess {
    private DeliveryProcess() {}

    public static void main(String[] args) throws Exception {
        try (Delivery delivery = Delivery.start(
                DeliverySettingsReader.read(Path.of(args[0])),
                Map.of("bootstrap.servers", args[1]),
                args[2],
                null,
                new PrometheusRegistry(),
                Clock.systemUTC())) {
            new CountDownLatch(1).await();
        }
    }

    static Process start(Path settings, ToldTopic topic, Path output) throws Exception {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        DeliveryProcess.class.getName(),
                        settings.toString(),
                        topic.bootstrapServers(),
                        topic.name())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
    }
}
