/**
 * Disk images and file systems, read from their metadata alone: which ranges of a disk are backed
 * ({@link io.ullage.image.BlockMap}), which of them the guest holds ({@link io.ullage.image.LiveMap}), and what both together
 * say about every byte.
 *
 * <p>Pure Java, no dependency, read only. Input is hostile until proven otherwise: every size that comes from a file is bounded
 * before anything is allocated by it, and what breaks a rule of the format ends in an {@link io.ullage.image.ImageException} that
 * names the structure, the rule and the value.
 */
package io.ullage.image;
