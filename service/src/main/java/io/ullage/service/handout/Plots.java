package io.ullage.service.handout;

import io.ullage.schema.ledger.LedgerClass;
import io.ullage.service.handout.EstateHandout.Day;
import io.ullage.service.handout.EstateHandout.Decile;
import io.ullage.service.handout.EstateHandout.Pool;
import java.awt.BasicStroke;
import java.awt.Color;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.text.SimpleDateFormat;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TimeZone;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.AxisLocation;
import org.jfree.chart.axis.CategoryAxis;
import org.jfree.chart.axis.DateAxis;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.plot.CategoryPlot;
import org.jfree.chart.plot.DatasetRenderingOrder;
import org.jfree.chart.plot.Plot;
import org.jfree.chart.plot.PlotOrientation;
import org.jfree.chart.plot.SeriesRenderingOrder;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.category.BarRenderer;
import org.jfree.chart.renderer.category.IntervalBarRenderer;
import org.jfree.chart.renderer.category.LevelRenderer;
import org.jfree.chart.renderer.category.StackedBarRenderer;
import org.jfree.chart.renderer.category.StandardBarPainter;
import org.jfree.chart.renderer.xy.XYAreaRenderer;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.data.category.DefaultCategoryDataset;
import org.jfree.data.category.DefaultIntervalCategoryDataset;
import org.jfree.data.time.TimeTableXYDataset;

/** The plots of the document. Units are chosen so that axes have short numbers; bytes are in binary units. */
final class Plots {
    private static final float TEXT = 12f;

    private Plots() {}

    /**
     * A range with what is likeliest in it.
     *
     * @param low up to where it goes below
     * @param high {@code NaN} where it has no end within the axis
     */
    record Range(String name, double low, double best, double high) {}

    /**
     * A bar of two parts.
     *
     * @param first such as money for what is in use
     */
    record Parts(String name, double first, double second) {}

    /** One bar of the whole estate. */
    static JFreeChart ledger(Map<LedgerClass, Long> bytes) {
        DefaultCategoryDataset data = new DefaultCategoryDataset();
        bytes.forEach((ledgerClass, of) -> data.addValue(of, ledgerClass, "estate"));
        CategoryPlot plot = bars(data, stacked(), new NumberAxis());
        plot.getDomainAxis().setVisible(false);
        plot.getDomainAxis().setLowerMargin(0);
        plot.getDomainAxis().setUpperMargin(0);
        plot.getDomainAxis().setCategoryMargin(0);
        plot.getRangeAxis().setVisible(false);
        plot.getRangeAxis().setUpperMargin(0);
        plot.setRangeGridlinesVisible(false);
        ((BarRenderer) plot.getRenderer()).setMaximumBarWidth(1);
        return chart(plot);
    }

    /** The ledger day by day, stacked. */
    static JFreeChart trend(List<Day> days) {
        ByteScale scale = ByteScale.of(days.stream()
                .mapToLong(day -> day.ledger().values().stream()
                        .mapToLong(Long::longValue)
                        .sum())
                .max()
                .orElse(0));
        // Each area goes from the ground to the sum of its class and those below it; the lower ones are drawn over the
        // higher.
        TimeTableXYDataset data = new TimeTableXYDataset(TimeZone.getTimeZone("UTC"), Locale.ROOT);
        for (Day day : days) {
            Date start = Date.from(day.day().atStartOfDay(ZoneOffset.UTC).toInstant());
            org.jfree.data.time.Day period =
                    new org.jfree.data.time.Day(start, TimeZone.getTimeZone("UTC"), Locale.ROOT);
            double sum = 0;
            for (Map.Entry<LedgerClass, Long> bytes : day.ledger().entrySet()) {
                sum += scale.in(bytes.getValue());
                data.add(period, sum, bytes.getKey());
            }
        }
        XYAreaRenderer renderer = new XYAreaRenderer(XYAreaRenderer.AREA);
        for (int series = 0; series < data.getSeriesCount(); series++) {
            renderer.setSeriesPaint(series, Palette.of((LedgerClass) data.getSeriesKey(series)));
        }
        DateAxis dates = new DateAxis(null, TimeZone.getTimeZone("UTC"), Locale.ROOT);
        SimpleDateFormat format = new SimpleDateFormat("d MMM", Locale.ENGLISH);
        format.setTimeZone(TimeZone.getTimeZone("UTC"));
        dates.setDateFormatOverride(format);
        dates.setLowerMargin(0);
        dates.setUpperMargin(0);
        XYPlot plot = new XYPlot(data, style(dates), style(scale.axis()), renderer);
        plot.setSeriesRenderingOrder(SeriesRenderingOrder.REVERSE);
        plot.setDomainGridlinesVisible(false);
        plot.setRangeGridlinePaint(Palette.GRID);
        plot.setRangeGridlineStroke(new BasicStroke(1));
        return chart(plot);
    }

