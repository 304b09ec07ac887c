package io.ullage.service.console;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.Utf8ByteOutput;
import io.javalin.http.HttpStatus;
import io.ullage.service.chargeback.Bills;
import io.ullage.service.recommend.life.Decisions;
import io.ullage.service.recommend.life.Decisions.NotNowException;
import io.ullage.service.recommend.life.Event;
import io.ullage.service.web.Assets;
import io.ullage.service.web.Audience;
import io.ullage.service.web.Call;
import io.ullage.service.web.ConflictException;
import io.ullage.service.web.Links;
import io.ullage.service.web.NotFoundException;
import io.ullage.service.web.Parameters;
import io.ullage.service.web.Problem;
import io.ullage.service.web.Route;
import io.ullage.service.web.Served;
import io.ullage.service.web.WebPart;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The pages. */
public final class Console implements WebPart {
    private static final int THREADS = 8;

    /** The store's times end before 2300. */
    private static final LocalDate NEVER = LocalDate.of(2200, 1, 1);

    private final Served served;
    private final Pages pages;
    private final Bills bills;
    private final Decisions decisions;
    private final Assets assets = Frame.newAssets();
    private final TemplateEngine templates = TemplateEngine.createPrecompiled(
            null, ContentType.Html, Console.class.getClassLoader(), Console.class.getPackageName());

    /** @param bills not closed with it */
    public Console(Served served, Bills bills) {
        this.served = served;
        this.pages = Pages.of(served.sessions(), new Together(threads()));
        this.bills = bills;
        this.decisions = new Decisions(served.reader(), served.writer(), served.clock());
    }

    private static ThreadPoolExecutor threads() {
        ThreadPoolExecutor threads =
                new ThreadPoolExecutor(THREADS, THREADS, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, "console");
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }

    @Override
    public List<Route> routes() {
        return Stream.concat(
                        assets.routes().stream(),
                        Stream.of(
                                Route.get(Links.OVERVIEW, this::overview),
                                Route.get(Links.POOLS, this::pools),
                                Route.get(Links.POOLS + "/{id}", this::pool),
                                Route.get(Links.VOLUMES, this::volumes),
                                Route.get(Links.VOLUMES + "/{id}", this::volume),
                                Route.get(Links.SNAPSHOTS, this::snapshots),
                                Route.get(Links.RECOMMENDATIONS, this::recommendations),
                                Route.get(Links.RECOMMENDATIONS + "/{id}", this::recommendation),
                                Route.post(Links.RECOMMENDATIONS + "/{id}/accept", call -> say(call, Event.ACCEPTED)),
                                Route.post(Links.RECOMMENDATIONS + "/{id}/dismiss", call -> say(call, Event.DISMISSED)),
                                Route.post(Links.RECOMMENDATIONS + "/{id}/done", call -> say(call, Event.DONE)),
                                Route.get(Links.SAVINGS, this::savings),
                                Route.get(Links.CHARGEBACK, this::chargeback),
                                Route.get(Links.ALERTS, this::alerts),
                                Route.get(Links.ALERT_HISTORY, this::alertHistory),
                                Route.get(Links.SOURCES, this::sources).forAudience(Audience.ESTATE)))
                .toList();
    }

    @Override
    public Optional<ErrorPage> errorPage() {
        return Optional.of(this::problem);
    }

    private void overview(Call call) throws SQLException {
        call.parameters().check();
        show(call, Links.OVERVIEW, "overview", OverviewPage.of(pages, call.scope()));
    }

    private void pools(Call call) throws SQLException {
        show(call, Links.POOLS, "pools", PoolsPage.of(pages, call.parameters(), call.scope()));
    }

    private void pool(Call call) throws SQLException {
        call.parameters().check();
        show(call, Links.POOLS, "pool", PoolPage.of(pages, call.id("id"), call.scope()));
    }

    private void volumes(Call call) throws SQLException {
        show(call, Links.VOLUMES, "volumes", VolumesPage.of(pages, call.parameters(), call.scope()));
    }

    private void volume(Call call) throws SQLException {
        call.parameters().check();
        show(call, Links.VOLUMES, "volume", VolumePage.of(pages, call.id("id"), call.scope()));
    }

    private void recommendations(Call call) throws SQLException {
        show(
                call,
                Links.RECOMMENDATIONS,
                "recommendations",
                RecommendationsPage.of(pages, call.parameters(), call.scope()));
    }

    private void recommendation(Call call) throws SQLException {
        call.parameters().check();
        show(call, Links.RECOMMENDATIONS, "recommendation", RecommendationPage.of(pages, call));
    }

    /** What somebody decided; then the page that shows it. */
    private void say(Call call, Event event) throws SQLException {
        Parameters form = call.form();
        String reason = event == Event.DISMISSED ? form.text("reason") : null;
        Instant until = event == Event.DISMISSED ? until(form) : null;
        if (event == Event.DISMISSED && reason == null) {
            form.refuse("reason", "must be present", "");
        }
        form.check();
        String id = call.id("id");
        try {
            if (decisions.say(id, event, call.principal().name(), reason, until).isEmpty()) {
                throw new NotFoundException("recommendation", id);
            }
        } catch (NotNowException refused) {
            throw new ConflictException(String.valueOf(refused.getMessage()));
        }
        call.http().redirect(Links.recommendation(id), HttpStatus.SEE_OTHER);
    }

    /** From the beginning of a day of UTC on it is open again. */
    private static @Nullable Instant until(Parameters form) {
        String text = form.text("until");
        if (text == null) {
            return null;
        }
        try {
            LocalDate day = LocalDate.parse(text);
            if (day.isBefore(NEVER)) {
                return day.atStartOfDay(ZoneOffset.UTC).toInstant();
            }
            form.refuse("until", "must be before " + NEVER + "; leave it out for good", text);
        } catch (DateTimeParseException notOne) {
            form.refuse("until", "must be a day such as 2027-01-31", text);
        }
        return null;
    }

    private void snapshots(Call call) throws SQLException {
        show(call, Links.SNAPSHOTS, "snapshots", SnapshotsPage.of(pages, call.parameters(), call.scope()));
    }

    private void savings(Call call) throws SQLException {
        show(call, Links.SAVINGS, "savings", SavingsPage.of(pages, call.parameters(), call.scope()));
    }

    private void chargeback(Call call) throws SQLException, IOException {
        show(
                call,
                Links.CHARGEBACK,
                "chargeback",
                ChargebackPage.of(bills, call.parameters(), call.scope(), served.clock()));
    }

    private void alerts(Call call) throws SQLException {
        show(call, Links.ALERTS, "alerts", AlertsPage.latest(pages, call.parameters(), call.scope()));
    }

    private void alertHistory(Call call) throws SQLException {
        show(call, Links.ALERTS, "alerts", AlertsPage.history(pages, call.parameters(), call.scope()));
    }

    private void sources(Call call) throws SQLException {
        show(call, Links.SOURCES, "sources", SourcesPage.of(pages, call.parameters(), call.scope()));
    }

    private void problem(Call call, Problem problem) {
        show(call, call.http().path(), "problem", problem);
    }

    private void show(Call call, String section, String template, Object page) {
        Map<String, Object> parameters = new HashMap<>();
        parameters.put("frame", Frame.of(call, section, served.clock().instant(), assets));
        parameters.put("page", page);
        Utf8ByteOutput html = new Utf8ByteOutput();
        templates.render(template + ".jte", parameters, html);
        call.http().contentType("text/html; charset=utf-8");
        call.http().result(html.toByteArray());
    }
}
