/**
 * How far the dedup estimates are from the truth: populations of chunks with known duplicates, made from real file systems or made up at
 * full size, sampled under many keys, estimated by {@link io.ullage.job.dedup}, and set beside what counting every chunk gives.
 */
@NullMarked
package io.ullage.bench.dedup;

import org.jspecify.annotations.NullMarked;
