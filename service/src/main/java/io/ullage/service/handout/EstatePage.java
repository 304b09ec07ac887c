package io.ullage.service.handout;

import io.ullage.schema.forecast.Forecast;
import io.ullage.schema.ledger.LedgerClass;
import io.ullage.service.handout.EstateHandout.ClassBytes;
import io.ullage.service.handout.EstateHandout.Decile;
import io.ullage.service.handout.EstateHandout.Estate;
import io.ullage.service.handout.EstateHandout.Pool;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The document as HTML. Pure. */
final class EstatePage {
    private static final String STYLE = "/io/ullage/service/handout/estate.css";
    private static final int WIDTH = 720;
    private static final int MOST_POOLS = 10;

    /** The present one, and some that late readings touched. */
    private static final long HOURS_AS_USUAL = 12;

    private final EstateHandout handout;
    private final Words words;
    private final Markup html = new Markup();

    private EstatePage(EstateHandout handout, ZoneId zone) {
        this.handout = handout;
        this.words = new Words(zone);
    }

    /** @param zone of dates and times in the text; days of the store are those of UTC */
    static String of(EstateHandout handout, ZoneId zone) {
        EstatePage page = new EstatePage(handout, zone);
        page.write();
        return "<!DOCTYPE html>\n" + page.html;
    }

    private void write() {
        String title = "Storage estate, " + words.date(handout.readAt());
        html.open("html", "lang", "en", "xmlns", "http://www.w3.org/1999/xhtml")
                .open("head")
                .empty("meta", "charset", "utf-8")
                .empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1")
                .empty(
                        "meta",
                        "name",
                        "description",
                        "content",
                        "Where every byte of storage is, and what to do about it")
                .element("title", title)
                .raw("<style>\n" + style() + swatches() + "</style>")
                .close()
                .open("body")
                .open("header");
        html.element("h1", "Storage estate")
                .element(
                        "p",
                        words.moment(handout.readAt()) + " (" + words.zone().getId() + "). The newest reading is of "
                                + words.moment(handout.estate().time()) + ".",
                        "class",
                        "soft")
                .close()
                .open("main");
        keyFigures();
        ledger();
        trend();
        pools();
        utilisation();
        new ActionsSection(handout, html).write();
        new ForecastSection(handout, words, html).write();
        new BillSection(handout, html).write();
        reading();
        html.close().close().close();
    }

    private void keyFigures() {
        Estate estate = handout.estate();
        ClassBytes idle = estate.idle();
        html.open("dl", "class", "key");
        key("Provisioned", Words.bytes(estate.provisionedBytes()), "to " + Words.plural(estate.volumes(), "disk"));
        key(
                "In use",
                Words.percent(estate.utilisationRatio()),
                "guests hold " + Words.bytes(estate.guestLiveBytes())
                        + (estate.volumesWithoutGuestLive() == 0
                                ? ""
                                : "; nobody looks into " + Words.plural(estate.volumesWithoutGuestLive(), "disk")));
        key(
                "Occupied, not in use",
                Words.bytes(idle.bytes()),
                "of " + Words.bytes(estate.allocatedBytes()) + " occupied; "
                        + Words.range(idle.lowBytes(), idle.highBytes()));
        key("First to be full", firstFull(), firstFullWhen());
        html.close();
    }

    private void key(String term, String figure, String note) {
        html.open("div")
                .element("dt", term)
                .open("dd")
                .element("strong", figure)
                .element("span", note)
                .close()
                .close();
    }

    private String firstFull() {
        return handout.forecasts().stream()
                .filter(ForecastSection::mayFill)
                .findFirst()
                .map(Forecast::name)
                .orElse(Words.ABSENT);
    }

    private String firstFullWhen() {
        return handout.forecasts().stream()
                .filter(ForecastSection::mayFill)
                .findFirst()
                .map(ForecastSection::when)
                .orElse("no pool is foreseen to be full");
    }

