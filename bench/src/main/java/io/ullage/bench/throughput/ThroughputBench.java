package io.ullage.bench.throughput;

import io.ullage.job.utilisation.UtilisationJobMain;
import io.ullage.service.clickhouse.EmbeddedClickHouse;
import io.ullage.service.flink.EmbeddedFlink;
import io.ullage.service.flink.FlinkJob;
import io.ullage.service.kafka.EmbeddedKafka;
import io.ullage.service.kafka.RuleDocuments;
import io.ullage.service.kafka.Topics;
import io.ullage.service.output.DurationText;
import io.ullage.service.simulate.Fleet;
import io.ullage.service.simulate.KafkaTelemetry;
import io.ullage.service.simulate.SimulationPlan;
import io.ullage.service.store.Migrations;
import io.ullage.service.store.StoreConnection;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The jobs by turns, each as the node's Flink child with the node's memory. A fleet's history is sent and worked off once to warm up; then
 * as much again is sent, once or load by load, and the CPU time of the child is read before and after; then once more while nothing comes,
 * because a job costs something by the second too.
 */
@Command(name = "throughput", mixinStandardHelpOptions = true)
public final class ThroughputBench implements Callable<Integer> {
    private static final Instant END = Instant.parse("2026-11-01T00:00:00Z");
    private static final Duration PATIENCE = Duration.ofMinutes(60);
    private static final Duration IDLE = Duration.ofSeconds(20);

    /** From the bound to the whole; each does what the one before does, and more. */
    private static final Map<String, Class<?>> JOBS = new LinkedHashMap<>();

    static {
        JOBS.put("discard", DiscardJobMain.class);
        JOBS.put("decode", DecodeJobMain.class);
        JOBS.put("whole", UtilisationJobMain.class);
    }

