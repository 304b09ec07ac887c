package io.ullage.schema.alert;

import io.ullage.schema.InvalidFieldException;
import io.ullage.schema.Require;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An alert as it begins, changes or ends. {@code (fingerprint, startsAt)} names one firing; of its messages the one with the highest
 * {@code revision} stands.
 *
 * @param fingerprint of the rule's name and the labels of the cause: 16 hexadecimal digits
 * @param rule its name; also the label {@code alertname}
 * @param startsAt time of the reading with which it fired
 * @param endsAt of the reading with which it resolved, or when what it is about had been silent for too long; absent while it fires
 * @param end why it resolved; absent while it fires
 * @param time of the reading that this message is made from
 * @param revision counts the messages about this firing, from 1
 * @param watch what the rule looks at: {@code volume}, {@code pool}, …
 * @param entities ids of what it fires for, at most {@link #MAX_ENTITIES}, in the order of the alphabet; those at the end of a resolved one
 * @param entityCount how many there are in all; zero when it has resolved
 * @param labels with {@code alertname} and {@code severity}; names are valid for Alertmanager
 * @param annotations for people: {@code summary}
 * @param value of the rule's first comparison, for the entity with which it is worst; absent where it is not known any more
 * @param silencedBy comment of the silence that holds it back; absent where it is to be delivered
 */
public record Alert(
        int version,
        String fingerprint,
        String rule,
        AlertSeverity severity,
        AlertState state,
        Instant startsAt,
        @Nullable Instant endsAt,
        @Nullable AlertEnd end,
        Instant time,
        long revision,
        String watch,
        List<String> entities,
        long entityCount,
        Map<String, String> labels,
        Map<String, String> annotations,
        @Nullable AlertValue value,
        @Nullable String silencedBy) {
    public static final int VERSION = 1;

    /** Most ids that a message carries. */
    public static final int MAX_ENTITIES = 20;

    /** What Alertmanager takes as the name of a label. */
    public static final Pattern LABEL_NAME = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");

    private static final Pattern FINGERPRINT = Pattern.compile("[0-9a-f]{16}");

    public Alert {
        if (version != VERSION) {
            throw new InvalidFieldException("version", "must be " + VERSION, version);
        }
        if (!FINGERPRINT.matcher(Require.text("fingerprint", fingerprint)).matches()) {
            throw new InvalidFieldException("fingerprint", "must be 16 hexadecimal digits", fingerprint);
        }
        Require.text("rule", rule);
        Require.present("severity", severity);
        Require.present("state", state);
        Require.present("startsAt", startsAt);
        if ((state == AlertState.RESOLVED) != (endsAt != null)) {
            throw new InvalidFieldException("endsAt", "must be there if it is resolved, and only then", "" + endsAt);
        }
        if ((state == AlertState.RESOLVED) != (end != null)) {
            throw new InvalidFieldException("end", "must be there if it is resolved, and only then", "" + end);
        }
        Require.present("time", time);
        Require.positive("revision", revision);
        Require.text("watch", watch);
        entities = Require.texts("entities", Require.present("entities", entities));
        if (entities.size() > MAX_ENTITIES) {
            throw new InvalidFieldException("entities", "must have at most " + MAX_ENTITIES, entities.size());
        }
        Require.notNegative("entityCount", entityCount);
        labels = names("labels", Require.tags("labels", Require.present("labels", labels)));
        annotations = names("annotations", Require.tags("annotations", Require.present("annotations", annotations)));
        Require.optionalText("silencedBy", silencedBy);
    }

    private static Map<String, String> names(String field, Map<String, String> labels) {
        for (String name : labels.keySet()) {
            if (!LABEL_NAME.matcher(name).matches()) {
                throw new InvalidFieldException(field, "must have names of letters, digits and _", name);
            }
        }
        return labels;
    }
}
