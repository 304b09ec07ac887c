package io.ullage.service.cluster;

import io.ullage.service.process.Eventually;
import io.ullage.service.process.LoopbackPort;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A standalone Flink cluster as its own scripts would start it: one JobManager and two TaskManagers with two slots each. Its class path is
 * Flink and nothing of ours, so that the jobs live on what they bring.
 */
final class FlinkCluster implements AutoCloseable {
    static final int SLOTS = 4;

    /** Of what this test's class path has, that which a Flink distribution has too. */
    private static final Pattern FLINKS_OWN =
            Pattern.compile("(flink-(?!connector-kafka|connector-base|test).*|frocksdbjni.*|kryo.*"
                    + "|reflectasm.*|minlog.*|objenesis.*|javassist.*|async-profiler.*|jsr305.*|snakeyaml-engine.*|slf4j-api.*|log4j-.*"
                    + "|commons-(cli|collections|compress|io|lang3|math3|text)-.*|lz4-java.*)\\.jar");

    private static final Duration READY = Duration.ofSeconds(180);

    /** As in the configuration of Flink's distribution. */
    private static final List<String> OPENS = List.of(
            "java.base/java.lang",
            "java.base/java.lang.reflect",
            "java.base/java.net",
            "java.base/java.nio",
            "java.base/java.text",
            "java.base/java.time",
            "java.base/java.util",
            "java.base/java.util.concurrent",
            "java.base/java.util.concurrent.atomic",
            "java.base/java.util.concurrent.locks");

    private final URI url;
    private final ServerProcess jobManager;
    private final List<ServerProcess> taskManagers = new ArrayList<>();

    private FlinkCluster(URI url, ServerProcess jobManager) {
        this.url = url;
        this.jobManager = jobManager;
    }

    static FlinkCluster start(Path directory) throws Exception {
        int restPort = LoopbackPort.orFree(0);
        Path configuration = Files.createDirectories(directory.resolve("flink-conf"));
        Files.writeString(configuration.resolve("config.yaml"), configuration(restPort, LoopbackPort.orFree(0)));
        String classPath = classPath(directory);
        List<String> arguments = List.of("--configDir", configuration.toString());
        FlinkCluster cluster = new FlinkCluster(
                URI.create("http://127.0.0.1:" + restPort),
                ServerProcess.start(
                        "jobmanager",
                        directory,
                        classPath,
                        jvm("-Xmx224m", "-XX:MaxMetaspaceSize=192m"),
                        "org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint",
                        arguments));
        for (int each = 0; each < 2; each++) {
            cluster.taskManagers.add(ServerProcess.start(
                    "taskmanager-" + each,
                    directory,
                    classPath,
                    jvm("-Xmx256m", "-XX:MaxMetaspaceSize=192m", "-XX:MaxDirectMemorySize=160m"),
                    "org.apache.flink.runtime.taskexecutor.TaskManagerRunner",
                    arguments));
        }
        cluster.awaitSlots();
        return cluster;
    }

    private static List<String> jvm(String... memory) {
        List<String> jvm = new ArrayList<>(List.of(memory));
        jvm.add("-XX:TieredStopAtLevel=1");
        OPENS.forEach(each -> jvm.add("--add-opens=" + each + "=ALL-UNNAMED"));
        return jvm;
    }

    /** The memory settings of a TaskManager that its scripts would work out. Short heartbeats: a test waits for each. */
    private static String configuration(int restPort, int rpcPort) {
        return """
                jobmanager.rpc.address: 127.0.0.1
                jobmanager.bind-host: 127.0.0.1
                jobmanager.rpc.port: %d
                rest.address: 127.0.0.1
                rest.bind-address: 127.0.0.1
                rest.port: %d
                taskmanager.host: 127.0.0.1
                taskmanager.bind-host: 127.0.0.1
                taskmanager.numberOfTaskSlots: 2
                taskmanager.cpu.cores: 2.0
                taskmanager.memory.task.heap.size: 160m
                taskmanager.memory.task.off-heap.size: 0m
                taskmanager.memory.framework.heap.size: 64m
                taskmanager.memory.framework.off-heap.size: 64m
                taskmanager.memory.network.min: 48m
                taskmanager.memory.network.max: 48m
                taskmanager.memory.managed.size: 48m
                taskmanager.memory.jvm-metaspace.size: 192m
                taskmanager.memory.jvm-overhead.min: 64m
                taskmanager.memory.jvm-overhead.max: 64m
                taskmanager.memory.segment-size: 16kb
                heartbeat.interval: 2s
                heartbeat.timeout: 10s
                """.formatted(rpcPort, restPort);
    }

    private static String classPath(Path directory) throws IOException {
        String name = DiesWithParent.class.getName().replace('.', '/') + ".class";
        Path alone = directory.resolve("wrapper").resolve(name);
        Files.createDirectories(alone.getParent());
        try (InputStream code = DiesWithParent.class.getClassLoader().getResourceAsStream(name)) {
            Files.write(alone, code.readAllBytes());
        }
        String flink = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> FLINKS_OWN
                        .matcher(Path.of(entry).getFileName().toString())
                        .matches())
                .collect(Collectors.joining(File.pathSeparator));
        return directory.resolve("wrapper") + File.pathSeparator + flink;
    }

    URI url() {
        return url;
    }

    ServerProcess jobManager() {
        return jobManager;
    }

    ServerProcess taskManager(int number) {
        return taskManagers.get(number);
    }

    void awaitSlots() throws Exception {
        await(SLOTS + " slots", overview -> overview.slotsTotal() == SLOTS);
    }

    /** All slots, none of them taken. */
    void awaitFreeSlots() throws Exception {
        await(SLOTS + " free slots", overview -> overview.slotsAvailable() == SLOTS);
    }

    private void await(String what, Predicate<FlinkRest.Overview> condition) throws Exception {
        FlinkRest rest = new FlinkRest(url);
        Eventually.await(what, READY, () -> {
            jobManager.requireAlive();
            for (ServerProcess taskManager : taskManagers) {
                taskManager.requireAlive();
            }
            try {
                return condition.test(rest.overview());
            } catch (IOException notYet) {
                return false;
            }
        });
    }

    @Override
    public void close() {
        taskManagers.forEach(ServerProcess::close);
        jobManager.close();
    }
}
