package io.ullage.service.flink;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.flink.api.common.JobID;

/**
 * A job to keep running.
 *
 * @param name its identity over restarts: state is found again by it
 * @param mainClass whose {@code main} lays the pipeline on {@code StreamExecutionEnvironment.getExecutionEnvironment()} and executes it
 * @param arguments of {@code main}
 */
public record FlinkJob(String name, String mainClass, List<String> arguments) {
    private static final String JOBS = "jobs";

    public FlinkJob {
        if (!name.matches("[a-z][a-z0-9-]*")) {
            throw new IllegalArgumentException("name must be lower case letters, digits and dashes: " + name);
        }
        arguments = List.copyOf(arguments);
    }

    /** The same for the same name, always: checkpoints lie in a directory named by it. */
    public JobID id() {
        return idOf(name);
    }

    static JobID idOf(String name) {
        UUID uuid = UUID.nameUUIDFromBytes(("ullage/" + name).getBytes(StandardCharsets.UTF_8));
        return new JobID(uuid.getMostSignificantBits(), uuid.getLeastSignificantBits());
    }

    static Map<String, String> toSettings(List<FlinkJob> jobs) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put(JOBS, String.join(",", jobs.stream().map(FlinkJob::name).toList()));
        for (FlinkJob job : jobs) {
            settings.put("job." + job.name + ".main", job.mainClass);
            for (int i = 0; i < job.arguments.size(); i++) {
                settings.put("job." + job.name + ".argument." + i, job.arguments.get(i));
            }
        }
        return settings;
    }

    static List<FlinkJob> fromSettings(Map<String, String> settings) {
        List<FlinkJob> jobs = new ArrayList<>();
        for (String name : settings.getOrDefault(JOBS, "").split(",", -1)) {
            if (!name.isEmpty()) {
                jobs.add(fromSettings(name, settings));
            }
        }
        return jobs;
    }

    private static FlinkJob fromSettings(String name, Map<String, String> settings) {
        List<String> arguments = new ArrayList<>();
        for (int i = 0; settings.containsKey("job." + name + ".argument." + i); i++) {
            arguments.add(settings.get("job." + name + ".argument." + i));
        }
        return new FlinkJob(name, settings.get("job." + name + ".main"), arguments);
    }
}
