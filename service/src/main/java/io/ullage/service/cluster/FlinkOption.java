package io.ullage.service.cluster;

import io.ullage.service.output.CommandException;
import io.ullage.service.output.ExitCode;
import java.io.IOException;
import java.net.URI;
import org.apache.flink.runtime.util.EnvironmentInformation;
import picocli.CommandLine.Option;

/** Which Flink cluster. A picocli mixin. */
final class FlinkOption {
    @Option(
            names = "--flink",
            paramLabel = "URL",
            required = true,
            description = "REST interface of the Flink cluster, such as http://jobmanager:8081.")
    private URI url = URI.create("http://127.0.0.1:8081");

    /** @throws CommandException where nothing, or no Flink of our version, answers */
    FlinkRest connect() throws InterruptedException {
        if (url.getScheme() == null || !url.getScheme().matches("https?") || url.getHost() == null) {
            throw CommandException.usage("--flink: must be like http://jobmanager:8081, was " + url, null);
        }
        FlinkRest rest = new FlinkRest(url);
        String version;
        try {
            version = rest.version()
                    .orElseThrow(() -> new CommandException(
                            ExitCode.FAILED,
                            "--flink: " + url + " answers, and is no Flink cluster",
                            "Name the address of the JobManager's REST interface, rest.port of its configuration."));
        } catch (IOException e) {
            throw CommandException.failed(
                    "--flink: nothing answers at " + url + " (" + reason(e) + ")",
                    "Is the JobManager up, and its rest.bind-address one that this machine reaches?",
                    e);
        }
        String ours = EnvironmentInformation.getVersion();
        if (!minor(version).equals(minor(ours))) {
            throw new CommandException(
                    ExitCode.FAILED,
                    "--flink: " + url + " runs Flink " + version + ", the jobs are built for " + minor(ours),
                    "Use a cluster of Flink " + minor(ours) + ".");
        }
        return rest;
    }

    URI url() {
        return url;
    }

    private static String minor(String version) {
        return version.replaceFirst("^(\\d+\\.\\d+).*$", "$1");
    }

    private static String reason(IOException e) {
        Throwable cause = e;
        while (cause.getMessage() == null && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.getMessage() == null ? e.getClass().getSimpleName() : cause.getMessage();
    }
}
