/**
 * Mounted file systems: {@code /proc/self/mountinfo}
 * (<a href="https://man7.org/linux/man-pages/man5/proc_pid_mountinfo.5.html">proc_pid_mountinfo(5)</a>) says what is mounted,
 * {@code statvfs} how full it is, {@code /sys/fs/btrfs} which devices a btrfs has and what it fills on them.
 *
 * <p>Guarantees: only what lies on a block device of this machine, each file system once however often it is mounted, never the
 * figures of another one that is mounted over it.
 */
@NullMarked
package io.ullage.agent.filesystem;

import org.jspecify.annotations.NullMarked;
