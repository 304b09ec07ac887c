/**
 * What Ullage counts of itself, for Prometheus (<a href="https://prometheus.io/docs/practices/naming/">naming</a>,
 * <a href="https://prometheus.io/docs/instrumenting/exposition_formats/">formats</a>): as a part of the node's server, or on a port of its own.
 *
 * <p>Guarantees: a server of its own listens on loopback unless it is told another address; where other things are served, too, only who may
 * see the whole estate reads the metrics.
 */
@NullMarked
package io.ullage.service.metrics;

import org.jspecify.annotations.NullMarked;
