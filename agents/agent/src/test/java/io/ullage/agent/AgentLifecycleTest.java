package io.ullage.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ullage.agent.spool.Spool;
import io.ullage.agent.spool.SpoolRecord;
import io.ullage.schema.codec.TelemetryCodec;
import io.ullage.schema.telemetry.Report;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class AgentLifecycleTest {
    @TempDir
    Path state;

    @Test
    void cyclesGoToTheSpoolWithGrowingSequenceNumbersOverRestarts() throws Exception {
        List<Long> expected = new ArrayList<>();
        for (int start = 0; start < 2; start++) {
            BlockingQueue<Collected> seen = new LinkedBlockingQueue<>();
            try (Agent agent = Agent.start(config(), Clock.systemUTC(), seen::add)) {
                for (int i = 0; i < 3; i++) {
                    Collected cycle = seen.poll(30, TimeUnit.SECONDS);
                    expected.add(cycle.reports().get(0).sequence());
                }
                assertThat(agent.spooledMessages()).isGreaterThanOrEqualTo(expected.size());
            }
        }
        assertThat(expected).isSorted().doesNotHaveDuplicates().startsWith(0L);

        TelemetryCodec codec = new TelemetryCodec();
        List<Long> spooled = new ArrayList<>();
        try (Spool spool = Spool.open(state.resolve("spool"), 256 << 20, Duration.ofDays(1), Clock.systemUTC())) {
            for (SpoolRecord one : spool.peek(1000, Long.MAX_VALUE)) {
                Report report = codec.decodeReport(one.message()).report();
                assertThat(one.key()).isEqualTo(report.agent().id());
                spooled.add(report.sequence());
            }
        }
        assertThat(spooled).isSorted().doesNotHaveDuplicates().containsAll(expected);
    }

    @Test
    void prometheusFindsTheCounters() throws Exception {
        BlockingQueue<Collected> seen = new LinkedBlockingQueue<>();
        AgentConfig config = config().withMetrics(new AgentConfig.Metrics(true, "127.0.0.1", 0));
        try (Agent agent = Agent.start(config, Clock.systemUTC(), seen::add)) {
            seen.poll(30, TimeUnit.SECONDS);
            seen.poll(30, TimeUnit.SECONDS);
            URI metrics = URI.create("http://127.0.0.1:" + agent.metricsPort().orElseThrow() + "/metrics");
            String text = HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(metrics).build(), BodyHandlers.ofString())
                    .body();
            assertThat(text)
                    .containsPattern("ullage_agent_cycles_total\\{role=\"guest\"} [1-9]")
                    .contains("ullage_agent_build_info{version=")
                    .containsPattern("ullage_agent_collector_success\\{collector=\"sysfs\"} 1.0")
                    .containsPattern("ullage_agent_collector_duration_seconds\\{collector=\"statvfs\"} 0\\.")
                    .containsPattern("ullage_agent_spool_messages [1-9]")
                    .contains("ullage_agent_spool_dropped_messages_total 0.0")
                    .contains("ullage_agent_sent_messages_total 0.0");
        }
    }

    @Test
    void aSecondAgentOnTheSameStateIsRefused() throws Exception {
        try (Agent agent = Agent.start(config())) {
            assertThat(agent.metricsPort()).isEmpty();
            assertThatThrownBy(() -> Agent.start(config()))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("stateDirectory: must not be used by another agent")
                    .hasMessageContaining(state.toString());
        }
        Agent.start(config()).close();
    }

    @Test
    void aTakenMetricsPortLetsTheStateGo() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            AgentConfig config = config().withMetrics(new AgentConfig.Metrics(true, "127.0.0.1", taken.getLocalPort()));
            assertThatThrownBy(() -> Agent.start(config)).isInstanceOf(IOException.class);
        }
        Agent.start(config()).close();
    }

    private AgentConfig config() {
        return AgentConfig.standard(state)
                .withTimes(Duration.ofMillis(200), Duration.ofMillis(10), Duration.ofSeconds(20))
                .withMetrics(AgentConfig.Metrics.OFF);
    }
}
