package io.ullage.service.process;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How to start one child JVM, on the class path of this one.
 *
 * @param name of its files: {@code log/<name>.log}, {@code log/<name>.out}, {@code run/<name>.ready} …
 * @param mainClass whose {@code main} calls {@link ParentLink#attach}
 * @param jvmOptions such as {@code -Xmx256m}; never anything secret
 * @param dataDirectory of the node; holds {@code log/}, {@code run/} and {@code tmp/}
 * @param settings that the child finds in {@link ParentLink#setting}; may hold secrets, and are written with mode 0600
 */
public record ChildSpec(
        String name, String mainClass, List<String> jvmOptions, Path dataDirectory, Map<String, String> settings) {
    public ChildSpec {
        if (!name.matches("[a-z][a-z0-9-]*")) {
            throw new IllegalArgumentException("name must be lower case letters, digits and dashes: " + name);
        }
        jvmOptions = List.copyOf(jvmOptions);
        dataDirectory = dataDirectory.toAbsolutePath().normalize();
        settings = Map.copyOf(settings);
    }

    /** The same child with one setting changed. */
    public ChildSpec with(String setting, String value) {
        Map<String, String> changed = new LinkedHashMap<>(settings);
        changed.put(setting, value);
        return new ChildSpec(name, mainClass, jvmOptions, dataDirectory, changed);
    }

    /** What log4j writes in the child. */
    public Path logFile() {
        return dataDirectory.resolve("log").resolve(name + ".log");
    }

    /** What the child prints, and the last words of a JVM that dies. */
    public Path outputFile() {
        return dataDirectory.resolve("log").resolve(name + ".out");
    }

    Path runFile(String suffix) {
        return dataDirectory.resolve("run").resolve(name + suffix);
    }
}
