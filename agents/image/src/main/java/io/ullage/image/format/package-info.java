/**
 * Opens any image by what its first bytes say, as {@code qemu-img} probes them, never by its file name.
 *
 * <p>Guarantees: a format that is known by its magic and not read here is refused by name, so that it is never taken for a raw disk
 * and measured wrongly; a backing chain is followed to its end, and a cycle or an endless chain is refused.
 */
package io.ullage.image.format;
