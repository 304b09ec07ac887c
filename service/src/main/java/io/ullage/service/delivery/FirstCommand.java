package io.ullage.service.delivery;

import io.ullage.schema.alert.Alert;
import io.ullage.service.output.ShellWord;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The command to run first where no recommendation names one: of the configuration for this rule, else by what the rule watches. */
final class FirstCommand {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{\\s*([^{}]*?)\\s*}}");
    private static final String LIST = "ullage alerts list --firing";

    private FirstCommand() {}

    /** @param configured by the name of the rule; labels stand in it as {@code {{name}}} and come out as one word of a shell */
    static String of(Alert alert, Map<String, String> configured) {
        String own = configured.get(alert.rule());
        return fill(own == null ? standard(alert) : own, alert.labels());
    }

    private static String standard(Alert alert) {
        Map<String, String> labels = alert.labels();
        return switch (alert.watch()) {
            case "pool", "lun", "volume", "snapshot", "growth" ->
                labels.containsKey("pool")
                        ? "ullage recommend --pool {{pool}}"
                        : labels.containsKey("volume") ? "ullage report snapshots" : "ullage recommend";
            case "forecast" -> labels.containsKey("pool") ? "ullage forecast --pool {{pool}}" : "ullage forecast";
            case "agent" -> labels.containsKey("hostname") ? "ssh {{hostname}} systemctl status ullage-agent" : LIST;
            case "unmatched" -> "ullage report unmatched";
            default -> LIST;
        };
    }

    private static String fill(String template, Map<String, String> labels) {
        Matcher matcher = PLACEHOLDER.matcher(template);
        StringBuilder text = new StringBuilder();
        while (matcher.find()) {
            String word = ShellWord.of(labels.getOrDefault(matcher.group(1), "unknown"));
            matcher.appendReplacement(text, Matcher.quoteReplacement(word));
        }
        return matcher.appendTail(text).toString();
    }
}
