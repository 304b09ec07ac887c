package io.ullage.service.chargeback;

import io.ullage.service.output.CommandException;
import io.ullage.service.output.ExitCode;
import io.ullage.service.output.Terminal;
import io.ullage.service.store.StoreConnection;
import java.io.IOException;
import java.io.PrintWriter;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ullage chargeback restate}. */
@Command(
        name = "restate",
        description = {
            "Work out a closed month anew from the store and the rate card as they are now, and show the difference.",
            "The bill as it was before is kept."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ullage chargeback restate --month 2026-10 --dry-run",
            "  ullage chargeback restate --month 2026-10 --reason 'host 7 was offline until the 3rd'"
        })
final class RestateCommand implements Callable<Integer> {
    private final Terminal terminal;
    private final Clock clock = Clock.systemUTC();

    @Mixin
    private BillChoice choice = new BillChoice();

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why; it is kept with the month.")
    private @Nullable String reason;

    @Option(names = "--dry-run", description = "Show the difference and change nothing.")
    private boolean dryRun;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    RestateCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        if (!dryRun && (reason == null || reason.isBlank())) {
            throw CommandException.usage("--reason: must be present, was absent", "Say why, or look with --dry-run.");
        }
        StoreConnection store = dryRun ? choice.store.connection() : choice.store.writerConnection();
        try {
            return restate(store);
        } catch (SQLException e) {
            throw ChargebackCommand.failed(store, e);
        }
    }

    private int restate(StoreConnection store) throws IOException, SQLException {
        ClosedMonths months = new ClosedMonths(store);
        ClosedMonth before = months.latest(choice.month())
                .orElseThrow(() -> CommandException.usage(
                        choice.month() + " is not closed", "'ullage chargeback close' closes it."));
        RateCard named = choice.card();
        RateCard card = named == null ? ChargebackCommand.card(before) : named;
        Bill bill = ChargebackCommand.bill(store, clock, choice.month(), card);
        List<BillDifference> differences = BillDifference.between(before.bill(), bill);
        PrintWriter out = spec.commandLine().getOut();
        if (differences.isEmpty()) {
            out.println(choice.month() + ": no tenant would pay another amount");
        } else {
            BillDifference.listing().writeTable(out, differences, terminal.columns(), false);
        }
        if (!dryRun) {
            if (!months.write(bill, before.revision() + 1, clock.instant(), reason, card)) {
                throw CommandException.failed(
                        choice.month() + " was restated by somebody else at the same time",
                        "See it with 'ullage chargeback --month " + choice.month() + "'.",
                        null);
            }
            bill.totals()
                    .forEach((currency, total) ->
                            out.println(choice.month() + " restated at " + total.toPlainString() + " " + currency));
        }
        out.flush();
        return ExitCode.OK;
    }
}
