package io.ullage.dashboards.alerting;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ullage.dashboards.grafana.Board;
import io.ullage.dashboards.grafana.BoardJson;
import io.ullage.dashboards.grafana.Panel;
import java.util.List;

/** The alert rules as the file that Grafana loads. */
public final class AlertRulesJson {
    /** As {@code provisioning/datasources/ullage.yaml} calls it. */
    public static final String DATASOURCE_UID = "ullage";

    private static final String EXPRESSION = "__expr__";
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private AlertRulesJson() {}

    /** @param boards where the panels are that rules lead to */
    public static ObjectNode of(List<AlertRule> rules, List<Board> boards) {
        ObjectNode json = NODES.objectNode().put("apiVersion", 1);
        ObjectNode group = json.putArray("groups").addObject();
        group.put("orgId", 1).put("name", "Ullage").put("folder", "Ullage").put("interval", "5m");
        ArrayNode nodes = group.putArray("rules");
        rules.forEach(rule -> nodes.add(of(rule, boards)));
        return json;
    }

    private static ObjectNode of(AlertRule rule, List<Board> boards) {
        ObjectNode json = NODES.objectNode();
        json.put("uid", rule.uid())
                .put("title", rule.title())
                .put("condition", "B")
                .put("for", rule.lasting())
                .put("noDataState", "OK")
                .put("execErrState", "Error")
                .put("isPaused", false);
        json.putObject("labels").put("severity", rule.severity()).put("source", "ullage");
        json.putObject("annotations")
                .put("summary", rule.summary())
                .put("description", rule.firstStep())
                .put("__dashboardUid__", rule.boardUid())
                .put("__panelId__", Integer.toString(panelId(rule, boards)));
        json.putArray("data").add(query(rule)).add(threshold(rule));
        return json;
    }

    private static ObjectNode query(AlertRule rule) {
        ObjectNode query = NODES.objectNode().put("refId", "A").put("datasourceUid", DATASOURCE_UID);
        query.putObject("relativeTimeRange").put("from", 3600).put("to", 0);
        ObjectNode model = query.putObject("model");
        model.put("editorType", "sql")
                .put("format", 1)
                .put("queryType", "table")
                .put("rawSql", rule.sql())
                .put("refId", "A")
                .put("intervalMs", 60000)
                .put("maxDataPoints", 1000);
        model.putObject("datasource").put("type", BoardJson.PLUGIN).put("uid", DATASOURCE_UID);
        return query;
    }

    private static ObjectNode threshold(AlertRule rule) {
        ObjectNode expression = NODES.objectNode().put("refId", "B").put("datasourceUid", EXPRESSION);
        expression.putObject("relativeTimeRange").put("from", 0).put("to", 0);
        ObjectNode model = expression.putObject("model");
        model.put("type", "threshold").put("expression", "A").put("refId", "B");
        model.putObject("datasource").put("type", EXPRESSION).put("uid", EXPRESSION);
        model.putArray("conditions")
                .addObject()
                .putObject("evaluator")
                .put("type", rule.above() ? "gt" : "lt")
                .putArray("params")
                .add(rule.limit());
        return expression;
    }

    private static int panelId(AlertRule rule, List<Board> boards) {
        List<String> titles = boards.stream()
                .filter(board -> board.uid().equals(rule.boardUid()))
                .flatMap(board -> board.panels().stream())
                .map(Panel::title)
                .toList();
        if (!titles.contains(rule.panel())) {
            throw new IllegalArgumentException(rule.uid() + ": no panel " + rule.panel() + " in " + rule.boardUid());
        }
        return titles.indexOf(rule.panel()) + 1;
    }
}
