/**
 * The dedup job: from content sketches to what deduplication leaves of each domain, what each volume holds alone, and the sketches in the
 * store, from which any set of volumes is answered. {@code docs/dedup-job.md} says how epochs go late, missing and double, and how state is let
 * go.
 *
 * <p>A volume's sketch is replaced as one: its changes leave {@link io.ullage.job.sketch.AssembleFunction} between two of Flink's
 * <a href="https://nightlies.apache.org/flink/flink-docs-release-2.3/docs/concepts/stateful-stream-processing/#checkpointing">barriers</a>,
 * shards say what that does to their sums before the next barrier, and the domain speaks when that barrier has come from all of them. The
 * barriers, which run through the whole graph anyway, are thus the cut at which all shards have answered.
 */
@NullMarked
package io.ullage.job.sketch;

import org.jspecify.annotations.NullMarked;