    private void ledger() {
        Estate estate = handout.estate();
        Map<LedgerClass, Long> best = new EnumMap<>(LedgerClass.class);
        estate.ledger().forEach((one, bytes) -> best.put(one, bytes.bytes()));
        section(
                "Where every byte is",
                "Every provisioned byte is in exactly one class, and the classes sum to what is provisioned.");
        String shares = best.entrySet().stream()
                .map(entry ->
                        Words.name(entry.getKey()) + " " + Words.share(entry.getValue(), estate.provisionedBytes()))
                .collect(Collectors.joining(", "));
        plot(SvgPlot.draw(
                Plots.ledger(best),
                WIDTH,
                64,
                "ledger",
                "The ledger of the estate as one bar",
                "Of what is provisioned: " + shares + "."));
        endHead();
        html.table(
                "The ledger of all disks",
                List.of("Class", "What it is", "#Bytes", "#Share", "#Between", "What brings it back"));
        estate.ledger().forEach((one, bytes) -> classRow(one, bytes, estate.provisionedBytes()));
        html.endTable().close();
    }

    private void classRow(LedgerClass one, ClassBytes bytes, long whole) {
        html.open("tr")
                .open("th", "scope", "row")
                .open("span", "class", "swatch " + Words.name(one))
                .text("\u00A0")
                .close();
        html.text(Words.name(one)).close();
        html.element("td", one.meaning())
                .element("td", Words.bytes(bytes.bytes()), "class", "n")
                .element("td", Words.share(bytes.bytes(), whole), "class", "n")
                .element("td", Words.range(bytes.lowBytes(), bytes.highBytes()), "class", "n")
                .element("td", one.action(), "class", "text")
                .close();
    }

    private void trend() {
        if (handout.days().size() < 2) {
            section(
                    "How it came to be",
                    handout.hoursDue() < HOURS_AS_USUAL
                            ? "There are not two days of history yet: come back tomorrow."
                            : Words.plural(handout.hoursDue(), "hour")
                                    + " of history are not rolled up yet: make this document again in some minutes.");
            endHead();
            html.close();
            return;
        }
        var first = handout.days().get(0);
        var last = handout.days().get(handout.days().size() - 1);
        section(
                "How it came to be",
                "The same classes, each day's average (days of UTC), " + Words.date(first.day()) + " to "
                        + Words.date(last.day()) + ".");
        plot(SvgPlot.draw(
                Plots.trend(handout.days()),
                WIDTH,
                240,
                "trend",
                "The ledger day by day",
                "Stacked areas, one for each class. Live went from "
                        + Words.bytes(first.ledger().get(LedgerClass.LIVE)) + " to "
                        + Words.bytes(last.ledger().get(LedgerClass.LIVE)) + ", dead from "
                        + Words.bytes(first.ledger().get(LedgerClass.DEAD)) + " to "
                        + Words.bytes(last.ledger().get(LedgerClass.DEAD)) + "."));
        legend();
        endHead();
        html.close();
    }

    private void pools() {
        List<Pool> shown = handout.pools().stream().limit(MOST_POOLS).toList();
        List<String> names = Words.distinct(shown, Pool::name, Pool::poolId);
        if (shown.isEmpty()) {
            return;
        }
        int rest = handout.pools().size() - shown.size();
        section(
                "The biggest pools",
                "What the disks of each pool were promised, by class; the dark mark is what the pool can hold. A bar that passes it is over-committed."
                        + (rest == 0 ? "" : " " + Words.plural(rest, "smaller pool") + " left out."));
        plot(SvgPlot.draw(
                Plots.pools(shown, names),
                WIDTH,
                50 + 34 * shown.size(),
                "pools",
                "The biggest pools by class of the ledger",
                "The figures are in the table below."));
        legend();
        endHead();
        html.table(
                "The biggest pools",
                List.of(
                        "Pool",
                        "#Disks",
                        "#Capacity",
                        "#Used",
                        "#Full",
                        "#Provisioned",
                        "#Over-commit",
                        "#Dead",
                        "#Stranded"));
        for (int i = 0; i < shown.size(); i++) {
            Pool pool = shown.get(i);
            html.row(List.of(
                    names.get(i),
                    "#" + Words.count(pool.volumes()),
                    "#" + Words.bytes(pool.capacityBytes()),
                    "#" + Words.bytes(pool.usedBytes()),
                    "#" + Words.percent(pool.usedRatio()),
                    "#" + Words.bytes(pool.provisionedBytes()),
                    "#" + Words.percent(pool.overcommitRatio()),
                    "#" + Words.bytes(pool.ledger().get(LedgerClass.DEAD)),
                    "#" + Words.bytes(pool.ledger().get(LedgerClass.STRANDED))));
        }
        html.endTable().close();
    }