    /**
     * What each pool was asked for, by class, and what it can hold as a mark.
     *
     * @param names of the pools, each once
     */
    static JFreeChart pools(List<Pool> pools, List<String> names) {
        ByteScale scale = ByteScale.of(pools.stream()
                .mapToLong(pool ->
                        Math.max(pool.provisionedBytes(), pool.capacityBytes() == null ? 0 : pool.capacityBytes()))
                .max()
                .orElse(0));
        DefaultCategoryDataset classes = new DefaultCategoryDataset();
        DefaultCategoryDataset capacity = new DefaultCategoryDataset();
        for (int i = 0; i < pools.size(); i++) {
            Pool pool = pools.get(i);
            String name = names.get(i);
            pool.ledger().forEach((ledgerClass, bytes) -> classes.addValue(scale.in(bytes), ledgerClass, name));
            if (pool.capacityBytes() != null) {
                capacity.addValue(scale.in(pool.capacityBytes()), "capacity", name);
            }
        }
        CategoryPlot plot = bars(classes, stacked(), scale.axis());
        mark(plot, capacity, Palette.INK, 3);
        return chart(plot);
    }

    /** Disks by the tenth of their size that is in use. */
    static JFreeChart utilisation(List<Decile> deciles) {
        DefaultCategoryDataset data = new DefaultCategoryDataset();
        for (int tenth = 0; tenth < 10; tenth++) {
            int of = tenth;
            long volumes = deciles.stream()
                    .filter(decile -> decile.tenth() == of)
                    .mapToLong(Decile::volumes)
                    .sum();
            data.addValue(volumes, "disks", tenth * 10 + "–" + (tenth + 1) * 10);
        }
        NumberAxis axis = new NumberAxis("disks");
        axis.setStandardTickUnits(NumberAxis.createIntegerTickUnits());
        CategoryPlot plot = bars(data, new BarRenderer(), axis);
        plot.setOrientation(PlotOrientation.VERTICAL);
        plot.setRangeAxisLocation(AxisLocation.BOTTOM_OR_LEFT);
        plot.getRenderer().setSeriesPaint(0, Palette.BEST);
        plot.getDomainAxis().setCategoryMargin(0.12);
        plot.getDomainAxis().setLabel("% of the size in use");
        plot.getDomainAxis().setLabelFont(Typeface.REGULAR.font(TEXT));
        plot.getDomainAxis().setLabelPaint(Palette.SOFT);
        plot.getDomainAxis().setMaximumCategoryLabelWidthRatio(1.5f);
        return chart(plot);
    }

    /**
     * Ranges, one below the other, with a mark where each is likeliest.
     *
     * @param end of the axis; a range without an end goes there
     */
    static JFreeChart ranges(List<Range> ranges, String unit, double end, Color mark) {
        Number[][] starts = {ranges.stream().map(Range::low).toArray(Number[]::new)};
        Number[][] ends = {
            ranges.stream()
                    .map(range -> Double.isNaN(range.high()) ? end : range.high())
                    .toArray(Number[]::new)
        };
        DefaultIntervalCategoryDataset intervals = new DefaultIntervalCategoryDataset(
                new String[] {"range"}, ranges.stream().map(Range::name).toArray(String[]::new), starts, ends);
        DefaultCategoryDataset best = new DefaultCategoryDataset();
        ranges.stream()
                .filter(range -> !Double.isNaN(range.best()))
                .forEach(range -> best.addValue(range.best(), "best", range.name()));
        NumberAxis axis = new NumberAxis(unit);
        axis.setRange(0, end);
        CategoryPlot plot = bars(intervals, new IntervalBarRenderer(), axis);
        plot.getRenderer().setSeriesPaint(0, Palette.RANGE);
        mark(plot, best, mark, 4);
        return chart(plot);
    }

