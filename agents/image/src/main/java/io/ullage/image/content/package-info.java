/**
 * What lies in a part of a disk, whatever wrote it: the shape that every file system and volume manager reader gives its findings,
 * and the few tools they share.
 *
 * <p>Guarantees: a {@link io.ullage.image.content.Content} covers exactly the source that it was read from; what breaks while it is
 * walked becomes an UNSEEN range and a line in {@link io.ullage.image.content.Anomalies}, not an exception, so one damaged
 * partition leaves the others readable; only a source that was closed, or whose reader was interrupted, ends a walk. Heap does not grow with the disk: cursors hold one bitmap block or one tree path.
 */
package io.ullage.image.content;
