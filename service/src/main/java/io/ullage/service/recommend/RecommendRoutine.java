package io.ullage.service.recommend;

import io.ullage.service.chargeback.RateCardReader;
import io.ullage.service.node.NodeFile;
import io.ullage.service.node.NodeRoutine;
import io.ullage.service.recommend.life.Review;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The recommender on a node: looks at the estate again and again, and keeps what it finds. The configuration is read at each run, so that a
 * change of its interval takes effect without a restart.
 */
public final class RecommendRoutine {
    private static final String NAME = "recommend";
    private static final Duration LOOK = Duration.ofMinutes(1);

    private final Clock clock;
    private @Nullable Instant ran;

    private RecommendRoutine(Clock clock) {
        this.clock = clock;
    }

    /** Asks every minute whether it is time. */
    public static NodeRoutine routine() {
        RecommendRoutine routine = new RecommendRoutine(Clock.systemUTC());
        return new NodeRoutine(NAME, LOOK, routine::run);
    }

    private void run(NodeFile node) throws Exception {
        Path directory = Path.of(node.dataDirectory());
        RecommendSettings settings = RecommendSettingsReader.ofDataDirectory(directory);
        Instant now = clock.instant();
        if (ran != null && now.isBefore(ran.plus(settings.interval()))) {
            return;
        }
        Recommender recommender = Recommender.of(settings, RateCardReader.ofDataDirectory(directory), now);
        Review.of(node.readerStore(), recommender, now).record(node.writerStore());
        ran = now;
    }
}
