package io.ullage.agent;

import io.ullage.agent.content.DomainKey;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** The agent as a process of its own. */
public final class AgentMain {
    static final int USAGE = 2;

    private static final String LOG_CONFIGURATION = "log4j2.configurationFile";

    private static final String HELP = """
            usage: ullage-agent --config FILE     run until stopped
                   ullage-agent --new-key FILE    make a key for dedup, to be copied to the other agents of its domains
                   ullage-agent --sample-config   print a configuration with every key and its default
                   ullage-agent --help
            exit code: 0 stopped in order, 1 could not run, 2 wrong arguments or configuration
            """;

    private AgentMain() {}

    public static void main(String[] arguments) throws InterruptedException {
        // before the first logger is made; whoever starts the process may name another file
        if (System.getProperty(LOG_CONFIGURATION) == null) {
            System.setProperty(LOG_CONFIGURATION, "io/ullage/agent/log4j2.xml");
        }
        int code = run(Arrays.asList(arguments), System.out, System.err);
        if (code != 0) {
            System.exit(code);
        }
    }

    static int run(List<String> arguments, PrintStream out, PrintStream err) throws InterruptedException {
        if (arguments.equals(List.of("--help"))) {
            out.print(HELP);
            return 0;
        }
        if (arguments.equals(List.of("--sample-config"))) {
            out.print(sampleConfig());
            return 0;
        }
        if (arguments.size() == 2 && arguments.get(0).equals("--new-key")) {
            return makeKey(Path.of(arguments.get(1)), out, err);
        }
        if (arguments.size() != 2 || !arguments.get(0).equals("--config")) {
            err.print(HELP);
            return USAGE;
        }
        try {
            return runUntilStopped(AgentConfig.read(Path.of(arguments.get(1))));
        } catch (InvalidConfigException e) {
            err.println(e.getMessage());
            return USAGE;
        } catch (IOException e) {
            err.println(e.getMessage() == null ? e.toString() : e.getMessage());
            return 1;
        }
    }

    private static int makeKey(Path file, PrintStream out, PrintStream err) {
        try {
            DomainKey.create(file);
            out.println("made " + file + "; name it as dedup.keyFile, and give it to the other agents of its domains");
            return 0;
        } catch (FileAlreadyExistsException e) {
            err.println(file + ": exists already, and a new key would make all that was sampled with it worthless");
            return USAGE;
        } catch (IOException e) {
            err.println(file + ": cannot be made: " + e);
            return 1;
        }
    }

    /** SIGTERM and SIGINT end it through the shutdown hook; kill -9 is what the spool is for. */
    private static int runUntilStopped(AgentConfig config)
            throws InvalidConfigException, IOException, InterruptedException {
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
        return 0;
    }

    /** Every key with its default. */
    public static String sampleConfig() {
        try (InputStream sample = AgentMain.class.getResourceAsStream("agent.yaml")) {
            if (sample == null) {
                throw new IllegalStateException("agent.yaml is not in the jar");
            }
            return new String(sample.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException("agent.yaml cannot be read from the jar", e);
        }
    }
}
