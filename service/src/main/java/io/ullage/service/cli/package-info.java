/**
 * The command line, on <a href="https://picocli.info">picocli</a>: the root command, the order of its subcommands, errors, and the commands that
 * only pass on to another part.
 *
 * <p>An error is one line that says what is wrong and one that says what to do next; a stack trace is printed only with {@code --verbose}.
 * Results go to standard output, everything else to standard error.
 */
@NullMarked
package io.ullage.service.cli;

import org.jspecify.annotations.NullMarked;
