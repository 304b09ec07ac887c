package io.ullage.job.utilisation;

import io.ullage.job.wiring.JobArguments;
import io.ullage.job.wiring.JobSettings;
import io.ullage.schema.topic.Topic;
import java.util.Map;

/** Everything that wiring the utilisation job needs to know. */
public record UtilisationJobConfig(
        JobSettings job, String reportsTopic, String inventoryTopic, UtilisationSettings settings) {

    private static final Map<String, String> DEFAULTS = JobSettings.defaults(UtilisationJob.NAME);

    static {
        UtilisationSettings standard = UtilisationSettings.DEFAULTS;
        DEFAULTS.put("reports-topic", Topic.REPORTS.topicName());
        DEFAULTS.put("inventory-topic", Topic.INVENTORY.topicName());
        DEFAULTS.put("interval", standard.interval().toString());
        DEFAULTS.put("guest-carried-intervals", Integer.toString(standard.guestCarriedIntervals()));
        DEFAULTS.put("close-delay", standard.closeDelay().toString());
        DEFAULTS.put("rewrite-delay", standard.rewriteDelay().toString());
        DEFAULTS.put("state-retention", standard.stateRetention().toString());
        DEFAULTS.put("reports-remembered", standard.reportsRemembered().toString());
    }

    /**
     * From {@code --key value} pairs. Durations are ISO 8601, such as {@code PT60S}.
     *
     * @throws IllegalArgumentException naming every wrong key and value at once
     */
    public static UtilisationJobConfig of(String... args) {
        JobArguments arguments = new JobArguments(DEFAULTS, args);
        JobSettings job = JobSettings.of(arguments);
        UtilisationSettings settings = new UtilisationSettings(
                arguments.duration("interval"),
                arguments.number("guest-carried-intervals", 0, 1000),
                arguments.duration("close-delay"),
                arguments.duration("rewrite-delay"),
                arguments.duration("state-retention"),
                arguments.duration("reports-remembered"));
        arguments.complain();
        return new UtilisationJobConfig(
                job, arguments.text("reports-topic"), arguments.text("inventory-topic"), settings);
    }

    /** One line per key with its default, for {@code --help}. */
    public static String usage() {
        return JobArguments.usage(DEFAULTS);
    }
}
