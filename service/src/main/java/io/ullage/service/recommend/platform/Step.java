package io.ullage.service.recommend.platform;

import io.ullage.service.output.Listing;
import io.ullage.service.output.ShellWord;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A command to be run by a person.
 *
 * @param where such as {@code host esx1} or {@code inside web-1}
 * @param arguments the program and its arguments, not quoted; none is for a shell
 */
public record Step(String where, List<String> arguments) {
    public Step {
        arguments = List.copyOf(arguments);
    }

    public static Step onHost(String host, String... arguments) {
        return new Step("host " + host, List.of(arguments));
    }

    public static Step inside(String machine, String... arguments) {
        return new Step("inside " + machine, List.of(arguments));
    }

    /** As one line for a POSIX shell. */
    public String command() {
        return arguments.stream().map(ShellWord::of).collect(Collectors.joining(" "));
    }

    /** With where it is to be run, for people. */
    public String text() {
        return Listing.printable(where) + ": " + command();
    }

    /** A path that begins with a dash would be an option: it is given as {@code ./-name}. */
    static String path(String path) {
        return path.startsWith("-") ? "./" + path : path;
    }
}
