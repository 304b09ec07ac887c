/**
 * Metrics for Prometheus (<a href="https://prometheus.io/docs/practices/naming/">naming</a>,
 * <a href="https://prometheus.io/docs/instrumenting/exposition_formats/">text format</a>): those of Ullage itself, and, by an exporter, the
 * capacity figures under the names of OpenTelemetry's
 * <a href="https://opentelemetry.io/docs/specs/semconv/system/system-metrics/">semantic conventions</a> as Prometheus writes them.
 *
 * <p>Guarantees: every name and type passes {@code promtool check metrics}; what is not known is absent, never zero; servers listen on
 * loopback unless they are told another address.
 */
@NullMarked
package io.ullage.service.metrics;

import org.jspecify.annotations.NullMarked;
