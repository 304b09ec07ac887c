package io.ullage.service.cli;

import io.ullage.service.output.CommandException;
import io.ullage.service.output.ExitCode;
import io.ullage.service.store.Migrations;
import io.ullage.service.store.StoreConnection;
import io.ullage.service.store.StoreLayout;
import java.io.PrintWriter;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.Callable;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ullage schema}. */
@Command(
        name = "schema",
        description = "Tables and views in ClickHouse.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = SchemaCommand.Apply.class,
        footerHeading = "%nExamples:%n",
        footer =
                "  ullage schema apply --url jdbc:clickhouse://db.example:8123/ullage --user ullage --password-file secret")
final class SchemaCommand {

    /** {@code ullage schema apply}. */
    @Command(
            name = "apply",
            description = "Bring a ClickHouse database to the newest version. Does nothing where it is current.",
            footerHeading = "%nExamples:%n",
            footer = {
                "  ullage schema apply --url jdbc:clickhouse://db.example:8123/ullage --user ullage --password-file secret",
                "  ullage schema apply --cluster main --url jdbc:clickhouse://db.example:8123/ullage"
            })
    static final class Apply implements Callable<Integer> {
        @Mixin
        private StoreOptions store = new StoreOptions();

        @Option(
                names = "--cluster",
                paramLabel = "NAME",
                description = {
                    "Shard and replicate over this cluster of the server's configuration (remote_servers).",
                    "Rows are then in the database DATABASE_shard, and the database of --url reads and writes them on all shards."
                })
        private @Nullable String cluster;

        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Override
        public Integer call() {
            PrintWriter out = spec.commandLine().getOut();
            StoreConnection connection = store.connection();
            List<String> applied;
            try {
                applied = Migrations.apply(
                        connection,
                        cluster == null ? StoreLayout.SINGLE_SERVER : StoreLayout.SINGLE_SERVER.on(cluster));
            } catch (SQLException | FlywayException e) {
                throw CommandException.failed(
                        connection.url() + ": " + e.getMessage(), "Check --url, --user and --password-file.", e);
            }
            applied.forEach(file -> out.println("applied " + file));
            out.println(applied.isEmpty() ? "current: nothing to apply" : applied.size() + " applied, now current");
            return ExitCode.OK;
        }
    }
}
