package io.ullage.service.recommend;

import io.ullage.service.chargeback.RateCard;
import io.ullage.service.chargeback.RateCardReader;
import io.ullage.service.node.StoreChoice;
import io.ullage.service.output.CommandException;
import io.ullage.service.recommend.life.Review;
import io.ullage.service.store.StoreConnection;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where to look and by which rules: the options of every {@code ullage recommend}. A picocli mixin. */
final class RecommendOptions {
    @Option(
            names = "--config",
            paramLabel = "FILE",
            description =
                    "Rules and thresholds (default: recommend.yaml in the node's data directory, if there is one)."
                            + " 'ullage recommend config' prints the standard ones.")
    private @Nullable Path config;

    @Option(
            names = "--rates",
            paramLabel = "FILE",
            description = "A rate card, for what bytes are worth (default: rates.yaml in the node's data directory, if"
                    + " there is one). Without one there is no money.")
    private @Nullable Path rates;

    @Mixin
    private StoreChoice store = new StoreChoice();

    /** Something that asks the store. */
    interface Asks<T> {
        T of(StoreConnection store) throws SQLException;
    }

    /** Looks at the estate now. */
    Review review(Instant now) throws IOException {
        Recommender recommender = Recommender.of(settings(), card(), now);
        return asking(store.connection(), connection -> Review.of(connection, recommender, now));
    }

    <T> T read(Asks<T> asks) throws IOException {
        return asking(store.connection(), asks);
    }

    <T> T write(Asks<T> asks) throws IOException {
        return asking(store.writerConnection(), asks);
    }

    private RecommendSettings settings() throws IOException {
        return config == null
                ? RecommendSettingsReader.ofDataDirectory(store.dataDirectory())
                : RecommendSettingsReader.read(config);
    }

    private Optional<RateCard> card() throws IOException {
        return rates == null
                ? RateCardReader.ofDataDirectory(store.dataDirectory())
                : Optional.of(RateCardReader.read(rates));
    }

    private static <T> T asking(StoreConnection connection, Asks<T> asks) {
        try {
            return asks.of(connection);
        } catch (SQLException e) {
            throw CommandException.failed(
                    connection.url() + ": " + e.getMessage(),
                    "Is it up, and may " + connection.user()
                            + " do that there? 'ullage schema apply' makes missing tables.",
                    e);
        }
    }

    /**
     * The one recommendation whose id begins so.
     *
     * @throws CommandException if there is none, or more than one
     */
    static String id(Review review, String typed) {
        List<String> ids = review.idsBeginning(typed.toLowerCase(Locale.ROOT));
        if (ids.isEmpty()) {
            throw CommandException.usage(
                    "ID: must be a recommendation, was " + typed, "'ullage recommend' lists them in its first column.");
        }
        if (ids.size() > 1) {
            throw CommandException.usage(
                    "ID: must name one recommendation, was " + typed, "Type more of it: " + String.join(", ", ids));
        }
        return ids.get(0);
    }
}
