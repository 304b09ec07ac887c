package io.ullage.service.handout;

import io.ullage.service.output.Listing;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Writes HTML that an XML parser reads too: every element is closed, every text is escaped. */
final class Markup {
    private final StringBuilder html = new StringBuilder();
    private final Deque<String> open = new ArrayDeque<>();

    /** @param attributes names and values in turn */
    Markup open(String tag, String... attributes) {
        start(tag, attributes);
        html.append('>');
        open.push(tag);
        return this;
    }

    /** An element without content: {@code meta}. */
    Markup empty(String tag, String... attributes) {
        start(tag, attributes);
        html.append(" />\n");
        return this;
    }

    private void start(String tag, String... attributes) {
        html.append('<').append(tag);
        for (int i = 0; i < attributes.length; i += 2) {
            html.append(' ')
                    .append(attributes[i])
                    .append("=\"")
                    .append(escaped(attributes[i + 1]))
                    .append('"');
        }
    }

    Markup close() {
        html.append("</").append(open.pop()).append(">\n");
        return this;
    }

    Markup text(String text) {
        html.append(escaped(text));
        return this;
    }

    /** An element that holds text only. */
    Markup element(String tag, String text, String... attributes) {
        return open(tag, attributes).text(text).close();
    }

    /** What is markup already: a plot, a style sheet. */
    Markup raw(String markup) {
        html.append(markup).append('\n');
        return this;
    }

    /** A list of {@link #entry entries}. Not {@code ul}: openhtmltopdf leaves items that stand in a line out of the PDF's tags. */
    Markup openLegend() {
        return open("div", "class", "legend", "role", "list");
    }

    /** @param swatch the class of its colour */
    Markup entry(String text, String swatch) {
        open("span", "class", "entry", "role", "listitem");
        element("span", "\u00A0", "class", "swatch " + swatch);
        return text(text).close();
    }

    /**
     * A row of headings over columns.
     *
     * @param name for who does not see the heading above
     * @param titles those that begin with # are over figures
     */
    Markup table(String name, List<String> titles) {
        open("div", "class", "wide")
                .open("table", "aria-label", name)
                .open("thead")
                .open("tr");
        titles.forEach(title -> cell("th", title, "scope", "col"));
        return close().close().open("tbody");
    }

    /** Cells that begin with # are figures; the first one names the row. */
    Markup row(List<String> cells) {
        open("tr");
        cell("th", cells.get(0), "scope", "row");
        cells.subList(1, cells.size()).forEach(text -> cell("td", text));
        return close();
    }

    Markup endTable() {
        return close().close().close();
    }

    private void cell(String tag, String text, String... attributes) {
        if (!text.startsWith("#")) {
            element(tag, text, attributes);
            return;
        }
        List<String> all = new java.util.ArrayList<>(List.of(attributes));
        all.addAll(List.of("class", "n"));
        element(tag, text.substring(1), all.toArray(String[]::new));
    }

    @Override
    public String toString() {
        if (!open.isEmpty()) {
            throw new IllegalStateException("not closed: " + open);
        }
        return html.toString();
    }

    private static String escaped(String text) {
        return Listing.printable(text)
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
