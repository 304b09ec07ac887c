/**
 * The kernel's device mapper, as {@code dmsetup} shows it: what LVM, dm-crypt, multipath and thin pools are made of. The target
 * arguments are described in the kernel's
 * <a href="https://docs.kernel.org/admin-guide/device-mapper/index.html">admin guide</a>.
 *
 * <p>Guarantees: keys of encrypted devices are never asked for ({@code dmsetup} blanks them), a target that is not known has no pieces.
 */
@NullMarked
package io.ullage.agent.devicemapper;

import org.jspecify.annotations.NullMarked;
