/**
 * Block devices as the kernel shows them in sysfs
 * (<a href="https://docs.kernel.org/admin-guide/abi-stable.html">stable</a> and testing ABI): sizes in sectors of 512 bytes whatever the
 * device uses, partitions as directories within their disk, {@code slaves} and {@code holders} as links. Serial numbers and world
 * wide names come from the device itself, bus addresses from udev's {@code /dev/disk/by-path}.
 *
 * <p>Guarantees: a key that the device does not have is absent, never made up; a device that goes away while it is read is left out.
 */
@NullMarked
package io.ullage.agent.blockdevice;

import org.jspecify.annotations.NullMarked;
