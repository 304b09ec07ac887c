package io.ullage.service.rest;

import io.ullage.service.chargeback.Bills;
import io.ullage.service.chargeback.By;
import io.ullage.service.estate.Row;
import io.ullage.service.store.StoreSessions;
import io.ullage.service.web.Call;
import io.ullage.service.web.ConflictException;
import io.ullage.service.web.InvalidParametersException;
import io.ullage.service.web.Links;
import io.ullage.service.web.Parameters;
import io.ullage.service.web.Problem.FieldError;
import io.ullage.service.web.Route;
import io.ullage.service.web.Served;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.sql.SQLException;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a month costs, to look at and to download. */
final class RestBills {
    private static final String MONTHS =
            "SELECT * EXCEPT (tenant) FROM billing_month WHERE tenant = ? ORDER BY month DESC";
    private static final String ALL_MONTHS = "SELECT month, any(state) AS state, any(revision) AS revision,"
            + " any(closed_at) AS closed_at FROM billing_month GROUP BY month ORDER BY month DESC";

    private final StoreSessions sessions;
    private final Bills bills;

    RestBills(Served served, Bills bills) {
        this.sessions = served.sessions();
        this.bills = bills;
    }

    /** What it is written as. */
    enum Format {
        JSON,
        CSV,
        FOCUS
    }

    List<Route> routes() {
        return List.of(
                Route.get(Links.API + "/chargeback", this::months),
                Route.get(Links.API + "/chargeback/{month}", this::bill));
    }

    private void months(Call call) throws SQLException {
        call.parameters().check();
        String tenant = call.scope().tenant();
        Answers.items(
                call,
                (tenant == null ? sessions.read(ALL_MONTHS) : sessions.read(MONTHS, tenant))
                        .rows().stream().map(Row::new).toList());
    }

    private void bill(Call call) throws SQLException, IOException {
        Parameters parameters = call.parameters();
        By by = parameters.choice("by", By.class);
        Format format = parameters.choice("format", Format.class);
        YearMonth month = month(call, parameters);
        parameters.check();
        write(call, month, by == null ? By.TENANT : by, format == null ? Format.JSON : format);
    }

    private void write(Call call, YearMonth month, By by, Format format) throws SQLException, IOException {
        String tenant = call.scope().tenant();
        StringWriter text = new StringWriter();
        PrintWriter out = new PrintWriter(text);
        switch (format) {
            case JSON -> bills.json(month, by, tenant, out);
            case CSV -> bills.csv(month, by, tenant, out);
            case FOCUS -> {
                if (!bills.hasPrices(month)) {
                    throw new ConflictException("There are no prices, and FOCUS is about money."
                            + " 'ullage chargeback rates' prints a rate card to begin with.");
                }
                bills.focus(month, tenant, out);
            }
        }
        out.flush();
        if (format == Format.JSON) {
            Answers.text(call, "application/json", text.toString());
            return;
        }
        call.http()
                .header(
                        "Content-Disposition",
                        "attachment; filename=\"ullage-" + (format == Format.FOCUS ? "focus-" : "") + month + ".csv\"");
        Answers.text(call, "text/csv; charset=utf-8", text.toString());
    }

    private static YearMonth month(Call call, Parameters parameters) {
        String text = call.id("month");
        @Nullable YearMonth month = null;
        try {
            month = YearMonth.parse(text);
        } catch (DateTimeParseException broken) {
            parameters.refuse("month", "must be a month such as 2026-10", text);
        }
        if (month != null && month.isAfter(YearMonth.now(ZoneOffset.UTC))) {
            parameters.refuse("month", "must have begun", text);
        }
        if (month == null) {
            throw new InvalidParametersException(
                    List.of(new FieldError("month", "must be a month such as 2026-10", text)));
        }
        return month;
    }
}
