package io.ullage.service.forecast;

import io.ullage.schema.forecast.Forecast;
import io.ullage.schema.forecast.ForecastSubject;
import io.ullage.service.node.NodeFile;
import io.ullage.service.node.NodeRoutine;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;

/** Forecasts on a node: everything once an hour, into the store and onto the topic. */
public final class ForecastRoutine {
    private static final String NAME = "forecast";
    private static final Duration INTERVAL = Duration.ofHours(1);

    private ForecastRoutine() {}

    public static NodeRoutine routine() {
        return new NodeRoutine(NAME, INTERVAL, node -> run(node, Clock.systemUTC()));
    }

    private static void run(NodeFile node, Clock clock) throws Exception {
        List<Target> targets = new TargetReader(node.readerStore()).read(EnumSet.allOf(ForecastSubject.class), null);
        List<Forecast> forecasts = Forecasts.of(targets, clock.instant());
        new ForecastStore(node.writerStore()).write(forecasts);
        new ForecastTopic(node.kafkaBootstrapServers()).publish(forecasts);
    }
}
