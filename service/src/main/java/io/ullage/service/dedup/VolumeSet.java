package io.ullage.service.dedup;

import io.ullage.service.output.CommandException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Which volumes: those that meet every term of one of the alternatives. Pure.
 *
 * @param alternatives terms that hold together; at least one
 */
record VolumeSet(List<List<Term>> alternatives) {
    private static final double STANDARD_IDLE_RATIO = 0.05;

    VolumeSet {
        alternatives = alternatives.stream().map(List::copyOf).toList();
    }

    /** One condition, and the values of its question marks. */
    record Term(String sql, List<Object> parameters) {
        Term {
            parameters = List.copyOf(parameters);
        }
    }

    /**
     * @param texts one alternative each, its terms separated by commas
     * @throws CommandException naming the term that is none
     */
    static VolumeSet of(List<String> texts) {
        List<List<Term>> alternatives = new ArrayList<>();
        for (String text : texts) {
            alternatives.add(
                    Arrays.stream(text.split(",", -1)).map(VolumeSet::term).toList());
        }
        return new VolumeSet(alternatives);
    }

    private static Term term(String text) {
        int equals = text.indexOf('=');
        String name = equals < 0 ? text : text.substring(0, equals);
        String value = equals < 0 ? "" : text.substring(equals + 1);
        if (name.equals("idle")) {
            return idle(value);
        }
        if (name.equals("off") && equals < 0) {
            return new Term("powered_on = false", List.of());
        }
        if (value.isBlank()) {
            throw none(text);
        }
        return switch (name) {
            case "volume" -> new Term("volume_id = ?", List.of(value));
            case "machine" ->
                new Term("(machine_id = ? OR machine_name = ?)", List.of(value.toLowerCase(Locale.ROOT), value));
            case "tenant" -> new Term("tenant = ?", List.of(value));
            case "pool" ->
                new Term(
                        "(pool_id = ? OR pool_id IN (SELECT pool_id FROM pool_latest WHERE name = ?))",
                        List.of(value, value));
            case "clones-of" -> clonesOf(value);
            default -> throw none(text);
        };
    }

    private static Term idle(String percent) {
        double most = STANDARD_IDLE_RATIO;
        if (!percent.isEmpty()) {
            try {
                most = Double.parseDouble(percent) / 100;
            } catch (NumberFormatException e) {
                throw none("idle=" + percent);
            }
        }
        if (!(most >= 0 && most <= 1)) {
            throw none("idle=" + percent);
        }
        return new Term("(powered_on = false OR utilisation_ratio < ?)", List.of(most));
    }

    /** Overlays of it, overlays of these, and so on: not the volume itself. */
    private static Term clonesOf(String parent) {
        String sql = """
                volume_id IN (
                  WITH RECURSIVE clones AS (
                    SELECT volume_id FROM volume_latest WHERE parent_volume_id = ?
                    UNION ALL
                    SELECT volumes.volume_id FROM volume_latest AS volumes
                    INNER JOIN clones ON volumes.parent_volume_id = clones.volume_id)
                  SELECT volume_id FROM clones)""";
        return new Term(sql, List.of(parent));
    }

    private static CommandException none(String text) {
        return CommandException.usage(
                "--set: must be made of volume=ID, machine=ID|NAME, tenant=NAME, pool=ID|NAME, clones-of=VOLUME, idle[=PERCENT]"
                        + " and off, separated by commas, was " + text,
                "Several --set are united: 'ullage dedup --set tenant=acme,idle --set volume=esx1:web-2'.");
    }

    /** Columns of the set's volumes. */
    String select(String columns) {
        String where = alternatives.stream()
                .map(terms -> terms.stream().map(Term::sql).collect(Collectors.joining(" AND ", "(", ")")))
                .collect(Collectors.joining(" OR "));
        return "SELECT " + columns + " FROM volume_known WHERE " + where;
    }

    /** Values of the question marks of {@link #select}. */
    List<Object> parameters() {
        return alternatives.stream()
                .flatMap(List::stream)
                .flatMap(term -> term.parameters().stream())
                .toList();
    }
}
