package io.ullage.service.delivery;

import io.ullage.job.rule.Wording;
import io.ullage.schema.alert.Alert;
import io.ullage.schema.alert.AlertState;
import io.ullage.schema.alert.AlertValue;
import io.ullage.service.web.Links;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Puts an alert into words: its number, the trend, the likely day, the page to look at and the command to run first. */
final class NoticeMaker {
    private static final Duration DAY = Duration.ofDays(1);

    private final @Nullable URI console;
    private final Map<String, String> commands;
    private final Facts.Source facts;

    /**
     * @param console where the console is; absent: notices have no link
     * @param commands to run first, by the name of the rule
     */
    NoticeMaker(@Nullable URI console, Map<String, String> commands, Facts.Source facts) {
        this.console = console;
        this.commands = Map.copyOf(commands);
        this.facts = facts;
    }

    /** @param first the message with which this firing was told first; absent where it is this one */
    Notice make(Occasion occasion, Alert alert, @Nullable Alert first) throws InterruptedException {
        Facts known = facts.about(alert);
        String command = known.command();
        return new Notice(
                occasion,
                alert,
                alert.annotations().getOrDefault("summary", alert.rule()),
                alert.value() == null ? null : Wording.value(alert.value()),
                trend(known.growth(), alert, first),
                alert.state() == AlertState.RESOLVED ? null : known.full(),
                link(alert),
                command == null ? FirstCommand.of(alert, commands) : command,
                command == null ? null : known.reason());
    }

    private static @Nullable String trend(@Nullable String growth, Alert alert, @Nullable Alert first) {
        AlertValue now = alert.value();
        AlertValue then = first == null ? null : first.value();
        boolean comparable = now != null && then != null && now.expression().equals(then.expression());
        if (!comparable || first == null || then == null || first.revision() == alert.revision()) {
            return growth;
        }
        String since =
                "was " + Wording.value(then) + " " + ago(Duration.between(first.time(), alert.time())) + " before";
        return growth == null ? since : growth + ", " + since;
    }

    private static String ago(Duration time) {
        if (time.compareTo(DAY.multipliedBy(2)) >= 0) {
            return time.toDays() + " d";
        }
        return time.toMinutes() >= 120 ? time.toHours() + " h" : time.toMinutes() + " min";
    }

    private @Nullable URI link(Alert alert) {
        URI base = console;
        if (base == null) {
            return null;
        }
        String root = base.toString().replaceAll("/+$", "");
        return URI.create(root + path(alert));
    }

    /** The page of what the alert is about, where there is one of it alone. */
    private static String path(Alert alert) {
        Map<String, String> labels = alert.labels();
        String pool = labels.get("pool");
        String volume = labels.get("volume");
        return switch (alert.watch()) {
            case "volume", "snapshot", "growth" -> {
                if (volume != null) {
                    yield Links.volume(volume);
                }
                yield pool == null ? Links.ALERTS : Links.pool(pool);
            }
            case "pool", "lun", "forecast" -> pool == null ? Links.ALERTS : Links.pool(pool);
            case "agent", "unmatched" -> Links.SOURCES;
            default -> Links.ALERTS;
        };
    }
}
