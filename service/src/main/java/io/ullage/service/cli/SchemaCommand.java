package io.ullage.service.cli;

import io.ullage.service.output.CommandException;
import io.ullage.service.output.ExitCode;
import io.ullage.service.store.Migrations;
import io.ullage.service.store.StoreConnection;
import java.io.PrintWriter;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.Callable;
import org.flywaydb.core.api.FlywayException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
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
            footer =
                    "  ullage schema apply --url jdbc:clickhouse://db.example:8123/ullage --user ullage --password-file secret")
    static final class Apply implements Callable<Integer> {
        @Mixin
        private StoreOptions store = new StoreOptions();

        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Override
        public Integer call() {
            PrintWriter out = spec.commandLine().getOut();
            StoreConnection connection = store.connection();
            List<String> applied;
            try {
                applied = Migrations.apply(connection);
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