    private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);

    @Option(names = "--volumes", defaultValue = "1000")
    private int volumes;

    @Option(
            names = "--span",
            defaultValue = "1d",
            converter = DurationText.class,
            description = "of a load, from 1m on")
    private Duration span = Duration.ofDays(1);

    @Option(names = "--step", defaultValue = "5m", converter = DurationText.class)
    private Duration step = Duration.ofMinutes(5);

    @Option(names = "--rounds", defaultValue = "3")
    private int rounds;

    @Option(names = "--parallelism", defaultValue = "1")
    private int parallelism;

    @Option(names = "--state-backend", defaultValue = "rocksdb", description = "rocksdb or hashmap")
    private String stateBackend = "rocksdb";

    @Option(names = "--checkpoint-interval", defaultValue = "5s", converter = DurationText.class)
    private Duration checkpointInterval = Duration.ofSeconds(5);

    @Option(
            names = "--heap",
            defaultValue = "" + EmbeddedFlink.Options.DEFAULT_HEAP_MEGABYTES,
            description = "MiB, of Flink")
    private int heapMegabytes = EmbeddedFlink.Options.DEFAULT_HEAP_MEGABYTES;

    @Option(names = "--loads", defaultValue = "1", description = "each sent when the one before is worked off")
    private int loads = 1;

    @Option(names = "--warm-up-loads", defaultValue = "1", description = "before those that are measured")
    private int warmUpLoads = 1;

    @Option(names = "--only", description = "discard, decode or whole")
    private String only = "";

    @Option(names = "--directory", required = true, description = "scratch, on a disk with some GB")
    private Path directory = Path.of(".");

    public static void main(String... args) {
        System.exit(new CommandLine(new ThroughputBench()).execute(args));
    }

    /**
     * What one job took for one load.
     *
     * @param idleCpuRatio CPU seconds per second while nothing comes
     */
    private record Measured(
            String job,
            long reports,
            long readings,
            double cpuSeconds,
            double seconds,
            double idleCpuRatio,
            JobFigures figures) {
        double readingsPerCpuSecond() {
            return readings / cpuSeconds;
        }

        /** Without what the job takes while nothing comes. */
        double readingsPerCpuSecondBeyondIdle() {
            return readings / (cpuSeconds - idleCpuRatio * seconds);
        }
    }

    @Override
    public Integer call() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory, 0);
                EmbeddedClickHouse clickHouse = EmbeddedClickHouse.start(directory.resolve("clickhouse"), 0)) {
            clickHouse.awaitReady(Duration.ofMinutes(1));
            Migrations.apply(new StoreConnection(
                    clickHouse.url(),
                    clickHouse.writer().user(),
                    clickHouse.writer().passwordFile()));
            Topics.create(kafka.bootstrapServers(), (short) 1);
            new RuleDocuments(kafka.bootstrapServers()).publishDefaultsIfNone();
            List<Measured> all = new ArrayList<>();
            out.printf(
                    "%-8s %10s %10s %8s %8s %8s %14s %14s%n",
                    "job", "reports", "readings", "CPU s", "s", "idle", "readings/CPU s", "beyond idle");
            for (int round = 0; round < rounds; round++) {
                for (String job : JOBS.keySet()) {
                    if (only.isEmpty() || only.equals(job)) {
                        all.add(measure(job, round, kafka, clickHouse));
                    }
                }
            }
            ratio(all);
        }
        return 0;
    }

    private Measured measure(String job, int round, EmbeddedKafka kafka, EmbeddedClickHouse clickHouse)
            throws Exception {
        String group = job + "-" + round;
        try (Backlog backlog = Backlog.fromNow(kafka.bootstrapServers(), group);
                EmbeddedFlink flink = EmbeddedFlink.start(
                        directory.resolve(group), options(), List.of(job(job, group, kafka, clickHouse)))) {
            int next = round * (warmUpLoads + loads);
            for (int i = 0; i < warmUpLoads; i++) {
                load(kafka, next++);
                backlog.awaitWorkedOff(PATIENCE);
            }
            long cpuBefore = cpuNanos(flink);
            long began = System.nanoTime();
            long reports = 0;
            long readings = 0;
            for (int i = 0; i < loads; i++) {
                CountedTelemetry sent = load(kafka, next++);
                reports += sent.reports();
                readings += sent.readings();
                backlog.awaitWorkedOff(PATIENCE);
            }
            double cpuSeconds = (cpuNanos(flink) - cpuBefore) / 1e9;
            double seconds = (System.nanoTime() - began) / 1e9;
            Measured measured = new Measured(
                    job, reports, readings, cpuSeconds, seconds, idleCpuRatio(flink), JobFigures.of(flink.url()));
            out.printf(
                    Locale.ROOT,
                    "%-8s %10d %10d %8.1f %8.1f %7.1f%% %14.0f %14.0f  %s%n",
                    job,
                    measured.reports,
                    measured.readings,
                    measured.cpuSeconds,
                    measured.seconds,
                    100 * measured.idleCpuRatio,
                    measured.readingsPerCpuSecond(),
                    measured.readingsPerCpuSecondBeyondIdle(),
                    measured.figures);
            return measured;
        }
    }

    private EmbeddedFlink.Options options() {
        return new EmbeddedFlink.Options(0, 0, Duration.ofSeconds(5), heapMegabytes, parallelism);
    }

    private FlinkJob job(String job, String group, EmbeddedKafka kafka, EmbeddedClickHouse clickHouse) {
        return new FlinkJob(
                job,
                JOBS.get(job).getName(),
                List.of(
                        "--bootstrap-servers",
                        kafka.bootstrapServers(),
                        "--consumer-group",
                        group,
                        "--startup-offset",
                        "committed",
                        "--clickhouse-endpoint",
                        clickHouse.endpoint().toString(),
                        "--clickhouse-user",
                        clickHouse.writer().user(),
                        "--clickhouse-password-file",
                        clickHouse.writer().passwordFile().toString(),
                        "--checkpoint-interval",
                        checkpointInterval.toString(),
                        "--state-backend",
                        stateBackend,
                        "--parallelism",
                        Integer.toString(parallelism)));
    }

    /** The fleet's next {@code span}: loads follow each other in time, as history does. */
    private CountedTelemetry load(EmbeddedKafka kafka, int number) {
        Instant end = END.plus(span.multipliedBy(number));
        try (KafkaTelemetry sender = KafkaTelemetry.connect(kafka.bootstrapServers())) {
            CountedTelemetry counted = new CountedTelemetry(sender);
            new Fleet(new SimulationPlan(volumes, span, 1, step, end)).tell(counted, steps -> {});
            sender.flush();
            return counted;
        }
    }

    private static double idleCpuRatio(EmbeddedFlink flink) throws InterruptedException {
        long before = cpuNanos(flink);
        TimeUnit.MILLISECONDS.sleep(IDLE.toMillis());
        return (double) (cpuNanos(flink) - before) / IDLE.toNanos();
    }

    private static long cpuNanos(EmbeddedFlink flink) {
        long pid = flink.supervisor().pid().orElseThrow();
        return ProcessHandle.of(pid)
                .flatMap(process -> process.info().totalCpuDuration())
                .orElseThrow()
                .toNanos();
    }

    private void ratio(List<Measured> all) {
        double bound = median(all, "discard");
        for (String job : JOBS.keySet()) {
            double each = median(all, job);
            if (bound > 0 && each > 0) {
                out.printf(Locale.ROOT, "median: %s / discard = %.3f%n", job, each / bound);
            }
        }
    }

    private static double median(List<Measured> all, String job) {
        double[] sorted = all.stream()
                .filter(measured -> measured.job.equals(job))
                .mapToDouble(Measured::readingsPerCpuSecond)
                .sorted()
                .toArray();
        return sorted.length == 0 ? 0 : sorted[sorted.length / 2];
    }
}
