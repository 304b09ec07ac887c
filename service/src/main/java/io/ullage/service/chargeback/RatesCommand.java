package io.ullage.service.chargeback;

import io.ullage.service.output.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code ullage chargeback rates}. */
@Command(
        name = "rates",
        description = "Print a rate card to begin with. Its prices are made up.",
        footerHeading = "%nExamples:%n",
        footer = "  ullage chargeback rates > ~/.local/share/ullage/" + RateCardReader.FILE_NAME)
final class RatesCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        spec.commandLine().getOut().print(RateCardReader.exampleText());
        spec.commandLine().getOut().flush();
        return ExitCode.OK;
    }
}
