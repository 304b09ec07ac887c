package io.ullage.service.alert;

import io.ullage.job.alert.AgentHeard;
import io.ullage.job.alert.Samples;
import io.ullage.job.ingest.DecodedReport;
import io.ullage.job.ingest.RawMessage;
import io.ullage.job.rule.Firing;
import io.ullage.job.rule.RuleEngine;
import io.ullage.job.rule.RuleSet;
import io.ullage.job.snapshot.GrowthReplay;
import io.ullage.job.snapshot.GrowthSettings;
import io.ullage.job.utilisation.ReportReplay;
import io.ullage.job.utilisation.UtilisationSettings;
import io.ullage.schema.alert.Alert;
import io.ullage.schema.codec.Decoded;
import io.ullage.schema.codec.MalformedMessageException;
import io.ullage.schema.codec.TelemetryCodec;
import io.ullage.service.output.CommandException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Reports of a file, one JSON object a line, through joins, sums and rules as in the job; the clock is that of the reports. */
final class AlertReplay {
    private final TelemetryCodec codec = new TelemetryCodec();
    private final ReportReplay reports;
    private final GrowthReplay growth;
    private final RuleEngine engine;
    private final List<Alert> alerts = new ArrayList<>();
    private long lines;
    private long nowMillis = Long.MIN_VALUE;

    AlertReplay(RuleSet rules, Duration interval) {
        UtilisationSettings standard = UtilisationSettings.DEFAULTS;
        reports = new ReportReplay(new UtilisationSettings(
                interval,
                standard.guestCarriedIntervals(),
                standard.closeDelay(),
                standard.rewriteDelay(),
                standard.stateRetention(),
                standard.reportsRemembered()));
        growth = new GrowthReplay(GrowthSettings.DEFAULTS);
        engine = new RuleEngine(rules);
    }

    /** What fired, by when it began. */
    List<Firing> run(Path file) throws IOException {
        try (BufferedReader in = Files.newBufferedReader(file)) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                lines++;
                if (!line.isBlank()) {
                    take(file, line.getBytes(StandardCharsets.UTF_8));
                }
            }
        }
        reports.end().forEach(this::evaluate);
        evaluate(growth.end());
        if (nowMillis != Long.MIN_VALUE) {
            alerts.addAll(engine.advance(nowMillis));
        }
        return Firing.of(alerts);
    }

    long lines() {
        return lines;
    }

    /** Reports that came after their interval was closed. */
    long late() {
        return reports.late();
    }

    private void take(Path file, byte[] line) {
        try {
            Decoded decoded = codec.decodeReport(line);
            Instant time = decoded.report().time();
            DecodedReport report =
                    DecodedReport.of(new RawMessage(line, line.length, file.toString(), 0, lines, time), decoded);
            if (time.toEpochMilli() > nowMillis) {
                nowMillis = time.toEpochMilli();
                alerts.addAll(engine.advance(nowMillis - 1));
            }
            AgentHeard heard = AgentHeard.of(report);
            alerts.addAll(engine.heard(
                    heard.agentId(), heard.labels(), heard.receivedMillis(), heard.reportMillis(), heard.sequence()));
            reports.take(report).forEach(this::evaluate);
            evaluate(growth.take(report));
        } catch (MalformedMessageException e) {
            throw CommandException.usage(
                    file + " line " + lines + ": " + e.getMessage(),
                    "A line is one report as JSON; see docs/telemetry.md.");
        }
    }

    private void evaluate(ReportReplay.Closed closed) {
        closed.ledgers().forEach(row -> alerts.addAll(engine.take(Samples.of(row), nowMillis)));
        closed.pools().forEach(row -> alerts.addAll(engine.take(Samples.of(row), nowMillis)));
        closed.snapshots().forEach(row -> alerts.addAll(engine.take(Samples.of(row), nowMillis)));
        closed.unmatched().forEach(row -> alerts.addAll(engine.take(Samples.of(row), nowMillis)));
    }

    private void evaluate(GrowthReplay.Closed closed) {
        closed.snapshots().forEach(row -> alerts.addAll(engine.take(Samples.of(row), nowMillis)));
        closed.luns().forEach(row -> alerts.addAll(engine.take(Samples.of(row), nowMillis)));
    }
}
