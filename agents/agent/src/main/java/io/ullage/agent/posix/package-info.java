/**
 * What only the kernel knows about files: allocated blocks (<a href="https://man7.org/linux/man-pages/man2/statx.2.html">statx(2)</a>)
 * and extents (<a href="https://docs.kernel.org/filesystems/fiemap.html">FIEMAP</a>,
 * <a href="https://man7.org/linux/man-pages/man2/lseek.2.html">lseek(2)</a>), asked through JNA.
 *
 * <p>Guarantees: files are opened read-only and never locked, nothing is flushed, access times stay where permission allows it.
 */
@NullMarked
package io.ullage.agent.posix;

import org.jspecify.annotations.NullMarked;
