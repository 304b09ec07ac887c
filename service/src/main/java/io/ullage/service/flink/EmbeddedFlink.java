package io.ullage.service.flink;

import io.ullage.service.process.ChildSpec;
import io.ullage.service.process.LoopbackPort;
import io.ullage.service.process.Supervisor;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A Flink cluster with its jobs in a supervised child JVM, on the loopback. */
public final class EmbeddedFlink implements AutoCloseable {
    private static final Duration READY_WITHIN = Duration.ofSeconds(150);
    private static final Duration STOP_WITHIN = Duration.ofSeconds(70);
    private static final String HOST = "127.0.0.1";

    /**
     * How to run it.
     *
     * @param restPort of REST and the web interface; 0 takes a free one
     * @param metricsPort of Flink's metrics for Prometheus; 0 takes a free one
     * @param checkpointInterval also bounds how late rows reach the store
     * @param heapMegabytes of the process, which holds the state of the jobs
     * @param parallelism of each job
     */
    public record Options(
            int restPort, int metricsPort, Duration checkpointInterval, int heapMegabytes, int parallelism) {
        public static final int DEFAULT_HEAP_MEGABYTES = 512;

        public static Options defaults() {
            int parallelism = Math.min(2, Runtime.getRuntime().availableProcessors());
            return new Options(0, 0, Duration.ofSeconds(5), DEFAULT_HEAP_MEGABYTES, parallelism);
        }
    }

    private final Supervisor supervisor;
    private final int restPort;
    private final int metricsPort;

    private EmbeddedFlink(Supervisor supervisor, int restPort, int metricsPort) {
        this.supervisor = supervisor;
        this.restPort = restPort;
        this.metricsPort = metricsPort;
    }

    /**
     * Starts the cluster and submits the jobs from where they stopped; returns when all run.
     *
     * @param dataDirectory of the node; the state lies in its {@code flink/}
     */
    public static EmbeddedFlink start(Path dataDirectory, Options options, List<FlinkJob> jobs)
            throws IOException, InterruptedException {
        int restPort = LoopbackPort.orFree(options.restPort());
        int metricsPort = LoopbackPort.orFree(options.metricsPort());
        Map<String, String> settings = new LinkedHashMap<>(FlinkJob.toSettings(jobs));
        settings.put(
                FlinkSettings.DIRECTORY,
                dataDirectory.toAbsolutePath().normalize().resolve("flink").toString());
        settings.put(FlinkSettings.HOST, HOST);
        settings.put(FlinkSettings.REST_PORT, Integer.toString(restPort));
        settings.put(FlinkSettings.METRICS_PORT, Integer.toString(metricsPort));
        settings.put(
                FlinkSettings.CHECKPOINT_MILLIS,
                Long.toString(options.checkpointInterval().toMillis()));
        settings.put(FlinkSettings.PARALLELISM, Integer.toString(options.parallelism()));
        ChildSpec spec = new ChildSpec("flink", FlinkChild.class.getName(), jvm(options), dataDirectory, settings);
        Supervisor supervisor = new Supervisor(spec, READY_WITHIN, STOP_WITHIN);
        supervisor.start();
        return new EmbeddedFlink(supervisor, restPort, metricsPort);
    }

    private static List<String> jvm(Options options) {
        // A large heap is there from the start: it would be collected whole each time before it grows.
        int initial = options.heapMegabytes() > Options.DEFAULT_HEAP_MEGABYTES ? options.heapMegabytes() : 64;
        return List.of(
                "-Xms" + initial + "m",
                "-Xmx" + options.heapMegabytes() + "m",
                "-XX:MaxDirectMemorySize=128m",
                "-XX:MaxMetaspaceSize=192m",
                "-XX:ReservedCodeCacheSize=64m",
                // Flink's serializers and closure cleaner look into these.
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "--add-opens=java.base/java.lang.reflect=ALL-UNNAMED",
                "--add-opens=java.base/java.net=ALL-UNNAMED",
                "--add-opens=java.base/java.nio=ALL-UNNAMED",
                "--add-opens=java.base/java.text=ALL-UNNAMED",
                "--add-opens=java.base/java.time=ALL-UNNAMED",
                "--add-opens=java.base/java.util=ALL-UNNAMED",
                "--add-opens=java.base/java.util.concurrent=ALL-UNNAMED",
                "--add-opens=java.base/java.util.concurrent.atomic=ALL-UNNAMED",
                "--add-opens=java.base/java.util.concurrent.locks=ALL-UNNAMED");
    }

    /** REST and the web interface. */
    public URI url() {
        return URI.create("http://" + HOST + ":" + restPort);
    }

    public int restPort() {
        return restPort;
    }

    /** Flink's metrics in Prometheus' format. */
    public URI metricsUrl() {
        return URI.create("http://" + HOST + ":" + metricsPort + "/metrics");
    }

    public Supervisor supervisor() {
        return supervisor;
    }

    /** Stops the jobs with a savepoint, then the cluster. */
    @Override
    public void close() {
        supervisor.close();
    }
}
