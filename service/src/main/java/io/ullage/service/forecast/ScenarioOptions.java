package io.ullage.service.forecast;

import io.ullage.service.forecast.Scenario.Promise;
import io.ullage.service.output.CommandException;
import io.ullage.service.store.ReportRows;
import io.ullage.service.store.StoreConnection;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say what is supposed to be different. A picocli mixin. */
final class ScenarioOptions {
    private static final Pattern ADD =
            Pattern.compile("([0-9]{1,9}):([0-9]{1,12}(?:\\.[0-9]{1,6})?)\\s*(B|[KMGTPE]iB)?");
    private static final Pattern GROW = Pattern.compile("([+-]?[0-9]{1,6}(?:\\.[0-9]{1,6})?)\\s*%?");
    private static final List<String> UNITS = List.of("B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB");

    @Option(
            names = "--add",
            paramLabel = "N:SIZE",
            description =
                    "What if N volumes of SIZE (such as 20:100GiB) were added to each pool that is listed? They occupy"
                            + " what the pool's volumes do of what they were promised, and grow as those do.")
    private @Nullable String add;

    @Option(
            names = "--grow",
            paramLabel = "PERCENT",
            description =
                    "What if each pool that is listed grew so much faster from now on (such as 50%%; -30%%: slower)?")
    private @Nullable String grow;

    @Option(
            names = "--accept",
            paramLabel = "ID",
            split = ",",
            description = "What if these recommendations were acted on ('ullage recommend' lists them)?")
    private Set<String> accept = new TreeSet<>();

    /** @throws CommandException naming everything that is wrong */
    Scenario of(StoreConnection store) throws SQLException {
        List<String> wrong = new ArrayList<>();
        long[] added = added(wrong);
        double times = times(wrong);
        List<Promise> promises = accept.isEmpty() ? List.of() : promises(store, wrong);
        if (!wrong.isEmpty()) {
            throw CommandException.usage(String.join("; ", wrong), null);
        }
        return new Scenario(added[0], added[1], times, promises);
    }

    private long[] added(List<String> wrong) {
        if (add == null) {
            return new long[] {0, 0};
        }
        Matcher matcher = ADD.matcher(add);
        if (!matcher.matches()) {
            wrong.add("--add: must be a number and a size, such as 20:100GiB, was " + add);
            return new long[] {0, 0};
        }
        int unit = matcher.group(3) == null ? 0 : UNITS.indexOf(matcher.group(3));
        try {
            long volumes = Long.parseLong(matcher.group(1));
            long bytes = new BigDecimal(matcher.group(2))
                    .multiply(BigDecimal.valueOf(1L << (10 * unit)))
                    .toBigInteger()
                    .longValueExact();
            Math.multiplyExact(volumes, bytes);
            return new long[] {volumes, bytes};
        } catch (ArithmeticException e) {
            wrong.add("--add: must be less than 8 EiB in all, was " + add);
            return new long[] {0, 0};
        }
    }

    private double times(List<String> wrong) {
        if (grow == null) {
            return 1;
        }
        Matcher matcher = GROW.matcher(grow);
        double percent = matcher.matches() ? Double.parseDouble(matcher.group(1)) : Double.NaN;
        if (!(percent >= -100)) {
            wrong.add("--grow: must be a percentage of -100 or more, such as 50%, was " + grow);
            return 1;
        }
        return 1 + percent / 100;
    }

    private List<Promise> promises(StoreConnection store, List<String> wrong) throws SQLException {
        String marks = String.join(", ", Collections.nCopies(accept.size(), "?"));
        List<Map<String, Object>> rows = ReportRows.of(
                        store,
                        "SELECT id, effect, pool_id, low_bytes, best_bytes, high_bytes FROM recommendation_latest"
                                + " WHERE id IN (" + marks + ") ORDER BY id",
                        accept.toArray())
                .rows();
        Set<String> unknown = new TreeSet<>(accept);
        List<Promise> promises = new ArrayList<>();
        for (Map<String, Object> row : rows) {
            String id = (String) row.get("id");
            unknown.remove(id);
            if ("PREVENTS".equals(row.get("effect"))) {
                wrong.add("--accept: must return bytes, and " + id + " only prevents something");
            } else {
                promises.add(new Promise(
                        id, (String) row.get("poolId"), (Long) row.get("lowBytes"), (Long) row.get("bestBytes"), (Long)
                                row.get("highBytes")));
            }
        }
        for (String id : unknown) {
            wrong.add(String.format(Locale.ROOT, "--accept: must be the id of a recommendation, was %s", id));
        }
        return promises;
    }
}
