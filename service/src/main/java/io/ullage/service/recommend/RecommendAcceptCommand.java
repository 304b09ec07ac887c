package io.ullage.service.recommend;

import io.ullage.service.output.ExitCode;
import io.ullage.service.recommend.life.Event;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ullage recommend accept}. */
@Command(
        name = "accept",
        description = {
            "Say that it will be done. Its bytes are nobody else's from now on, and when readings show that it was done,",
            "what came back is held against what was promised."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  ullage recommend accept 7k3mq2xd 0p9vd4hw"})
final class RecommendAcceptCommand implements Callable<Integer> {
    @Parameters(paramLabel = "ID", arity = "1..*", description = "Its first characters are enough.")
    private List<String> ids = List.of();

    @Mixin
    private RecommendOptions options = new RecommendOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        Saying.of(options, spec.commandLine().getOut()).say(ids, Event.ACCEPTED, null, null);
        return ExitCode.OK;
    }
}
