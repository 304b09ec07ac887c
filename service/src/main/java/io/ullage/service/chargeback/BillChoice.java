package io.ullage.service.chargeback;

import io.ullage.service.node.StoreChoice;
import io.ullage.service.output.CommandException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.YearMonth;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which month, which prices, which store. A picocli mixin. */
final class BillChoice {
    @Option(names = "--month", paramLabel = "YYYY-MM", description = "Which month, such as 2026-10.")
    private @Nullable YearMonth month;

    @Option(
            names = "--rates",
            paramLabel = "FILE",
            description = "The rate card (default: " + RateCardReader.FILE_NAME
                    + " in the data directory; without one there are bytes and no money).")
    private @Nullable Path rates;

    @Mixin
    StoreChoice store = new StoreChoice();

    YearMonth month() {
        if (month == null) {
            throw CommandException.usage("--month: must be present, was absent", "Such as --month 2026-10.");
        }
        return month;
    }

    @Nullable
    RateCard card() throws IOException {
        return rates == null
                ? RateCardReader.ofDataDirectory(store.dataDirectory()).orElse(null)
                : RateCardReader.read(rates);
    }

    RateCard requiredCard() throws IOException {
        RateCard card = card();
        if (card == null) {
            throw CommandException.usage(
                    "--rates: must be present, or " + store.dataDirectory().resolve(RateCardReader.FILE_NAME)
                            + ", was absent",
                    "'ullage chargeback rates' prints a rate card to begin with.");
        }
        return card;
    }
}
