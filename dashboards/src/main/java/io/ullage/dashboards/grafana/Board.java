package io.ullage.dashboards.grafana;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A dashboard.
 *
 * @param uid in its address: {@code /d/<uid>}
 * @param since of the time range that it begins with: {@code now-90d}
 * @param variables sorted by name; the data source and the console's address are always among them
 */
public record Board(
        String uid, String title, String description, String since, List<Variable> variables, List<Panel> panels) {
    /** Where {@code ullage up} serves its console. */
    static final String CONSOLE = "http://127.0.0.1:8480";

    public Board {
        variables =
                variables.stream().sorted(Comparator.comparing(Variable::name)).toList();
        panels = List.copyOf(panels);
    }

    public static Board of(
            String uid, String title, String description, String since, List<Variable> chosen, Panel... panels) {
        List<Variable> variables = new ArrayList<>(chosen);
        variables.add(Variable.console());
        variables.add(Variable.datasource());
        return new Board(uid, title, description, since, variables, List.of(panels));
    }

    /** Name of its file. */
    public String file() {
        return uid.substring("ullage-".length()) + ".json";
    }

    @Override
    public String toString() {
        return title;
    }
}
