package io.ullage.service.node;

import io.ullage.schema.InvalidFieldException;
import io.ullage.service.output.Column;
import io.ullage.service.output.CommandException;
import io.ullage.service.output.DurationText;
import io.ullage.service.output.ExitCode;
import io.ullage.service.output.Listing;
import io.ullage.service.output.OutputOptions;
import io.ullage.service.output.Terminal;
import io.ullage.service.web.Role;
import io.ullage.service.web.Tokens;
import io.ullage.service.web.Tokens.Token;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ullage console token}. */
@Command(
        name = "token",
        description =
                "Who may use the console and REST beyond this machine. A running server notices changes by itself.",
        subcommands = {TokenCommand.Add.class, TokenCommand.ListAll.class, TokenCommand.Revoke.class})
final class TokenCommand {
    private TokenCommand() {}

    /** Of the server on this machine. A picocli mixin. */
    static final class Where {
        @Option(
                names = "--data",
                paramLabel = "DIR",
                description = "Of the node or console on this machine (default: $XDG_DATA_HOME/ullage or"
                        + " ~/.local/share/ullage).")
        private Path data = NodeFile.standardDataDirectory();

        Tokens tokens() {
            return new Tokens(data.toAbsolutePath().normalize());
        }
    }

    @Command(
            name = "add",
            description = "Make a token and print it, once: only a hash of it is kept.",
            footerHeading = "%nExamples:%n",
            footer = {
                "  ullage console token add alice --role operator",
                "  ullage console token add team-a --tenant team-a --expires 90d"
            })
    static final class Add implements Callable<Integer> {
        @Parameters(paramLabel = "NAME", description = "Of who has it. It is recorded with what they decide.")
        private String name = "";

        @Option(
                names = "--role",
                paramLabel = "ROLE",
                defaultValue = "viewer",
                description = "${COMPLETION-CANDIDATES}; an operator also says what becomes of recommendations"
                        + " (default: ${DEFAULT-VALUE}).")
        private Role role = Role.VIEWER;

        @Option(names = "--tenant", paramLabel = "TENANT", description = "Show this tenant's part of the estate alone.")
        private @Nullable String tenant;

        @Option(
                names = "--expires",
                paramLabel = "TIME",
                converter = DurationText.class,
                description = "After so long, such as 90d (default: never).")
        private @Nullable Duration expires;

        @Mixin
        private Where where = new Where();

        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Override
        public Integer call() throws IOException {
            Instant now = Clock.systemUTC().instant();
            String secret;
            try {
                secret = where.tokens().add(name, role, tenant, now, expires == null ? null : now.plus(expires));
            } catch (InvalidFieldException wrong) {
                throw CommandException.usage(String.valueOf(wrong.getMessage()), null);
            }
            PrintWriter out = spec.commandLine().getOut();
            out.println(secret);
            out.flush();
            spec.commandLine()
                    .getErr()
                    .println("ullage: it is shown this once; send it as 'Authorization: Bearer …', or sign in with it");
            return ExitCode.OK;
        }
    }

    @Command(name = "list", description = "Who has a token, without the tokens.")
    static final class ListAll implements Callable<Integer> {
        private static final Listing<Token> COLUMNS = Listing.of(
                Column.text("name", Token::name),
                Column.text("role", token -> token.role().name()),
                Column.text("tenant", Token::tenant),
                Column.text("created", Token::created),
                Column.text("expires", Token::expires));

        @Mixin
        private Where where = new Where();

        @Mixin
        private OutputOptions output;

        @Spec
        private CommandSpec spec = CommandSpec.create();

        ListAll(Terminal terminal) {
            this.output = new OutputOptions(terminal);
        }

        @Override
        public Integer call() throws IOException {
            output.print(COLUMNS, where.tokens().all(), spec.commandLine().getOut());
            return ExitCode.OK;
        }
    }

    @Command(name = "revoke", description = "Take a token back. Sessions that began with it end at their next request.")
    static final class Revoke implements Callable<Integer> {
        @Parameters(paramLabel = "NAME", description = "Of who has it.")
        private String name = "";

        @Mixin
        private Where where = new Where();

        @Override
        public Integer call() throws IOException {
            if (!where.tokens().revoke(name)) {
                throw CommandException.usage(
                        "NAME: must be of a token, was " + name, "'ullage console token list' shows them.");
            }
            return ExitCode.OK;
        }
    }
}
