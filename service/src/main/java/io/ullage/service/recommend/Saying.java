package io.ullage.service.recommend;

import io.ullage.service.output.CommandException;
import io.ullage.service.output.HumanBytes;
import io.ullage.service.output.Listing;
import io.ullage.service.recommend.life.Event;
import io.ullage.service.recommend.life.Figures;
import io.ullage.service.recommend.life.LifeEvent;
import io.ullage.service.recommend.life.RecommendationStore;
import io.ullage.service.recommend.life.Review;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a person says of recommendations, checked and written. */
final class Saying {
    private final RecommendOptions options;
    private final PrintWriter out;
    private final Instant now;

    private Saying(RecommendOptions options, PrintWriter out, Instant now) {
        this.options = options;
        this.out = out;
        this.now = now;
    }

    static Saying of(RecommendOptions options, PrintWriter out) {
        return new Saying(options, out, Clock.systemUTC().instant());
    }

    /** All of them, or none if one of them cannot be. */
    void say(List<String> typed, Event event, @Nullable String reason, @Nullable Instant until) throws IOException {
        Review review = options.review(now);
        List<LifeEvent> events = new ArrayList<>();
        List<String> lines = new ArrayList<>();
        for (String one : typed) {
            String id = RecommendOptions.id(review, one);
            requireAlive(review, id);
            events.addAll(review.said(id, event, now, user(), reason, until));
            Figures figures = review.figures(id).orElseThrow();
            lines.add(event.name().toLowerCase(Locale.ROOT) + " " + id + "  "
                    + figures.action().meaning() + ": "
                    + Listing.printable(figures.target().name()) + ", "
                    + HumanBytes.text(figures.bytes().bestBytes()));
        }
        options.write(store -> {
            new RecommendationStore(store).add(events);
            return store;
        });
        lines.forEach(out::println);
        out.flush();
    }

    /** One that is over, and that no rule proposes now, is history. */
    private static void requireAlive(Review review, String id) {
        boolean proposed =
                review.recommendations().stream().anyMatch(one -> one.id().equals(id));
        if (!proposed && review.standings().get(id).state().isOver()) {
            throw CommandException.usage(
                    "ID: must be a recommendation that is open, accepted, dismissed or done, was " + id + ", "
                            + review.standings().get(id).state(),
                    "'ullage savings' shows what came of it.");
        }
    }

    private static String user() {
        return System.getProperty("user.name", "unknown");
    }
}
