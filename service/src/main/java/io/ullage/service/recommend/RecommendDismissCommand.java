package io.ullage.service.recommend;

import io.ullage.service.output.CommandException;
import io.ullage.service.output.ExitCode;
import io.ullage.service.recommend.life.Event;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ullage recommend dismiss}. */
@Command(
        name = "dismiss",
        description = "Say that it will not be done, and why. It is not shown any more, and others may have its bytes.",
        footerHeading = "%nExamples:%n",
        footer = {"  ullage recommend dismiss 7k3mq2xd --reason 'needed for the audit' --until 2027-01-31"})
final class RecommendDismissCommand implements Callable<Integer> {
    @Parameters(paramLabel = "ID", arity = "1..*", description = "Its first characters are enough.")
    private List<String> ids = List.of();

    @Option(names = "--reason", paramLabel = "TEXT", required = true, description = "Why, for who asks later.")
    private String reason = "";

    @Option(
            names = "--until",
            paramLabel = "DATE",
            description = "From this day on (UTC) it is open again, such as 2027-01-31 (default: never).")
    private @Nullable LocalDate until;

    @Mixin
    private RecommendOptions options = new RecommendOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        if (reason.isBlank()) {
            throw CommandException.usage("--reason: must not be blank", null);
        }
        Instant end = until == null ? null : until.atStartOfDay(ZoneOffset.UTC).toInstant();
        Saying.of(options, spec.commandLine().getOut()).say(ids, Event.DISMISSED, reason.strip(), end);
        return ExitCode.OK;
    }
}
