package io.ullage.dashboards.grafana;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** A dashboard as the JSON that Grafana loads. */
public final class BoardJson {
    public static final String PLUGIN = "grafana-clickhouse-datasource";
    private static final int COLUMNS = 24;
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private BoardJson() {}

    public static ObjectNode of(Board board) {
        ObjectNode json = NODES.objectNode();
        json.putObject("annotations").putArray("list");
        json.put("description", board.description());
        json.put("editable", true);
        json.put("graphTooltip", 1);
        json.putNull("id");
        ObjectNode others = json.putArray("links").addObject();
        others.put("asDropdown", true)
                .put("icon", "external link")
                .put("includeVars", false)
                .put("keepTime", true)
                .put("targetBlank", false)
                .put("title", "Ullage")
                .put("tooltip", "The other dashboards")
                .put("type", "dashboards")
                .put("url", "");
        others.putArray("tags").add("ullage");
        json.put("refresh", "");
        json.put("schemaVersion", 41);
        json.putArray("tags").add("capacity").add("ullage");
        ArrayNode variables = json.putObject("templating").putArray("list");
        board.variables().forEach(variable -> variables.add(of(variable)));
        json.putObject("time").put("from", board.since()).put("to", "now");
        json.putObject("timepicker");
        json.put("timezone", "");
        json.put("title", "Ullage: " + board.title());
        json.put("uid", board.uid());
        json.put("weekStart", "");
        json.set("panels", panels(board.panels()));
        return json;
    }

    private static ArrayNode panels(List<Panel> panels) {
        ArrayNode nodes = NODES.arrayNode();
        int x = 0;
        int y = 0;
        int rowHeight = 0;
        int id = 1;
        for (Panel panel : panels) {
            if (x + panel.width > COLUMNS) {
                x = 0;
                y += rowHeight;
                rowHeight = 0;
            }
            ObjectNode node = PanelJson.of(panel);
            node.put("id", id++);
            node.putObject("gridPos")
                    .put("h", panel.height)
                    .put("w", panel.width)
                    .put("x", x)
                    .put("y", y);
            nodes.add(node);
            x += panel.width;
            rowHeight = Math.max(rowHeight, panel.height);
        }
        return nodes;
    }

    private static ObjectNode of(Variable variable) {
        ObjectNode json = NODES.objectNode();
        json.put("name", variable.name())
                .put("label", variable.label())
                .put("description", variable.description())
                .put("hide", variable.kind() == Variable.Kind.TEXTBOX ? 2 : 0)
                .put("skipUrlSync", false);
        switch (variable.kind()) {
            case DATASOURCE ->
                json.put("type", "datasource")
                        .put("query", PLUGIN)
                        .put("includeAll", false)
                        .put("multi", false)
                        .put("refresh", 1)
                        .put("regex", "")
                        .putArray("options");
            case TEXTBOX -> {
                json.put("type", "textbox").put("query", variable.start());
                json.putObject("current").put("text", variable.start()).put("value", variable.start());
                json.putArray("options")
                        .addObject()
                        .put("selected", true)
                        .put("text", variable.start())
                        .put("value", variable.start());
            }
            case QUERY -> {
                json.put("type", "query")
                        .put("includeAll", variable.all())
                        .put("multi", variable.all())
                        .put("refresh", 2)
                        .put("regex", "")
                        .put("sort", 0);
                json.putArray("options");
                json.set("datasource", dataSource());
                json.putObject("query")
                        .put("editorType", "sql")
                        .put("format", 1)
                        .put("queryType", "table")
                        .put("rawSql", variable.sql())
                        .put("refId", "A");
                if (variable.all()) {
                    ObjectNode current = json.putObject("current");
                    current.putArray("text").add("All");
                    current.putArray("value").add("$__all");
                }
            }
        }
        return json;
    }

    /** Never that of one installation. */
    static ObjectNode dataSource() {
        return NODES.objectNode().put("type", PLUGIN).put("uid", "${datasource}");
    }
}
