/**
 * One real Kafka broker for the embedded node, in KRaft mode, broker and controller in one child JVM on the loopback.
 *
 * <p>Facts: KRaft wants a directory that is formatted once with a cluster id
 * (<a href="https://kafka.apache.org/documentation/#kraft">Kafka documentation, KRaft</a>); the controller has a listener of its
 * own. A fresh index file is preallocated at {@code log.index.size.max.bytes} (10 MiB), twice per partition, and {@code
 * __consumer_offsets} has 50 partitions by default: left alone, an idle broker takes 1 GiB of sparse files.
 *
 * <p>Guarantees: the broker listens on the address it is given and on nothing else; records survive a restart and a kill -9; a record is
 * kept by the time it arrived, whatever time it carries, so that old telemetry is not deleted as soon as it is written.
 */
@NullMarked
package io.ullage.service.kafka;

import org.jspecify.annotations.NullMarked;
