/**
 * What the commit of an overlay into its parent costs, from both maps, before it is done. It follows what {@code qemu-img commit} does
 * (<a href="https://www.qemu.org/docs/master/interop/live-block-operations.html">live block operations</a>): the disk is copied from its
 * beginning to its end, in granules; data is written, and what reads as zeros is unmapped in the parent.
 *
 * <p>Guarantees: nothing is written; memory does not grow with the image; what cannot be foreseen is absent.
 */
package io.ullage.image.commit;
