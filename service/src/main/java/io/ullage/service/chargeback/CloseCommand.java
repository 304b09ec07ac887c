package io.ullage.service.chargeback;

import io.ullage.service.output.CommandException;
import io.ullage.service.output.ExitCode;
import io.ullage.service.store.StoreConnection;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code ullage chargeback close}. */
@Command(
        name = "close",
        description =
                "Freeze the bill of a month that is over. What comes later is shown beside it, and changes it not.",
        footerHeading = "%nExamples:%n",
        footer = "  ullage chargeback close --month 2026-10 --rates rates.yaml")
final class CloseCommand implements Callable<Integer> {
    private final Clock clock = Clock.systemUTC();

    @Mixin
    private BillChoice choice = new BillChoice();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        StoreConnection store = choice.store.writerConnection();
        RateCard card = choice.requiredCard();
        try {
            ClosedMonths months = new ClosedMonths(store);
            if (months.latest(choice.month()).isPresent()) {
                throw CommandException.usage(
                        choice.month() + " is closed already",
                        "'ullage chargeback restate --month " + choice.month() + " --reason …' changes it on purpose.");
            }
            Bill bill = ChargebackCommand.bill(store, clock, choice.month(), card);
            if (bill.running()) {
                throw CommandException.usage(
                        "--month: must be over, was " + choice.month() + ", which ends "
                                + bill.month().end(),
                        "Close it then.");
            }
            if (bill.charges().isEmpty()) {
                throw CommandException.failed(
                        "nothing is charged in " + choice.month(), "Was anything read then, and has it a price?", null);
            }
            if (!months.write(bill, 0, clock.instant(), null, card)) {
                throw CommandException.failed(
                        choice.month() + " was closed by somebody else at the same time",
                        "See it with 'ullage chargeback --month " + choice.month() + "'.",
                        null);
            }
            bill.totals().forEach((currency, total) -> spec.commandLine()
                    .getOut()
                    .println(choice.month() + " closed at " + total.toPlainString() + " " + currency));
            return ExitCode.OK;
        } catch (SQLException e) {
            throw ChargebackCommand.failed(store, e);
        }
    }
}
