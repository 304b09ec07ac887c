/**
 * The capacity figures for Prometheus, under the names of OpenTelemetry's semantic conventions for
 * <a href="https://opentelemetry.io/docs/specs/semconv/system/system-metrics/">systems</a> and
 * <a href="https://opentelemetry.io/docs/specs/semconv/hardware/logical-disk/">logical disks</a> as Prometheus writes them.
 *
 * <p>Guarantees: a figure that is not known has no series; a store that does not answer fails the scrape.
 */
@NullMarked
package io.ullage.service.exporter;

import org.jspecify.annotations.NullMarked;
