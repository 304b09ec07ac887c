package io.ullage.agent.metrics;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.ullage.agent.spool.Spool;
import java.time.Duration;

/** Counters of the content scans. */
public final class ContentMetrics {
    private static final String PREFIX = "ullage_agent_content_";

    private final Counter readBytes;
    private final Counter chunks;
    private final Counter fingerprints;
    private final Counter scans;
    private final Counter failures;
    private final Counter seconds;
    private final Counter gone;
    private final Gauge volumes;
    private final Gauge due;
    private final Gauge lastScan;

    /** @param spool of the sketches */
    public ContentMetrics(PrometheusRegistry registry, Spool spool, long limitBytesPerSecond) {
        readBytes = counter(registry, "read_bytes", "Bytes of images that were read for sketches.");
        chunks = counter(
                registry, "chunks", "Chunks that were scanned or taken over, by content: data, zero.", "content");
        fingerprints = counter(registry, "fingerprints", "Fingerprints that were kept or taken over.");
        scans = counter(registry, "scans", "Scans that ended, by what had to be read: all, changes, nothing.", "basis");
        failures = counter(registry, "scan_failures", "Scans that failed; they are tried again.");
        seconds = counter(registry, "scan_seconds", "Time spent in scans, with waiting for the limit.");
        gone = counter(registry, "volumes_gone", "Volumes that the domain was told to forget.");
        volumes = gauge(registry, "volumes", "Volumes that were found.");
        due = gauge(registry, "volumes_due", "Of these, volumes that wait to be scanned.");
        lastScan = gauge(registry, "last_scan_timestamp_seconds", "When a scan last ended.");
        gauge(registry, "limit_bytes_per_second", "Most that is read in a second.")
                .set(limitBytesPerSecond);
        GaugeWithCallback.builder()
                .name(PREFIX + "spool_messages")
                .help("Parts of sketches that wait in their spool.")
                .callback(value -> value.call((double) spool.state().records()))
                .register(registry);
        GaugeWithCallback.builder()
                .name(PREFIX + "spool_bytes")
                .help("Bytes of the sketches' spool files.")
                .callback(value -> value.call((double) spool.state().bytes()))
                .register(registry);
        CounterWithCallback.builder()
                .name(PREFIX + "spool_dropped_messages_total")
                .help("Parts of sketches that were dropped unsent, by size or age of their spool.")
                .callback(value -> value.call((double) spool.state().droppedRecords()))
                .register(registry);
    }

    public void found(long count, long waiting) {
        volumes.set(count);
        due.set(waiting);
    }

    /** What a scan has come to since it was last told. */
    public void progressed(long bytes, long dataChunks, long zeroChunks, long kept) {
        readBytes.inc(bytes);
        chunks.labelValues("data").inc(dataChunks);
        chunks.labelValues("zero").inc(zeroChunks);
        fingerprints.inc(kept);
    }

    /** @param basis what had to be read: {@code all}, {@code changes} or {@code nothing} */
    public void scanned(String basis, Duration took, double atSeconds) {
        scans.labelValues(basis).inc();
        took(took);
        lastScan.set(atSeconds);
    }

    public void failed(Duration took) {
        failures.inc();
        took(took);
    }

    public void gone() {
        gone.inc();
    }

    private void took(Duration took) {
        seconds.inc(took.toNanos() / 1e9);
    }

    private static Counter counter(PrometheusRegistry registry, String name, String help, String... labels) {
        return Counter.builder()
                .name(PREFIX + name + "_total")
                .help(help)
                .labelNames(labels)
                .register(registry);
    }

    private static Gauge gauge(PrometheusRegistry registry, String name, String help) {
        return Gauge.builder().name(PREFIX + name).help(help).register(registry);
    }
}