    private void utilisation() {
        long seen = handout.utilisation().stream().mapToLong(Decile::volumes).sum();
        if (seen == 0) {
            section(
                    "How full the disks are",
                    "Nobody looks into a disk yet: run the agent inside the guests, or where their images are.");
            endHead();
            html.close();
            return;
        }
        long low = handout.utilisation().stream()
                .filter(decile -> decile.tenth() < 2)
                .mapToLong(Decile::volumes)
                .sum();
        long lowBytes = handout.utilisation().stream()
                .filter(decile -> decile.tenth() < 2)
                .mapToLong(Decile::provisionedBytes)
                .sum();
        String sentence = Words.plural(low, "disk") + " of " + Words.count(seen) + " " + (low == 1 ? "uses" : "use")
                + " less than a fifth of what " + (low == 1 ? "it was" : "they were") + " given, "
                + Words.bytes(lowBytes)
                + " in all.";
        section("How full the disks are", sentence);
        plot(SvgPlot.draw(
                Plots.utilisation(handout.utilisation()),
                WIDTH,
                180,
                "utilisation",
                "Disks by the part of their size that guests use",
                handout.utilisation().stream()
                        .map(decile -> decile.tenth() * 10 + " to " + (decile.tenth() + 1) * 10 + " %: "
                                + Words.plural(decile.volumes(), "disk"))
                        .collect(Collectors.joining(", "))));
        endHead();
        html.close();
    }

    private void reading() {
        section("How to read this", "");
        endHead();
        html.open("ul");
        for (String line : List.of(
                "Bytes are in binary units: 1 GiB is 1,073,741,824 bytes.",
                "– means that nobody knows. It is not zero.",
                "Between: the true figure is not below the first and not above the second. One figure alone is exact.",
                "Days to full: in one case of ten it is sooner than the first, in one of two sooner than the second, in nine of ten sooner than the third.",
                "No byte is promised twice: what two actions could bring back is counted for one of them.",
                "Nothing was changed. Ullage prints commands, and people run them.")) {
            html.element("li", line);
        }
        html.close().close();
    }

    private void section(String title, String lead) {
        html.open("section").open("div", "class", "head").element("h2", title);
        if (!lead.isEmpty()) {
            html.element("p", lead);
        }
    }

    /** The heading, its lead and what follows at once stay on one page. */
    private void endHead() {
        html.close();
    }

    private void plot(String svg) {
        html.open("div", "class", "plot").raw(svg).close();
    }

    private void legend() {
        html.openLegend();
        for (LedgerClass one : LedgerClass.values()) {
            html.entry(Words.name(one), Words.name(one));
        }
        html.close();
    }

    private static String swatches() {
        StringBuilder css = new StringBuilder();
        for (LedgerClass one : LedgerClass.values()) {
            css.append(".swatch.")
                    .append(Words.name(one))
                    .append(" { background: ")
                    .append(Palette.css(Palette.of(one)))
                    .append("; }\n");
        }
        return css.toString();
    }

    private static String style() {
        try (InputStream in = EstatePage.class.getResourceAsStream(STYLE)) {
            if (in == null) {
                throw new IllegalStateException(STYLE + " is not in the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
