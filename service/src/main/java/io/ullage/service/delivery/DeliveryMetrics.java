package io.ullage.service.delivery;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Clock;

/** Counters of the delivery, by target. Of each message that was to be told: told = sent + refused + given up + waiting. */
final class DeliveryMetrics {
    private static final String TARGET = "target";
    private static final String KIND = "kind";

    private final Clock clock;
    private final Counter sent;
    private final Counter failed;
    private final Counter refused;
    private final Counter givenUp;
    private final Gauge waiting;
    private final Gauge firing;
    private final Gauge lastSuccess;
    private final Gauge up;

    DeliveryMetrics(PrometheusRegistry registry, Clock clock) {
        this.clock = clock;
        sent = counter(registry, "sent", "Alerts that the target took; of an Alertmanager, each repetition.");
        failed = counter(registry, "failed_attempts", "Attempts that failed and are tried again.");
        refused = counter(registry, "refused", "Alerts that the target refused for good.");
        givenUp = counter(registry, "given_up", "Alerts that became too old while the target failed.");
        waiting = gauge(registry, "waiting", "Alerts that wait for the target.");
        firing = gauge(registry, "firing", "Alerts that the target is told to be firing.");
        lastSuccess = gauge(registry, "last_success_timestamp_seconds", "When the target last took something.");
        up = gauge(registry, "up", "1 if the last attempt did not fail, else 0; absent before the first.");
    }

    /** What one target counts. */
    Of of(Target target) {
        return new Of(this, target.name(), target.kind());
    }

    record Of(DeliveryMetrics all, String name, String kind) {
        void began() {
            // Counters that are not there before their first event hide it from rate().
            all.sent.initLabelValues(name, kind);
            all.failed.initLabelValues(name, kind);
            all.refused.initLabelValues(name, kind);
            all.givenUp.initLabelValues(name, kind);
        }

        void sent(int alerts) {
            all.sent.labelValues(name, kind).inc(alerts);
            all.lastSuccess.labelValues(name, kind).set(all.clock.millis() / 1000.0);
            all.up.labelValues(name, kind).set(1);
        }

        void failed() {
            all.failed.labelValues(name, kind).inc();
            all.up.labelValues(name, kind).set(0);
        }

        void refused(int alerts) {
            all.refused.labelValues(name, kind).inc(alerts);
            all.up.labelValues(name, kind).set(1);
        }

        void givenUp(int alerts) {
            all.givenUp.labelValues(name, kind).inc(alerts);
        }

        void waiting(int alerts) {
            all.waiting.labelValues(name, kind).set(alerts);
        }

        void firing(int alerts) {
            all.firing.labelValues(name, kind).set(alerts);
        }
    }

    private static Counter counter(PrometheusRegistry registry, String name, String help) {
        return Counter.builder()
                .name("ullage_delivery_" + name + "_total")
                .help(help)
                .labelNames(TARGET, KIND)
                .register(registry);
    }

    private static Gauge gauge(PrometheusRegistry registry, String name, String help) {
        return Gauge.builder()
                .name("ullage_delivery_" + name)
                .help(help)
                .labelNames(TARGET, KIND)
                .register(registry);
    }
}
