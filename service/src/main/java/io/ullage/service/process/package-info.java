/**
 * Child JVMs that live and die with the node.
 *
 * <p>A process on Unix outlives its parent unless it watches for the parent's end, and {@code PR_SET_PDEATHSIG} is out of reach
 * of Java. A pipe is not: the kernel closes its writing end with the parent, however that died. So every child reads its
 * standard input, and end of file is the order to go
 * (<a href="https://man7.org/linux/man-pages/man7/pipe.7.html">pipe(7)</a>). Ctrl-C reaches the whole foreground process group at once,
 * therefore children ignore SIGINT and SIGHUP and wait for the parent's word, else the broker would be gone before the job has
 * written its savepoint.
 *
 * <p>Guarantees: a child is started without a shell, with nothing secret in its arguments or environment (settings
 * go through a file that only the owner can read); it is ready when it says so, not when a port happens to answer; a
 * killed parent leaves no child behind; a killed child is started again, with a growing pause, and the restart is counted.
 */
@NullMarked
package io.ullage.service.process;

import org.jspecify.annotations.NullMarked;
