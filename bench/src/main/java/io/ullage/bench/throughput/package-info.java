/**
 * Readings per CPU second of the utilisation job, as a node runs it, beside a job that reads the same topic and throws the bytes away; and
 * what the job's state costs as the fleet grows.
 */
@NullMarked
package io.ullage.bench.throughput;

import org.jspecify.annotations.NullMarked;
