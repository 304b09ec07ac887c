package io.ullage.service.metrics;

import io.prometheus.metrics.config.PrometheusProperties;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.ullage.service.web.Audience;
import io.ullage.service.web.Call;
import io.ullage.service.web.Links;
import io.ullage.service.web.Route;
import io.ullage.service.web.WebPart;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;

/** {@code /metrics} of a server that serves other things, too, and counts what it is asked. */
public final class MetricsPart implements WebPart {
    private final PrometheusRegistry registry;
    private final ExpositionFormats formats =
            ExpositionFormats.init(PrometheusProperties.get().getExporterProperties());
    private final Counter requests;
    private final Histogram seconds;

    public MetricsPart(PrometheusRegistry registry) {
        this.registry = registry;
        requests = Counter.builder()
                .name("ullage_web_requests_total")
                .help("Requests that were answered, by method, route and status.")
                .labelNames("method", "route", "code")
                .register(registry);
        seconds = Histogram.builder()
                .name("ullage_web_request_duration_seconds")
                .help("Time to the answer, by route.")
                .labelNames("route")
                .classicOnly()
                .classicUpperBounds(0.01, 0.025, 0.05, 0.1, 0.2, 0.5, 1, 2.5, 10)
                .register(registry);
    }

    @Override
    public List<Route> routes() {
        return List.of(Route.get(Links.METRICS, this::write).forAudience(Audience.ESTATE));
    }

    @Override
    public void answered(String method, String route, int status, double tookSeconds) {
        requests.labelValues(method, route, Integer.toString(status)).inc();
        seconds.labelValues(route).observe(tookSeconds);
    }

    private void write(Call call) throws IOException {
        ExpositionFormatWriter format = formats.findWriter(call.http().header("Accept"));
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        format.write(text, registry.scrape());
        call.http().contentType(format.getContentType()).result(text.toByteArray());
    }
}
