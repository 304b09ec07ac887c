package io.ullage.job.utilisation;

import io.ullage.job.snapshot.GrowthSettings;
import io.ullage.job.wiring.JobArguments;
import io.ullage.job.wiring.JobSettings;
import io.ullage.schema.telemetry.PoolKind;
import io.ullage.schema.topic.Topic;
import java.util.Map;

/**
 * Everything that wiring the utilisation job needs to know.
 *
 * @param rulesTopic empty: no alert rules
 * @param forecastsTopic empty: no rules over forecasts
 */
public record UtilisationJobConfig(
        JobSettings job,
        String reportsTopic,
        String inventoryTopic,
        String rulesTopic,
        String alertsTopic,
        String forecastsTopic,
        UtilisationSettings settings,
        GrowthSettings growth) {

    private static final Map<String, String> DEFAULTS = JobSettings.defaults(UtilisationJob.NAME);

    static {
        UtilisationSettings standard = UtilisationSettings.DEFAULTS;
        DEFAULTS.put("reports-topic", Topic.REPORTS.topicName());
        DEFAULTS.put("inventory-topic", Topic.INVENTORY.topicName());
        DEFAULTS.put("rules-topic", Topic.RULES.topicName());
        DEFAULTS.put("alerts-topic", Topic.ALERTS.topicName());
        DEFAULTS.put("forecasts-topic", Topic.FORECASTS.topicName());
        DEFAULTS.put("interval", standard.interval().toString());
        DEFAULTS.put("guest-carried-intervals", Integer.toString(standard.guestCarriedIntervals()));
        DEFAULTS.put("close-delay", standard.closeDelay().toString());
        DEFAULTS.put("rewrite-delay", standard.rewriteDelay().toString());
        DEFAULTS.put("state-retention", standard.stateRetention().toString());
        DEFAULTS.put("reports-remembered", standard.reportsRemembered().toString());
        DEFAULTS.put("growth-interval", GrowthSettings.DEFAULTS.interval().toString());
        DEFAULTS.put("growth-step-bytes", Long.toString(GrowthSettings.DEFAULTS.stepBytes()));
        DEFAULTS.put("growth-steps-per-hour", Long.toString(GrowthSettings.DEFAULTS.stepsPerHour()));
        DEFAULTS.put("growth-step-kinds", PoolKind.DATASTORE.name());
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
        GrowthSettings growth = new GrowthSettings(
                arguments.duration("growth-interval"),
                settings.closeDelay(),
                settings.rewriteDelay(),
                settings.stateRetention(),
                arguments.number("growth-step-bytes", 1, Integer.MAX_VALUE),
                arguments.number("growth-steps-per-hour", 0, Integer.MAX_VALUE),
                arguments.manyOf("growth-step-kinds", PoolKind.class));
        arguments.complain();
        return new UtilisationJobConfig(
                job,
                arguments.text("reports-topic"),
                arguments.text("inventory-topic"),
                arguments.text("rules-topic"),
                arguments.text("alerts-topic"),
                arguments.text("forecasts-topic"),
                settings,
                growth);
    }

    /** One line per key with its default, for {@code --help}. */
    public static String usage() {
        return JobArguments.usage(DEFAULTS);
    }
}
