package io.ullage.service.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion.VersionFlag;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The description of REST held to the OpenAPI Initiative's own schema of such documents, its schemas to that of JSON Schema 2020-12, which
 * OpenAPI 3.1 uses, and its references to what they refer to. That answers are as it says is in {@code RestIT}.
 */
class OpenApiTest {
    private static final JsonSchemaFactory SCHEMAS = JsonSchemaFactory.getInstance(VersionFlag.V202012);
    private static final JsonSchema OPEN_API = openApi();
    private static final JsonSchema JSON_SCHEMA =
            SCHEMAS.getSchema(SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"));

    @Test
    void theDocumentIsOpenApi() throws Exception {
        assertThat(wrong(document())).isEmpty();
    }

    /** Each change makes it wrong in one way, which has to be found. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/openapi                              | \"3.0.3\"",
                "/surprise                             | 1",
                "/info/version                         | null",
                "/servers/0/url                        | 7",
                "/paths/estate                         | {}",
                "/paths/~1estate/get/responses         | {\"20\": {\"description\": \"x\"}}",
                "/paths/~1estate/get/responses/200     | {\"text\": \"without a description\"}",
                "/paths/~1pools/get/parameters/0/in    | \"body\"",
                "/paths/~1pools/get/parameters/0/shema | {}",
                "/components/schemas/Estate/type       | \"strng\"",
                "/components/schemas/Estate/required   | \"all\"",
                "/components/schemas/Estate            | {\"$ref\": \"#/components/schemas/Nowhere\"}",
            })
    void whatIsWrongWithADocumentIsFound(String place, String value) throws Exception {
        JsonNode document = document();
        set(document, place, new YAMLMapper().readTree(value));
        assertThat(wrong(document)).as(place).isNotEmpty();
    }

    private static List<String> wrong(JsonNode document) {
        List<String> wrong = new ArrayList<>();
        OPEN_API.validate(document).forEach(message -> wrong.add(message.toString()));
        eachSchema(
                document,
                schema -> JSON_SCHEMA.validate(schema).forEach(message -> wrong.add(schema + ": " + message)));
        for (String reference : new TreeSet<>(document.findValuesAsText("$ref"))) {
            if (!reference.startsWith("#/")
                    || document.at(reference.substring(1)).isMissingNode()) {
                wrong.add(reference + " leads nowhere");
            }
        }
        return wrong;
    }

    /** Those of the components, and those that stand where they are used. */
    private static void eachSchema(JsonNode document, Consumer<JsonNode> seen) {
        document.at("/components/schemas").forEach(seen);
        document.findValues("schema").forEach(seen);
    }

    private static void set(JsonNode document, String place, JsonNode value) {
        int last = place.lastIndexOf('/');
        String name = place.substring(last + 1);
        JsonNode parent = document.at(place.substring(0, last));
        assertThat(parent.isObject()).as(place).isTrue();
        ((ObjectNode) parent).set(name, value);
    }

    private static JsonNode document() throws Exception {
        return new YAMLMapper().readTree(OpenApi.yaml());
    }

    private static JsonSchema openApi() {
        InputStream schema = OpenApiTest.class.getResourceAsStream("openapi-3.1/schema.json");
        return SCHEMAS.getSchema(Objects.requireNonNull(schema));
    }
}
