/**
 * The file systems that image files lie on, by {@code statvfs}
 * (<a href="https://man7.org/linux/man-pages/man3/statvfs.3.html">statvfs(3)</a>): what is used there is used by everybody, not by
 * images alone.
 */
@NullMarked
package io.ullage.agent.pool;

import org.jspecify.annotations.NullMarked;
