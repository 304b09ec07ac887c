package io.ullage.service.chargeback;

import io.ullage.service.chargeback.focus.FocusVersion;
import io.ullage.service.output.CommandException;
import io.ullage.service.output.ExitCode;
import io.ullage.service.output.Terminal;
import io.ullage.service.store.StoreConnection;
import java.io.IOException;
import java.io.PrintWriter;
import java.sql.SQLException;
import java.time.Clock;
import java.time.YearMonth;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code ullage chargeback}. */
@Command(
        name = "chargeback",
        description = {
            "Who uses how much storage in a month, what it costs, and what of it is air: provisioned and not in use.",
            "Prices come from a rate card (see docs/chargeback.md). A closed month stays as it was closed."
        },
        subcommands = {CloseCommand.class, RestateCommand.class, RatesCommand.class},
        footerHeading = "%nExamples:%n",
        footer = {
            "  ullage chargeback rates > rates.yaml                          # prices to begin with",
            "  ullage chargeback --month 2026-10 --rates rates.yaml",
            "  ullage chargeback --month 2026-10 --by vm --format csv > october.csv",
            "  ullage chargeback --month 2026-10 --format html > october.html",
            "  ullage chargeback --month 2026-10 --format focus > focus.csv  # FOCUS 1.3",
            "  ullage chargeback close --month 2026-10"
        })
public final class ChargebackCommand implements Callable<Integer> {
    private final Terminal terminal;
    private final Clock clock;

    @Mixin
    private BillChoice choice = new BillChoice();

    @Option(
            names = "--by",
            paramLabel = "WHAT",
            defaultValue = "tenant",
            completionCandidates = ByWords.class,
            converter = ByWord.class,
            description =
                    "One of ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}). FOCUS has a row per volume and price.")
    private By by = By.TENANT;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "table",
            description = "How to print: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private BillFormat format = BillFormat.TABLE;

    @Option(
            names = "--focus-version",
            paramLabel = "VERSION",
            defaultValue = "1.3",
            completionCandidates = FocusVersions.class,
            converter = FocusNumber.class,
            description = "With --format focus: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private FocusVersion focusVersion = FocusVersion.V1_3;

    @Option(names = "--bytes", description = "Exact bytes in tables instead of binary units.")
    private boolean exactBytes;

    @Option(
            names = "--no-pending",
            description = "Of a closed month, do not work out what late data would change: faster.")
    private boolean withoutPending;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    public ChargebackCommand(Terminal terminal) {
        this(terminal, Clock.systemUTC());
    }

    ChargebackCommand(Terminal terminal, Clock clock) {
        this.terminal = terminal;
        this.clock = clock;
    }

    /** {@code cost-centre} is {@link By#COST_CENTRE}. */
    static final class ByWord implements ITypeConverter<By> {
        @Override
        public By convert(String word) {
            return Arrays.stream(By.values())
                    .filter(by -> by.toString().equals(word))
                    .findFirst()
                    .orElseThrow(() -> new TypeConversionException(
                            "must be one of " + Arrays.toString(By.values()) + ", was " + word));
        }
    }

    static final class FocusNumber implements ITypeConverter<FocusVersion> {
        @Override
        public FocusVersion convert(String number) {
            return FocusVersion.of(number)
                    .orElseThrow(() -> new TypeConversionException(
                            "must be one of " + Arrays.toString(FocusVersion.values()) + ", was " + number));
        }
    }

    static final class FocusVersions implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Arrays.stream(FocusVersion.values())
                    .map(FocusVersion::toString)
                    .iterator();
        }
    }

    static final class ByWords implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Arrays.stream(By.values()).map(By::toString).iterator();
        }
    }

    @Override
    public Integer call() throws IOException {
        YearMonth month = choice.month();
        StoreConnection store = choice.store.connection();
        try {
            ShownBill shown = shown(store, month);
            if (format != BillFormat.FOCUS || !shown.bill().charges().isEmpty()) {
                print(shown);
            }
            return said(shown);
        } catch (SQLException e) {
            throw failed(store, e);
        }
    }

    private ShownBill shown(StoreConnection store, YearMonth month) throws IOException, SQLException {
        Optional<ClosedMonth> closed = new ClosedMonths(store).latest(month);
        if (closed.isEmpty()) {
            return new ShownBill(bill(store, month, choice.card()), null, null);
        }
        return new ShownBill(
                closed.get().bill(),
                closed.get(),
                withoutPending
                        ? null
                        : BillDifference.between(closed.get().bill(), bill(store, month, card(closed.get()))));
    }

    private Bill bill(StoreConnection store, YearMonth month, @Nullable RateCard card) throws SQLException {
        return bill(store, clock, month, card);
    }

    static Bill bill(StoreConnection store, Clock clock, YearMonth month, @Nullable RateCard card) throws SQLException {
        try {
            return new Chargeback(store, clock).of(month, card);
        } catch (IllegalArgumentException e) {
            throw CommandException.usage(String.valueOf(e.getMessage()), "Name a month that has begun.");
        }
    }

    static RateCard card(ClosedMonth closed) {
        return RateCardReader.readAgain(
                "the rate card of " + closed.bill().month().month(), closed.rates());
    }

    static CommandException failed(StoreConnection store, SQLException e) {
        return CommandException.failed(
                store.url() + ": " + e.getMessage(),
                "Is it up, and may " + store.user() + " read there? 'ullage schema apply' makes missing tables.",
                e);
    }

    private void print(ShownBill shown) throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        switch (format) {
            case TABLE -> BillText.print(shown, by, terminal, exactBytes, out);
            case CSV -> BillListing.of(by).writeCsv(out, BillRow.of(shown.bill(), by));
            case JSON -> BillJson.print(shown, by, out);
            case HTML -> BillPage.print(shown, by, out);
            case FOCUS -> focus(shown).print(focusVersion, out);
        }
        out.flush();
    }

    /** Of a closed month, with the card that it was closed with. */
    private BillFocus focus(ShownBill shown) throws IOException {
        return new BillFocus(shown, shown.closed() == null ? choice.requiredCard() : card(shown.closed()));
    }

    private int said(ShownBill shown) {
        PrintWriter err = spec.commandLine().getErr();
        if (shown.bill().usages().isEmpty()) {
            err.println("ullage: no volume was read in " + shown.bill().month().month());
            return ExitCode.PARTIAL;
        }
        if (shown.bill().charges().isEmpty()) {
            err.println("ullage: no prices; 'ullage chargeback rates' prints a rate card to begin with");
        }
        return ExitCode.OK;
    }
}
