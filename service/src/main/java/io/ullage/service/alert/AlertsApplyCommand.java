package io.ullage.service.alert;

import io.ullage.job.alert.RuleBook;
import io.ullage.job.document.InvalidDocumentException;
import io.ullage.job.rule.RuleReader;
import io.ullage.job.rule.RuleSet;
import io.ullage.service.kafka.RuleDocuments;
import io.ullage.service.node.BrokerChoice;
import io.ullage.service.node.NodeFile;
import io.ullage.service.output.CommandException;
import io.ullage.service.output.ExitCode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ullage alerts apply}. */
@Command(
        name = "apply",
        description = {
            "Use rules from now on: put a document on the topic ullage.rules.",
            "",
            "The running job takes it without a restart. A document replaces the one of the same name; others stay."
        })
public final class AlertsApplyCommand implements Callable<Integer> {
    @Parameters(paramLabel = "RULES", arity = "0..1", description = "A file of rules (default: the shipped ones).")
    private @Nullable Path rules;

    @Option(
            names = "--document",
            paramLabel = "NAME",
            defaultValue = RuleReader.DEFAULT_DOCUMENT,
            description = "Which document it replaces (default: ${DEFAULT-VALUE}, the shipped rules).")
    private String document = RuleReader.DEFAULT_DOCUMENT;

    @Option(
            names = "--remove",
            description = "Remove the document instead: its rules end, and what they fired resolves.")
    private boolean remove;

    @Option(names = "--dry-run", description = "Only print what would change.")
    private boolean dryRun;

    @Mixin
    private BrokerChoice broker = new BrokerChoice();

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Of the node on this machine (default: $XDG_DATA_HOME/ullage or ~/.local/share/ullage).")
    private Path data = NodeFile.standardDataDirectory();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (remove && rules != null) {
            throw CommandException.usage("--remove: must not be given with a file, was " + rules, null);
        }
        String yaml = remove ? "" : rules == null ? RuleReader.defaultText() : RuleFiles.text(rules);
        RuleSet own = remove ? RuleSet.NONE : rules == null ? RuleReader.defaults() : RuleFiles.rules(rules);
        RuleDocuments documents = new RuleDocuments(broker.clientSettings(data));
        Map<String, String> standing = new TreeMap<>(documents.read());
        RuleSet before = RuleBook.of(standing);
        standing.remove(document);
        RuleSet after = together(RuleBook.of(standing), own);
        PrintWriter out = spec.commandLine().getOut();
        print(before, after, out);
        if (!dryRun) {
            documents.write(document, remove ? null : yaml);
            out.printf("Document %s is %s.%n", document, remove ? "removed" : "in use");
        }
        out.flush();
        return ExitCode.OK;
    }

    private RuleSet together(RuleSet others, RuleSet own) {
        try {
            return others.with(document, own);
        } catch (InvalidDocumentException e) {
            throw CommandException.usage(
                    String.valueOf(e.getMessage()),
                    "Rename the rule, or replace the document that has it with --document.");
        }
    }

    private static void print(RuleSet before, RuleSet after, PrintWriter out) {
        for (String name : new TreeSet<>(before.differences(after))) {
            String what =
                    !before.rules().containsKey(name) ? "+" : after.rules().containsKey(name) ? "~" : "-";
            out.printf("%s %s%n", what, name);
        }
        if (!before.silences().equals(after.silences())) {
            out.printf(
                    "~ silences: %d, were %d%n",
                    after.silences().size(), before.silences().size());
        }
        out.printf("%d rules, were %d%n", after.rules().size(), before.rules().size());
    }
}
