/**
 * Swap areas from {@code /proc/swaps} (<a href="https://man7.org/linux/man-pages/man8/swapon.8.html">swapon(8)</a>), sizes in KiB.
 *
 * <p>Guarantees: only areas on block devices; a swap file is counted by the file system around it.
 */
@NullMarked
package io.ullage.agent.swap;

import org.jspecify.annotations.NullMarked;
