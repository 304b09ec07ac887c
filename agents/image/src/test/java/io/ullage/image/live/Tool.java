package io.ullage.image.live;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;

/** Runs the tools whose word we check ours against; one that is missing skips the test and says so. */
final class Tool {
    private static final List<Path> FOLDERS =
            List.of(Path.of("/usr/sbin"), Path.of("/usr/bin"), Path.of("/sbin"), Path.of("/bin"));
    private static final long LIMIT_SECONDS = 120;

    private Tool() {}

    static void require(String... names) {
        for (String name : names) {
            if (FOLDERS.stream().noneMatch(folder -> Files.isExecutable(folder.resolve(name)))) {
                Assumptions.abort("needs " + name + ", which is not installed");
            }
        }
    }

    /** Standard output and error, together. */
    static String run(String... command) throws IOException, InterruptedException {
        Result result = tryRun(command);
        if (result.status != 0) {
            throw new IOException(String.join(" ", command) + " ended with " + result.status + ": " + result.output);
        }
        return result.output;
    }

    record Result(int status, String output) {}

    static Result tryRun(String... command) throws IOException, InterruptedException {
        Path output = Files.createTempFile("ullage-tool", ".txt");
        try {
            ProcessBuilder builder =
                    new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
            builder.environment().put("LC_ALL", "C");
            builder.environment().merge("PATH", "/usr/sbin:/sbin", (path, more) -> path + ":" + more);
            Process process = builder.start();
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException(String.join(" ", command) + " did not end in " + LIMIT_SECONDS + " s");
            }
            return new Result(process.exitValue(), Files.readString(output, StandardCharsets.ISO_8859_1));
        } finally {
            Files.delete(output);
        }
    }

    /** The first group of {@code regex} in {@code text}, as a number. */
    static long number(String text, String regex) throws IOException {
        Matcher matcher = Pattern.compile(regex, Pattern.MULTILINE).matcher(text);
        if (!matcher.find()) {
            throw new IOException("no match of " + regex + " in: " + text);
        }
        return Long.parseLong(matcher.group(1));
    }
}
