package io.ullage.service.node;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;

/** Where everything is, printed when a node is up. */
final class NodeBanner {
    private NodeBanner() {}

    static void print(NodeFile node, NodeSettings settings, long startMillis, PrintWriter out) {
        out.printf(Locale.ROOT, "Ullage is up, after %.1f s.%n%n", startMillis / 1000.0);
        line(out, "Console", node.consoleUrl() + "/  (REST under /api/v1)");
        line(out, "Data", node.dataDirectory());
        line(out, "Kafka", node.kafkaBootstrapServers() + "  (topic ullage.reports)");
        line(out, "ClickHouse", node.clickHouseUrl());
        line(
                out,
                "  user",
                node.reader().user() + ", password in " + node.reader().passwordFile());
        line(out, "Flink", node.flinkUrl() + "  (metrics " + node.flinkMetricsUrl() + ")");
        line(
                out,
                "Agent",
                node.agentMetricsUrl() + "  reads every " + settings.interval().toSeconds() + " s");
        line(
                out,
                "Watching",
                node.watch().isEmpty()
                        ? "no images: none of the usual directories is here; name some with --watch"
                        : String.join(", ", node.watch()));
        line(out, "Logs", Path.of(node.dataDirectory(), "log").toString());
        String data =
                node.dataDirectory().equals(NodeFile.standardDataDirectory().toString())
                        ? ""
                        : " --data " + node.dataDirectory();
        out.println();
        out.println("The first ledger comes within about "
                + (settings.interval().toSeconds() * 2
                        + settings.checkpointInterval().toSeconds())
                + " s. Then, in another terminal:");
        out.println("  ullage status" + data + "            what runs, and what flows");
        out.println("  ullage report volumes" + data + "    where every provisioned byte goes");
        out.println("  ullage report pools" + data + "      what the pools have promised");
        out.println("Ctrl-C stops.");
        out.println();
        out.flush();
    }

    private static void line(PrintWriter out, String name, String value) {
        out.printf(Locale.ROOT, "  %-11s %s%n", name, value);
    }
}
