/**
 * ext2, ext3 and ext4: which blocks are in use, from the superblock, the group descriptors and the block bitmaps.
 *
 * <p>Facts: <a href="https://docs.kernel.org/filesystems/ext4/">docs.kernel.org/filesystems/ext4</a>. The bitmaps cover everything
 * that the file system holds: files, journal, inode tables, reserved descriptor blocks. With {@code bigalloc} a bit stands for a
 * cluster. A group flagged {@code BLOCK_UNINIT} has no bitmap on disk; it follows from the layout. While a file system is mounted, its newest
 * bitmaps may be in the journal alone.
 *
 * <p>Guarantees: checksums (superblock, descriptors, bitmaps) are checked where the file system has them, a group that fails is
 * UNSEEN and named; an incompatible feature that is not known here refuses the file system by name.
 */
package io.ullage.image.ext4;
