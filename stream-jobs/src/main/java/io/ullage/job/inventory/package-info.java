/**
 * From the topic {@code ullage.inventory} to the table {@code inventory}: whose each machine is, and since when.
 *
 * <p>The topic is compacted
 * (<a href="https://kafka.apache.org/documentation/#compaction">log compaction</a>): it holds the newest message per machine, and one
 * without a value takes a machine's messages out of it.
 *
 * <p>Guarantees: no message stops the job, whatever it holds; every message is exactly one of written, refused and deletion, so that
 * {@code accepted = emitted + malformed + deleted}; the same messages give the same rows, so that reading the topic again changes nothing.
 */
@NullMarked
package io.ullage.job.inventory;

import org.jspecify.annotations.NullMarked;
