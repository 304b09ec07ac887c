/**
 * Samples the content of images for dedup estimates, after Harnik and others, <a
 * href="https://www.usenix.org/conference/fast19/presentation/harnik">Sketching Volume Capacities in Deduplicated Storage</a> (FAST 2019):
 * of every chunk that an image holds data for a keyed hash is taken, and kept if it ends in {@code k} zero bits. What is kept goes out
 * as {@link io.ullage.schema.telemetry.ContentSketch}.
 *
 * <p>Guarantees: images are opened read-only and without locks; only ranges that the image itself has mapped are read, no faster than the
 * configured rate; an interrupted scan goes on where it stopped; what an earlier scan knows and what has not changed since is not read
 * again, and the answer is the same as if it had been; a sketch that was spooled is sent at least once. Hashes are keyed with a
 * secret of the domain: outside of it they tell nothing. The key file and the state are readable by their owner only.
 */
@NullMarked
package io.ullage.agent.content;

import org.jspecify.annotations.NullMarked;
