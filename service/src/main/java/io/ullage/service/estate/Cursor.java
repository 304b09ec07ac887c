package io.ullage.service.estate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.ullage.schema.InvalidFieldException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * The last row of a page: where the next one begins, whatever is born or goes in between.
 *
 * @param key of that row as text; absent where the row has none
 * @param id of that row, which makes the order total
 */
record Cursor(String sort, boolean descending, @Nullable String key, String id) {
    private static final ObjectMapper JSON = new ObjectMapper();

    String encoded() {
        ArrayNode parts =
                JSON.createArrayNode().add(sort).add(descending).add(key).add(id);
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(parts.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** @throws InvalidFieldException if it is not one that was handed out for this order */
    static Cursor decode(String encoded, SortKey sort, boolean descending) {
        Cursor cursor = read(encoded);
        if (!cursor.sort().equals(sort.name()) || cursor.descending() != descending) {
            throw new InvalidFieldException("after", "must come from a page in the same order", encoded);
        }
        if (sort.kind() == Kind.NUMBER && cursor.key() != null) {
            try {
                Double.parseDouble(cursor.key());
            } catch (NumberFormatException notOurs) {
                throw unknown(encoded);
            }
        }
        return cursor;
    }

    private static Cursor read(String encoded) {
        try {
            JsonNode parts = JSON.readTree(new String(Base64.getUrlDecoder().decode(encoded), StandardCharsets.UTF_8));
            if (parts == null
                    || !parts.isArray()
                    || parts.size() != 4
                    || !parts.get(3).isTextual()) {
                throw unknown(encoded);
            }
            return new Cursor(
                    parts.get(0).asText(),
                    parts.get(1).asBoolean(),
                    parts.get(2).isNull() ? null : parts.get(2).asText(),
                    parts.get(3).asText());
        } catch (IllegalArgumentException | JsonProcessingException notOurs) {
            throw unknown(encoded);
        }
    }

    private static InvalidFieldException unknown(String encoded) {
        return new InvalidFieldException("after", "must be what the page before gave as next", encoded);
    }
}
