package io.ullage.service.console;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.Utf8ByteOutput;
import io.ullage.service.web.Assets;
import io.ullage.service.web.Call;
import io.ullage.service.web.Links;
import io.ullage.service.web.Problem;
import io.ullage.service.web.Route;
import io.ullage.service.web.Served;
import io.ullage.service.web.WebPart;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The pages. */
public final class Console implements WebPart {
    private static final int THREADS = 8;

    private final Served served;
    private final Pages pages;
    private final Assets assets = Frame.newAssets();
    private final TemplateEngine templates = TemplateEngine.createPrecompiled(
            null, ContentType.Html, Console.class.getClassLoader(), Console.class.getPackageName());

    public Console(Served served) {
        this.served = served;
        this.pages = Pages.of(served.sessions(), new Together(threads()));
    }

    private static ThreadPoolExecutor threads() {
        ThreadPoolExecutor threads = new ThreadPoolExecutor(
                THREADS, THREADS, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
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
                                Route.get(Links.VOLUMES, this::volumes),
                                Route.get(Links.VOLUMES + "/{id}", this::volume)))
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

    private void volumes(Call call) throws SQLException {
        show(call, Links.VOLUMES, "volumes", VolumesPage.of(pages, call.parameters(), call.scope()));
    }

    private void volume(Call call) throws SQLException {
        call.parameters().check();
        show(call, Links.VOLUMES, "volume", VolumePage.of(pages, call.id("id"), call.scope()));
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