    /** Bars of two parts. */
    static JFreeChart parts(List<Parts> parts, String unit, Color first, Color second) {
        DefaultCategoryDataset data = new DefaultCategoryDataset();
        for (Parts part : parts) {
            data.addValue(part.first(), "first", part.name());
            data.addValue(part.second(), "second", part.name());
        }
        StackedBarRenderer renderer = new StackedBarRenderer();
        renderer.setSeriesPaint(0, first);
        renderer.setSeriesPaint(1, second);
        return chart(bars(data, renderer, new NumberAxis(unit)));
    }

    private static StackedBarRenderer stacked() {
        StackedBarRenderer renderer = new StackedBarRenderer();
        for (LedgerClass one : LedgerClass.values()) {
            renderer.setSeriesPaint(one.ordinal(), Palette.of(one));
        }
        return renderer;
    }

    private static CategoryPlot bars(
            org.jfree.data.category.CategoryDataset data, BarRenderer renderer, NumberAxis values) {
        renderer.setBarPainter(new StandardBarPainter());
        renderer.setShadowVisible(false);
        renderer.setDrawBarOutline(false);
        renderer.setMaximumBarWidth(0.25);
        CategoryAxis names = new CategoryAxis();
        names.setTickLabelFont(Typeface.REGULAR.font(TEXT));
        names.setTickLabelPaint(Palette.INK);
        names.setMaximumCategoryLabelWidthRatio(0.35f);
        names.setAxisLinePaint(Palette.SOFT);
        names.setTickMarksVisible(false);
        names.setCategoryMargin(0.3);
        CategoryPlot plot = new CategoryPlot(data, names, style(values), renderer);
        plot.setOrientation(PlotOrientation.HORIZONTAL);
        plot.setRangeAxisLocation(AxisLocation.BOTTOM_OR_LEFT);
        plot.setRangeGridlinePaint(Palette.GRID);
        plot.setRangeGridlineStroke(new BasicStroke(1));
        return plot;
    }

    /** A line across the bar of each. */
    private static void mark(
            CategoryPlot plot, org.jfree.data.category.CategoryDataset values, Color colour, float width) {
        LevelRenderer renderer = new LevelRenderer();
        renderer.setSeriesPaint(0, colour);
        renderer.setSeriesStroke(0, new BasicStroke(width, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER));
        renderer.setMaximumItemWidth(0.3);
        plot.setDataset(1, values);
        plot.setRenderer(1, renderer);
        plot.setDatasetRenderingOrder(DatasetRenderingOrder.FORWARD);
    }

    private static <T extends ValueAxis> T style(T axis) {
        axis.setTickLabelFont(Typeface.REGULAR.font(TEXT));
        axis.setTickLabelPaint(Palette.SOFT);
        axis.setLabelFont(Typeface.REGULAR.font(TEXT));
        axis.setLabelPaint(Palette.SOFT);
        axis.setAxisLineVisible(false);
        axis.setTickMarksVisible(false);
        if (axis instanceof NumberAxis numbers) {
            numbers.setNumberFormatOverride(
                    new DecimalFormat("#,##0.##", DecimalFormatSymbols.getInstance(Locale.ROOT)));
        }
        return axis;
    }

    private static JFreeChart chart(Plot plot) {
        plot.setBackgroundPaint(null);
        plot.setOutlineVisible(false);
        plot.setInsets(RectangleInsets.ZERO_INSETS);
        JFreeChart chart = new JFreeChart(null, Typeface.BOLD.font(TEXT), plot, false);
        chart.setBackgroundPaint(null);
        chart.setPadding(new RectangleInsets(4, 4, 4, 12));
        return chart;
    }
}
