/**
 * Guests that are not Linux, through <a href="https://github.com/oshi/oshi">OSHI</a>: disks with serial number, partitions, file systems.
 *
 * <p>Guarantees: what OSHI does not know is absent; what no mounted file system covers is unseen.
 */
@NullMarked
package io.ullage.agent.oshi;

import org.jspecify.annotations.NullMarked;
