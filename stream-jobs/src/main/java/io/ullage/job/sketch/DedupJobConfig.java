package io.ullage.job.sketch;

import io.ullage.job.wiring.JobArguments;
import io.ullage.job.wiring.JobSettings;
import io.ullage.schema.topic.Topic;
import java.util.Map;

/** Everything that wiring the dedup job needs to know. */
public record DedupJobConfig(JobSettings job, String sketchesTopic, DedupSettings settings) {
    private static final Map<String, String> DEFAULTS = JobSettings.defaults(DedupJob.NAME);

    static {
        DedupSettings standard = DedupSettings.DEFAULTS;
        DEFAULTS.put("sketches-topic", Topic.SKETCHES.topicName());
        DEFAULTS.put("interval", standard.interval().toString());
        DEFAULTS.put("publish-every", standard.publishEvery().toString());
        DEFAULTS.put("rewrite-after", standard.rewriteAfter().toString());
        DEFAULTS.put("forget-after", standard.forgetAfter().toString());
    }

    /**
     * From {@code --key value} pairs. Durations are ISO 8601, such as {@code PT60S}.
     *
     * @throws IllegalArgumentException naming every wrong key and value at once
     */
    public static DedupJobConfig of(String... args) {
        JobArguments arguments = new JobArguments(DEFAULTS, args);
        JobSettings job = JobSettings.of(arguments);
        DedupSettings settings = new DedupSettings(
                arguments.duration("interval"),
                arguments.duration("publish-every"),
                arguments.duration("rewrite-after"),
                arguments.duration("forget-after"));
        arguments.complain();
        return new DedupJobConfig(job, arguments.text("sketches-topic"), settings);
    }

    /** One line per key with its default, for {@code --help}. */
    public static String usage() {
        return JobArguments.usage(DEFAULTS);
    }
}
