package io.ullage.service.cli;

import io.ullage.agent.Agent;
import io.ullage.agent.AgentConfig;
import io.ullage.agent.AgentMain;
import io.ullage.agent.InvalidConfigException;
import io.ullage.agent.content.DomainKey;
import io.ullage.service.output.CommandException;
import io.ullage.service.output.ExitCode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ullage agent}. */
@Command(
        name = "agent",
        description = {
            "Run an agent: read this machine in cycles and send what it sees to Kafka.",
            "Runs until Ctrl-C or SIGTERM. While Kafka is away, reports wait in a spool on disk."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ullage agent --print-sample > agent.yaml   # every key with its default",
            "  ullage agent --config agent.yaml"
        })
final class AgentCommand implements Callable<Integer> {
    @ArgGroup(multiplicity = "1")
    private Task task = new Task();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** One of the three. */
    private static final class Task {
        @Option(
                names = "--config",
                paramLabel = "FILE",
                required = true,
                description = "Run with this configuration (YAML).")
        private @Nullable Path config;

        @Option(
                names = "--print-sample",
                required = true,
                description = "Print a configuration with every key and its default.")
        private boolean printSample;

        @Option(
                names = "--new-key",
                paramLabel = "FILE",
                required = true,
                description = "Make a key for dedup, readable by its owner only; an existing file is left alone.")
        private @Nullable Path newKey;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        if (task.newKey != null) {
            makeKey(task.newKey);
            out.println("made " + task.newKey
                    + "; name it as dedup.keyFile, and give it to the other agents of its domains");
            out.flush();
            return ExitCode.OK;
        }
        if (task.config == null) {
            out.print(AgentMain.sampleConfig());
            out.flush();
            return ExitCode.OK;
        }
        try {
            run(AgentConfig.read(task.config));
        } catch (InvalidConfigException e) {
            throw new CommandException(
                    ExitCode.USAGE, String.valueOf(e.getMessage()), "All keys: ullage agent --print-sample", e);
        }
        return ExitCode.OK;
    }

    private static void makeKey(Path file) throws IOException {
        try {
            DomainKey.create(file);
        } catch (FileAlreadyExistsException e) {
            throw new CommandException(
                    ExitCode.USAGE,
                    file + " exists already",
                    "A new key would make all that was sampled with the old one worthless.",
                    e);
        }
    }

    /** SIGTERM and SIGINT end it through the shutdown hook; kill -9 is what the spool is for. */
    private static void run(AgentConfig config) throws InvalidConfigException, IOException, InterruptedException {
        CountDownLatch stopped = new CountDownLatch(1);
        Agent agent = Agent.start(config);
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            agent.close();
                            stopped.countDown();
                        },
                        "agent-stop"));
        stopped.await();
    }
}
