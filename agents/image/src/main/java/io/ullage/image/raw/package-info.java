/**
 * Raw images: the guest's bytes one to one, in a file with holes or on a block device. What is mapped is what the file system says.
 *
 * <p>Guarantees: the map covers the file without a gap. Without a {@link io.ullage.image.SparseProbe} every byte counts as mapped.
 */
package io.ullage.image.raw;
