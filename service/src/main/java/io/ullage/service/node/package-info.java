/**
 * The embedded node: Kafka, ClickHouse, Flink and an agent for this machine, each a supervised child process, in one data directory.
 *
 * <p>{@link io.ullage.service.node.Node} starts them (Kafka and ClickHouse side by side, then Flink, then the agent) and stops them
 * the other way round; {@link io.ullage.service.node.NodeFile} tells other commands where everything is.
 *
 * <p>Guarantees: one node per data directory; everything listens on 127.0.0.1; what was acknowledged survives a stop and a kill -9 of
 * any process; when the node dies, its children go within seconds.
 */
@NullMarked
package io.ullage.service.node;

import org.jspecify.annotations.NullMarked;
