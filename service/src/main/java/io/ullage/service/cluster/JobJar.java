package io.ullage.service.cluster;

import io.ullage.service.output.CommandException;
import io.ullage.service.output.ExitCode;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The jar that a cluster is given. An installation has it in {@code jobs/}, beside the {@code lib/} that this class comes from. */
final class JobJar {
    private static final Path WITHIN_INSTALLATION = Path.of("jobs", "ullage-jobs.jar");

    private JobJar() {}

    /** @param named by the user; absent for that of the installation */
    static Path locate(@Nullable Path named) {
        Path jar = named == null ? installation().resolve(WITHIN_INSTALLATION) : named;
        if (!Files.isRegularFile(jar)) {
            throw new CommandException(
                    ExitCode.FAILED,
                    jar + ": no such file, it would be the jar with the jobs",
                    "'./ullage build' makes it; --jar names another.");
        }
        return jar;
    }

    private static Path installation() {
        try {
            Path here = Path.of(JobJar.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            // A jar lies in lib/, and a build's classes beside what is built of them.
            return Files.isDirectory(here)
                    ? here.resolveSibling("ullage")
                    : here.getParent().getParent();
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the place of a class is no URI", e);
        }
    }
}
