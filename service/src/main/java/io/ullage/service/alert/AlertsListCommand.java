package io.ullage.service.alert;

import io.ullage.service.node.StoreChoice;
import io.ullage.service.output.Column;
import io.ullage.service.output.CommandException;
import io.ullage.service.output.ExitCode;
import io.ullage.service.output.Listing;
import io.ullage.service.output.OutputOptions;
import io.ullage.service.output.Terminal;
import io.ullage.service.store.StoreConnection;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ullage alerts list}. */
@Command(name = "list", description = "What the rules found: each alert as it was told last, those that fire first.")
public final class AlertsListCommand implements Callable<Integer> {
    private static final String COLUMNS = "SELECT severity, rule, state, toUnixTimestamp64Milli(starts_at),"
            + " toUnixTimestamp64Milli(ends_at), end, summary, entity_count, silenced_by, fingerprint FROM ";
    private static final String ORDER = " ORDER BY state = 'RESOLVED', severity = 'INFO', severity = 'WARNING',"
            + " starts_at DESC, rule, fingerprint";

    @Option(names = "--firing", description = "Only what fires now.")
    private boolean firing;

    @Option(names = "--history", description = "Every firing, not only the last one of each alert.")
    private boolean history;

    @Mixin
    private StoreChoice store = new StoreChoice();

    @Mixin
    private OutputOptions output;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    public AlertsListCommand(Terminal terminal) {
        this.output = new OutputOptions(terminal);
    }

    private record Listed(
            String severity,
            String rule,
            String state,
            Instant startsAt,
            @Nullable Instant endsAt,
            @Nullable String end,
            String summary,
            long entityCount,
            @Nullable String silencedBy,
            String fingerprint) {
        static final Listing<Listed> COLUMNS = Listing.of(
                Column.<Listed>text("severity", Listed::severity),
                Column.<Listed>text("rule", Listed::rule),
                Column.<Listed>text("state", Listed::state),
                Column.<Listed>time("startsAt", Listed::startsAt),
                Column.<Listed>time("endsAt", Listed::endsAt),
                Column.<Listed>text("end", Listed::end).tabledWhereItFits(),
                Column.<Listed>text("summary", Listed::summary),
                Column.<Listed>text("silencedBy", Listed::silencedBy).tabledWhereItFits(),
                Column.<Listed>count("entityCount", Listed::entityCount).notTabled(),
                Column.<Listed>text("fingerprint", Listed::fingerprint).notTabled());
    }

    @Override
    public Integer call() throws IOException {
        String sql = COLUMNS
                + (history ? "alert_history" : "alert_latest")
                + (firing ? " WHERE state = 'FIRING'" : "")
                + ORDER;
        List<Listed> alerts = read(store.connection(), sql);
        output.print(Listed.COLUMNS, alerts, spec.commandLine().getOut());
        return ExitCode.OK;
    }

    private static List<Listed> read(StoreConnection store, String sql) {
        try (Connection connection = store.open();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            List<Listed> alerts = new ArrayList<>();
            while (row.next()) {
                long ends = row.getLong(5);
                alerts.add(new Listed(
                        row.getString(1),
                        row.getString(2),
                        row.getString(3),
                        Instant.ofEpochMilli(row.getLong(4)),
                        ends == 0 ? null : Instant.ofEpochMilli(ends),
                        row.getString(6),
                        row.getString(7),
                        row.getLong(8),
                        row.getString(9),
                        row.getString(10)));
            }
            return alerts;
        } catch (SQLException e) {
            throw CommandException.failed(
                    store.url() + ": " + e.getMessage(),
                    "Is it up, and may " + store.user() + " read there? 'ullage schema apply' makes missing tables.",
                    e);
        }
    }
}
