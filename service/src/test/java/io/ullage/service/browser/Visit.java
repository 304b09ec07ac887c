package io.ullage.service.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.options.ColorScheme;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A visitor's way over pages, and all that went wrong behind them: errors of scripts, answers that failed, requests to elsewhere. */
final class Visit implements AutoCloseable {
    private static final Path SCREENSHOTS = Path.of("target", "screenshots");

    private final Chromium chromium;
    private final BrowserContext context;
    private final String base;
    private final List<String> problems = new ArrayList<>();
    private final Page page;

    Visit(Chromium chromium, String base, int width, int height, ColorScheme scheme) {
        this.chromium = chromium;
        this.base = base;
        this.context = chromium.visitor(width, height, scheme);
        this.page = context.newPage();
        page.setDefaultTimeout(60_000);
        context.onConsoleMessage(message -> {
            if (message.type().equals("error") || message.type().equals("warning")) {
                problems.add("console: " + message.text());
            }
        });
        context.onWebError(error -> problems.add("script: " + error.error()));
        context.onRequestFailed(request -> problems.add("failed: " + request.url() + " " + request.failure()));
        context.onRequest(request -> {
            URI to = URI.create(request.url());
            if (!request.url().startsWith(base) && !"data".equals(to.getScheme()) && !"blob".equals(to.getScheme())) {
                problems.add("elsewhere: " + request.url());
            }
        });
    }

    Page page() {
        return page;
    }

    BrowserContext context() {
        return context;
    }

    /** Opens a page of the console, and waits until its charts are drawn. */
    Page open(String path) {
        Response response = page.navigate(base + path);
        assertThat(response.status()).as(path).isEqualTo(200);
        drawn();
        return page;
    }

    /** Every chart of the page is drawn: something with a size, and not of one colour. */
    int drawn() {
        Locator charts = page.locator("figure[data-chart]");
        int all = charts.count();
        for (int i = 0; i < all; i++) {
            Locator chart = charts.nth(i);
            chart.scrollIntoViewIfNeeded();
            page.waitForFunction("chart => chart.dataset.drawn === 'true'", chart.elementHandle());
            Object marks = chart.evaluate("""
                    chart => { const svg = chart.querySelector('.plot svg');
                      if (svg) { return svg.getBoundingClientRect().height > 40 ? svg.querySelectorAll('path, rect').length : 0; }
                      const canvas = chart.querySelector('.plot canvas');
                      if (!canvas || canvas.height < 40) { return 0; }
                      const copy = document.createElement('canvas');
                      copy.width = canvas.width;
                      copy.height = canvas.height;
                      const seen = copy.getContext('2d', { willReadFrequently: true });
                      seen.drawImage(canvas, 0, 0);
                      return new Set(new Uint32Array(seen.getImageData(0, 0, copy.width, copy.height).data.buffer)).size; }""");
            assertThat(((Number) marks).intValue())
                    .as("marks of chart %s of %s", i, page.url())
                    .isGreaterThan(2);
        }
        return all;
    }

    /** What axe-core finds, as lines to read: rule, element, what to do. */
    List<String> violations() {
        return violations(page, chromium);
    }

    static List<String> violations(Page page, Chromium chromium) {
        page.evaluate(chromium.axe());
        Object found = page.evaluate("""
                () => axe.run(document).then(results => results.violations.flatMap(violation => violation.nodes.map(node =>
                  violation.id + ' ' + node.target.join(' ') + ': ' + node.failureSummary.replace(/\\s+/g, ' '))))""");
        return ((List<?>) found).stream().map(String::valueOf).toList();
    }

    /** What makes the page wider than the window: elements that reach over its edge, but for those in a place that scrolls by itself. */
    List<String> tooWide() {
        Object found = page.evaluate("""
                () => document.documentElement.scrollWidth <= document.documentElement.clientWidth ? [] :
                  ['by ' + (document.documentElement.scrollWidth - document.documentElement.clientWidth) + ' px'].concat(
                    [...document.querySelectorAll('body *')].filter(element =>
                      element.getBoundingClientRect().right > document.documentElement.clientWidth && !element.closest('.scroll, svg'))
                    .map(element => element.tagName + '.' + element.className + '#' + element.id))""");
        return ((List<?>) found).stream().map(String::valueOf).toList();
    }

    void picture(String name) {
        page.screenshot(new Page.ScreenshotOptions()
                .setPath(SCREENSHOTS.resolve(name + ".png"))
                .setFullPage(true));
    }

    /** All that went wrong so far. */
    List<String> problems() {
        return List.copyOf(problems);
    }

    @Override
    public void close() {
        context.close();
    }
}
