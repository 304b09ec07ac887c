package io.ullage.service.handout;

import io.ullage.schema.forecast.Forecast;
import io.ullage.schema.forecast.ForecastSubject;
import io.ullage.schema.forecast.Verdict;
import io.ullage.service.handout.Plots.Range;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** When each pool will be full, as a range. */
final class ForecastSection {
    private static final int WIDTH = 720;
    private static final int MOST = 15;
    private static final double LONGEST_DAYS = 365;
    private static final Set<Verdict> FILLS = EnumSet.of(Verdict.FULL, Verdict.FILLING, Verdict.MAY_FILL);

    private final List<Forecast> forecasts;
    private final Map<Forecast, String> labels = new HashMap<>();
    private final Words words;
    private final Markup html;

    ForecastSection(EstateHandout handout, Words words, Markup html) {
        this.forecasts = handout.forecasts();
        this.words = words;
        this.html = html;
        List<String> names = Words.distinct(forecasts, ForecastSection::name, Forecast::entityId);
        for (int i = 0; i < names.size(); i++) {
            labels.put(forecasts.get(i), names.get(i));
        }
    }

    static boolean mayFill(Forecast forecast) {
        return FILLS.contains(forecast.verdict());
    }

    /** {@code in 10 to 40 days}. */
    static String when(Forecast forecast) {
        if (forecast.verdict() == Verdict.FULL) {
            return "full now";
        }
        String from = Words.days(forecast.fullP10Seconds());
        return forecast.fullP90Seconds() == null
                ? "in " + from + " days or more"
                : "in " + from + " to " + Words.days(forecast.fullP90Seconds()) + " days";
    }

    void write() {
        html.open("section").open("div", "class", "head").element("h2", "When pools will be full");
        if (forecasts.isEmpty()) {
            html.element("p", "No pool says how much of it is used.").close().close();
            return;
        }
        List<Forecast> filling =
                forecasts.stream().filter(ForecastSection::mayFill).limit(MOST).toList();
        long all = forecasts.stream().filter(ForecastSection::mayFill).count();
        html.element("p", sentence(all));
        if (!filling.isEmpty()) {
            plot(filling);
        }
        html.close();
        table();
        html.close();
    }

    private String sentence(long filling) {
        long young = forecasts.stream()
                .filter(one -> one.verdict() == Verdict.NOT_ENOUGH_HISTORY)
                .count();
        return (filling == 0
                        ? "None of " + Words.plural(forecasts.size(), "pool")
                        : Words.count(filling) + " of " + Words.plural(forecasts.size(), "pool"))
                + (filling == 1 ? " fills" : " fill")
                + ", pools of metadata counted by themselves, as far as the history lets one look."
                + (young == 0 ? "" : " Of " + young + " the history is too short: they need more days of readings.");
    }

    private void plot(List<Forecast> filling) {
        double end = filling.stream()
                .mapToDouble(one -> Words.days(furthest(one)))
                .max()
                .orElse(1);
        end = Math.max(1, Math.min(LONGEST_DAYS, end * 1.05));
        List<Range> ranges = new ArrayList<>();
        for (Forecast one : filling) {
            ranges.add(new Range(
                    label(one),
                    days(one.fullP10Seconds(), end),
                    days(one.fullP50Seconds(), Double.NaN),
                    days(one.fullP90Seconds(), Double.NaN)));
        }
        html.open("div", "class", "plot")
                .raw(SvgPlot.draw(
                        Plots.ranges(ranges, "days from the newest reading", end, Palette.ALARM),
                        WIDTH,
                        50 + 30 * ranges.size(),
                        "forecast",
                        "Days until pools are full",
                        filling.stream()
                                .map(one -> label(one) + ": " + when(one))
                                .collect(Collectors.joining("; "))))
                .close();
        html.element(
                "p",
                "Each bar goes from the day before which it is full in one case of ten to that of nine in ten; the mark is the middle. A bar that goes to the end has no later end in sight.",
                "class",
                "soft");
    }

    private static long furthest(Forecast one) {
        Long p90 = one.fullP90Seconds();
        Long horizon = one.horizonSeconds();
        return p90 != null ? p90 : horizon != null ? horizon : 0;
    }

    private static double days(@Nullable Long seconds, double absent) {
        return seconds == null ? absent : Words.days(seconds.longValue());
    }

    private String label(Forecast one) {
        return labels.getOrDefault(one, one.entityId());
    }

    private static String name(Forecast one) {
        return one.subject() == ForecastSubject.METADATA ? one.name() + ", metadata" : one.name();
    }

    private void table() {
        html.table(
                "Forecasts",
                List.of(
                        "Pool",
                        "#Used",
                        "#Capacity",
                        "#Grows a day",
                        "#Between",
                        "#Days to full",
                        "#Likely",
                        "#If all is written"));
        for (Forecast one : forecasts) {
            Long median = one.fullP50Seconds();
            html.row(List.of(
                    label(one),
                    "#" + Words.bytes(one.usedBytes()),
                    "#" + Words.bytes(one.capacityBytes()),
                    "#" + Words.perDay(one.growthBytesPerSecond()),
                    "#" + growth(one),
                    "#" + fullDays(one),
                    "#" + (median == null ? verdict(one) : words.date(one.time().plusSeconds(median))),
                    "#"
                            + (one.missingBytes() == null
                                    ? Words.ABSENT
                                    : one.missingBytes() == 0
                                            ? "it fits"
                                            : Words.bytes(one.missingBytes()) + " short")));
        }
        html.endTable();
    }

    private static String growth(Forecast one) {
        return one.growthLowBytesPerSecond() == null
                ? Words.ABSENT
                : Words.perDay(one.growthLowBytesPerSecond()) + " to " + Words.perDay(one.growthHighBytesPerSecond());
    }

    private static String fullDays(Forecast one) {
        return one.fullP10Seconds() == null
                ? Words.ABSENT
                : Words.days(one.fullP10Seconds()) + " / " + Words.days(one.fullP50Seconds()) + " / "
                        + Words.days(one.fullP90Seconds());
    }

    private static String verdict(Forecast one) {
        return switch (one.verdict()) {
            case FULL -> "full now";
            case FILLING -> "fills";
            case MAY_FILL -> "may fill";
            case NOT_FILLING -> "does not fill";
            case NOT_ENOUGH_HISTORY -> one.missing() == null ? "too little history" : "needs " + one.missing();
            case NO_CAPACITY -> "capacity not known";
        };
    }
}
