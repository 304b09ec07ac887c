/**
 * Programs of the operating system that know what no file tells.
 *
 * <p>Guarantees: no shell, an absolute path from the system's own directories, a time-out, bounded output, no secret in an argument.
 */
@NullMarked
package io.ullage.agent.command;

import org.jspecify.annotations.NullMarked;
