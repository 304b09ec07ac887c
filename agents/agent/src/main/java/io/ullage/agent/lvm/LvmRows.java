package io.ullage.agent.lvm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows of one section of {@code lvm … --reportformat json}: every value is text, and empty text means that LVM does not know. */
final class LvmRows {
    private static final ObjectMapper JSON = new ObjectMapper();

    private LvmRows() {}

    /** @param section {@code lv}, {@code vg} or {@code pv} */
    static List<Row> parse(List<String> lines, String section) throws IOException {
        JsonNode document;
        try {
            document = JSON.readTree(String.join("\n", lines));
        } catch (JsonProcessingException e) {
            throw new IOException("lvm report: must be JSON, " + e.getOriginalMessage(), e);
        }
        List<Row> rows = new ArrayList<>();
        for (JsonNode report : document.path("report")) {
            for (JsonNode row : report.path(section)) {
                rows.add(new Row(row));
            }
        }
        return rows;
    }

    /** One row. */
    record Row(JsonNode fields) {
        @Nullable
        String text(String field) {
            String value = fields.path(field).asText("");
            return value.isEmpty() ? null : value;
        }

        String required(String field) throws BadRowException {
            String value = text(field);
            if (value == null) {
                throw new BadRowException(field, "must be present", "empty");
            }
            return value;
        }

        @Nullable
        Long bytes(String field) throws BadRowException {
            String value = text(field);
            if (value == null) {
                return null;
            }
            try {
                return Long.parseUnsignedLong(value);
            } catch (NumberFormatException e) {
                throw new BadRowException(field, "must be a number of bytes", value);
            }
        }

        long requiredBytes(String field) throws BadRowException {
            required(field);
            Long bytes = bytes(field);
            if (bytes == null || bytes < 0) {
                throw new BadRowException(field, "must be a number of bytes", text(field));
            }
            return bytes;
        }

        /** A percentage as a fraction. Empty is unknown, not nothing. A snapshot that overflowed says 100. */
        @Nullable
        Double ratio(String field) throws BadRowException {
            String value = text(field);
            if (value == null) {
                return null;
            }
            try {
                double percent = Double.parseDouble(value);
                if (percent >= 0 && percent <= 100) {
                    return percent / 100;
                }
            } catch (NumberFormatException e) {
                throw new BadRowException(field, "must be a percentage", value);
            }
            throw new BadRowException(field, "must be from 0 to 100", value);
        }
    }

    /** A row that breaks a rule; it is left out and counted. */
    static final class BadRowException extends IOException {
        private static final long serialVersionUID = 1L;

        BadRowException(String field, String rule, @Nullable String value) {
            super(field + ": " + rule + ", was " + value);
        }
    }
}
