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

/** {@code ullage recommend done}. */
@Command(
        name = "done",
        description = {
            "Say that it was done. Where readings show it this is not needed; where they show that nothing came back,",
            "that is what it is remembered for."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  ullage recommend done 7k3mq2xd"})
final class RecommendDoneCommand implements Callable<Integer> {
    @Parameters(paramLabel = "ID", arity = "1..*", description = "Its first characters are enough.")
    private List<String> ids = List.of();

    @Mixin
    private RecommendOptions options = new RecommendOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        Saying.of(options, spec.commandLine().getOut()).say(ids, Event.DONE, null, null);
        return ExitCode.OK;
    }
}
