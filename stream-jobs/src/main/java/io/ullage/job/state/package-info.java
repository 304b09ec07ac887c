/**
 * Keyed state on the heap before RocksDB. A reading touches the same few keys as the one before and the one after; RocksDB pays for each
 * touch with a read, a write and two turns of the serializer, and writes with every checkpoint what was written since.
 *
 * <p>What is kept here is written to RocksDB before the barrier of a checkpoint is answered, so that a checkpoint or savepoint holds
 * what it would hold without: either may be restored by the other. The size on the heap is bounded and grows with the heap. See <a
 * href="https://nightlies.apache.org/flink/flink-docs-release-2.3/docs/ops/state/state_backends/">Flink: State Backends</a>.
 *
 * <p>Values and keys must not be changed in place: whoever reads a value may be given the same object again.
 */
@NullMarked
package io.ullage.job.state;

import org.jspecify.annotations.NullMarked;
