package io.ullage.service.recommend;

import io.ullage.service.output.ExitCode;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code ullage recommend config}. */
@Command(
        name = "config",
        description = "Print the configuration: every key, its standard value and what it means.",
        footerHeading = "%nExamples:%n",
        footer = "  ullage recommend config > ~/.local/share/ullage/recommend.yaml")
final class RecommendConfigCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        out.print(RecommendSettingsReader.sampleText());
        out.flush();
        return ExitCode.OK;
    }
}
