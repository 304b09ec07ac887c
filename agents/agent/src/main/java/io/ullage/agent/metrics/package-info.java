/**
 * The agent's own counters, in <a href="https://prometheus.io/docs/practices/naming/">Prometheus' conventions</a>; listed in
 * {@code docs/agent.md}.
 */
@NullMarked
package io.ullage.agent.metrics;

import org.jspecify.annotations.NullMarked;
