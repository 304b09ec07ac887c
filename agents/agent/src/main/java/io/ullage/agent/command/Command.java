package io.ullage.agent.command;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A program of the system, found in the system's own directories and run by its absolute path. */
public final class Command {
    private static final List<Path> DIRECTORIES =
            List.of(Path.of("/usr/sbin"), Path.of("/sbin"), Path.of("/usr/bin"), Path.of("/bin"));
    private static final int MAX_OUTPUT_BYTES = 64 << 20;
    private static final int SHOWN_ERROR_CHARACTERS = 300;

    private final Path program;

    private Command(Path program) {
        this.program = program;
    }

    /** Absent where the system does not have it. PATH is not asked: whoever sets it must not choose what an agent of root runs. */
    public static Optional<Command> find(String name) {
        return find(name, DIRECTORIES);
    }

    static Optional<Command> find(String name, List<Path> directories) {
        return directories.stream()
                .map(directory -> directory.resolve(name))
                .filter(Files::isExecutable)
                .findFirst()
                .map(Command::new);
    }

    /**
     * Runs it without a shell, with empty input and the C locale, and returns its standard output.
     *
     * @throws IOException if it exits with anything but 0 (with the beginning of its standard error), takes too long or says too much
     */
    public List<String> run(Duration timeout, String... arguments) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of(program.toString()));
        line.addAll(Arrays.asList(arguments));
        ProcessBuilder builder = new ProcessBuilder(line);
        Map<String, String> environment = builder.environment();
        environment.clear();
        environment.put("LC_ALL", "C");
        environment.put("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");
        // lvm2 complains about every descriptor that it inherits, on standard error
        environment.put("LVM_SUPPRESS_FD_WARNINGS", "1");
        Process process = builder.start();
        try {
            process.getOutputStream().close();
            FutureTask<byte[]> output = drain(process.getInputStream());
            FutureTask<byte[]> errors = drain(process.getErrorStream());
            if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IOException(program + " took longer than " + timeout.toMillis() + " ms");
            }
            String said = new String(output.get(1, TimeUnit.SECONDS), StandardCharsets.UTF_8);
            if (process.exitValue() != 0) {
                String error = new String(errors.get(1, TimeUnit.SECONDS), StandardCharsets.UTF_8).strip();
                throw new IOException(program + " exited with " + process.exitValue() + ": "
                        + error.substring(0, Math.min(error.length(), SHOWN_ERROR_CHARACTERS)));
            }
            return said.lines().toList();
        } catch (ExecutionException e) {
            throw new IOException(program + ": its output could not be read: " + e.getCause(), e);
        } catch (TimeoutException e) {
            throw new IOException(program + " ended, but something that it started keeps its output open", e);
        } finally {
            process.destroyForcibly();
        }
    }

    private static FutureTask<byte[]> drain(InputStream stream) {
        FutureTask<byte[]> task = new FutureTask<>(() -> {
            try (stream) {
                byte[] bytes = stream.readNBytes(MAX_OUTPUT_BYTES);
                if (stream.read() >= 0) {
                    throw new IOException("more than " + MAX_OUTPUT_BYTES + " bytes");
                }
                return bytes;
            }
        });
        Thread reader = new Thread(task, "command-output");
        reader.setDaemon(true);
        reader.start();
        return task;
    }
}
