/**
 * XFS, versions 4 and 5: which blocks are in use, from the free-space trees.
 *
 * <p>Facts: <a href="https://kernel.org/pub/linux/utils/fs/xfs/docs/xfs_filesystem_structure.pdf">XFS Algorithms and Data
 * Structures</a>, chapters 12 to 15. A file system is a row of allocation groups; in each, the AGF names the root of a B+tree of free
 * extents by block number. What is not in that tree is held: files, inodes, trees, the internal log, and the few blocks of the free list that the
 * trees keep for their own growth. Everything is big-endian; version 5 puts a CRC-32C into every block. While a file system is mounted,
 * its newest free space may be in the log alone (chapter <a
 * href="https://kernel.org/pub/scm/linux/kernel/git/djwong/xfs-documentation.git/tree/design/XFS_Filesystem_Structure/journaling_log.asciidoc">Journaling
 * Log</a>), until the kernel freezes it or finds it idle. A realtime device is another disk and is not looked at.
 *
 * <p>Guarantees: checksums, owners and addresses are checked; records must ascend, so that no loop of pointers can last; the rest of a group
 * that fails is UNSEEN and named. The log is not replayed; unless it shows that nothing but the superblock is left to replay, the
 * file system is marked as out of date.
 */
package io.ullage.image.xfs;
