package io.ullage.service.handout;

import io.ullage.service.chargeback.RateCard;
import io.ullage.service.chargeback.RateCardReader;
import io.ullage.service.node.StoreChoice;
import io.ullage.service.output.CommandException;
import io.ullage.service.recommend.RecommendSettingsReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.time.Clock;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The estate as a document: the options of {@code ullage report estate} for that. A picocli mixin. */
public final class HandoutOptions {
    @Option(
            names = "--html",
            paramLabel = "FILE",
            description =
                    "Of the estate: a document to hand around, with plots, the ten best actions, the forecast and the"
                            + " bill. One file, nothing in it comes from elsewhere.")
    private @Nullable Path html;

    @Option(names = "--pdf", paramLabel = "FILE", description = "The same as PDF.")
    private @Nullable Path pdf;

    @Option(
            names = "--rates",
            paramLabel = "FILE",
            description =
                    "With --html or --pdf: a rate card, for the bill and for what actions are worth (default: the last"
                            + " closed month, and " + RateCardReader.FILE_NAME + " in the data directory).")
    private @Nullable Path rates;

    @Option(
            names = "--time-zone",
            paramLabel = "ZONE",
            description = "With --html or --pdf: of its dates, such as Europe/Vienna (default: that of this machine).")
    private ZoneId zone = ZoneId.systemDefault();

    private final Clock clock = Clock.systemUTC();

    /** Whether a document is asked for instead of a listing. */
    public boolean asked() {
        return html != null || pdf != null;
    }

    /** Complains of what makes no sense without a document. */
    public void requireNone() {
        if (rates != null) {
            throw CommandException.usage("--rates: must stand with --html or --pdf, was " + rates, null);
        }
    }

    /**
     * Writes what was asked for; a file that is there is replaced when the new one is whole.
     *
     * @return the files
     * @throws CommandException if there is nothing to write, or a file cannot be written
     */
    public List<Path> write(StoreChoice store) throws IOException, SQLException {
        Optional<RateCard> named = rates == null ? Optional.empty() : Optional.of(RateCardReader.read(rates));
        Optional<RateCard> worth = named.isPresent() ? named : RateCardReader.ofDataDirectory(store.dataDirectory());
        EstateHandout handout = new HandoutReader(store.connection(), clock)
                .read(RecommendSettingsReader.ofDataDirectory(store.dataDirectory()), worth, named)
                .orElseThrow(() -> CommandException.failed(
                        "no disk was read yet: there is nothing to report",
                        "Start an agent where disks are ('ullage agent --help'), or look at a made-up fleet: 'ullage simulate"
                                + " --volumes 100 --days 30 --seed 1'.",
                        null));
        String page = EstatePage.of(handout, zone);
        List<Path> written = new ArrayList<>();
        if (html != null) {
            replace(html, out -> out.write(page.getBytes(StandardCharsets.UTF_8)));
            written.add(html);
        }
        if (pdf != null) {
            replace(pdf, out -> PdfDocument.write(page, out));
            written.add(pdf);
        }
        return written;
    }

    private interface Content {
        void to(OutputStream out) throws IOException;
    }

    private static void replace(Path file, Content content) throws IOException {
        Path target = file.toAbsolutePath();
        Path part = target.resolveSibling(target.getFileName() + ".part");
        try {
            try (OutputStream out = Files.newOutputStream(part)) {
                content.to(out);
            }
            Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw CommandException.failed(file + " cannot be written: " + e, "Name another file.", e);
        } finally {
            Files.deleteIfExists(part);
        }
    }
}
