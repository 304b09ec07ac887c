package io.ullage.service.output;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Lays cells out in columns. Where they do not fit, texts give way in their middle, the widest first; numbers never do. */
record TableLayout(List<String> titles, List<Boolean> rightAligned, List<Boolean> shrinkable) {
    static final String GAP = "  ";
    private static final int NARROWEST_TEXT = 9;

    /** @param columns cells of each column, from top to bottom */
    void write(Appendable out, List<List<String>> columns, int width) throws IOException {
        int[] widths = widths(columns, width);
        writeRow(out, titles, widths);
        int rows = columns.isEmpty() ? 0 : columns.get(0).size();
        for (int i = 0; i < rows; i++) {
            int row = i;
            writeRow(out, columns.stream().map(column -> column.get(row)).toList(), widths);
        }
    }

    static int widest(String title, List<String> cells) {
        return Math.max(
                length(title),
                cells.stream().mapToInt(TableLayout::length).max().orElse(0));
    }

    private int[] widths(List<List<String>> columns, int width) {
        int[] widths = new int[titles.size()];
        for (int i = 0; i < widths.length; i++) {
            widths[i] = widest(titles.get(i), columns.get(i));
        }
        if (width > 0) {
            int excess = Arrays.stream(widths).sum() + GAP.length() * (widths.length - 1) - width;
            for (; excess > 0; excess--) {
                int widest = widestText(widths);
                if (widest < 0) {
                    break;
                }
                widths[widest]--;
            }
        }
        return widths;
    }

    private int widestText(int[] widths) {
        int widest = -1;
        for (int i = 0; i < widths.length; i++) {
            int least = Math.max(NARROWEST_TEXT, length(titles.get(i)));
            if (shrinkable.get(i) && widths[i] > least && (widest < 0 || widths[i] > widths[widest])) {
                widest = i;
            }
        }
        return widest;
    }

    private void writeRow(Appendable out, List<String> cells, int[] widths) throws IOException {
        List<String> padded = new ArrayList<>();
        for (int i = 0; i < widths.length; i++) {
            String text = shortened(cells.get(i), widths[i]);
            String space = " ".repeat(Math.max(0, widths[i] - length(text)));
            padded.add(rightAligned.get(i) ? space + text : text + space);
        }
        out.append(String.join(GAP, padded).stripTrailing()).append('\n');
    }

    /** The end of a path or identifier tells more than its middle. */
    private static String shortened(String text, int width) {
        int[] points = text.codePoints().toArray();
        if (points.length <= width) {
            return text;
        }
        int head = (width - 1) / 2;
        int tail = width - 1 - head;
        return new String(points, 0, head) + "…" + new String(points, points.length - tail, tail);
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }
}
