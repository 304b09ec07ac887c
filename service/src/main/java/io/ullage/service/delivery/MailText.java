package io.ullage.service.delivery;

import io.ullage.schema.alert.AlertSeverity;
import io.ullage.service.delivery.Notice.FullTime;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Subject, plain text and HTML of the notices of one mail. Times are UTC, and say so. */
final class MailText {
    /** More are only counted. */
    static final int MOST_SHOWN = 50;

    private static final int LONGEST_SUBJECT = 150;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("d MMM uuuu HH:mm 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("d MMM uuuu", Locale.ENGLISH).withZone(ZoneOffset.UTC);

    private final List<Notice> notices;

    MailText(List<Notice> notices) {
        this.notices = List.copyOf(notices);
    }

    String subject() {
        AlertSeverity worst = notices.stream()
                .map(notice -> notice.alert().severity())
                .max(Comparator.naturalOrder())
                .orElseThrow();
        String rest = notices.size() == 1
                ? notices.get(0).occasion().word() + ": " + notices.get(0).title()
                : notices.get(0).alert().rule() + ": " + notices.size() + " alerts (" + counts() + ")";
        String subject = ("[" + worst.label() + "] " + rest).replaceAll("\\p{Cntrl}+", " ");
        return subject.length() <= LONGEST_SUBJECT ? subject : subject.substring(0, LONGEST_SUBJECT - 1) + "…";
    }

    private String counts() {
        return notices.stream()
                .collect(Collectors.groupingBy(Notice::occasion, java.util.TreeMap::new, Collectors.counting()))
                .entrySet()
                .stream()
                .map(entry -> entry.getValue() + " " + entry.getKey().word())
                .collect(Collectors.joining(", "));
    }

    String plain() {
        StringBuilder text = new StringBuilder();
        for (Notice notice : shown()) {
            text.append(heading(notice)).append("\r\n");
            lines(notice).forEach((name, value) -> text.append(String.format(Locale.ROOT, "  %-14s", name + ":"))
                    .append(oneLine(value))
                    .append("\r\n"));
            text.append("\r\n");
        }
        if (notices.size() > MOST_SHOWN) {
            text.append(more()).append("\r\n");
        }
        return text.toString();
    }

    String html() {
        StringBuilder html = new StringBuilder("<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>")
                .append(escaped(subject()))
                .append("</title></head><body style=\"font:14px/1.5 sans-serif;color:#222;background:#fff\">");
        for (Notice notice : shown()) {
            html.append("<h2 style=\"font-size:16px;margin:16px 0 4px\">")
                    .append(escaped(heading(notice)))
                    .append("</h2><table role=\"presentation\" style=\"border-collapse:collapse\">");
            lines(notice).forEach((name, value) -> html.append("<tr><th scope=\"row\" style=\"text-align:left;"
                            + "font-weight:normal;color:#555;padding:0 12px 0 0;vertical-align:top\">")
                    .append(escaped(name))
                    .append("</th><td>")
                    .append(cell(name, value))
                    .append("</td></tr>"));
            html.append("</table>");
        }
        if (notices.size() > MOST_SHOWN) {
            html.append("<p>").append(escaped(more())).append("</p>");
        }
        return html.append("</body></html>").toString();
    }

    private List<Notice> shown() {
        return notices.stream().limit(MOST_SHOWN).toList();
    }

    private String more() {
        return "And " + (notices.size() - MOST_SHOWN) + " more: ullage alerts list --firing";
    }

    private static String heading(Notice notice) {
        return oneLine(
                notice.alert().severity().label() + ", " + notice.occasion().word() + ": " + notice.title());
    }

    private static Map<String, String> lines(Notice notice) {
        Map<String, String> lines = new LinkedHashMap<>();
        put(lines, "Value", notice.number());
        put(lines, "Trend", notice.trend());
        put(lines, "Likely full", full(notice.full()));
        put(lines, "Since", TIME.format(notice.alert().startsAt()));
        Instant ended = notice.alert().endsAt();
        put(lines, "Until", ended == null ? null : TIME.format(ended));
        put(lines, "About", about(notice));
        put(lines, "Why", notice.reason());
        put(lines, "Run first", notice.occasion() == Occasion.RESOLVED ? null : notice.command());
        put(lines, "More", notice.link() == null ? null : notice.link().toString());
        return lines;
    }

    private static void put(Map<String, String> lines, String name, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            lines.put(name, value);
        }
    }

    /** The eighty per cent in the middle, and the even chance. */
    static @Nullable String full(@Nullable FullTime full) {
        if (full == null) {
            return null;
        }
        String until = full.p90() == null ? "beyond the forecast" : DAY.format(full.p90());
        String even = full.p50() == null ? "" : ", as likely before as after " + DAY.format(full.p50());
        return DAY.format(full.p10()) + " to " + until + " (80 %)" + even;
    }

    private static String about(Notice notice) {
        List<String> ids = notice.alert().entities();
        List<String> some = new ArrayList<>(ids.subList(0, Math.min(5, ids.size())));
        long others = notice.alert().entityCount() - some.size();
        if (others > 0) {
            some.add("and " + others + " more");
        }
        return String.join(", ", some);
    }

    private static String cell(String name, String value) {
        String safe = escaped(oneLine(value));
        return switch (name) {
            case "Run first" -> "<code style=\"background:#f2f2f2;padding:1px 4px\">" + safe + "</code>";
            case "More" -> "<a href=\"" + safe + "\">" + safe + "</a>";
            default -> safe;
        };
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\p{Cntrl}+", " ");
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
